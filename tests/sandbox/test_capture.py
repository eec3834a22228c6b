from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leftovers import open_descriptors

from sandbox import Capture
from sandbox.capture import IN_MEMORY


def captured(pieces: list[bytes], limit: int | None, folder: Path) -> Capture:
    capture = Capture(limit, folder)
    reader, writer = os.pipe()
    for piece in pieces:
        os.write(writer, piece)
        assert capture.read_from(reader)
    os.close(writer)
    assert not capture.read_from(reader)
    os.close(reader)
    return capture


@given(
    pieces=st.lists(st.binary(min_size=1, max_size=50), max_size=20),
    limit=st.none() | st.integers(0, 300),
    in_memory=st.integers(0, 300),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_first_bytes_up_to_the_limit_are_kept(
    pieces: list[bytes], limit: int | None, in_memory: int, tmp_path: Path
) -> None:
    whole = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sandbox.capture.IN_MEMORY", in_memory)
        capture = captured(pieces, limit, tmp_path)
    with capture.open() as stream:
        assert stream.read() == whole[:limit]
    assert capture.head(10) == whole[:limit][:10]
    assert capture.size == len(whole[:limit])
    assert capture.exceeded == (limit is not None and len(whole) > limit)
    assert list(tmp_path.iterdir()) == []
    capture.close()


@pytest.mark.parametrize("size", [IN_MEMORY - 1, IN_MEMORY, IN_MEMORY + 1, 3 * IN_MEMORY + 7])
def test_long_output_is_the_same_from_a_file(tmp_path: Path, size: int) -> None:
    whole = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    pieces = [whole[n : n + 60000] for n in range(0, size, 60000)]
    capture = captured(pieces, None, tmp_path)
    with capture.open() as first, capture.open() as second:
        assert second.read(5) == whole[:5]
        assert first.read() == whole
    assert capture.head(300) == whole[:300]
    assert list(tmp_path.iterdir()) == []
    capture.close()


def test_file_of_a_long_output_is_let_go(tmp_path: Path) -> None:
    before = open_descriptors()
    capture = captured([b"x" * 60000] * 30, None, tmp_path)
    assert open_descriptors() == before + 1
    capture.close()
    assert open_descriptors() == before


def test_nothing_to_read_is_not_the_end(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    capture = Capture(None, tmp_path)
    assert capture.read_from(reader)
    os.write(writer, b"x")
    assert capture.read_from(reader)
    os.close(writer)
    assert not capture.read_from(reader)
    assert capture.head(9) == b"x"
    os.close(reader)
    capture.close()

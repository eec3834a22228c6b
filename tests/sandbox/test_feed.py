from __future__ import annotations

import errno
import fcntl
import mmap
import os
from pathlib import Path

import pytest
from leftovers import open_descriptors

from sandbox import REMEDIES, CommandError, SandboxError
from sandbox.feed import IN_MEMORY, PIECE, SEALS, Feed, reopened, sealed


def test_sealed_bytes_can_be_read_and_never_changed() -> None:
    descriptor = sealed(b"1 2\n")
    assert os.read(descriptor, 99) == b"1 2\n"
    assert fcntl.fcntl(descriptor, fcntl.F_GET_SEALS) == SEALS
    again = os.open(f"/proc/self/fd/{descriptor}", os.O_RDWR)
    for change in (lambda: os.write(again, b"9"), lambda: os.ftruncate(again, 0)):
        with pytest.raises(PermissionError):
            change()
    with pytest.raises(PermissionError):
        mmap.mmap(again, 4)
    os.close(again)
    os.close(descriptor)


def test_reopened_file_is_read_from_its_beginning() -> None:
    first = sealed(b"abc")
    os.read(first, 2)
    second = reopened(first)
    assert os.read(second, 9) == b"abc"
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.write(second, b"x")
    os.close(first)
    os.close(second)


def test_file_is_copied_into_sealed_memory(tmp_path: Path) -> None:
    path = tmp_path / "1.in"
    path.write_bytes(b"x" * (2 * PIECE + 5))
    feed = Feed(str(path))
    assert feed.writer == -1
    assert fcntl.fcntl(feed.reader, fcntl.F_GET_SEALS) == SEALS
    path.write_bytes(b"changed")
    assert os.pread(feed.reader, 5, 2 * PIECE) == b"xxxxx"
    assert os.fstat(feed.reader).st_size == 2 * PIECE + 5
    os.close(feed.reader)


def test_very_large_file_comes_through_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "1.in"
    path.touch()
    os.truncate(path, IN_MEMORY + 1)
    feed = Feed(str(path))
    got, goes_on = 0, True
    while goes_on:
        goes_on = feed.push()
        got += len(os.read(feed.reader, PIECE))
    while data := os.read(feed.reader, PIECE):
        got += len(data)
    assert got == IN_MEMORY + 1
    assert feed.writer == -1
    os.close(feed.reader)


def test_reader_that_leaves_ends_the_feeding(tmp_path: Path) -> None:
    path = tmp_path / "1.in"
    path.touch()
    os.truncate(path, IN_MEMORY + 1)
    feed = Feed(str(path))
    os.close(feed.reader)
    assert not feed.push()
    assert feed.writer == -1


@pytest.mark.parametrize("name", ["missing", "."])
def test_source_that_can_not_be_read_leaks_nothing(tmp_path: Path, name: str) -> None:
    before = open_descriptors()
    with pytest.raises(CommandError, match=name):
        Feed(str(tmp_path / name))
    assert open_descriptors() == before


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOMEM])
def test_host_that_has_no_more_descriptors_is_no_mistake_in_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    (tmp_path / "1.in").touch()
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(SandboxError) as caught:
        Feed(str(tmp_path / "1.in"))
    assert type(caught.value) is SandboxError
    assert caught.value.remedy == REMEDIES[number]

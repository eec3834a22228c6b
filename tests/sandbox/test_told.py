from __future__ import annotations

import errno
import itertools
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox import SandboxError, told
from sandbox.descriptors import Descriptors
from sandbox.plain import Plain
from sandbox.resident import Box

ENDS = st.builds(
    told.End,
    ended=st.none() | st.integers(0, 0xFFFF),
    exec=st.none() | st.integers(1, 133),
    full=st.sampled_from([None, "bytes", "files"]),
    large=st.none() | st.integers(0, 1 << 62),
)
CUTS = st.lists(st.integers(0, 200), max_size=6)


def lines(end: told.End) -> bytes:
    """What the first process tells."""
    words = (("exec", end.exec), ("full", end.full), ("large", end.large), ("ended", end.ended))
    return "".join(f"{key} {value}\n" for key, value in words if value is not None).encode()


@contextmanager
def sockets() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends, one of which takes with each read what one write has sent."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    yield ends
    for end in ends:
        end.close()


@given(end=ENDS, goes=st.booleans())
def test_what_is_told_of_an_end_is_understood(end: told.End, *, goes: bool) -> None:
    with sockets() as (reader, writer):
        for line in lines(end).splitlines():
            writer.send(line)
        if goes:
            writer.send(b"gone")
        writer.close()
        box = Box.__new__(Box)
        box._control, box._told, box.ended, box.gone = reader, b"", False, False
        while box.take():
            pass
    assert box.end() == end
    assert (box.ended, box.gone) == (end.ended is not None, goes)


@given(st.integers(1, 1 << 22), st.dictionaries(st.text(max_size=5), st.integers()), CUTS)
def test_number_of_the_first_process_is_read_in_whatever_pieces_it_comes(
    pid: int, others: dict[str, int], cuts: list[int]
) -> None:
    text = json.dumps(others | {"child-pid": pid}, indent=4).encode()
    with sockets() as (reader, writer):
        borders = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
        for start, stop in itertools.pairwise(borders):
            writer.send(text[start:stop])
        writer.shutdown(socket.SHUT_WR)
        one = Plain.__new__(Plain)
        one._tools = SimpleNamespace(stop=writer.fileno())  # type: ignore[assignment]
        one._open, one._info = Descriptors(), reader.fileno()
        if "}" not in "".join(others):
            assert one._told_pid() == pid
    assert told.first_pid(text) == pid


@given(st.binary(max_size=30) | st.from_regex(rb"\{\"child-pid\": .{0,5}\}", fullmatch=True))
@example(b'{"child-pid": "7"}')
@example(b"{}")
def test_other_numbers_are_a_failure_of_the_sandbox(text: bytes) -> None:
    try:
        number = told.first_pid(text)
    except SandboxError as error:
        assert error.step == "set up"  # noqa: PT017 - both outcomes are fine
    else:
        assert json.loads(text)["child-pid"] == number


@given(st.binary(max_size=30) | st.from_regex(rb"(ended|exec|full|large) .{0,5}\n", fullmatch=True))
@example(b"ended \xd9\xa3\n")
@example(b"ended\n")
@example(b"failed fork 11\n")
def test_other_words_are_a_failure_of_the_sandbox(text: bytes) -> None:
    try:
        end = told.end(text)
    except SandboxError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert sorted(lines(end).split()) == sorted(text.split())


def test_first_process_that_can_not_start_the_program_says_why() -> None:
    with pytest.raises(SandboxError, match=r"fork.*temporarily unavailable"):
        told.end(f"failed fork {errno.EAGAIN}\n".encode())

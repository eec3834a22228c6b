from __future__ import annotations

import errno
import itertools
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox import SandboxError, told
from sandbox.process import Process

ENDS = st.builds(
    told.End,
    ended=st.none() | st.integers(0, 0xFFFF),
    exec=st.none() | st.integers(1, 133),
    full=st.sampled_from([None, "bytes", "files"]),
)
CUTS = st.lists(st.integers(0, 200), max_size=6)


def lines(end: told.End) -> bytes:
    """What the first process writes."""
    words = (("exec", end.exec), ("full", end.full), ("ended", end.ended))
    return "".join(f"{key} {value}\n" for key, value in words if value is not None).encode()


@contextmanager
def process(text: bytes, cuts: list[int]) -> Iterator[tuple[Process, int]]:
    """One that has been started, and a descriptor that hands out `text` in pieces."""
    # Of these sockets one read takes what one write has sent.
    reader, writer = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    borders = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    for start, stop in itertools.pairwise(borders):
        writer.send(text[start:stop])
    writer.close()
    one = Process.__new__(Process)
    one._status, one._open, one.ended = b"", set(), None
    one.stop = os.eventfd(0)
    yield one, reader.fileno()
    os.close(one.stop)
    reader.close()


@given(ENDS, CUTS)
def test_what_is_told_is_understood_in_whatever_pieces_it_comes(
    end: told.End, cuts: list[int]
) -> None:
    with process(b"ready\n" + lines(end), cuts) as (one, reader):
        one.status_pipe = reader
        one._await_ready()
        while one.take_status():
            pass
    assert told.end(one._status) == end
    assert (one.ended is None) == (end.ended is None)


@given(st.integers(1, 1 << 22), st.dictionaries(st.text(max_size=5), st.integers()), CUTS)
def test_number_of_the_first_process_is_read_in_whatever_pieces_it_comes(
    pid: int, others: dict[str, int], cuts: list[int]
) -> None:
    text = json.dumps(others | {"child-pid": pid}, indent=4).encode()
    with process(text, cuts) as (one, reader):
        one._info = reader
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


@given(st.binary(max_size=30) | st.from_regex(rb"(ended|exec|full) .{0,5}\n", fullmatch=True))
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

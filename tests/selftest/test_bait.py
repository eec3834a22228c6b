"""What is done to the bait is seen, whoever does it."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import open_sandbox, requires

from judge.selftest.bait import Bait, planted
from sandbox import Sandbox, cache


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    requires("sandbox")
    with open_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def bait(sandbox: Sandbox) -> Iterator[Bait]:
    with planted(sandbox) as bait:
        yield bait


def place(bait: Bait, name: str) -> Path:
    return Path(bait.places[name])


def test_nothing_was_done_to_what_was_just_planted(bait: Bait) -> None:
    assert list(bait.found()) == []


def test_the_token_is_told_to_nobody(bait: Bait) -> None:
    assert bait.token.encode() not in bait.told
    assert not bait.seen_in(bait.told.decode())


def test_the_token_is_seen_in_whatever_form_it_comes_out(bait: Bait) -> None:
    told = place(bait, "secret_file").read_text()
    assert bait.seen_in(f"x{told}x")
    assert bait.seen_in(told[::-1])
    assert bait.seen_in(told.encode().hex())
    assert not bait.seen_in(told[:-1])


def test_a_changed_file_is_seen(bait: Bait) -> None:
    for name in ("secret_file", "open_file", "cache_file", "shm_file"):
        path = place(bait, name)
        path.write_text("mine")
        assert f"changed {path}" in list(bait.found())


def test_a_file_that_is_touched_or_removed_is_seen(bait: Bait) -> None:
    path = place(bait, "open_file")
    os.utime(path, (1, 1))
    assert list(bait.found()) == [f"changed {path}"]
    path.unlink()
    assert list(bait.found()) == [f"changed {path}"]


def test_the_input_is_watched_too(bait: Bait) -> None:
    path = bait.input_file(b"1 2\n")
    assert list(bait.found()) == []
    path.write_bytes(b"9 9\n")
    assert list(bait.found()) == [f"changed {path}"]


def test_a_file_that_was_created_is_seen(bait: Bait) -> None:
    path = place(bait, "open_folder") / "mine"
    path.touch()
    assert list(bait.found()) == [f"created {path}"]


def test_connections_and_datagrams_are_seen(bait: Bait) -> None:
    with socket.create_connection(("127.0.0.1", int(bait.places["tcp_port"]))):
        pass
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"hello", ("127.0.0.1", int(bait.places["udp_port"])))
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(f"\0{bait.places['abstract_socket']}")
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(bait.places["socket_path"])
    assert len(list(bait.found())) == 4


def test_a_process_that_was_killed_is_seen(bait: Bait) -> None:
    os.kill(int(bait.places["pid"]), signal.SIGKILL)
    bait._child.wait()
    assert list(bait.found()) == ["killed a process of the host"]


def test_nothing_of_it_stays(sandbox: Sandbox) -> None:
    with planted(sandbox) as bait:
        paths = [place(bait, name) for name in bait.places if name.endswith(("_file", "_folder"))]
        pid = bait._child.pid
        assert all(path.exists() for path in paths)
    assert not any(path.exists() for path in paths)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_a_killed_self_test_has_left_is_removed_later(sandbox: Sandbox) -> None:
    left = cache.folder() / "judge-selftest-0123"
    left.write_text("token")
    os.utime(left, (1, 1))
    with planted(sandbox):
        assert not left.exists()

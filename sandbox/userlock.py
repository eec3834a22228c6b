"""Numbers of the host's users, locked: no two judges of this machine use one at a time.

A block of numbers is a file in a folder that is root's alone, called after the first of
them, and held by a lock (`flock`) that the kernel drops with the judge. It is removed when
all that ran under these numbers has ended; while it is there nobody else takes them. One
that nobody holds was a killed judge's: whoever comes next removes it, once nothing runs
under its numbers.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sandbox import pidfd

FOLDER = Path("/run/judge")
FLAGS = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
PREFIX = "users-"
SIZE = 64


class Block:
    """Locked `numbers`, until `release` or `leave`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        first = int(path.name.removeprefix(PREFIX))
        self.numbers = range(first, first + SIZE)
        self._path, self._descriptor = path, descriptor

    def release(self) -> None:
        """Lets others have the numbers, under which nothing runs any more."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(self._descriptor)

    def leave(self) -> None:
        """Lets others have the numbers once nothing runs under them any more."""
        os.close(self._descriptor)


def make_folder(path: Path) -> None:
    """Makes the folder of the locks. Raises OSError where it can't be, or is not root's alone."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise PermissionError(f"{path} is not root's")
    path.chmod(0o700)


def lock(first: int, folder: Path) -> Block | None:
    """The block from `first` on, a multiple of `SIZE`; None while it may be in use.

    Raises OSError.
    """
    path = folder / f"{PREFIX}{first}"
    try:
        descriptor = os.open(path, FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return None
    return _locked(path, descriptor)


def sweep(folder: Path, patience: float = 0.0) -> None:
    """Frees the numbers of killed judges under which nothing runs any more.

    What does may take up to `patience` seconds to end. Raises OSError.
    """
    blocks = list(_abandoned(folder))
    if blocks and patience:
        for pid, users in running():
            if any(user in block.numbers for user in users for block in blocks):
                pidfd.await_end(pid, patience)
    alive = {user for _, users in running() for user in users} if blocks else set()
    for block in blocks:
        (block.release if alive.isdisjoint(block.numbers) else block.leave)()


def is_idle(numbers: range) -> bool:
    """Whether nothing runs under any of `numbers`; False where that can't be seen."""
    try:
        return all(users.isdisjoint(numbers) for _, users in running())
    except OSError:
        return False


def running() -> Iterator[tuple[int, set[int]]]:
    """Each process that has not ended, with the users that it has."""
    for name in os.listdir("/proc"):  # noqa: PTH208 - a path for each would take its time
        if name.isdigit():
            yield int(name), _users_of(name)


def _users_of(pid: str) -> set[int]:
    try:
        with open(f"/proc/{pid}/status", "rb") as file:  # noqa: PTH123
            text = file.read()
    except OSError:
        return set()  # gone
    # Its name comes first, in which the kernel writes "\n" for a new line.
    words = {key: value.split() for key, _, value in _fields(text)}
    return set() if words[b"State"][0] in (b"Z", b"X") else set(map(int, words[b"Uid"]))


def _fields(text: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    return (line.partition(b":") for line in text.split(b"\n"))


def _abandoned(folder: Path) -> Iterator[Block]:
    for path in folder.iterdir():
        if path.name.startswith(PREFIX) and path.name.removeprefix(PREFIX).isdecimal():
            with contextlib.suppress(FileNotFoundError):  # its owner has just finished
                block = _locked(path, os.open(path, FLAGS))
                if block is not None:
                    yield block


def _locked(path: Path, descriptor: int) -> Block | None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    # Whoever had it before may have removed it just now.
    if os.fstat(descriptor).st_nlink == 0:
        os.close(descriptor)
        return None
    return Block(path, descriptor)

"""A user of the host for each execution, so that none takes what another is counted for.

The kernel counts some things for each user of the host, over all namespaces: descriptors
on their way through sockets, pages of pipes, what `epoll` watches, file watches, pending
signals and others. Started as root, the judge therefore gives each execution a number of
its own out of a range that belongs to nobody; the numbers are locked (`sandbox.userlock`).
A number is used again as late as possible: the kernel clears away a moment later what a
program has left in sockets.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Protocol

from sandbox import userlock
from sandbox.errors import SandboxError, UnsupportedHostError
from sandbox.privilege import sandbox_uid

VARIABLE = "JUDGE_USERS"
"""The environment variable that names the first and the last number, as in ``DEFAULT``."""

# Unused in systemd's list of users and groups; beyond what distributions hand out to
# accounts and containers, and beyond what sssd makes of a domain's accounts (up to
# 2000200000). Kanidm is the one known to make numbers from there.
DEFAULT = "2100000000-2100065535"
PATIENCE = 5.0
# root; nobody; -1 of 16 and of 32 bits.
NEVER = (0, 65534, 65535)
# bubblewrap reads them as an int.
LAST = (1 << 31) - 1


class User:
    """The user `number` of the host, taken until `release`."""

    def __init__(self, number: int, back: Callable[[int], None] | None = None) -> None:
        self.number = number
        self._back = back

    def release(self, *, ended: bool = True) -> None:
        """Gives it back, once. If not all that ran under it surely has `ended`, nobody gets it."""
        back, self._back = self._back, None
        if back is not None and ended:
            back(self.number)


class Users(Protocol):
    """Where an execution, or a box with several, takes its user of the host from."""

    own: bool
    """Whether each has one of its own."""

    def take(self) -> User:
        """A user that nothing else runs under. Raises SandboxError."""

    def close(self) -> None:
        """Everything must have ended."""


class OneUser:
    """One user for all: the judge's own, or a fixed one where the judge is root."""

    own = False

    def take(self) -> User:
        """The one."""
        return User(sandbox_uid())

    def close(self) -> None:
        """Nothing to give up."""


class OwnUsers:
    """Of `numbers`, as many as are needed, locked in `folder`; usable from several threads."""

    own = True

    def __init__(self, numbers: range, folder: Path = userlock.FOLDER) -> None:
        self._numbers, self._folder = numbers, folder
        self._idle: deque[int] = deque()
        self._blocks: list[userlock.Block] = []
        self._lock = threading.Lock()

    def take(self) -> User:
        """One that nothing runs under, here or in another judge. Raises SandboxError."""
        with self._lock:
            if not self._idle:
                self._lock_more()
            return User(self._idle.popleft(), self._idle.append)

    def close(self) -> None:
        """Lets others have them."""
        idle = set(self._idle)
        for block in self._blocks:
            sure = idle.issuperset(self._of(block)) or userlock.is_idle(block.numbers)
            (block.release if sure else block.leave)()
        self._blocks, self._idle = [], deque()

    def _of(self, block: userlock.Block) -> list[int]:
        return [number for number in block.numbers if number in self._numbers]

    def _lock_more(self) -> None:
        try:
            block = self._found()
        except OSError as error:
            raise SandboxError.of("users", error) from error
        if block is None:
            words = f"{self._numbers[0]} to {self._numbers[-1]}"
            remedy = f"name more of them in {VARIABLE}, or run fewer at a time"
            raise SandboxError("users", f"all of {words} are in use", remedy)
        self._blocks.append(block)
        self._idle.extend(self._of(block))

    def _found(self) -> userlock.Block | None:
        userlock.sweep(self._folder)
        found = self._free()
        if found is None:
            # A judge may have been killed just now.
            userlock.sweep(self._folder, PATIENCE)
            found = self._free()
        return found

    def _free(self) -> userlock.Block | None:
        starts = range(self._numbers[0] & -userlock.SIZE, self._numbers[-1] + 1, userlock.SIZE)
        # Judges in two containers don't see each other's locks: they are to begin apart.
        middle = int.from_bytes(os.urandom(4)) % len(starts)
        for start in chain(starts[middle:], starts[:middle]):
            block = userlock.lock(start, self._folder)
            if block is not None:
                return block
        return None


def open_users() -> Users:
    """The users that this judge may use for what it runs.

    Raises UnsupportedHostError where those that are configured can't be.
    """
    found = obstacle()
    if found is None:
        return OwnUsers(configured())
    if os.geteuid() == 0 and VARIABLE in os.environ:
        raise found
    return OneUser()


def obstacle() -> UnsupportedHostError | None:
    """Why all that runs at a time has one user of the host; None where each has its own."""
    if os.geteuid() != 0:
        return UnsupportedHostError("users", "only root can give others")
    try:
        numbers = configured()
    except UnsupportedHostError as error:
        return error
    for kind in ("uid", "gid"):
        with open(f"/proc/self/{kind}_map", encoding="ascii") as file:  # noqa: PTH123
            known = file.read()
        if not maps(known, numbers):
            message = f"{numbers[0]} to {numbers[-1]} are no users in this container"
            remedy = f"export {VARIABLE}=FIRST-LAST, numbers of /proc/self/{kind}_map that are free"
            return UnsupportedHostError("users", message, remedy)
    try:
        userlock.make_folder(userlock.FOLDER)
    except OSError as error:
        message = f"{userlock.FOLDER}, to lock them in: {error.strerror or error}"
        return UnsupportedHostError("users", message, f"let root write to {userlock.FOLDER.parent}")
    return None


def configured() -> range:
    """The numbers that are configured, or the usual ones. Raises UnsupportedHostError."""
    return parse(os.environ.get(VARIABLE, DEFAULT))


def parse(text: str) -> range:
    """The numbers ``FIRST-LAST``, both included. Raises UnsupportedHostError."""
    words = text.split("-")
    written = len(words) == 2 and all(word.isascii() and word.isdigit() for word in words)
    numbers = range(int(words[0][:11]), int(words[1][:11]) + 1) if written else range(0)
    if not numbers or numbers[-1] > LAST or any(number in numbers for number in NEVER):
        message = f"{VARIABLE} is '{text}': not FIRST-LAST up to {LAST}, without 0, 65534, 65535"
        raise UnsupportedHostError("users", message, f"export {VARIABLE}={DEFAULT}")
    return numbers


def maps(id_map: str, numbers: range) -> bool:
    """Whether a user namespace knows all of `numbers` (user_namespaces(7))."""
    spans = (tuple(map(int, line.split())) for line in id_map.splitlines())
    left = numbers
    for first, _, count in sorted(spans):
        if left and first <= left[0] < first + count:
            left = left[first + count - left[0] :]
    return not left

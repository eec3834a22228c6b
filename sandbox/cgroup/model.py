"""What the two versions of cgroups have in common: one face, and how to read files."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from sandbox.errors import SandboxError
from sandbox.model import Limits

# The first process inside is one more than what the command may start.
FIRST_PROCESS = 1

# Of how many microseconds a share is granted to a program. A short period keeps threads on
# several CPUs from running far ahead before they are held.
CPU_PERIOD = 10_000


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a cgroup counted; None is "not known".

    `memory` is the peak in bytes of what the processes held themselves, without
    the page cache of files they read: at least that much, and at most `memory_at_most`.
    `memory_refused` counts processes that the kernel killed for memory,
    `processes_refused` the refused attempts to start one. `throttled` are the seconds for
    which it was kept from further CPUs, summed over these.
    """

    memory: int | None
    memory_at_most: int | None
    memory_refused: int | None
    processes_refused: int | None
    throttled: float | None = None


class Group(Protocol):
    """The cgroup of one execution, or of all in one box, one after the other.

    `entry` is a descriptor of it that a process can be made in, where the kernel can do
    that. Where it can't, `resident` tells that whoever makes the processes of executions
    has to `settle` in it; else each has to be added.
    """

    entry: int | None
    resident: bool

    def settle(self, pid: int) -> None:
        """Takes in a process that makes those of executions, and is none of them.

        Raises SandboxError.
        """

    def again(self, limits: Limits) -> None:
        """Begins anew, for the next execution. Raises SandboxError if anything is left."""

    def add(self, pid: int) -> None:
        """Puts a process in. Raises SandboxError."""

    @property
    def alarm(self) -> int | None:
        """A descriptor that gets readable when memory ran out; None where none is needed.

        That is where the kernel then ends everything inside by itself.
        """

    def reset_peak(self) -> None:
        """Forgets the peak of memory so far, where the kernel can."""

    def note_memory(self) -> None:
        """Notes for the figures what the peak of memory is so far.

        The kernel knows it with page cache alone. What of that there is at the end need
        not have been there at the peak.
        """

    def cpu_time(self) -> float | None:
        """CPU seconds of all processes there ever were in it."""

    def pids(self) -> list[int]:
        """The processes in it."""

    def figures(self) -> Figures:
        """What was counted."""

    def kill(self) -> bool:
        """Kills all processes in it at once; False where the kernel can't."""

    def remove(self) -> None:
        """Lets go of the cgroup, which must be empty."""


class Cgroups(Protocol):
    """The place where the cgroups of this judge are made."""

    enforces: dict[str, str]
    """Which limit is enforced (``cpu_time``, ``memory``, ``processes``, ``cpus``), by what."""

    def create(self, limits: Limits) -> Group:
        """A fresh cgroup with `limits`. Raises SandboxError."""

    def bar_entry(self) -> None:
        """From now on cgroups have no `entry`: this host does not let it be used."""

    def close(self) -> None:
        """Removes the place."""


class NoGroup:
    """Stands in where this host has no cgroups for us: knows nothing, limits nothing."""

    alarm = None
    entry: int | None = None
    resident = False

    def settle(self, pid: int) -> None:
        """Does nothing."""

    def again(self, limits: Limits) -> None:
        """Does nothing."""

    def add(self, pid: int) -> None:
        """Does nothing."""

    def reset_peak(self) -> None:
        """Does nothing."""

    def note_memory(self) -> None:
        """Does nothing."""

    def cpu_time(self) -> float | None:
        """Not known."""
        return None

    def pids(self) -> list[int]:
        """Not known."""
        return []

    def figures(self) -> Figures:
        """Nothing is known."""
        return Figures(
            memory=None, memory_at_most=None, memory_refused=None, processes_refused=None
        )

    def kill(self) -> bool:
        """Can't."""
        return False

    def remove(self) -> None:
        """Nothing to remove."""


class NoCgroups:
    """`Cgroups` on a host that has none for us."""

    def __init__(self) -> None:
        self.enforces: dict[str, str] = {}

    def create(self, limits: Limits) -> Group:  # noqa: ARG002
        """A group that limits nothing."""
        return NoGroup()

    def bar_entry(self) -> None:
        """There is none."""

    def close(self) -> None:
        """Nothing to remove."""


def made(make: Callable[[], Group], restore: Callable[[], None]) -> Group:
    """What `make` makes; if that fails since somebody has removed the place, after `restore`.

    Raises SandboxError.
    """
    try:
        return make()
    except SandboxError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
    restore()
    return make()


def write(path: str, text: str) -> None:
    """Writes a control file. Raises SandboxError with the file's name."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SandboxError("cgroup", f"{path}: {error.strerror}") from error


def read(path: str) -> str | None:
    """A control file's text; None where this kernel has no such file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.read(descriptor, 65536).decode()
    except OSError:
        return None
    finally:
        os.close(descriptor)


def read_number(path: str) -> int | None:
    """A control file that holds one number."""
    text = read(path)
    return int(text) if text is not None and text.strip().isdigit() else None


def read_key(path: str, key: str) -> int | None:
    """The number behind `key` in a flat-keyed control file."""
    return key_of(read(path) or "", key)


def key_of(text: str, key: str) -> int | None:
    """The number behind `key` in the text of a flat-keyed control file."""
    for line in text.splitlines():
        name, _, value = line.partition(" ")
        if name == key:
            return int(value)
    return None


def without_cache(peak: int, statistics: str, cache: str) -> int:
    """What `peak` bytes come to without page cache: at least so much.

    `statistics` is the text of ``memory.stat``, read after the peak, and `cache` what it
    calls page cache: that has only grown since, as far as memory did not get short.
    """
    found, shared = key_of(statistics, cache), key_of(statistics, "shmem")
    if found is None or shared is None:
        return peak
    # Among it are tmpfs and shared memory, which the program does answer for.
    return max(peak - max(found - shared, 0), 0)


def remove_empty(path: str) -> None:
    """Removes the cgroup of something that has ended.

    The kernel lets go of the last process a moment after it was waited for. One that
    isn't there any more is as good as removed. Raises OSError if it stays busy.
    """
    for attempt in range(12):
        try:
            os.rmdir(path)  # noqa: PTH106
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            time.sleep(0.0005 * 2**attempt)
        else:
            return
    os.rmdir(path)  # noqa: PTH106


def remove_cgroup(path: str | Path) -> None:
    """Removes an empty cgroup and the empty ones below it."""
    for folder, _, _ in os.walk(path, topdown=False):
        os.rmdir(folder)  # noqa: PTH106

"""cgroups version 2: one hierarchy; a cgroup has either processes or limited children.

Files and their meaning: Documentation/admin-guide/cgroup-v2.rst of the kernel.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import threading
from pathlib import Path

from sandbox import workdir
from sandbox.cgroup import v1
from sandbox.cgroup.model import (
    CPU_PERIOD,
    FIRST_PROCESS,
    Figures,
    Group,
    key_of,
    made,
    read,
    read_key,
    read_number,
    remove_cgroup,
    remove_empty,
    without_cache,
    write,
)
from sandbox.errors import SandboxError
from sandbox.model import Limits

NEEDED = ("memory", "pids")
WANTED = (*NEEDED, "cpu")
NAME = "cgroup-v2"
LEAF = "supervisor"


class V2Cgroups:
    """A folder of this judge below `own`, the cgroup that the judge runs in.

    The judge and what shares its cgroup move into a leaf, since a cgroup that
    limits its children must be without processes. Raises SandboxError where the
    cgroup isn't ours to use.
    """

    def __init__(self, own: Path) -> None:
        place = own.parent if own.name == LEAF else own
        self._numbers = itertools.count()
        self._has_entry = True
        controllers = usable_controllers(place)
        missing = [name for name in NEEDED if name not in controllers]
        if missing:
            raise SandboxError("cgroup", f"{place} has no {' and no '.join(missing)} controller")
        self._words = " ".join(f"+{name}" for name in WANTED if name in controllers)
        self.enforces = {"cpu_time": NAME, "memory": NAME, "processes": NAME}
        if "cpu" in controllers:
            self.enforces["cpus"] = NAME
        self._place, self._lock = place, threading.Lock()
        self._open(place)

    def create(self, limits: Limits) -> Group:
        """A fresh cgroup with `limits` written into it."""
        return made(lambda: self._fresh(limits), self._restore)

    def bar_entry(self) -> None:
        """From now on processes are put in by the judge."""
        self._has_entry = False

    def close(self) -> None:
        """Removes this judge's folder."""
        with contextlib.suppress(OSError):
            remove_cgroup(self._folder.path)
        self._folder.release()

    def _fresh(self, limits: Limits) -> Group:
        path = f"{self._folder.path}/run-{next(self._numbers)}"
        return V2Group(path, limits, cpus="cpus" in self.enforces, entry=self._has_entry)

    def _restore(self) -> None:
        with self._lock:
            # Another thread may have been faster.
            if not self._folder.path.exists():
                self._folder.release()
                self._open(self._place)

    def _open(self, place: Path) -> None:
        try:
            workdir.sweep(place, kill_and_remove)
            enable(place, self._words)
            self._folder = workdir.LockedFolder(place, mode=0o755)
        except OSError as error:
            raise SandboxError("cgroup", f"{place}: {error.strerror}") from error
        try:
            write(f"{self._folder.path}/cgroup.subtree_control", self._words)
        except SandboxError:
            self.close()
            raise


def usable_controllers(place: Path) -> frozenset[str]:
    """The controllers that `place` may hand to its children."""
    return frozenset((read(f"{place}/cgroup.controllers") or "").split())


def enable(place: Path, words: str) -> None:
    """Hands controllers to the children of `place`, after emptying it if need be."""
    enabled = (read(f"{place}/cgroup.subtree_control") or "").split()
    if all(word[1:] in enabled for word in words.split()):
        return
    # Others may start a process in it between the two steps.
    for _ in range(10):
        try:
            write(f"{place}/cgroup.subtree_control", words)
        except SandboxError as error:
            cause = error.__cause__
            if not isinstance(cause, OSError) or cause.errno != errno.EBUSY:
                raise
            _move_all(place, place / LEAF)
        else:
            return
    raise SandboxError("cgroup", f"{place}: stays busy")


def _move_all(place: Path, leaf: Path) -> None:
    leaf.mkdir(exist_ok=True)
    for pid in (read(f"{place}/cgroup.procs") or "").split():
        try:
            write(f"{leaf}/cgroup.procs", pid)
        except SandboxError as error:
            if not isinstance(error.__cause__, ProcessLookupError):
                raise


class V2Group:
    """The cgroup of one execution."""

    alarm = None
    resident = False

    def __init__(self, path: str, limits: Limits, *, cpus: bool, entry: bool) -> None:
        self._path = path
        self.entry: int | None = None
        self._noted = 0
        try:
            os.mkdir(path, 0o755)  # noqa: PTH102
        except OSError as error:
            raise SandboxError("cgroup", f"{path}: {error.strerror}") from error
        try:
            self._set(limits, cpus=cpus)
            if entry:
                self.entry = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            self.remove()
            raise SandboxError("cgroup", f"{path}: {error.strerror}") from error
        except SandboxError:
            self.remove()
            raise

    def settle(self, pid: int) -> None:
        """Is never asked for: processes are made in it, or put in."""
        raise NotImplementedError

    def again(self, limits: Limits) -> None:
        """Is never asked for: before Linux 6.12 the peak of memory can't be reset."""
        raise NotImplementedError

    def _set(self, limits: Limits, *, cpus: bool) -> None:
        if limits.memory is not None:
            write(f"{self._path}/memory.max", str(limits.memory))
            self._forbid_swap()
            write(f"{self._path}/memory.oom.group", "1")
        if limits.processes is not None:
            write(f"{self._path}/pids.max", str(limits.processes + FIRST_PROCESS))
        if cpus and limits.cpus is not None:
            quota = round(limits.cpus * CPU_PERIOD)
            write(f"{self._path}/cpu.max", f"{quota} {CPU_PERIOD}")

    def _forbid_swap(self) -> None:
        # The file is missing where the kernel has no swap at all.
        if read(f"{self._path}/memory.swap.max") is not None:
            write(f"{self._path}/memory.swap.max", "0")

    def add(self, pid: int) -> None:
        """Puts a process in."""
        write(f"{self._path}/cgroup.procs", str(pid))

    def reset_peak(self) -> None:
        """Does nothing: what the set-up of a sandbox holds is too little to matter.

        The kernel can reset the peak since Linux 6.12, and for one descriptor alone.
        """

    def note_memory(self) -> None:
        """Notes what the peak comes to without page cache, so far."""
        peak = self._peak()
        if peak is not None:
            self._noted = max(self._noted, self._least(peak))

    def cpu_time(self) -> float | None:
        """CPU seconds, from a counter of microseconds."""
        used = read_key(f"{self._path}/cpu.stat", "usage_usec")
        return None if used is None else used / 1e6

    def pids(self) -> list[int]:
        """The processes in it."""
        return [int(pid) for pid in (read(f"{self._path}/cgroup.procs") or "").split()]

    def figures(self) -> Figures:
        """What was counted until now."""
        peak = self._peak()
        return Figures(
            memory=None if peak is None else max(self._noted, self._least(peak)),
            memory_at_most=peak,
            memory_refused=self._memory_refused(),
            processes_refused=read_key(f"{self._path}/pids.events", "max"),
            throttled=self._throttled(),
        )

    def _memory_refused(self) -> int | None:
        # "oom" counts the allocations too that failed without anybody being killed.
        events = read(f"{self._path}/memory.events") or ""
        counted = [key_of(events, key) for key in ("oom", "oom_kill")]
        return max((count for count in counted if count is not None), default=None)

    def _peak(self) -> int | None:
        return read_number(f"{self._path}/memory.peak")  # since Linux 5.19

    def _throttled(self) -> float | None:
        held = read_key(f"{self._path}/cpu.stat", "throttled_usec")
        return None if held is None else held / 1e6

    def _least(self, peak: int) -> int:
        return without_cache(peak, read(f"{self._path}/memory.stat") or "", "file")

    def kill(self) -> bool:
        """Kills everything in it, whatever it forks meanwhile (since Linux 5.14)."""
        try:
            write(f"{self._path}/cgroup.kill", "1")
        except SandboxError:
            return False
        return True

    def remove(self) -> None:
        """Removes the cgroup; one that isn't there any more is as good as removed."""
        if self.entry is not None:
            os.close(self.entry)
            self.entry = None
        remove_empty(self._path)


def kill_and_remove(path: Path) -> None:
    """Clears away what a dead judge left: kills its processes, removes its cgroups."""
    with contextlib.suppress(SandboxError):  # before Linux 5.14, one after the other
        write(f"{path}/cgroup.kill", "1")
    v1.kill_and_remove(path)

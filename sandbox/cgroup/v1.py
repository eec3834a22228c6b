"""cgroups version 1: a hierarchy for each controller, each with a folder of its own.

Files and their meaning: Documentation/admin-guide/cgroup-v1/ of the kernel.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sandbox import pidfd, workdir
from sandbox.cgroup.model import (
    CPU_PERIOD,
    FIRST_PROCESS,
    Figures,
    Group,
    key_of,
    made,
    read,
    remove_cgroup,
    remove_empty,
    without_cache,
    write,
)
from sandbox.cgroup.mounts import Hierarchy
from sandbox.errors import SandboxError
from sandbox.model import Limits

NEEDED = ("memory", "cpuacct", "pids")
NAME = "cgroup-v1"
PEAK = "memory.max_usage_in_bytes"
KERNEL = "memory.kmem.usage_in_bytes"
FILES = (
    PEAK,
    "memory.usage_in_bytes",
    "memory.stat",
    "memory.oom_control",
    "cpuacct.usage",
    "pids.events",
    "pids.current",
)
WRITTEN = (PEAK,)
# A kernel need not count its own memory, nor have a cpu controller.
OPTIONAL = (KERNEL, "cpu.stat")
# What may be left of an ended execution where the next one begins, and is counted with it:
# what the kernel holds for it (it frees most within 20 ms, and caches of names when it
# likes), and shared memory; and all together, which page cache is part of.
LEFT_OVER = 512 << 10
LEFT_IN_ALL = 2 << 20
# The same where both are of one submission, with whoever makes them.
LEFT_OF_OWN = 4 << 20


class V1Cgroups:
    """A folder of this judge in each hierarchy that it needs.

    The cgroups of ended executions are used again, since here all counters can be reset:
    making and removing one in four hierarchies costs nearly 1 ms. Raises SandboxError
    where a folder can't be made.
    """

    def __init__(self, hierarchies: list[Hierarchy]) -> None:
        self._folders: dict[Path, workdir.LockedFolder] = {}
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._idle: deque[V1Group] = deque()
        self.enforces = {"cpu_time": NAME, "memory": NAME, "processes": NAME}
        own = {name: one.own for one in hierarchies for name in one.controllers}
        for name in NEEDED:
            if name not in own:
                raise SandboxError("cgroup", f"this kernel has no {name} controller")
        if "cpu" in own:
            self.enforces["cpus"] = NAME
        self._places = {name: own[name] for name in (*NEEDED, "cpu") if name in own}
        try:
            self._make()
        except SandboxError:
            self.close()
            raise

    def create(self, limits: Limits) -> Group:
        """A cgroup in each hierarchy, fresh or as good as fresh, with `limits`."""
        while self._idle:
            try:
                group = self._idle.popleft()  # which has had the most time to settle
            except IndexError:  # another thread was faster
                break
            try:
                if group.is_clean():
                    group.begin(limits)
                    return group
            except (OSError, SandboxError):
                pass  # somebody has removed it
            with contextlib.suppress(OSError):  # else `close` removes it
                group.destroy()
        return made(lambda: self._fresh(limits), self._restore)

    def bar_entry(self) -> None:
        """There is none in version 1."""

    def close(self) -> None:
        """Removes this judge's folders."""
        while self._idle:
            with contextlib.suppress(OSError):
                self._idle.pop().destroy()
        for folder in self._folders.values():
            with contextlib.suppress(OSError):
                remove_cgroup(folder.path)
            folder.release()
        self._folders = {}

    def _fresh(self, limits: Limits) -> Group:
        name = f"run-{next(self._numbers)}"
        paths = {key: str(self._folders[place].path / name) for key, place in self._places.items()}
        return V1Group(paths, limits, self._idle)

    def _make(self) -> None:
        # cpu and cpuacct are often mounted together: one folder for both.
        for place in dict.fromkeys(self._places.values()):
            workdir.sweep(place, kill_and_remove)
            self._folders[place] = _folder(place)

    def _restore(self) -> None:
        with self._lock:
            for place, folder in self._folders.items():
                # Another thread may have been faster.
                if not folder.path.exists():
                    self._folders[place] = _folder(place)
                    folder.release()


def _folder(place: Path) -> workdir.LockedFolder:
    try:
        return workdir.LockedFolder(place, mode=0o755)
    except OSError as error:
        raise SandboxError("cgroup", f"{error.filename}: {error.strerror}") from error


class V1Group:
    """The cgroups of one execution, later of another; `paths` maps controllers to folders.

    Control files are kept open: opening one costs more than reading it. Putting a process
    in costs more than anything else, so whoever makes processes stays in (`settle`).
    """

    entry: int | None = None
    resident = True

    def __init__(self, paths: dict[str, str], limits: Limits, idle: deque[V1Group]) -> None:
        self._paths = paths
        self._all = tuple(dict.fromkeys(paths.values()))
        self._idle = idle
        self._files: dict[str, int] = {}
        self.alarm: int | None = None
        self._limits: Limits | None = None
        self._settled: int | None = None
        self._refused_until_killed: int | None = None
        self._noted = self._left = 0
        self._bare = sys.maxsize
        try:
            for path in self._all:
                os.mkdir(path, 0o755)  # noqa: PTH102
            self._open()
            self.begin(limits)
        except OSError as error:
            self.destroy()
            raise SandboxError("cgroup", f"{error.filename}: {error.strerror}") from error
        except SandboxError:
            self.destroy()
            raise

    def begin(self, limits: Limits) -> None:
        """Starts counting from here, under `limits`."""
        if limits != self._limits:
            self._set(limits)
            self._limits = limits
        if self.alarm is not None:
            with contextlib.suppress(BlockingIOError):
                os.eventfd_read(self.alarm)
        self._killed = self._key("memory.oom_control", "oom_kill") or 0
        self._refused = self._key("pids.events", "max") or 0
        self._throttled = self._throttled_so_far() or 0.0
        self._refused_until_killed = None

    def is_clean(self) -> bool:
        """Whether nothing of the last execution is left that could touch the next one."""
        # A process that is dead and not yet waited for is counted, but not listed.
        if self._counted() or not all(map(_is_empty, self._all)):
            return False
        used = self._used()
        return used <= LEFT_OVER or (used <= LEFT_IN_ALL and self._held() <= LEFT_OVER)

    def _held(self) -> int:
        """What is left and is no page cache, in bytes."""
        kernel = int(self._read(KERNEL)) if KERNEL in self._files else 0
        return kernel + (self._key("memory.stat", "shmem") or 0)

    def settle(self, pid: int) -> None:
        """Takes in a process that is not counted among those of executions."""
        self.add(pid)
        self._settled = pid
        self._bare = sys.maxsize
        limits, self._limits = self._limits, None
        if limits is not None:
            self.begin(limits)

    def again(self, limits: Limits) -> None:
        """Begins anew; the one that has settled is all there may be."""
        if self._counted() != 1 or self._used() > LEFT_OF_OWN:
            raise SandboxError("cgroup", "something of the last execution is left")
        self.begin(limits)

    def add(self, pid: int) -> None:
        """Puts a process into each of the cgroups."""
        text = str(pid).encode()
        for path in self._all:
            try:
                os.write(self._files[path], text)
            except OSError as error:
                message = f"{path}/cgroup.procs: {error.strerror}"
                raise SandboxError("cgroup", message) from error

    def reset_peak(self) -> None:
        """Sets the peak to what is in use now."""
        os.write(self._files[PEAK], b"0")
        held, self._noted = self._held(), 0
        # The first one here found nothing left: what it had by now, all have.
        self._bare = min(self._bare, held)
        self._left = held - self._bare

    def note_memory(self) -> None:
        """Notes what the peak comes to without page cache, so far."""
        self._noted = max(self._noted, self._least(self._peak()))

    def cpu_time(self) -> float | None:
        """CPU seconds, from a counter of nanoseconds."""
        return int(self._read("cpuacct.usage")) / 1e9

    def pids(self) -> list[int]:
        """The processes in it, but for the one that has settled."""
        return [pid for pid in _listed(self._paths["pids"]) if pid != self._settled]

    def figures(self) -> Figures:
        """What was counted since the beginning of this execution."""
        killed = self._key("memory.oom_control", "oom_kill")
        refused = self._refused_until_killed
        if refused is None:
            refused = self._key("pids.events", "max")
        peak, throttled = self._peak(), self._throttled_so_far()
        return Figures(
            memory=max(self._noted, self._least(peak)),
            memory_at_most=peak,
            memory_refused=None if killed is None else killed - self._killed,
            processes_refused=None if refused is None else refused - self._refused,
            throttled=None if throttled is None else throttled - self._throttled,
        )

    def kill(self) -> bool:
        """Kills what is in it, one after the other; False, since version 1 has no one stroke.

        Killing the first process alone is not enough: until it gets a CPU, which a program
        may see to that it does not, the others run on.
        """
        self._limits = None  # all are to be set anew
        # What is refused from here on is refused by us, and no evidence of anything.
        self._refused_until_killed = self._key("pids.events", "max")
        with contextlib.suppress(SandboxError):
            write(f"{self._paths['pids']}/pids.max", "0")
        _kill_all(self.pids)
        return False

    def remove(self) -> None:
        """Hands the cgroups back, for another execution."""
        if self._settled is not None:
            self._settled = self._limits = None
        self._idle.append(self)

    def destroy(self) -> None:
        """Removes the cgroups."""
        for descriptor in self._files.values():
            os.close(descriptor)
        self._files, self.alarm = {}, None
        for path in self._all:
            remove_empty(path)

    def _open(self) -> None:
        for path in self._all:
            self._files[path] = os.open(f"{path}/cgroup.procs", os.O_RDWR | os.O_CLOEXEC)
        for name in FILES:
            self._files[name] = self._opened(name)
        for name in OPTIONAL:
            with contextlib.suppress(KeyError, FileNotFoundError):
                self._files[name] = self._opened(name)
        # Written to at each reset, read at each end.
        peak = f"{self._paths['memory']}/{PEAK}"
        self._files["peak"] = os.open(peak, os.O_RDONLY | os.O_CLOEXEC)
        self._arm()

    def _opened(self, name: str) -> int:
        folder = self._paths[name.partition(".")[0]]
        mode = os.O_WRONLY if name in WRITTEN else os.O_RDONLY
        return os.open(f"{folder}/{name}", mode | os.O_CLOEXEC)

    def _arm(self) -> None:
        """Asks the kernel to tell when memory has run out.

        It kills one process then, here, and the others would go on without it.
        """
        alarm = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._files["alarm"] = alarm
        # Kernels built for real time don't tell.
        with contextlib.suppress(SandboxError):
            control = f"{self._paths['memory']}/cgroup.event_control"
            write(control, f"{alarm} {self._files['memory.oom_control']}")
            self.alarm = alarm

    def _set(self, limits: Limits) -> None:
        memory, pids, cpu = (self._paths.get(name) for name in ("memory", "pids", "cpu"))
        self._set_memory(f"{memory}", limits.memory)
        own = FIRST_PROCESS + (self._settled is not None)
        most = "max" if limits.processes is None else str(limits.processes + own)
        write(f"{pids}/pids.max", most)
        if cpu:
            quota = -1 if limits.cpus is None else round(limits.cpus * CPU_PERIOD)
            write(f"{cpu}/cpu.cfs_period_us", str(CPU_PERIOD))
            write(f"{cpu}/cpu.cfs_quota_us", str(quota))

    def _set_memory(self, folder: str, limit: int | None) -> None:
        alone, both = f"{folder}/memory.limit_in_bytes", f"{folder}/memory.memsw.limit_in_bytes"
        swap = read(both) is not None
        # That of memory and swap together may at no moment be the lower limit.
        if swap:
            write(both, "-1")
        write(alone, "-1" if limit is None else str(limit))
        if swap and limit is not None:
            write(both, str(limit))
        elif not swap:  # not counted here: at least never by choice of the kernel
            write(f"{folder}/memory.swappiness", "0")

    def _counted(self) -> int:
        return int(self._read("pids.current"))

    def _used(self) -> int:
        return int(self._read("memory.usage_in_bytes"))

    def _read(self, name: str) -> bytes:
        return os.pread(self._files[name], 65536, 0)

    def _key(self, name: str, key: str) -> int | None:
        return key_of(self._read(name).decode(), key)

    def _peak(self) -> int:
        return int(self._read("peak"))

    def _throttled_so_far(self) -> float | None:
        if "cpu.stat" not in self._files:
            return None
        held = self._key("cpu.stat", "throttled_time")  # nanoseconds
        return None if held is None else held / 1e9

    def _least(self, peak: int) -> int:
        # What is left of others may have been freed by the time of the peak, or not.
        return max(without_cache(peak, self._read("memory.stat").decode(), "cache") - self._left, 0)


def kill_and_remove(path: Path) -> None:
    """Clears away what a dead judge left: kills its processes, removes its cgroups."""
    for procs in path.rglob("cgroup.procs"):
        _kill_all(partial(_listed, str(procs.parent)))
    remove_cgroup(path)


def _kill_all(listed: Callable[[], list[int]]) -> None:
    for pid in listed():
        pidfd.kill_if(pid, lambda one: one in listed())


def _listed(path: str) -> list[int]:
    """The processes in the cgroup at `path`.

    Opened anew: to who has it open already, the kernel shows what it listed up to a second
    ago (kernel/cgroup/cgroup-v1.c, ``cgroup_pidlist_start``).
    """
    return [int(pid) for pid in (read(f"{path}/cgroup.procs") or "").split()]


def _is_empty(path: str) -> bool:
    """Whether the cgroup at `path` is still there, with nothing in it."""
    return read(f"{path}/cgroup.procs") == ""

"""cgroups version 1: a hierarchy for each controller, each with a folder of its own.

Files and their meaning: Documentation/admin-guide/cgroup-v1/ of the kernel.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
from pathlib import Path

from sandbox import workdir
from sandbox.cgroup.model import (
    CPU_PERIOD,
    FIRST_PROCESS,
    Figures,
    Group,
    read,
    read_key,
    read_number,
    remove_cgroup,
    remove_empty,
    write,
)
from sandbox.cgroup.mounts import Hierarchy
from sandbox.errors import SandboxError
from sandbox.model import Limits

NEEDED = ("memory", "cpuacct", "pids")
NAME = "cgroup-v1"


class V1Cgroups:
    """A folder of this judge in each hierarchy that it needs.

    Raises SandboxError where one of them can't be made.
    """

    def __init__(self, hierarchies: list[Hierarchy]) -> None:
        self._folders: dict[str, workdir.LockedFolder] = {}
        self._numbers = itertools.count()
        self.enforces = {"cpu_time": NAME, "memory": NAME, "processes": NAME}
        own = {name: one.own for one in hierarchies for name in one.controllers}
        for name in NEEDED:
            if name not in own:
                raise SandboxError("cgroup", f"this kernel has no {name} controller")
        if "cpu" in own:
            self.enforces["cpus"] = NAME
        self._make({name: own[name] for name in (*NEEDED, "cpu") if name in own})

    def create(self, limits: Limits) -> Group:
        """A fresh folder in each hierarchy, with `limits` written into it."""
        name = f"run-{next(self._numbers)}"
        return V1Group({key: str(one.path / name) for key, one in self._folders.items()}, limits)

    def close(self) -> None:
        """Removes this judge's folders."""
        for folder in set(self._folders.values()):
            with contextlib.suppress(OSError):
                remove_cgroup(folder.path)
            folder.release()
        self._folders = {}

    def _make(self, places: dict[str, Path]) -> None:
        made: dict[Path, workdir.LockedFolder] = {}
        try:
            for name, place in places.items():
                # cpu and cpuacct are often mounted together: one folder for both.
                if place not in made:
                    workdir.sweep(place, kill_and_remove)
                    made[place] = workdir.LockedFolder(place, mode=0o755)
                self._folders[name] = made[place]
        except OSError as error:
            self.close()
            raise SandboxError("cgroup", f"{error.filename}: {error.strerror}") from error


class V1Group:
    """The cgroups of one execution; `paths` maps a controller to its folder."""

    def __init__(self, paths: dict[str, str], limits: Limits) -> None:
        self._memory, self._cpuacct = paths["memory"], paths["cpuacct"]
        self._pids, self._cpu = paths["pids"], paths.get("cpu")
        self._all = tuple(dict.fromkeys(paths.values()))
        try:
            for path in self._all:
                os.mkdir(path, 0o755)  # noqa: PTH102
            self._set(limits)
        except OSError as error:
            self.remove()
            raise SandboxError("cgroup", f"{error.filename}: {error.strerror}") from error
        except SandboxError:
            self.remove()
            raise

    def _set(self, limits: Limits) -> None:
        if limits.memory is not None:
            write(f"{self._memory}/memory.limit_in_bytes", str(limits.memory))
            self._forbid_swap(limits.memory)
        if limits.processes is not None:
            write(f"{self._pids}/pids.max", str(limits.processes + FIRST_PROCESS))
        if self._cpu:
            write(f"{self._cpu}/cpu.cfs_period_us", str(CPU_PERIOD))
            write(f"{self._cpu}/cpu.cfs_quota_us", str(CPU_PERIOD))

    def _forbid_swap(self, memory: int) -> None:
        both = f"{self._memory}/memory.memsw.limit_in_bytes"
        if read(both) is not None:
            write(both, str(memory))
        else:  # without swap accounting: at least never by choice of the kernel
            write(f"{self._memory}/memory.swappiness", "0")

    def add(self, pid: int) -> None:
        """Puts a process into each of the cgroups."""
        for path in self._all:
            write(f"{path}/cgroup.procs", str(pid))

    def reset_peak(self) -> None:
        """Sets the peak to what is in use now."""
        write(f"{self._memory}/memory.max_usage_in_bytes", "0")

    def cpu_time(self) -> float | None:
        """CPU seconds, from a counter of nanoseconds."""
        used = read_number(f"{self._cpuacct}/cpuacct.usage")
        return None if used is None else used / 1e9

    def figures(self) -> Figures:
        """What was counted until now."""
        return Figures(
            memory=self._peak(),
            memory_refused=read_key(f"{self._memory}/memory.oom_control", "oom_kill"),
            processes_refused=read_key(f"{self._pids}/pids.events", "max"),
        )

    def _peak(self) -> int | None:
        peak = read_number(f"{self._memory}/memory.max_usage_in_bytes")
        statistics = f"{self._memory}/memory.stat"
        cache, shared = read_key(statistics, "cache"), read_key(statistics, "shmem")
        if peak is None or cache is None or shared is None:
            return peak
        # "cache" holds tmpfs and shared memory too, which the program does answer for.
        return max(peak - max(cache - shared, 0), 0)

    def kill(self) -> bool:
        """Version 1 has no such switch."""
        return False

    def remove(self) -> None:
        """Removes the folders; what isn't there any more is as good as removed."""
        for path in self._all:
            remove_empty(path)


def kill_and_remove(path: Path) -> None:
    """Clears away what a dead judge left: kills its processes, removes its cgroups."""
    for procs in path.rglob("cgroup.procs"):
        for pid in (read(str(procs)) or "").split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
    remove_cgroup(path)

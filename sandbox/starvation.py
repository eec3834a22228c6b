"""For how long a program was ready to run while all CPUs were taken by others.

That time says nothing of the program: on a busy machine it must not count as if the
program had slept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator


def starved(pids: Iterable[int], *, wall_time: float, cpu_time: float) -> float:
    """Seconds that the processes `pids` have waited for a CPU since they were started.

    `wall_time` and `cpu_time` are what has passed and what they have used; while one of
    them computed, they did not starve: what a thread may have waited for its own siblings
    is taken off. The thread that has waited longest counts: threads that wait for each other
    wait at the same time. What has ended is not seen any more, so that this is rather too
    little than too much. 0.0 where the kernel does not count it.
    """
    counted = (one for pid in pids for one in _counted(pid))
    waited = max((delay - max(cpu_time - own, 0.0) for own, delay in counted), default=0.0)
    return max(min(waited, wall_time - cpu_time), 0.0)


def _counted(pid: int) -> Iterator[tuple[float, float]]:
    folder = f"/proc/{pid}/task"
    try:
        threads = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return
    for thread in threads:
        try:
            with open(f"{folder}/{thread}/schedstat", "rb") as file:  # noqa: PTH123
                yield counted_in(file.read())
        except OSError:
            continue


def own_time() -> float:
    """Seconds for which this thread has computed, or waited for a CPU; 0.0 if not counted."""
    try:
        with open("/proc/thread-self/schedstat", "rb") as file:  # noqa: PTH123
            return sum(counted_in(file.read()))
    except OSError:
        return 0.0


def counted_in(schedstat: bytes) -> tuple[float, float]:
    """Seconds on a CPU and on a run queue, from a thread's ``schedstat`` (proc(5))."""
    fields = schedstat.split()
    if len(fields) != 3 or not (fields[0].isdigit() and fields[1].isdigit()):
        return 0.0, 0.0
    return int(fields[0]) / 1e9, int(fields[1]) / 1e9

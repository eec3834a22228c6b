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
    them computed, they did not starve. The thread that has waited longest counts: threads
    that wait for each other wait at the same time. What has ended is not seen any more, so
    that this is rather too little than too much. 0.0 where the kernel does not count it.
    """
    waited = max((delay for pid in pids for delay in _delays(pid)), default=0.0)
    return max(min(waited, wall_time - cpu_time), 0.0)


def _delays(pid: int) -> Iterator[float]:
    folder = f"/proc/{pid}/task"
    try:
        threads = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return
    for thread in threads:
        try:
            with open(f"{folder}/{thread}/schedstat", "rb") as file:  # noqa: PTH123
                yield delay_of(file.read())
        except OSError:
            continue


def delay_of(schedstat: bytes) -> float:
    """The second field of a thread's ``schedstat``: nanoseconds on a run queue (proc(5))."""
    fields = schedstat.split()
    return int(fields[1]) / 1e9 if len(fields) == 3 and fields[1].isdigit() else 0.0

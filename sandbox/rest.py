"""Whether a program has come to rest: it waits for input that does not come.

Nothing tells so. It is looked for a moment, by what it uses and by the states of its
threads (proc(5), ``stat``): one that computes, waits for a CPU or a disk, or has just ended
does not rest.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from math import inf

from sandbox.cgroup import Group

# Seconds between two looks, how many in a row have to find it at rest, and after how many
# seconds whatever it does counts as rest.
INTERVAL = 0.01
LOOKS = 2
LONGEST = 2.0
# The part of a moment that the clocks of a runtime may use while its program waits.
IDLE = 0.05
# Asleep, or idle. One that has just ended is something that others are about to notice.
AT_REST = (b"S", b"I")
GONE = b"X"


class Rest:
    """Looks at the processes of `group` from the moment `now` on.

    `look` is to be called at the moment `next_look` of the monotonic clock.
    """

    def __init__(self, group: Group, now: float) -> None:
        self._group = group
        self._began = self._looked = now
        self._calm = 0
        self._used = group.cpu_time()
        self.next_look = now + INTERVAL

    def look(self, now: float, *, has_all: bool) -> bool:
        """Whether it rests by now; `has_all` tells that it has read all there was for it."""
        used, pids = self._group.cpu_time(), self._group.pids()
        most = IDLE * (now - self._looked)
        idle = used is None or self._used is None or used - self._used <= most
        # Where processes are known and none but the first one inside is left, the program has
        # ended, which is about to be noticed.
        some = len(pids) > 1 or used is None
        calm = has_all and idle and some and are_at_rest(pids)
        self._calm = self._calm + 1 if calm else 0
        self._used, self._looked = used, now
        rests = self._calm >= LOOKS or now - self._began >= LONGEST
        self.next_look = inf if rests else now + INTERVAL
        return rests


def are_at_rest(pids: Iterable[int]) -> bool:
    """Whether no thread of these processes runs or is about to."""
    return all(state in AT_REST for pid in pids for state in _states(pid))


def _states(pid: int) -> list[bytes]:
    folder = f"/proc/{pid}/task"
    try:
        threads = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return [GONE]
    return [_state(f"{folder}/{thread}/stat") for thread in threads]


def _state(path: str) -> bytes:
    """The letter after the name, which may hold anything, a bracket too."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read().rpartition(b") ")[2][:1]
    except OSError:
        return GONE

"""Waits for the end of a released process, and enforces its limits meanwhile.

One poll waits for output, the end, a cancel, room in the input's pipe, or the earliest
moment when a limit can have been reached: there is no tick.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from math import ceil, inf
from typing import Protocol

from sandbox.capture import Capture
from sandbox.cgroup.model import CPU_PERIOD
from sandbox.classify import KilledFor
from sandbox.descriptors import READABLE
from sandbox.errors import SandboxError
from sandbox.events import Events, Handler
from sandbox.feed import Feed
from sandbox.model import Limits
from sandbox.starter import Starter
from sandbox.starvation import starved
from sandbox.tether import REAP_SECONDS

# The least time between two looks at the CPU time that was used.
SHORTEST_LOOK = 0.001
# How much a program must have waited for a CPU, for the limit on wall time to be put off;
# and how often its limit it may take at most, however busy the machine is.
WORTH_WAITING = 0.01
MOST_STARVED = 10
# When memory is noted for the first time; every further time it is twice as late.
FIRST_NOTE = 0.05
# Milliseconds; more than a C int holds is refused.
LONGEST_POLL = 1 << 30


class Watched(Protocol):
    """What the watch needs of a released process.

    `out` and `err` end when everything inside has gone; `stop` becomes readable on a
    cancel. `started` and `ended` are moments of the monotonic clock, `starved` is by how
    much the limit on wall time has been put off.
    """

    limits: Limits
    starter: Starter
    feed: Feed
    stdout: Capture
    stderr: Capture
    out: int
    err: int
    stop: int
    started: float
    ended: float | None
    starved: float

    def take(self) -> bool:
        """Takes what the first process tells; False when it tells no more."""

    def kill(self, reason: KilledFor | None) -> None:
        """Kills everything inside."""


class Watch:
    """The watch over one process; `base` is the CPU time that its set-up had used.

    `events` are those of the watches over several processes at a time, if there are such.
    """

    excused: Callable[[], float]
    """Seconds so far that are not to count as wall time, where not all of it has to."""

    def __init__(self, process: Watched, base: float, events: Events | None = None) -> None:
        self._process = process
        self._group = process.starter.group
        self._base = base
        self._events = events or Events()
        self._handlers: list[tuple[int, Handler]] = []
        self.excused = float
        limits = process.limits
        self._wall_look = inf if limits.wall_time is None else process.started + limits.wall_time
        self._most_cpus = os.cpu_count() or 1
        self._cpus = limits.cpus or self._most_cpus
        self._cpu_look = inf
        if limits.cpu_time is not None:
            self._cpu_look = process.started + self._lasts(limits.cpu_time)
        self._note_look = process.started + FIRST_NOTE
        self._give_up = inf
        self._register()

    def until_end(self) -> None:
        """Returns when everything inside has ended and all output has been taken."""
        while not self.over:
            self._events.wait(self.timeout())
            self.look()
        self.leave()

    @property
    def over(self) -> bool:
        """Whether everything inside has ended."""
        # Where it is certain that all has gone, what a pipe still holds is there already;
        # its other end may be kept by the kernel a little longer.
        return self._process.starter.gone or not any(map(self._events.has, self._streams))

    def leave(self) -> None:
        """Takes the rest of the output, and waits for nothing any more."""
        process = self._process
        for descriptor, handler in self._handlers:
            self._events.drop(descriptor, handler)
        if process.starter.gone:
            self._drain(process.stdout, process.out)
            self._drain(process.stderr, process.err)

    def _drain(self, capture: Capture, descriptor: int) -> None:
        capture.drain(descriptor)
        if capture.exceeded:
            self.kill("output-limit")

    def _register(self) -> None:
        process = self._process
        out, err, events = process.out, process.err, process.starter.events
        self._streams = {out, err, events}
        self._handle(out, lambda: self._take(process.stdout, out))
        self._handle(err, lambda: self._take(process.stderr, err))
        self._handle(events, process.take)
        self._handle(process.stop, self._cancel)
        if self._group.alarm is not None:
            self._handle(self._group.alarm, self._out_of_memory)
        feed = process.feed
        if feed.pending:
            self._handle(feed.writer, feed.push, select.POLLOUT | select.POLLERR)

    def _handle(self, descriptor: int, handler: Handler, events: int = READABLE) -> None:
        self._handlers.append((descriptor, handler))
        self._events.add(descriptor, handler, events)

    def _take(self, capture: Capture, descriptor: int) -> bool:
        goes_on = capture.read_from(descriptor)
        if capture.exceeded:
            self.kill("output-limit")
        return goes_on

    def _cancel(self) -> bool:
        self.kill("cancelled")
        return False

    def _out_of_memory(self) -> bool:
        self.kill("memory")
        return False

    def kill(self, reason: KilledFor) -> None:
        """Kills everything inside, if that has not been done yet."""
        if self._give_up == inf:
            self._give_up = time.monotonic() + REAP_SECONDS
            self._process.kill(reason)

    @property
    def next_look(self) -> float:
        """The moment until which there is nothing to look at."""
        return min(self._wall_look, self._cpu_look, self._note_look, self._give_up)

    def timeout(self) -> float | None:
        """Milliseconds until something has to be looked at; None if nothing will."""
        moment = self.next_look
        if moment == inf:
            return None
        return min(max(ceil((moment - time.monotonic()) * 1000), 0), LONGEST_POLL)

    def look(self) -> None:
        """Enforces the limits that can have been reached by now. Raises SandboxError."""
        now = time.monotonic()
        if now >= self._give_up:
            raise SandboxError("kill", f"it lives on {REAP_SECONDS:.0f} s after SIGKILL")
        if now >= self._wall_look:
            self._look_at_wall(now)
        if now >= self._cpu_look:
            self._look_at_cpu(now)
        if now >= self._note_look:
            self._group.note_memory()
            self._note_look = now + (now - self._process.started)

    def _look_at_wall(self, now: float) -> None:
        process, put_off = self._process, 0.0
        if not process.limits.starving_counts:
            wall, used = now - process.started, (self._group.cpu_time() or 0.0) - self._base
            waited = starved(self._group.pids(), wall_time=wall, cpu_time=used)
            put_off = min(waited, (MOST_STARVED - 1) * (process.limits.wall_time or 0.0))
            put_off += self.excused()
        if put_off - process.starved >= WORTH_WAITING:
            # The machine was too busy for it to get on: it gets that time back.
            self._wall_look += put_off - process.starved
            process.starved = put_off
        else:
            self._stop("wall-time")
            self._wall_look = inf

    def _look_at_cpu(self, now: float) -> None:
        limit, total = self._process.limits.cpu_time, self._group.cpu_time()
        left = inf if limit is None or total is None else limit - (total - self._base)
        if left < 0:
            self._stop("cpu-time")
            left = inf
        self._cpu_look = now + self._lasts(left)

    def _lasts(self, left: float) -> float:
        """For how long `left` seconds of CPU time can't be used up, whatever it does."""
        # What is granted for a period may be used at any moment in it, on all CPUs at once.
        burst = self._cpus * CPU_PERIOD / 1e6
        if left > 2 * burst:
            return (left - burst) / self._cpus
        return max(left / self._most_cpus, SHORTEST_LOOK)

    def _stop(self, reason: KilledFor) -> None:
        if self._process.ended is None:
            self.kill(reason)

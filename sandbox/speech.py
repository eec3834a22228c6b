"""Who speaks in a conversation, and how what is said reaches the other.

What one prints is kept (`sandbox.capture`), and written into the pipe that the other reads
from, as far as there is room.
"""

from __future__ import annotations

import fcntl
import os
import select
import time
from collections import deque
from struct import Struct
from termios import FIONREAD

import msgspec

from sandbox.events import Events
from sandbox.process import Outcome, Process
from sandbox.rest import are_at_rest
from sandbox.starvation import starved
from sandbox.watch import Watch

PIECE = 1 << 16
COUNT = Struct("i")
# How many utterances are noted from the beginning, and how many until the end.
NOTED = 1000
# For how many seconds at a time a program waits at the least for who wants to compute.
TURN = 0.05


class Said(msgspec.Struct, frozen=True):
    """Bytes `start` to `end` of what one printed, `moment` seconds after the start."""

    moment: float
    by_partner: bool
    start: int
    end: int


class Side:
    """One of the two, with the watch over it; `outcome` is None as long as it lives."""

    def __init__(self, process: Process, events: Events) -> None:
        self.process = process
        self.watch: Watch = process.watch(events)
        self.outcome: Outcome | None = None
        self._busy = 0.0

    @property
    def live(self) -> bool:
        """Whether it has not been concluded yet."""
        return self.outcome is None

    @property
    def has_ended(self) -> bool:
        """Whether it itself has ended, though perhaps not all that it started."""
        return not self.live or self.process.starter.ended or self.watch.over

    def busy(self) -> float:
        """For how many seconds so far it computed, or wanted to while no CPU was free."""
        if self.outcome is None:
            used, wall = self.process.cpu_time(), time.monotonic() - self.process.started
            pids = self.process.starter.group.pids()
            found = used + starved(pids, wall_time=wall, cpu_time=used)
            # The kernel counts a wait for a CPU only when it is over.
            least = self._busy + (0.0 if are_at_rest(pids) else TURN)
            self._busy = max(found, least)
        return self._busy

    def conclude(self) -> None:
        """Takes its outcome, now that everything of it has ended."""
        self.watch.leave()
        self.outcome = self.process.conclude()
        self._busy = max(self._busy + TURN, self.outcome.usage.cpu_time or 0.0)


class Line:
    """One direction: what `speaker` prints is `listener`'s input."""

    def __init__(self, speaker: Side, listener: Side, events: Events) -> None:
        self._listener, self._events = listener, events
        self._printed, self._feed = speaker.process.stdout, listener.process.feed
        self._passed = 0
        self._waits = False

    @property
    def said(self) -> int:
        """How many bytes the speaker has printed."""
        return self._printed.size

    def pass_on(self) -> None:
        """Passes on what there is, as far as there is room."""
        feed, printed = self._feed, self._printed
        while self._passed < printed.size and feed.writer >= 0 and not self._waits:
            try:
                self._passed += os.write(feed.writer, printed.part(self._passed, PIECE))
            except BlockingIOError:
                self._waits = True
                self._events.add(feed.writer, self._has_room, select.POLLOUT | select.POLLERR)
            except OSError:
                self.end()  # nobody will read any more

    def _has_room(self) -> bool:
        self._waits = False
        return False

    @property
    def is_done(self) -> bool:
        """Whether all was passed on, or can't be any more."""
        return self._passed == self._printed.size or not self._is_open

    @property
    def unread(self) -> int:
        """How many bytes are on their way."""
        if not self._is_open:
            return 0
        waiting = fcntl.ioctl(self._feed.writer, FIONREAD, bytes(COUNT.size))
        return int(COUNT.unpack(waiting)[0]) + self._printed.size - self._passed

    def end(self) -> None:
        """Tells the listener that there is no more, if it can be told."""
        if self._is_open:
            self._events.drop(self._feed.writer, self._has_room)
            self._feed.close()

    @property
    def _is_open(self) -> bool:
        return self._listener.live and self._feed.writer >= 0


class Notes:
    """Who said how much when, since the moment `began`."""

    def __init__(self, began: float) -> None:
        self._began = began
        self._first: list[Said] = []
        self._last: deque[Said] = deque(maxlen=NOTED)
        self._sizes = {True: 0, False: 0}

    def take(self, size: int, *, by_partner: bool) -> None:
        """One has printed `size` bytes so far."""
        before = self._sizes[by_partner]
        if size == before:
            return
        self._sizes[by_partner] = size
        said = Said(time.monotonic() - self._began, by_partner, before, size)
        (self._first if len(self._first) < NOTED else self._last).append(said)

    def all(self) -> tuple[Said, ...]:
        """What was noted, in order."""
        return (*self._first, *self._last)

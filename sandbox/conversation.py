"""Two executions at once: what each prints is the other's input.

Theory of operation. One is the *program*, the other its *partner*, who asks and answers,
and judges perhaps. A single thread watches over both, and passes on what each prints as it
comes. All of it is kept, so that neither ever waits for the other to read, limits on output
hold, and what was said last is known when both have fallen silent.

Which of the two ended first is no matter of microseconds. The partner is first if it ends
before it has been told that the program has; and it is told, by the end of its input, only
when the program has ended, and whatever the partner makes of what it was told before is
done: it has come to rest (`sandbox.rest`). So a partner that condemns what the program
said is always first, and one that merely sees the end of its input never is. A program that
ends as it should leaves nothing to be first in, and its end is told at once.

The other way an end is told at once, for programs that read all they can get. If the
partner ends and the program dies of it, however fast, the partner is first all the same.

Nobody is ended by a broken pipe: each may go on printing when the other has gone.
"""

from __future__ import annotations

import fcntl
import os
import select
import time
from collections import deque
from collections.abc import Callable
from math import ceil
from struct import Struct
from termios import FIONREAD

import msgspec

from sandbox.box import Prepared
from sandbox.capture import Capture
from sandbox.events import Events
from sandbox.model import Ending
from sandbox.process import Outcome, Process
from sandbox.rest import Rest, are_at_rest
from sandbox.starvation import starved
from sandbox.watch import MOST_STARVED, Watch

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


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """How two executions ended. Close it when done.

    Of the moment when the program ended: `unread` is how many bytes it had not read yet, and
    how many its partner, `printed` how many the partner had printed until then. `said` are
    the utterances in order; of very many those in the middle are left out.
    """

    program: Outcome
    partner: Outcome
    partner_first: bool
    unread: tuple[int, int]
    printed: int
    said: tuple[Said, ...]

    def close(self) -> None:
        """Lets go of what was captured."""
        self.program.close()
        self.partner.close()


def converse(
    program: Prepared, partner: Prepared, needless: Callable[[Ending], bool]
) -> Conversation:
    """Runs both, of which each has `Fed` as its standard input, until both have ended.

    `needless` says of the partner's ending whether the program's end doesn't matter any
    more; then it is stopped. While the program lives, nothing counts as the partner's wall
    time; as the program's, that for which the partner computes does not, within bounds,
    where its limits are not exact. Raises SandboxError if the sandbox fails; nothing is left then.
    """
    try:
        both = (program.held(), partner.held())
        for process in reversed(both):
            process.start()
        return _Talk(*both, needless).until_end()
    except BaseException:
        program.discard()
        partner.discard()
        raise


class _Side:
    """One of the two."""

    def __init__(self, process: Process, events: Events) -> None:
        self.process = process
        self.watch: Watch = process.watch(events)
        self.outcome: Outcome | None = None
        self._busy = 0.0

    @property
    def live(self) -> bool:
        return self.outcome is None

    @property
    def printed(self) -> Capture:
        return self.process.stdout

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
        self.watch.leave()
        self.outcome = self.process.conclude()
        self._busy = max(self._busy + TURN, self.outcome.usage.cpu_time or 0.0)


class _Line:
    """One direction: what `speaker` prints is `listener`'s input."""

    def __init__(self, speaker: _Side, listener: _Side, events: Events) -> None:
        self._speaker, self._listener, self._events = speaker, listener, events
        self._passed = 0
        self._waits = False

    def pass_on(self) -> None:
        """Passes on what there is, as far as there is room."""
        feed, printed = self._listener.process.feed, self._speaker.printed
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
        return self._passed == self._speaker.printed.size or not self._is_open

    @property
    def unread(self) -> int:
        """How many bytes are on their way."""
        if not self._is_open:
            return 0
        waiting = fcntl.ioctl(self._listener.process.feed.writer, FIONREAD, bytes(COUNT.size))
        return int(COUNT.unpack(waiting)[0]) + self._speaker.printed.size - self._passed

    def end(self) -> None:
        """Tells the listener that there is no more, if it can be told."""
        if self._is_open:
            self._events.drop(self._listener.process.feed.writer, self._has_room)
            self._listener.process.feed.close()

    @property
    def _is_open(self) -> bool:
        return self._listener.live and self._listener.process.feed.writer >= 0


class _Talk:
    """Both, and what goes on between them."""

    def __init__(
        self, program: Process, partner: Process, needless: Callable[[Ending], bool]
    ) -> None:
        self._needless = needless
        self._events = Events()
        self._program, self._partner = _Side(program, self._events), _Side(partner, self._events)
        self._asked = _Line(self._partner, self._program, self._events)
        self._answered = _Line(self._program, self._partner, self._events)
        self._rest: Rest | None = None
        self._partner_first = False
        self._unread, self._printed = (0, 0), 0
        self._notes = _Notes(program.started)
        self._told: float | None = None
        self._program.watch.excused = self._thought
        self._partner.watch.excused = self._waited

    def until_end(self) -> Conversation:
        while self._program.live or self._partner.live:
            self._events.wait(self._timeout())
            self._pass_on()
            self._conclude()
            self._tell_ends()
            for side in (self._partner, self._program):
                if side.live:
                    side.watch.look()
        assert self._program.outcome is not None  # noqa: S101 - neither is live
        assert self._partner.outcome is not None  # noqa: S101
        return Conversation(
            program=self._program.outcome,
            partner=self._partner.outcome,
            partner_first=self._partner_first,
            unread=self._unread,
            printed=self._printed,
            said=self._notes.all(),
        )

    def _timeout(self) -> float | None:
        """Milliseconds until something has to be looked at; None if nothing will."""
        found = [side.watch.timeout() for side in (self._program, self._partner) if side.live]
        if self._rest is not None:
            found.append(max(ceil((self._rest.next_look - time.monotonic()) * 1000), 0))
        return min((one for one in found if one is not None), default=None)

    def _pass_on(self) -> None:
        self._notes.take(self._partner.printed.size, by_partner=True)
        self._notes.take(self._program.printed.size, by_partner=False)
        self._asked.pass_on()
        self._answered.pass_on()

    def _conclude(self) -> None:
        partner, program = self._partner, self._program
        if partner.live and partner.watch.over:
            self._rest = None
            self._answered.end()
            partner.conclude()
            self._partner_first = self._told is None
            assert partner.outcome is not None  # noqa: S101 - just now
            if program.live and self._needless(partner.outcome.ending):
                program.watch.kill("stopped")
        if program.live and program.watch.over:
            self._unread = (self._asked.unread, self._answered.unread)
            self._printed = self._partner.printed.size
            self._asked.end()
            program.conclude()
            if partner.live and _failed(program):
                self._rest = Rest(partner.process.starter.group, time.monotonic())
        self._pass_on()

    def _tell_ends(self) -> None:
        """Lets each know that the other has no more to say."""
        partner_ended = not self._partner.live or not self._events.has(self._partner.process.out)
        if partner_ended and self._asked.is_done:
            self._asked.end()
        if self._program.live or not self._partner.live:
            return
        if self._told is None and self._has_settled():
            self._told, self._rest = time.monotonic(), None
        if self._told is not None and self._answered.is_done:
            self._answered.end()

    def _has_settled(self) -> bool:
        """Whether the partner has made all that it will of what the program has said."""
        now = time.monotonic()
        if self._rest is None:
            return True
        if now < self._rest.next_look:
            return False
        return self._rest.look(now, has_all=self._answered.unread == 0)

    def _thought(self) -> float:
        """For how long the program had to wait for the partner to compute."""
        most = (MOST_STARVED - 1) * (self._program.process.limits.wall_time or 0.0)
        return min(self._partner.busy(), most)

    def _waited(self) -> float:
        """For how long the partner may have had to wait for the program."""
        until = time.monotonic() if self._told is None else self._told
        return until - self._partner.process.started


class _Notes:
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
        return (*self._first, *self._last)


def _failed(side: _Side) -> bool:
    assert side.outcome is not None  # noqa: S101 - it has ended
    ending = side.outcome.ending
    return ending.kind != "exit" or ending.exit_code != 0

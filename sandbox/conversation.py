"""Two executions at once: what each prints is the other's input.

Theory of operation. One is the *program*, the other its *partner*, who asks and answers,
and judges perhaps. A single thread watches over both, and passes on what each prints as it
comes. All of it is kept, so that neither ever waits for the other to read, limits on output
hold, and what was said last is known when both have fallen silent. A pipe from one to the
other would do without us, and tell us nothing of that. It costs about 15 µs an utterance,
which are not counted as the program's wall time.

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

import time
from collections.abc import Callable
from math import ceil, inf

import msgspec

from sandbox.box import Prepared
from sandbox.events import Events
from sandbox.model import Ending
from sandbox.process import Outcome, Process
from sandbox.rest import Rest
from sandbox.speech import Line, Notes, Said, Side
from sandbox.starvation import own_time
from sandbox.watch import LONGEST_POLL, MOST_STARVED


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


class _Talk:
    """Both, and what goes on between them."""

    def __init__(
        self, program: Process, partner: Process, needless: Callable[[Ending], bool]
    ) -> None:
        self._needless = needless
        self._events = Events()
        self._program, self._partner = Side(program, self._events), Side(partner, self._events)
        self._asked = Line(self._partner, self._program, self._events)
        self._answered = Line(self._program, self._partner, self._events)
        self._rest: Rest | None = None
        self._partner_first = False
        self._unread, self._printed = (0, 0), 0
        self._notes = Notes(program.started)
        self._told: float | None = None
        self._began = own_time()
        self._program.watch.excused = self._thought
        self._partner.watch.excused = self._waited

    def until_end(self) -> Conversation:
        look = 0.0
        while self._program.live or self._partner.live:
            now = time.monotonic()
            if now >= look:
                look = self._look()
            self._events.wait(None if look == inf else max(ceil((look - now) * 1000), 0))
            self._pass_on()
            if self._events.dropped or self._rest is not None:
                self._events.dropped = False
                self._conclude()
                self._tell_ends()
                look = 0.0
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

    def _look(self) -> float:
        """Enforces limits; the moment until which none can have been reached."""
        found = [inf if self._rest is None else self._rest.next_look]
        for side in (self._partner, self._program):
            if side.live:
                side.watch.look()
                found.append(side.watch.next_look)
        return min(*found, time.monotonic() + LONGEST_POLL / 1000)

    def _pass_on(self) -> None:
        for line, by_partner in ((self._asked, True), (self._answered, False)):
            self._notes.take(line.said, by_partner=by_partner)
            line.pass_on()

    def _conclude(self) -> None:
        partner, program = self._partner, self._program
        if self._told is None and partner.has_ended:
            self._partner_first, self._rest = True, None
        if partner.live and partner.watch.over:
            self._answered.end()
            partner.conclude()
            assert partner.outcome is not None  # noqa: S101 - just now
            if program.live and self._needless(partner.outcome.ending):
                program.watch.kill("stopped")
        if program.live and program.watch.over:
            self._unread = (self._asked.unread, self._answered.unread)
            self._printed = self._asked.said
            self._asked.end()
            program.conclude()
            if not partner.has_ended and _failed(program):
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
        """For how long the program had to wait for the partner to compute, or for us."""
        most = (MOST_STARVED - 1) * (self._program.process.limits.wall_time or 0.0)
        return min(self._partner.busy() + own_time() - self._began, most)

    def _waited(self) -> float:
        """For how long the partner may have had to wait for the program."""
        until = time.monotonic() if self._told is None else self._told
        return until - self._partner.process.started


def _failed(side: Side) -> bool:
    assert side.outcome is not None  # noqa: S101 - it has ended
    ending = side.outcome.ending
    return ending.kind != "exit" or ending.exit_code != 0

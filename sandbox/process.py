"""The life of one execution: begin, hold; release, watch, kill, end.

Theory of operation. Who sets it up (`sandbox.starter`) is told the command and the ends
of its streams, and gets on with it while the judge goes on. When the program could start,
in its cgroup and under its limits, it is held there. So far nothing of it has run, and
this part can be done ahead. The release starts it. Then a single poll waits for output,
the end, a cancel, or the earliest moment when a limit can have been reached: there is no
tick. Whoever ends it kills the first process inside, with which the kernel kills
everything in the PID namespace.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Iterator

import msgspec

from sandbox import classify, told
from sandbox.capture import Capture
from sandbox.descriptors import Descriptors
from sandbox.errors import SandboxError
from sandbox.events import Events
from sandbox.feed import Feed
from sandbox.model import Command, Ending, Usage
from sandbox.privilege import give
from sandbox.starter import Starter, Tools
from sandbox.watch import Watch
from sandbox.workspace import Workspace


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How an execution ended, what it used, what it printed. Close it when done.

    `workspace` holds what was left in the command's `work` folder, where it had one.
    """

    ending: Ending
    usage: Usage
    stdout: Capture
    stderr: Capture
    workspace: Workspace | None = None

    def close(self) -> None:
        """Lets go of the captured output, and of the workspace."""
        self.stdout.close()
        self.stderr.close()
        if self.workspace is not None:
            self.workspace.close()


class Process:
    """One execution: `hold`, `start` and `finish` it once each, or `discard` it at any moment.

    Raises CommandError where standard input can't be read, SandboxError where the
    sandbox fails; nothing is left then, and before `start` nothing of the program has run.
    """

    feed: Feed

    def __init__(self, command: Command, tools: Tools, starter: Starter) -> None:
        self._command, self._tools, self.starter = command, tools, starter
        self.limits, self.stop = command.limits, tools.stop
        self._killed_for: classify.KilledFor | None = None
        self._open = Descriptors()
        self._left = False
        self.started = 0.0
        self.ended: float | None = None
        self.starved = 0.0
        self._base = 0.0
        self.workspace: Workspace | None = None
        self.stdout = Capture(self.limits.output, tools.folder)
        self.stderr = Capture(self.limits.output, tools.folder)
        with self._discarded_on_failure("set up"):
            self._begin()

    def _begin(self) -> None:
        user = self.starter.user.number
        self.feed = Feed(self._command.stdin, user)
        stdin = self._open.keep(self.feed.reader)
        self.out, out = self._open.pipe()
        self.err, err = self._open.pipe()
        for end in (out, err):
            give(end, user)
        # A program may read back what it wrote, just before we do: never wait in a read.
        for end in (self.out, self.err):
            os.set_blocking(end, False)
        self._open.give_up(stdin, out, err)
        self.starter.begin(self._command, (stdin, out, err))

    def hold(self) -> None:
        """Waits until everything is set up and the program could start."""
        with self._discarded_on_failure("set up"):
            self.starter.hold()
            if self._command.work is not None:
                user, target = self.starter.user.number, self._command.work.target
                self.workspace = Workspace(self.starter.pid, target, user)
                if self._command.work.source is not None:
                    self.workspace.put_in(self._command.work.source)

    def start(self) -> None:
        """Starts the program; `finish` has to follow at once, to watch over it."""
        with self._discarded_on_failure("start"):
            group = self.starter.group
            self._base = group.cpu_time() or 0.0  # the set-up's own
            group.reset_peak()
            self._release()

    def finish(self) -> Outcome:
        """Waits for the end of the started program, and clears everything away."""
        with self._discarded_on_failure("watch"):
            Watch(self, self._base).until_end()
            return self._outcome(self._base)

    def watch(self, events: Events) -> Watch:
        """A watch over the started program, for who waits for `events`; then `conclude`."""
        with self._discarded_on_failure("watch"):
            return Watch(self, self._base, events)

    def conclude(self) -> Outcome:
        """What came of the program, now that everything has ended; clears all away."""
        with self._discarded_on_failure("watch"):
            return self._outcome(self._base)

    def cpu_time(self) -> float:
        """CPU seconds that the program has used so far; 0.0 where that is not known."""
        return max((self.starter.group.cpu_time() or 0.0) - self._base, 0.0)

    def _release(self) -> None:
        self.started = time.monotonic()
        if _is_set(self.stop):
            self.kill("cancelled")
        else:
            self.starter.release()

    def take(self) -> bool:
        """Takes what the first process tells; False when it tells no more."""
        goes_on = self.starter.take()
        if self.ended is None and self.starter.ended:
            self.ended = time.monotonic()
        return goes_on

    def kill(self, reason: classify.KilledFor | None) -> None:
        """Kills everything inside; the first `reason` counts."""
        self._killed_for = self._killed_for or reason
        if not self.starter.gone:
            self.starter.kill()

    def discard(self) -> None:
        """Ends it at once, whatever state it is in, and leaves nothing."""
        try:
            self._leave()
        except BaseException:
            self._leave()  # what came in between comes once
            raise
        self.stdout.close()
        self.stderr.close()
        if self.workspace is not None:
            self.workspace.close()

    def _outcome(self, base: float) -> Outcome:
        wall = (self.ended or time.monotonic()) - self.started
        end = self.starter.end()
        usage = self._usage(wall, base, end)
        self._leave()
        facts = classify.Facts(
            usage=usage,
            limits=self.limits,
            wait_status=end.ended,
            exec_errno=end.exec,
            exit_code=end.code,
            killed_for=self._killed_for,
            large=end.large,
        )
        _check(facts)
        return Outcome(
            ending=classify.ending(facts),
            usage=usage,
            stdout=self.stdout,
            stderr=self.stderr,
            workspace=self.workspace,
        )

    def _usage(self, wall: float, base: float, end: told.End) -> Usage:
        group = self.starter.group
        cpu, figures = group.cpu_time(), group.figures()
        refused = figures.memory_refused
        if self._killed_for == "memory":
            # We may have been faster than the kernel, which then had nobody to kill.
            refused = max(refused or 0, 1)
        return Usage(
            cpu_time=None if cpu is None else max(cpu - base, 0.0),
            wall_time=wall,
            starved=self.starved,
            memory=figures.memory,
            memory_at_most=figures.memory_at_most,
            memory_refused=refused,
            processes_refused=figures.processes_refused,
            throttled=figures.throttled,
            scratch_full=end.full,
        )

    def _leave(self) -> None:
        # Once: the starter may be another execution's by the second time.
        if self._left:
            return
        try:
            if hasattr(self, "feed"):
                self.feed.close()  # a program need not read all that it is given
            self._open.close_all()
        finally:
            self.starter.leave()
        self._left = True

    @contextlib.contextmanager
    def _discarded_on_failure(self, step: str) -> Iterator[None]:
        """Leaves nothing when something fails; what the host refuses is a SandboxError."""
        try:
            yield
        except OSError as error:
            self.discard()
            raise SandboxError.of(step, error) from error
        except BaseException:
            self.discard()
            raise


def _check(facts: classify.Facts) -> None:
    """That somebody's known deed ended it: ours, the kernel's, or the program's."""
    known = facts.wait_status is not None or facts.killed_for or facts.usage.memory_refused
    if not known and (facts.exit_code is None or facts.exit_code < 0):
        raise SandboxError("watch", "the sandbox was killed from outside")


def _is_set(event: int) -> bool:
    poll = select.poll()  # unlike select, it takes numbers from 1024 on
    poll.register(event, select.POLLIN)
    return bool(poll.poll(0))

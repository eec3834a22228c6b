"""The life of one execution: spawn, adopt, hold; release, watch, kill, reap.

Theory of operation. bubblewrap is started and sets up the namespaces while the judge
goes on. It tells the number of the first process inside (`info`); the judge puts that
one into its cgroup and sets its resource limits from outside (adopt). When everything
is set up, the first process says so (`status`) and waits (hold). So far nothing of the
program has run, and this part can be done ahead. One byte (`release`) starts it. Then a
single poll waits for output, the end, a cancel, or the earliest moment when a limit can
have been reached: there is no tick. Whoever ends it kills the first process inside,
with which the kernel kills everything in the PID namespace; when bubblewrap itself has
gone, all of it has.

Where bubblewrap's own first process starts the program, bubblewrap is told to die with the
thread that started it: that thread must live until the execution has ended.
"""

from __future__ import annotations

import os
import select
import subprocess
import time

import msgspec

from sandbox import classify, told
from sandbox.capture import Capture
from sandbox.errors import SandboxError
from sandbox.held import Held
from sandbox.model import Ending, Usage
from sandbox.watch import READABLE, REAP_SECONDS, Watch
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


class Process(Held):
    """One execution, from its release on: `start` and `finish` it once, or `discard` it."""

    def start(self) -> None:
        """Starts the program; `finish` has to follow at once, to watch over it.

        Raises SandboxError where the sandbox itself fails.
        """
        with self._discarded_on_failure("start"):
            self._base = self.group.cpu_time() or 0.0  # the set-up's own
            self.group.reset_peak()
            self._release()

    def finish(self) -> Outcome:
        """Waits for the end of the started program, and clears everything away.

        Raises SandboxError where the sandbox itself fails.
        """
        with self._discarded_on_failure("watch"):
            Watch(self, self._base).until_end()
            return self._outcome(self._base)

    def _release(self) -> None:
        self.started = time.monotonic()
        if _is_set(self.stop):
            self.kill("cancelled")
            return
        try:
            os.write(self._hold, b"\n")
        except BrokenPipeError as error:
            raise SandboxError("release", "the sandbox died while it was held") from error
        self._close(self._hold)

    def take_status(self) -> bool:
        """Reads what the first process tells; False at the end of the pipe."""
        try:
            data = os.read(self.status_pipe, 4096)
        except BlockingIOError:
            return True
        self._status += data
        if b"ended" in self._status and self.ended is None:
            self.ended = time.monotonic()
        return bool(data)

    def _outcome(self, base: float) -> Outcome:
        wall = (self.ended or time.monotonic()) - self.started
        code = self._reap()
        end = told.end(self._status)
        usage = self._usage(wall, base, end)
        self._leave_group()
        facts = self._facts(usage, code, end)
        self._check(facts)
        return Outcome(
            ending=classify.ending(facts),
            usage=usage,
            stdout=self.stdout,
            stderr=self.stderr,
            workspace=self.workspace,
        )

    def _usage(self, wall: float, base: float, end: told.End) -> Usage:
        cpu, figures = self.group.cpu_time(), self.group.figures()
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
            scratch_full=end.full,
        )

    def _facts(self, usage: Usage, code: int, end: told.End) -> classify.Facts:
        plain = self.tools.helper is None
        return classify.Facts(
            usage=usage,
            limits=self.limits,
            wait_status=end.ended,
            exec_errno=end.exec,
            exit_code=code if plain else None,
            killed_for=self._killed_for,
        )

    def _check(self, facts: classify.Facts) -> None:
        """That somebody's known deed ended it: ours, the kernel's, or the program's."""
        known = facts.wait_status is not None or facts.killed_for or facts.usage.memory_refused
        if not known and (facts.exit_code is None or facts.exit_code < 0):
            raise SandboxError("watch", "the sandbox was killed from outside")

    def _reap(self) -> int:
        assert self._child is not None  # noqa: S101 - spawned, or never got here
        try:
            code = self._child.wait(REAP_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise SandboxError("reap", "bubblewrap does not end") from error
        # bubblewrap may leave before the first process inside has quite ended, and with it
        # everything else inside.
        poll = select.poll()
        poll.register(self._inner, READABLE)
        if not poll.poll(REAP_SECONDS * 1000):
            raise SandboxError("reap", "what was inside does not end")
        self.feed.close()  # a program need not read all that it is given
        self._close(*self._open)
        return code


def _is_set(event: int) -> bool:
    poll = select.poll()  # unlike select, it takes numbers from 1024 on
    poll.register(event, select.POLLIN)
    return bool(poll.poll(0))

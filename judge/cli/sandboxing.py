"""A sandbox and its lanes for one command, and what happens to them on Ctrl-C."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Self

from judge.errors import HostError
from judge.lanes import INTERRUPTIONS, Lane, open_lanes
from sandbox import Sandbox, SandboxError

# This package: a program need not read who judges it.
OWN = Path(__file__).parent.parent
# Measured, and a few more: three executions of a lane, one that runs and two that are set up.
DESCRIPTORS = 50
DESCRIPTORS_OF_A_LANE = 70
# Clearing away takes a moment; whoever is impatient sooner would leave something behind.
PATIENCE = 5.0


def _nothing() -> None:
    pass


class Interruption:
    """Takes signals while inside. `interrupted` tells that a person wants it to end.

    The first Ctrl-C, SIGTERM or SIGHUP calls `on_interrupt` and breaks nothing off: what is
    just being made can be cleared away. One that comes `PATIENCE` seconds later, when all
    should long be done, ends the command itself.
    """

    def __init__(self) -> None:
        self.interrupted = False
        self.on_interrupt: Callable[[], None] = _nothing
        self._since = 0.0

    def __enter__(self) -> Self:
        ours = [one for one in INTERRUPTIONS if signal.getsignal(one) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._interrupt) for number in ours}
        return self

    def __exit__(self, *_: object) -> None:
        # Once interrupted, the rest of the way out is not to be interrupted again.
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self.interrupted else handler)

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.interrupted:
            if now > self._since + PATIENCE:
                raise KeyboardInterrupt
            return
        self.interrupted, self._since = True, now
        self.on_interrupt()

    def check(self) -> None:
        """Raises KeyboardInterrupt where one has come."""
        if self.interrupted:
            raise KeyboardInterrupt


class Bench:
    """Lanes to run things on. A signal ends what is running, then calls `on_interrupt`.

    The command goes on, to report what was finished.
    """

    def __init__(self, sandbox: Sandbox, lanes: Sequence[Lane], taken: Interruption) -> None:
        self.sandbox = sandbox
        self.lanes = lanes
        self.on_interrupt: Callable[[], None] = _nothing
        self._taken = taken
        taken.on_interrupt = self._interrupt

    @property
    def interrupted(self) -> bool:
        """Whether a person wants it to end."""
        return self._taken.interrupted

    def _interrupt(self) -> None:
        self.sandbox.cancel()
        self.on_interrupt()


def _allow_many_descriptors(jobs: int) -> None:
    """Takes all that this process may have. What is run has a limit of its own.

    Raises HostError where they don't do: somebody's verdict would be our failure.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    needed = DESCRIPTORS + DESCRIPTORS_OF_A_LANE * jobs
    if most == resource.RLIM_INFINITY or needed <= most:
        return
    fewer = (most - DESCRIPTORS) // DESCRIPTORS_OF_A_LANE
    remedy = f"allow more: ulimit -n {needed}" + (f"; or fewer at a time: -j {fewer}" * (fewer > 0))
    message = f"{jobs} at a time need {needed} open files, {most} are allowed"
    raise HostError(f"{message} ({remedy})")


@contextmanager
def bench(jobs: int, allowed: frozenset[str]) -> Iterator[Bench]:
    """A sandbox with `jobs` lanes. Raises HostError where this host can't sandbox."""
    _allow_many_descriptors(jobs)
    with Interruption() as taken, ExitStack() as stack:
        try:
            sandbox = stack.enter_context(Sandbox(allow_unenforced=allowed, hide=(OWN,)))
        except SandboxError as error:
            raise HostError.of_sandbox(error) from error
        taken.check()
        lanes = [stack.enter_context(lane) for lane in open_lanes(sandbox, jobs)]
        found = Bench(sandbox, lanes, taken)
        stack.callback(sandbox.cancel)
        taken.check()
        try:
            yield found
        except SandboxError as error:
            # It was cancelled while something was being set up: there is no ending to tell.
            if found.interrupted:
                raise KeyboardInterrupt from error
            raise

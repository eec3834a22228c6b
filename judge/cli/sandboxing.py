"""A sandbox and its lanes for one command, and what happens to them on Ctrl-C."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from judge.errors import HostError
from judge.lanes import Lane, open_lanes
from sandbox import Interruption, Sandbox, SandboxError

# This package: a program need not read who judges it.
OWN = Path(__file__).parent.parent
# Measured, and a few more.
DESCRIPTORS = 30
DESCRIPTORS_OF_AN_EXECUTION = 24


def _nothing() -> None:
    pass


class Bench:
    """Lanes to run things on. A signal ends what is running, and the command goes on.

    It reports what was finished.
    """

    def __init__(self, sandbox: Sandbox, lanes: Sequence[Lane], taken: Interruption) -> None:
        self.sandbox = sandbox
        self.lanes = lanes
        self._and_then: Callable[[], None] = _nothing
        self._taken = taken

    @property
    def interrupted(self) -> bool:
        """Whether a person wants it to end."""
        return self._taken.interrupted

    def on_interrupt(self, callback: Callable[[], None]) -> None:
        """Has an interruption call `callback` as well, also one that has come already."""
        self._and_then = callback
        if self.interrupted:
            callback()

    def end(self) -> None:
        """Ends what is running, from a signal handler too."""
        self.sandbox.cancel()
        self._and_then()


def _demand_descriptors(jobs: int, ahead: int) -> None:
    """Raises HostError where all that this process may have don't do.

    Somebody's verdict would be our failure.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    of_a_job = DESCRIPTORS_OF_AN_EXECUTION * (1 + ahead)
    needed = DESCRIPTORS + of_a_job * jobs
    if most == resource.RLIM_INFINITY or needed <= most:
        return
    fewer = (most - DESCRIPTORS) // of_a_job
    remedy = f"allow more: ulimit -n {needed}" + (f"; or fewer at a time: -j {fewer}" * (fewer > 0))
    message = f"{jobs} at a time need {needed} open files, {most} are allowed"
    raise HostError(f"{message} ({remedy})")


@contextmanager
def bench(jobs: int, allowed: frozenset[str], *, ahead: int = 1) -> Iterator[Bench]:
    """A sandbox with `jobs` lanes. Raises HostError where this host can't sandbox.

    While one execution of a lane runs, `ahead` more are set up.
    """
    _demand_descriptors(jobs, ahead)
    with Interruption() as taken, ExitStack() as stack:
        try:
            sandbox = stack.enter_context(Sandbox(allow_unenforced=allowed, hide=(OWN,)))
        except SandboxError as error:
            raise HostError.of_sandbox(error) from error
        taken.check()
        found = Bench(sandbox, open_lanes(sandbox, jobs), taken)
        stack.callback(sandbox.cancel)
        stack.enter_context(taken.calls(found.end))
        try:
            yield found
        except SandboxError as error:
            # It was cancelled while something was being set up: there is no ending to tell.
            if found.interrupted:
                raise KeyboardInterrupt from error
            raise

"""A sandbox and its lanes for one command, and what happens to them on Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Self

from judge.errors import HostError
from judge.lanes import Lane, open_lanes
from sandbox import Sandbox, SandboxError

# This package: a program need not read who judges it.
OWN = Path(__file__).parent.parent
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _nothing() -> None:
    pass


class Bench:
    """Lanes to run things on. `interrupted` tells that a person wants it to end.

    The first Ctrl-C or SIGTERM ends what is running, calls `on_interrupt`, and lets the
    command report what was finished; a second one ends the command itself.
    """

    def __init__(self, sandbox: Sandbox, lanes: Sequence[Lane]) -> None:
        self.sandbox = sandbox
        self.lanes = lanes
        self.interrupted = False
        self.on_interrupt: Callable[[], None] = _nothing
        self._reading = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While input is read that may never come, the first Ctrl-C ends the command itself."""
        self._reading = True
        try:
            yield
        finally:
            self._reading = False

    def __enter__(self) -> Self:
        self._before = [signal.signal(number, self._interrupt) for number in SIGNALS]
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in zip(SIGNALS, self._before, strict=True):
            signal.signal(number, handler)

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self.interrupted or self._reading:
            raise KeyboardInterrupt
        self.interrupted = True
        self.sandbox.cancel()
        self.on_interrupt()


@contextmanager
def bench(jobs: int, allowed: frozenset[str]) -> Iterator[Bench]:
    """A sandbox with `jobs` lanes. Raises HostError where this host can't sandbox."""
    with ExitStack() as stack:
        try:
            sandbox = stack.enter_context(Sandbox(allow_unenforced=allowed, hide=(OWN,)))
        except SandboxError as error:
            raise HostError(f"{error}; see: judge doctor") from error
        lanes = [stack.enter_context(lane) for lane in open_lanes(sandbox, jobs)]
        found = stack.enter_context(Bench(sandbox, lanes))
        stack.callback(sandbox.cancel)
        try:
            yield found
        except SandboxError as error:
            # It was cancelled while something was being set up: there is no ending to tell.
            if found.interrupted:
                raise KeyboardInterrupt from error
            raise

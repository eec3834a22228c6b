"""Signals by which a person ends a command, taken when that breaks nothing off.

They wait from the first line of a command on (`__main__`) until all that takes time to
import is there (`mind_signals`). Then they raise KeyboardInterrupt; while there is a
sandbox, an `Interruption` takes them; and once everything has been told they are ignored.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Self

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Clearing away takes a moment; whoever is impatient sooner would leave something behind.
PATIENCE = 5.0


def mind_signals() -> None:
    """Has an interruption raise KeyboardInterrupt, one that has been waiting too.

    As if nobody had blocked or ignored any signal: whoever started us may have. With SIGCHLD
    ignored, the ends of what we start could not be told. What `nohup`, or a shell's "&", has
    ignored stays so.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number in INTERRUPTIONS:
        if number == signal.SIGTERM or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def ignore_signals() -> None:
    """From now on an interruption changes nothing: all has been told and cleared away.

    Raises KeyboardInterrupt for one that has just come.
    """
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
    finally:
        # Blocked they are in this thread alone, and Python's own end makes them deadly again.
        for number in INTERRUPTIONS:
            signal.signal(number, signal.SIG_IGN)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Inside, a signal waits.

    For imports: what a handler raises in some callback of theirs is lost, and a traceback
    is all that comes of it. And for a thread that is started inside, which goes on so. The
    kernel gives a signal to any thread that takes it; if that is not the main one, whatever
    the main one waits for goes on as if nothing had come.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _nothing() -> None:
    pass


class Interruption:
    """Takes signals while inside. `interrupted` tells that a person wants it to end.

    The first Ctrl-C, SIGTERM or SIGHUP calls what `calls` was given and breaks nothing off:
    what is just being made can be cleared away. One that comes `PATIENCE` seconds later,
    when all should long be done, ends the command itself.
    """

    def __init__(self) -> None:
        self.interrupted = False
        self._callback: Callable[[], None] = _nothing
        self._since = 0.0

    def __enter__(self) -> Self:
        ours = [one for one in INTERRUPTIONS if signal.getsignal(one) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._take) for number in ours}
        return self

    def __exit__(self, *_: object) -> None:
        # Once interrupted, the rest of the way out is not to be interrupted again.
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self.interrupted else handler)

    def _take(self, _signal: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.interrupted:
            if now > self._since + PATIENCE:
                raise KeyboardInterrupt
            return
        self.interrupted, self._since = True, now
        self._callback()

    @contextmanager
    def calls(self, callback: Callable[[], None]) -> Iterator[None]:
        """Inside, an interruption calls `callback`. Raises KeyboardInterrupt after one."""
        self._callback = callback
        try:
            self.check()
            yield
        finally:
            self._callback = _nothing

    def check(self) -> None:
        """Raises KeyboardInterrupt where one has come."""
        if self.interrupted:
            raise KeyboardInterrupt

"""Which tests of a submission still matter; shared by the lanes that run them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from judge.problem import Problem
from judge.skipping import Skipping
from judge.verdict import Verdict


class Progress:
    """Hands out so many tests of `problem`; with `run_all` all of them."""

    def __init__(self, problem: Problem, count: int, *, run_all: bool) -> None:
        self._lock = threading.Lock()
        self._next = 0
        self._count = count
        self._skipping = None if run_all else Skipping(problem)
        self._over = False

    def tasks(self) -> Iterator[int]:
        """Numbers of tests, each to one asker alone, as long as they matter."""
        while True:
            with self._lock:
                number = self._next
                self._next += 1
            if number >= self._count or self._over:
                return
            if self.matters(number):
                yield number

    def matters(self, number: int) -> bool:
        """Whether the result of this test can still change the answer."""
        return not self._over and not self.needless(number)

    def needless(self, number: int) -> bool:
        """Whether others have decided that this test need not be run."""
        return self._skipping is not None and number in self._skipping.needless

    def ended(self, number: int, verdict: Verdict) -> None:
        """A test has ended: with it others may have become needless."""
        if verdict is Verdict.JE:
            self._over = True
        elif self._skipping is not None:
            with self._lock:
                self._skipping.ended(number, verdict)

    def stop(self) -> None:
        """Nothing matters any more."""
        self._over = True

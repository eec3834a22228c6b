"""What a person sees: progress on standard error while judging, the table at the end.

Colour, live progress and tables appear only where standard output and error are both
a terminal; else there is plain text, and no progress unless ``-v`` asks for lines.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from judge.cli import sayings
from judge.grading import Graded
from judge.harmless import for_terminal
from judge.reports import table
from judge.results import Event, ProblemInfo, RunResult
from judge.verdict import Verdict

if TYPE_CHECKING:
    from judge.verify.answer import VerifyResult

NARROWEST = 20
"""Columns that a table needs; a terminal may say 0."""


class Watcher(Protocol):
    """Someone who is told of events as they happen, between `start` and `stop`."""

    def start(self) -> None:
        """Get ready."""

    def saw(self, event: Event) -> None:
        """Take notice of `event`."""

    def stop(self) -> None:
        """Leave nothing behind on the screen."""


class Silence:
    """Shows nothing."""

    def start(self) -> None:
        """Do nothing."""

    def saw(self, event: Event) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


class Lines(Silence):
    """Shows each event as a plain line on standard error."""

    def saw(self, event: Event) -> None:
        """Print a line."""
        _write(sys.stderr, f"{sayings.of(event)}\n")


class Display:
    """Follows one judging, or the grading of `total` submissions, and shows its result.

    `volume` is -1 with ``-q`` and 1 with ``-v``. A `plain_run` has no problem: its program
    was just run, and what it printed is the result.
    """

    def __init__(
        self, *, volume: int = 0, plain_run: bool = False, total: int | None = None
    ) -> None:
        self._volume = volume
        self._plain_run = plain_run
        self._watcher = _watcher(volume, total)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._watcher.stop()

    def follow(self, events: Iterable[Event]) -> Iterator[Event]:
        """Hand `events` on, and show each when it comes."""
        for event in events:
            self._watcher.saw(event)
            yield event

    def follow_grade(self, graded: Iterable[Graded]) -> Iterator[Graded]:
        """Hand `graded` on, and show the event of each when it comes."""
        for one in graded:
            self._watcher.saw(one.event)
            yield one

    def show_run(self, result: RunResult) -> None:
        """Print the answer of ``judge run`` on standard output."""
        if self._plain_run and result.tests and result.tests[0].verdict is not Verdict.SK:
            self._show_program(result)
        else:
            _show([result], result.problem)

    def show_grade(self, results: Sequence[RunResult], problem: ProblemInfo) -> None:
        """Print the answer of ``judge grade`` on standard output."""
        _show(results, problem)

    def _show_program(self, result: RunResult) -> None:
        """What the program printed goes where it printed it, what became of it to stderr."""
        test = result.tests[0]
        _write(sys.stdout, for_terminal(test.output))
        if sys.stdout.isatty() and test.output and not test.output.endswith("\n"):
            _write(sys.stdout, "\n")
        _write(sys.stderr, for_terminal(test.stderr))
        if self._volume >= 0:
            _write(sys.stderr, f"{sayings.ending(test)}\n")


def show_matrix(result: VerifyResult) -> None:
    """Print the answer of ``judge verify`` on standard output."""
    from judge.reports import matrix  # noqa: PLC0415 - not needed by other commands

    _write(sys.stdout, matrix.render(result))


def rich_screen(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM", "dumb") not in {"", "dumb", "unknown"}


def _watcher(volume: int, total: int | None) -> Watcher:
    if volume > 0:
        return Lines()
    if volume < 0 or not (rich_screen(sys.stdout) and rich_screen(sys.stderr)):
        return Silence()
    from judge.cli.live import Live  # noqa: PLC0415 - rich is for terminals alone

    return Live(total)


def _show(results: Sequence[RunResult], problem: ProblemInfo | None) -> None:
    if not rich_screen(sys.stdout):
        _write(sys.stdout, table.render(results, problem))
        return
    from judge.reports import pretty  # noqa: PLC0415 - rich is for terminals alone

    width = max(shutil.get_terminal_size().columns, NARROWEST)
    _write(sys.stdout, pretty.render(results, problem, width))


def _write(stream: TextIO, text: str) -> None:
    """Print `text`, escaping what the encoding of `stream` does not have."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()

"""The live view on a terminal: a bar, and above it what ended last. Imports rich: 100 ms."""

from __future__ import annotations

from collections import Counter, deque

from rich import live
from rich.console import Console, Group
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from judge.cli import sayings
from judge.harmless import for_line, shortened
from judge.reports.pretty import STYLES
from judge.reports.selection import in_order
from judge.results import CompileEvent, EndEvent, Event, StartEvent, TestEvent
from judge.verdict import Verdict

LAST = 5
"""Lines above the bar."""

LONGEST_NAME = 30


class Live:
    """Shows the tests of one judging, or the submissions of a grading, as they end.

    Everything is on standard error, and gone when it stops.
    """

    def __init__(self, submissions: int | None) -> None:
        self._grading = submissions is not None
        self._counts: Counter[Verdict] = Counter()
        self._last: deque[Text] = deque(maxlen=LAST)
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._progress = _progress(self._console)
        self._task = self._progress.add_task("", total=submissions, doing="starting")
        self._live = live.Live(
            get_renderable=self._view,
            console=self._console,
            transient=True,
            redirect_stdout=False,
            refresh_per_second=10,
        )

    def start(self) -> None:
        """Show the bar."""
        self._live.start()

    def stop(self) -> None:
        """Take everything off the screen."""
        self._live.stop()

    def saw(self, event: Event) -> None:
        """Take up what happened; the screen follows within a tenth of a second."""
        if isinstance(event, EndEvent) and self._grading:
            self._ended(event.verdict, f"{for_line(event.name or '')}: {sayings.ended(event)}")
        elif isinstance(event, TestEvent) and not self._grading:
            self._ended(event.verdict, f"{for_line(event.name)}: {sayings.figures(event)}")
        elif isinstance(event, StartEvent):
            self._started(event)
        elif isinstance(event, CompileEvent) and not self._grading:
            self._progress.update(self._task, doing="testing")

    def _started(self, event: StartEvent) -> None:
        if self._grading:
            self._progress.update(self._task, doing="grading")
            return
        name = shortened(for_line(event.submission.path), LONGEST_NAME)
        self._progress.update(self._task, doing=f"building {name}", total=event.tests)

    def _ended(self, verdict: Verdict, said: str) -> None:
        self._counts[verdict] += 1
        if verdict is not Verdict.SK:
            line = Text.assemble((f"{verdict:<3}", STYLES[verdict]), " ", said)
            line.truncate(self._console.width, overflow="ellipsis")
            self._last.append(line)
        self._progress.advance(self._task)

    def _view(self) -> Group:
        counts = in_order(dict(self._counts))
        shown = ((f" {count} {verdict} ", STYLES[verdict]) for verdict, count in counts.items())
        return Group(*tuple(self._last), self._progress, Text.assemble(*shown))


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.fields[doing]}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        expand=False,
    )

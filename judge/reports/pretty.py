"""The tables in colour, laid out for the width of a terminal. Imports rich: 60 ms."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from judge.reports import rows, wording
from judge.reports.details import Details, details
from judge.reports.selection import select, worth_listing
from judge.results import ProblemInfo, RunResult
from judge.verdict import Verdict

STYLES = {
    Verdict.AC: "bold green",
    Verdict.PA: "bold yellow",
    Verdict.WA: "bold red",
    Verdict.TLE: "bold magenta",
    Verdict.MLE: "bold magenta",
    Verdict.OLE: "bold magenta",
    Verdict.RTE: "bold red",
    Verdict.CE: "bold yellow",
    Verdict.JE: "bold reverse red",
    Verdict.SK: "dim",
}

ROOM_FOR_LAST = (72, 48)
"""Columns of a terminal below which tables go without their last column, or two."""

_LABELS = {"expected": "green", "found": "red"}


def render(results: Sequence[RunResult], problem: ProblemInfo | None, width: int) -> str:
    """Return the same as `judge.reports.table` does, with colours, `width` columns wide.

    ``NO_COLOR`` in the environment leaves out the colours.
    """
    single = len(results) == 1 and results[0].name is None
    parts = _single(results[0], width) if single else _several(results, problem, width)
    file = io.StringIO()
    console = Console(
        file=file, force_terminal=True, width=width, highlight=False, markup=False, emoji=False
    )
    for part in parts:
        console.print(part)
    return file.getvalue()


def _single(result: RunResult, width: int) -> Iterator[RenderableType]:
    yield Text(wording.heading(result), "bold")
    yield Text(wording.limits(result), "dim")
    yield ""
    selection = select(result.tests)
    if selection.shown:
        yield _table(rows.of_tests(selection.shown), width)
        yield ""
    if selection.others:
        more = wording.counted(selection.others)
        yield Text(f"{'and ' if selection.shown else ''}{more}", "dim")
        yield ""
    if worth_listing(result):
        yield _table(rows.of_groups(result.groups or ()), width)
        yield ""
    yield from _details(details(result))
    yield _verdict(result)
    yield Text(wording.totals(result), "dim")


def _several(
    results: Sequence[RunResult], problem: ProblemInfo | None, width: int
) -> Iterator[RenderableType]:
    if problem is not None:
        yield Text(wording.problem_name(problem), "bold")
        yield ""
    yield _table(rows.of_submissions(results), width)
    yield ""
    yield Text(wording.submissions(results), "bold")


def _table(of: rows.Table, width: int) -> Table:
    """Return a table that leaves out its last columns where there is no room for them."""
    shown = len(of.heading) - sum(width < room for room in ROOM_FOR_LAST)
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", padding=(0, 1, 0, 0), show_edge=False)
    for number, title in enumerate(of.heading[:shown]):
        _add_column(table, title, right=number in of.right)
    for row in of.rows:
        verdict = row[rows.VERDICT]
        styles = ("", STYLES[Verdict(verdict)] if verdict else "")
        table.add_row(
            *(Text(cell, styles[n == rows.VERDICT]) for n, cell in enumerate(row[:shown]))
        )
    return table


def _add_column(table: Table, title: str, *, right: bool) -> None:
    """Add a column: what is long, names and reasons, is folded, the rest stays whole."""
    if title in rows.LONG:
        table.add_column(title, overflow="fold")
    else:
        table.add_column(title, justify="right" if right else "left", no_wrap=True)


def _details(found: Details | None) -> Iterator[RenderableType]:
    if found is None or not found.quotations:
        return
    yield Text(found.title, "bold")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for quotation in found.quotations:
        style = _LABELS.get(quotation.label, "")
        for number, line in enumerate(quotation.lines):
            label = "" if number else quotation.label
            grid.add_row(Text(label, "dim"), Text("│", style or "dim"), Text(line, style))
    yield grid
    yield ""


def _verdict(result: RunResult) -> Text:
    style = STYLES[result.verdict]
    return Text.assemble(
        (f" {wording.verdict(result)} ", f"{style} reverse"), " ", wording.outcome(result)
    )

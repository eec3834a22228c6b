"""Tables for people, as plain text; `judge.reports.pretty` has the same for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judge.reports import rows, wording
from judge.reports.details import Details, details
from judge.reports.plain import aligned, quoted
from judge.reports.selection import select, worth_listing
from judge.results import ProblemInfo, RunResult


def render(results: Sequence[RunResult], problem: ProblemInfo | None) -> str:
    """Return the tests of a single submission, or a line for each of several."""
    single = len(results) == 1 and results[0].name is None
    lines = _single(results[0]) if single else _several(results, problem)
    return "".join(f"{line}\n" for line in lines)


def _single(result: RunResult) -> Iterator[str]:
    yield wording.heading(result)
    yield wording.limits(result)
    yield ""
    yield from _tests(result)
    yield from _groups(result)
    found = details(result)
    if found is not None:
        yield from _details(found)
    yield f"{wording.verdict(result)}: {wording.outcome(result)}"
    yield wording.totals(result)


def _tests(result: RunResult) -> Iterator[str]:
    selection = select(result.tests)
    table = rows.of_tests(selection.shown)
    yield from aligned(table.rows, right=table.right)
    if selection.others:
        yield f"{'and ' if table.rows else ''}{wording.counted(selection.others)}"
    if result.tests:
        yield ""


def _groups(result: RunResult) -> Iterator[str]:
    if worth_listing(result):
        table = rows.of_groups(result.groups or ())
        yield from aligned([table.heading, *table.rows], right=table.right)
        yield ""


def _details(found: Details) -> Iterator[str]:
    if not found.quotations:
        return
    yield found.title
    for quotation in found.quotations:
        yield from quoted(quotation.label, quotation.lines)
    yield ""


def _several(results: Sequence[RunResult], problem: ProblemInfo | None) -> Iterator[str]:
    if problem is not None:
        yield wording.problem_name(problem)
        yield ""
    table = rows.of_submissions(results)
    yield from aligned([table.heading, *table.rows], right=table.right)
    yield ""
    yield wording.submissions(results)

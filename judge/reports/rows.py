"""The tables, for the plain report and the coloured one: harmless cells."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from judge.harmless import for_line
from judge.reports import wording
from judge.reports.selection import called, has_points, listed, passed
from judge.results import GroupResult, RunResult, TestResult

Row = tuple[str, ...]

LONG = frozenset({"test", "name", "group", "reason"})
"""The columns that may be folded."""

VERDICT = 1
"""Which of the cells is the verdict, in all tables."""

MOST_GROUPS = 60
"""How many groups are told of one by one."""


class Table(msgspec.Struct, frozen=True):
    """A heading, and rows; the columns called as in `figures` are numbers."""

    heading: Row
    rows: list[Row]
    figures: frozenset[str] = frozenset({"points", "tests", "time", "slowest", "memory"})

    @property
    def right(self) -> list[int]:
        """The numbers of the columns that are aligned to the right."""
        return [number for number, title in enumerate(self.heading) if title in self.figures]


def of_tests(tests: Sequence[TestResult]) -> Table:
    """Return the tests, with points where any of them has some of its own."""
    table = Table(("test", "verdict", "time", "memory", "reason"), list(map(_of_test, tests)))
    if all(test.score is None for test in tests):
        return table
    return _with_points(table, [wording.points(test.score, test.max_score) for test in tests])


def of_submissions(results: Sequence[RunResult]) -> Table:
    """Return a row a submission, with points where the problem has them."""
    heading = ("name", "verdict", "tests", "slowest", "memory", "reason")
    table = Table(heading, list(map(_of_submission, results)))
    if not has_points(results):
        return table
    return _with_points(table, [wording.points(one.score, one.max_score) for one in results])


def of_groups(groups: Sequence[GroupResult]) -> Table:
    """Return the tree of groups with their points."""
    every = list(listed(groups))
    rows = [_of_group(depth, group) for depth, group in every[:MOST_GROUPS]]
    if len(every) > MOST_GROUPS:
        rows.append((f"and {len(every) - MOST_GROUPS} more groups", "", "", ""))
    table = Table(("group", "verdict", "points", "reason"), rows)
    if any(row[-1] for row in rows):
        return table
    return Table(table.heading[:-1], [row[:-1] for row in rows])


def _with_points(table: Table, points: Sequence[str]) -> Table:
    before = VERDICT + 1
    rows = [
        (*row[:before], cell, *row[before:]) for row, cell in zip(table.rows, points, strict=True)
    ]
    return Table((*table.heading[:before], "points", *table.heading[before:]), rows)


def _of_test(test: TestResult) -> Row:
    return (
        for_line(test.name),
        str(test.verdict),
        wording.time_of(test),
        wording.mebibytes(test.memory),
        wording.short(test.reason),
    )


def _of_submission(result: RunResult) -> Row:
    return (
        for_line(called(result)),
        str(result.verdict),
        f"{passed(result)}/{len(result.tests)}",
        wording.seconds(result.cpu_time),
        wording.mebibytes(result.memory),
        wording.short(result.reason),
    )


def _of_group(depth: int, group: GroupResult) -> Row:
    return (
        "  " * depth + for_line(group.name),
        str(group.verdict),
        wording.points(group.score, group.max_score),
        wording.short(group.reason),
    )

"""The rows of both tables, the plain and the coloured one: harmless cells."""

from __future__ import annotations

from judge.harmless import for_line
from judge.reports import wording
from judge.reports.selection import called, passed
from judge.results import RunResult, TestResult

Row = tuple[str, ...]

TEST_HEADING: Row = ("test", "verdict", "time", "memory", "reason")
TEST_FIGURES = (2, 3)
"""Which of the cells are numbers."""

LONG = frozenset({"test", "name", "reason"})
"""The columns that may be folded."""

VERDICT = 1
"""Which of the cells is the verdict, in both tables."""


def of_test(test: TestResult) -> Row:
    """Return the cells of a test, as in `TEST_HEADING`."""
    return (
        for_line(test.name),
        str(test.verdict),
        wording.time_of(test),
        wording.mebibytes(test.memory),
        wording.short(test.reason),
    )


GRADE_HEADING: Row = ("name", "verdict", "tests", "slowest", "memory", "reason")
GRADE_FIGURES = (2, 3, 4)


def of_submission(result: RunResult) -> Row:
    """Return the cells of a submission, as in `GRADE_HEADING`."""
    return (
        for_line(called(result)),
        str(result.verdict),
        f"{passed(result)}/{len(result.tests)}",
        wording.seconds(result.cpu_time),
        wording.mebibytes(result.memory),
        wording.short(", ".join(filter(None, [wording.score(result), result.reason]))),
    )

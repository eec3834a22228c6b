"""A row a submission, for spreadsheets and gradebooks (RFC 4180).

Times are in seconds and memory is in bytes; what is not known is empty. A cell that a
spreadsheet would take for a formula begins with an apostrophe, and each row is one line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from judge.harmless import for_cell
from judge.reports.selection import called, passed
from judge.results import ProblemInfo, RunResult

COLUMNS = (
    "name",
    "verdict",
    "score",
    "max_score",
    "tests_passed",
    "tests_total",
    "slowest",
    "memory",
    "language",
    "cause",
    "reason",
    "path",
    "sha256",
)


def render(results: Sequence[RunResult], problem: ProblemInfo | None) -> str:
    """Return a heading and a row for each of `results`."""
    del problem  # all rows are about the same
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, results))
    return text.getvalue()


def _row(result: RunResult) -> tuple[str | float | None, ...]:
    submission = result.submission
    return (
        for_cell(called(result)),
        result.verdict,
        result.score,
        result.max_score,
        passed(result),
        len(result.tests),
        None if result.cpu_time is None else round(result.cpu_time, 6),
        result.memory,
        for_cell(submission.language),
        result.cause,
        for_cell(result.reason),
        for_cell(submission.path),
        submission.sha256,
    )

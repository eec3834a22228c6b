"""Lines, in order: blanks at their ends count for nothing, or all but the line ends does."""

from __future__ import annotations

from typing import BinaryIO

from judge.compare.elements import Rule, first_difference
from judge.compare.grains import DMOJ_LINES, FILLED_LINES, LINES, TESTLIB_LINES, Grain
from judge.compare.reader import Reader, Sizes
from judge.problem import Comparison
from judge.results import Difference


class LineRule(Rule):
    """Lines are the same when their bytes are; empty ones at the end are none."""

    name = "line"
    empty = "an empty line"


class TestlibLineRule(LineRule):
    """Lines of blanks that are printed at the end are none either."""

    def counts(self, element: bytes) -> bool:
        """Whether there is more in it than blanks."""
        return bool(element.strip(b" \t\r\n"))


class EveryLineRule(LineRule):
    """As DMOJ's ``rstripped``: the last line end begins another line, which counts."""

    every_counts = True


class StrippedLineRule(EveryLineRule):
    """The same for lines that were cut with the blanks at their ends."""

    def first_unequal(self, expected: list[bytes], found: list[bytes]) -> int | None:
        """Return the index of the first pair that is not the same."""
        return super().first_unequal(
            list(map(bytes.rstrip, expected)), list(map(bytes.rstrip, found))
        )


def compare_lines(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes
) -> Difference | None:
    """Return the first line that differs."""
    rule, grain = _kind(comparison)
    return first_difference(rule, Reader(found, grain, sizes), Reader(answer, grain, sizes))


def _kind(comparison: Comparison) -> tuple[Rule, Grain]:
    if comparison.dialect == "testlib":
        return TestlibLineRule(), TESTLIB_LINES
    if comparison.dialect == "plain":
        return LineRule(), LINES
    if comparison.filler_lines:
        return EveryLineRule(), DMOJ_LINES
    return StrippedLineRule(), FILLED_LINES

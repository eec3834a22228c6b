"""Lines, in order or in any order; blanks at their ends count for nothing."""

from __future__ import annotations

from typing import BinaryIO

from judge.compare.elements import first_difference, unequal_pairs
from judge.compare.excerpt import alike, excerpts
from judge.compare.reader import LINES, Reader, Sizes
from judge.results import Difference


def compare_lines(found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Difference | None:
    """Return the first line that differs; empty lines at the end are none."""
    return first_difference(LineRule(), Reader(found, LINES, sizes), Reader(answer, LINES, sizes))


class LineRule:
    """Lines are the same when their bytes are."""

    name = "line"

    def first_unequal(self, expected: list[bytes], found: list[bytes]) -> int | None:
        """Return the index of the first pair that is not the same."""
        return next(iter(unequal_pairs(expected, found)), None)

    def differ(self, expected: bytes, found: bytes) -> str:
        """Say how they differ."""
        shown = [text or "an empty line" for text in excerpts(expected, found)]
        return f"expected {shown[0]}, found {shown[1]}{alike(expected, found)}"

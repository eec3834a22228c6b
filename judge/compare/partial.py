"""Comparisons that say how much of an output is right, and not only whether it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest
from math import isfinite
from typing import BinaryIO

from judge.compare.characters import compare_characters
from judge.compare.elements import AnswerError, no_output
from judge.compare.excerpt import IN_FIELD, alike, excerpts, piece
from judge.compare.grains import FILLED_LINES, TESTLIB_TOKENS
from judge.compare.numbers import is_number
from judge.compare.reader import Reader, Sizes
from judge.compare.share import Share
from judge.problem import Comparison
from judge.results import Difference


def weigh(comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Share:
    """Return what the output is worth by the comparison's kind."""
    match comparison.kind:
        case "line-count":
            return count_lines(found, answer, sizes)
        case "line-matches":
            return match_lines(comparison, found, answer, sizes)
        case "points":
            return points(found, answer, sizes)
        case _:
            return Share(difference=compare_characters(found, answer, sizes))


def count_lines(found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Share:
    """DMOJ's ``linecount``: accepted where all lines are right, with a part for each one."""
    right = total = 0
    first: Difference | None = None
    for expected, printed in _pairs(found, answer, sizes):
        if expected is None:
            return Share(difference=Difference(reason=f"more than the {total} lines expected"))
        total += 1
        if printed is not None and printed.strip() == expected.strip():
            right += 1
        else:
            first = first or _wrong(total, expected, printed)
    return Share(difference=first, part=right / total if total else 1.0)


def match_lines(comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Share:
    """DMOJ's ``linematches``: accepted where any line is right, each worth its own points."""
    points, gained, total, even = comparison.points, 0.0, 0, True
    first: Difference | None = None
    for expected, printed in _pairs(found, answer, sizes):
        even = even and expected is not None and printed is not None
        if expected is None:
            break
        total += 1
        if printed != expected:
            first = first or _wrong(total, expected, printed)
        elif total <= len(points):
            gained += points[total - 1]
    if total != len(points):
        raise AnswerError(f"it has {total} lines, and points for {len(points)} are given")
    if comparison.filler_lines and not even:
        reason = f"there should be {total} lines, of those that are not empty"
        return Share(difference=first or Difference(reason=reason))
    nothing = Difference(reason="no line that is worth any points is right")
    return Share(difference=None if gained > 0 else first or nothing, part=gained / sum(points))


def points(found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Share:
    """Testlib's ``pointscmp``: how far the number is off is the score."""
    expected, printed = (Reader(one, TESTLIB_TOKENS, sizes) for one in (answer, found))
    wanted, given = expected.take(1), printed.take(2)
    if not wanted or not is_number(wanted[0]):
        raise AnswerError("there is no number in it")
    if len(given) == 1 and is_number(given[0]):
        score = abs(float(wanted[0]) - float(given[0]))
        if not isfinite(score):
            raise AnswerError("it is too far from what was printed")
        return Share(difference=None, score=score)
    if not given:
        return Share(difference=no_output(wanted[0]))
    said = "not a number" if not is_number(given[0]) else "followed by more"
    return Share(difference=Difference(reason=f"found {piece(given[0])} ({said})"))


def _pairs(
    found: BinaryIO, answer: BinaryIO, sizes: Sizes
) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Lines of the answer and of the output that are not empty, None where there is none left."""
    sides = [Reader(one, FILLED_LINES, sizes) for one in (answer, found)]
    expected, printed = (chain.from_iterable(iter(side.batch, [])) for side in sides)
    return zip_longest(expected, printed)


def _wrong(number: int, expected: bytes, printed: bytes | None) -> Difference:
    if printed is None:
        reason = f"output ends, expected {piece(expected)}"
        return Difference(reason=reason, expected=piece(expected, IN_FIELD))
    shown, fields = excerpts(expected, printed), excerpts(expected, printed, IN_FIELD)
    what = f"expected {shown[0]}, found {shown[1]}{alike(expected, printed)}"
    reason = f"line {number} of those that are not empty: {what}"
    return Difference(reason=reason, expected=fields[0], found=fields[1])

"""What was wrong with an output in its form alone: accepted if case, say, were ignored.

Looked for only after a difference was found, and from the line on in which it stands: what
is before that is the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from judge.compare.excerpt import common_length
from judge.compare.place import read
from judge.problem import Comparison
from judge.results import Difference

Accepts = Callable[[Comparison], bool]

LONGEST = 4 << 20
"""Bytes from the difference on, of either side: where there are more, nothing is looked for."""
LOOSEST, TIGHTEST = 3, 12
"""The tolerances that are tried, as how many digits behind the point count."""
LINES = Comparison(kind="unordered", dialect="dmoj")
ORDERED = ("tokens", "line-tokens", "lines", "exact")


def beginnings(comparison: Comparison, found: BinaryIO, answer: BinaryIO) -> tuple[int, int] | None:
    """Return from where on the output and the answer have to be compared once more.

    Both are read from where they stand. None where they are not to be: they can't be sought,
    are too long, or the comparison gives parts.
    """
    if comparison.kind not in (*ORDERED, "unordered"):
        return None
    if not (found.seekable() and answer.seekable()):
        return None
    starts = found.tell(), answer.tell()
    same = 0 if comparison.single else _common_lines(found, answer)
    ends = found.seek(0, os.SEEK_END), answer.seek(0, os.SEEK_END)
    places = starts[0] + same, starts[1] + same
    return None if max(ends[0] - places[0], ends[1] - places[1]) > LONGEST else places


def accepted_if(comparison: Comparison, difference: Difference, accepts: Accepts) -> list[str]:
    """Return what would have to be ignored, all of it, for the output to be accepted.

    `accepts` compares once more.
    """
    if not comparison.single:
        comparison = replace(comparison, form="text")  # which may begin with another token
    for names, relaxed in _relaxed(comparison):
        if accepts(relaxed):
            return names
    tolerance = _tolerance(comparison, accepts) if _has_fraction(difference) else 0
    return [f"float tolerance 1e-{tolerance}"] if tolerance else []


def _relaxed(comparison: Comparison) -> Iterator[tuple[list[str], Comparison]]:
    loose = _without_blanks(comparison)
    lines = replace(LINES, case_blind=not _minds_case(comparison))
    ordered = comparison.kind in ORDERED and not comparison.single
    if _minds_case(comparison):
        yield ["case"], _blind(comparison)
    yield ["whitespace"], loose
    if ordered:
        yield ["order of lines"], lines
    if _minds_case(comparison):
        yield ["case", "whitespace"], _blind(loose)
    if ordered and _minds_case(comparison):
        yield ["case", "order of lines"], _blind(lines)


def _without_blanks(comparison: Comparison) -> Comparison:
    """Tokens, where the comparison minds blanks between them; else all characters in a row."""
    minds = _minds_case(comparison)
    if comparison.kind == "unordered":
        return replace(comparison, dialect="dmoj")
    if comparison.kind == "tokens" and not comparison.space_change_sensitive:
        return Comparison(kind="exact", blank_blind=True, case_blind=not minds)
    return replace(comparison, kind="tokens", case_sensitive=minds, space_change_sensitive=False)


def _tolerance(comparison: Comparison, accepts: Accepts) -> int:
    """Return the digits of the tightest tolerance with which it is accepted, 0 for none."""

    def near(digits: int) -> bool:
        bound = 10.0**-digits
        return accepts(replace(comparison, float_absolute=bound, float_relative=bound))

    low, high = LOOSEST, TIGHTEST
    if comparison.kind not in ("tokens", "line-tokens") or not near(low):
        return 0
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if near(middle) else (low, middle - 1)
    return low


def _has_fraction(difference: Difference) -> bool:
    """Whether one of the tokens that differ first is no integer, which near ones don't make."""
    return any(set(text) & set(".eE") for text in (difference.expected, difference.found))


def _minds_case(comparison: Comparison) -> bool:
    tokens = comparison.kind in ("tokens", "line-tokens")
    return not comparison.case_blind and (comparison.case_sensitive or not tokens)


def _blind(comparison: Comparison) -> Comparison:
    return replace(comparison, case_blind=True)


def _common_lines(found: BinaryIO, answer: BinaryIO, block: int = 1 << 16) -> int:
    """Return how many bytes of whole lines are the same at the beginning of both."""
    passed = lines = 0
    while True:
        one, other = read(found, block), read(answer, block)
        common = len(one) if one == other else common_length(one, other)
        last = one.rfind(b"\n", 0, common) + 1
        lines = passed + last if last else lines
        passed += common
        if one != other or not one:
            return lines

"""The default validator of the ICPC problem package format (2025-09, "Default output validator").

Tokens are compared, and where a change of space counts, every blank between them.
A token of more than `Sizes.longest` bytes is never a number.
"""

from __future__ import annotations

from typing import BinaryIO

from judge.compare.elements import first_difference, unequal_pairs
from judge.compare.excerpt import alike, excerpts, piece
from judge.compare.numbers import Tolerance, is_number
from judge.compare.reader import PIECES, TOKENS, Reader, Sizes
from judge.problem import Comparison
from judge.results import Difference


def compare_tokens(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes
) -> Difference | None:
    """Return the first difference in tokens."""
    grain = PIECES if comparison.space_change_sensitive else TOKENS
    fold = not comparison.case_sensitive
    sides = [Reader(stream, grain, sizes, fold=fold) for stream in (found, answer)]
    return first_difference(TokenRule(comparison), *sides)


class TokenRule:
    """When two tokens are the same: as numbers, or as text."""

    name = "token"

    def __init__(self, comparison: Comparison) -> None:
        self._case_sensitive = comparison.case_sensitive
        self._tolerance = _tolerance(comparison)

    def first_unequal(self, expected: list[bytes], found: list[bytes]) -> int | None:
        """Return the index of the first pair that is not the same."""
        if expected == found:
            return None
        pairs = self._suspects(expected, found[: len(expected)])
        return next((i for i in pairs if not self._is_same(expected[i], found[i])), None)

    def differ(self, expected: bytes, found: bytes) -> str:
        """Say how they differ."""
        if self._tolerance and is_number(expected) and not found.isspace():
            return self._differ_as_numbers(self._tolerance, expected, found)
        shown = excerpts(expected, found)
        return f"expected {shown[0]}, found {shown[1]}{alike(expected, found)}"

    def _suspects(self, expected: list[bytes], found: list[bytes]) -> list[int]:
        """Return the indexes of pairs that are to be looked at one by one."""
        if self._tolerance:
            return self._far(self._tolerance, expected, found)
        if self._case_sensitive:
            return unequal_pairs(expected, found)
        return unequal_pairs(list(map(bytes.lower, expected)), list(map(bytes.lower, found)))

    def _far(self, tolerance: Tolerance, expected: list[bytes], found: list[bytes]) -> list[int]:
        """Return what is left of all pairs, or of the unequal ones, without near numbers."""
        far = tolerance.doubtful(expected, found)
        if far is not None:
            return far
        pairs = unequal_pairs(expected, found)
        far = tolerance.doubtful([expected[i] for i in pairs], [found[i] for i in pairs])
        return pairs if far is None else [pairs[i] for i in far]

    def _is_same(self, expected: bytes, found: bytes) -> bool:
        if expected == found:
            return True
        if self._tolerance and is_number(expected):
            return is_number(found) and self._tolerance.accepts(expected, found)
        return not self._case_sensitive and expected.lower() == found.lower()

    def _differ_as_numbers(self, tolerance: Tolerance, expected: bytes, found: bytes) -> str:
        shown = f"expected {piece(expected)}, found {piece(found)}"
        if not is_number(found):
            return f"{shown} (not a number)"
        return f"{shown} ({tolerance.explain(expected, found)})"


def _tolerance(comparison: Comparison) -> Tolerance | None:
    absolute, relative = comparison.float_absolute, comparison.float_relative
    if absolute is None and relative is None:
        return None
    return Tolerance(
        absolute=-1.0 if absolute is None else absolute,
        relative=-1.0 if relative is None else relative,
    )

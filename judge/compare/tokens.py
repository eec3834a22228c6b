"""Tokens: of the ICPC problem package format (2025-09, "Default output validator"), and of others.

Tokens are compared, and where a change of space counts, every blank between them.
A token of more than `Sizes.longest` bytes is never a number.
"""

from __future__ import annotations

from typing import BinaryIO

from judge.compare.elements import AnswerError, Rule, first_difference, unequal_pairs
from judge.compare.excerpt import alike, excerpts, piece
from judge.compare.forms import Form, form_of
from judge.compare.grains import (
    FILLED_LINE_TOKENS,
    LINE_TOKENS,
    PIECES,
    SOME_LINE_TOKENS,
    TESTLIB_TOKENS,
    TOKENS,
)
from judge.compare.lineends import FilledLines, SomeLines
from judge.compare.numbers import DmojTolerance, TestlibTolerance, Tolerance
from judge.compare.reader import Reader, Sizes
from judge.problem import Comparison
from judge.results import Difference


def compare_tokens(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes
) -> Difference | None:
    """Return the first difference in tokens."""
    fold = not comparison.case_sensitive
    if comparison.dialect == "testlib":
        grain = TESTLIB_TOKENS
    else:
        grain = PIECES if comparison.space_change_sensitive else TOKENS
    printed = Reader(found, grain, sizes, fold=fold)
    expected = Reader(answer, grain, sizes, fold=fold)
    if comparison.single:
        expected = _First(answer, grain, sizes, fold=fold)
        expected.alone = comparison.form == "integer"
    return first_difference(TokenRule(comparison), printed, expected)


def compare_line_tokens(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes
) -> Difference | None:
    """Return the first difference in tokens or in where the lines end."""
    tolerance = _tolerance(comparison)
    rule = LineTokenRule(comparison)
    if comparison.dialect != "dmoj":
        side, grain = Reader, LINE_TOKENS
    elif tolerance is None:
        side, grain = FilledLines, FILLED_LINE_TOKENS
    else:
        rule, side, grain = SomeLineTokenRule(comparison), SomeLines, SOME_LINE_TOKENS
    fold = not comparison.case_sensitive
    sides = [side(stream, grain, sizes, fold=fold) for stream in (found, answer)]
    return first_difference(rule, *sides)


class _First(Reader):
    """The first token, which may have to be the only one."""

    alone = False
    _given = False

    def take(self, count: int) -> list[bytes]:
        """Return it once."""
        if self._given or not count:
            return []
        self._given = True
        first = super().take(1)
        if not first:
            raise AnswerError("there is no token in it")
        if self.alone and super().take(1):
            raise AnswerError("there is more than one token in it")
        return first

    def batch(self) -> list[bytes]:
        """Return it if nobody has taken it."""
        return self.take(1)


class TokenRule(Rule):
    """When two tokens are the same: as numbers, or as text."""

    name = "token"

    def __init__(self, comparison: Comparison) -> None:
        self._case_sensitive = comparison.case_sensitive
        self._tolerance = _tolerance(comparison)
        self._form: Form | None = form_of(comparison.form)
        self._trusts = self._tolerance is None or self._tolerance.equal_is_near
        self.skips = self._form is None and self._trusts

    def first_unequal(self, expected: list[bytes], found: list[bytes]) -> int | None:
        """Return the index of the first pair that is not the same."""
        if expected == found and self._tolerance_trusts(expected):
            return None
        pairs = self._suspects(expected, found[: len(expected)])
        return next((i for i in pairs if not self._is_same(expected[i], found[i])), None)

    def differ(self, expected: bytes, found: bytes) -> str:
        """Say how they differ."""
        if self._tolerance and self._tolerance.reads(expected) and not found.isspace():
            return self._differ_as_numbers(self._tolerance, expected, found)
        shown = excerpts(expected, found)
        return f"expected {shown[0]}, found {shown[1]}{alike(expected, found)}"

    def check(self, expected: list[bytes]) -> None:
        """Raise AnswerError where they are not of the form that is to be read."""
        if self._form:
            self._form.check(expected)

    def check_end(self) -> None:
        """Raise AnswerError where it must not end here."""
        if self._form:
            self._form.check_end()

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
        pairs = pairs if far is None else [pairs[i] for i in far]
        if self._tolerance_trusts(expected):
            return pairs
        return sorted({*pairs, *(i for i, one in enumerate(expected) if not tolerance.trusts(one))})

    def _tolerance_trusts(self, expected: list[bytes]) -> bool:
        """Whether what is written like these is always the same."""
        tolerance = self._tolerance
        return tolerance is None or self._trusts or tolerance.trusts(b" ".join(expected))

    def _is_same(self, expected: bytes, found: bytes) -> bool:
        if expected == found and self._tolerance_trusts([expected]):
            return True
        if self._tolerance and self._tolerance.reads(expected):
            return self._tolerance.reads(found) and self._tolerance.accepts(expected, found)
        if self._case_sensitive:
            return expected == found
        return expected.lower() == found.lower()

    def _differ_as_numbers(self, tolerance: Tolerance, expected: bytes, found: bytes) -> str:
        shown = f"expected {piece(expected)}, found {piece(found)}"
        if not tolerance.reads(found):
            return f"{shown} (not a number)"
        return f"{shown} ({tolerance.explain(expected, found)})"


class LineTokenRule(TokenRule):
    """Ends of lines are elements too."""

    def differ(self, expected: bytes, found: bytes) -> str:
        """Say how they differ."""
        if expected and found:
            return super().differ(expected, found)
        named = [piece(side) or "the end of the line" for side in (expected, found)]
        return f"expected {named[0]}, found {named[1]}"


class SomeLineTokenRule(LineTokenRule):
    """Every end of a line counts, also the last."""

    every_counts = True


def _tolerance(comparison: Comparison) -> Tolerance | None:
    absolute, relative = comparison.float_absolute, comparison.float_relative
    if absolute is None and relative is None:
        return None
    kinds = {"plain": Tolerance, "testlib": TestlibTolerance, "dmoj": DmojTolerance}
    return kinds[comparison.dialect](
        absolute=-1.0 if absolute is None else absolute,
        relative=-1.0 if relative is None else relative,
    )

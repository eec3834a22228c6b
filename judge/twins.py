"""Tests that are the same one in several groups: run once, and counted in each.

Subtasks of olympiads hold the tests of those before them, and legacy packages link them.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from judge.problem import Checker, Comparison, TestCase, Validator
from judge.progress import Progress
from judge.results import TestResult
from judge.totals import most_of
from judge.verdict import Verdict

Key = tuple[object, ...]

OF_PARTS = ("points", "line-count", "line-matches")
"""Comparisons that may accept an output in part."""


class Twins:
    """What is known of those of `cases` that there are several of; shared by the lanes."""

    def __init__(self, cases: Sequence[TestCase]) -> None:
        self._lock = threading.Lock()
        self._cases = cases
        keys = [_key(case) for case in cases]
        several = {key for key, count in Counter(keys).items() if count > 1}
        self._keys = {number: key for number, key in enumerate(keys) if key in several}
        self._known: dict[Key, tuple[TestCase, TestResult]] = {}

    def ended(self, number: int, one: TestResult) -> None:
        """A test has ended, and so its twins."""
        key = self._keys.get(number)
        if key is not None and one.verdict is not Verdict.JE:
            with self._lock:
                self._known[key] = (self._cases[number], one)

    def untold(self, progress: Progress, told: list[tuple[int, TestResult]]) -> Iterator[int]:
        """The numbers of tests to run; the results of others, known already, go to `told`."""
        for number in progress.tasks():
            one = self._of(number)
            if one is None:
                yield number
            else:
                progress.ended(number, one.verdict)
                told.append((number, one))

    def _of(self, number: int) -> TestResult | None:
        key = self._keys.get(number)
        if key is None or key not in self._known:
            return None
        return _as(self._cases[number], *self._known[key])


def _key(case: TestCase) -> Key:
    """All that a result hangs on, but for points."""
    parts = (case.input, case.answer, case.checker, case.arguments, case.files)
    return (*parts, case.interactor, case.generator, case.solution, case.score_files)


def _as(case: TestCase, other: TestCase, one: TestResult) -> TestResult | None:
    """The result `one` of the test `other` as that of `case`; None where points are unclear."""
    renamed = msgspec.structs.replace(one, name=case.name, group=case.group)
    if (case.max_score, case.reject_score) == (other.max_score, other.reject_score):
        return renamed
    if one.verdict not in (Verdict.AC, Verdict.PA):
        score = None if case.max_score is None else case.reject_score
        return msgspec.structs.replace(renamed, score=score, max_score=most_of(case))
    part = _part(other, one)
    if part is None or not case.max_score or not math.isfinite(case.max_score):
        return None
    score = part * case.max_score
    return msgspec.structs.replace(renamed, score=score, max_score=case.max_score)


def _part(case: TestCase, one: TestResult) -> float | None:
    """Which part of its points an accepted test has earned; None where that can't be told.

    A validator of CMS says a part, others may say a score of their own.
    """
    if isinstance(case.checker, Comparison) and case.checker.kind not in OF_PARTS:
        return 1.0
    most, says_parts = case.max_score, _says_parts(case.checker)
    if not says_parts or not most or not math.isfinite(most) or one.score is None:
        return None
    return one.score / most


def _says_parts(checker: Checker) -> bool:
    return isinstance(checker, Validator) and checker.protocol == "cms"

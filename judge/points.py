"""What an accepted output is worth in points. Pure.

A validator says it in its feedback: ``score.txt`` holds points, ``score_multiplier.txt``
the part of the test's highest score (problem package format 2025-09, "Scoring test
cases"; the legacy format has ``score.txt`` alone). Others say a part (`Decision.part`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from msgspec.structs import replace

from judge.decide import Decision
from judge.problem import MOST_POINTS, TestCase
from judge.verdict import Cause, Verdict

SCORE, MULTIPLIER = "score.txt", "score_multiplier.txt"
LONGEST = 1 << 10
"""Bytes of such a file; a number needs less."""

PRECISION = 1e-9
"""Points that differ by no more than this part of them are the same."""

_NUMBER = re.compile(rb"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*")

Read = Callable[[str], bytes | None]


class _FeedbackError(ValueError):
    """The feedback says what it must not."""


class OneKind:
    """Holds that a validator, however often it is asked, writes one of both files only."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def checked(self, decision: Decision, case: TestCase) -> Decision:
        """`decision`, or JE where another one of the same validator was of the other kind."""
        if case.score_files != "checked":
            return decision
        if decision.score is not None:
            self._seen.add(SCORE)
        if decision.part is not None:
            self._seen.add(MULTIPLIER)
        if len(self._seen) > 1:
            return _broken(f"it writes {SCORE} for some tests and {MULTIPLIER} for others")
        return decision


def said(decision: Decision, case: TestCase, read: Read, *, goes_on: bool = False) -> Decision:
    """`decision` of a validator, with what its feedback says of the score.

    `read` gives the first bytes of a file there, None if there is none. What a package
    must not write makes it JE. Where the test `goes_on` with a further pass, a score may
    still come.
    """
    if case.score_files == "ignored" or decision.verdict is Verdict.JE:
        return decision
    files = {name: read(name) for name in (SCORE, MULTIPLIER)}
    if goes_on and decision.verdict is Verdict.AC and set(files.values()) == {None}:
        unbounded = case.max_score is not None and math.isinf(case.max_score)
        return replace(decision, score=0.0) if unbounded else decision
    try:
        return _said(decision, case, files)
    except _FeedbackError as error:
        return _broken(str(error))


def either(decision: Decision, before: Decision) -> Decision:
    """`decision`, with the points that another validator said before if it says none."""
    if decision.score is None and decision.part is None:
        return replace(decision, score=before.score, part=before.part)
    return decision


def awarded(decision: Decision, case: TestCase) -> tuple[Decision, float | None]:
    """`decision`, PA where only a part of the points was earned, and the points.

    They are None for a test that has none of its own: to be accepted in part only is to be
    rejected there.
    """
    if decision.verdict not in (Verdict.AC, Verdict.PA):
        counts = case.max_score is not None and decision.verdict is not Verdict.JE
        return decision, case.reject_score if counts else None
    if case.max_score is None:
        return _whole(decision), None
    score = decision.score
    if score is None and math.isinf(case.max_score):
        return _broken("the score of this test has no bound, and no validator said one"), None
    if score is None:
        score = case.max_score * (1.0 if decision.part is None else decision.part)
    partial = case.score_files != "free" and not reaches(score, case.max_score)
    bounded = math.isfinite(case.max_score)
    verdict = Verdict.PA if bounded and partial else Verdict.AC
    return replace(decision, verdict=verdict), score


def reaches(score: float, most: float) -> bool:
    """Whether `score` is `most` or more, but for what rounding does."""
    return score >= most or math.isclose(score, most, rel_tol=PRECISION, abs_tol=PRECISION)


def _said(decision: Decision, case: TestCase, files: dict[str, bytes | None]) -> Decision:
    if case.score_files == "free":
        # Validators in use write it with a rejection too, of which it says nothing.
        files = {SCORE: files[SCORE]} if decision.verdict is Verdict.AC else {}
    found = {name: data for name, data in files.items() if data is not None}
    if found and decision.verdict is not Verdict.AC:
        raise _FeedbackError(f"it rejected the output and wrote {' and '.join(found)}")
    if found and case.score_files == "refused":
        name = next(iter(found))
        raise _FeedbackError(f"it wrote {name} in a group that is passed or failed as a whole")
    numbers = {name: _number(name, data) for name, data in found.items()}
    if case.score_files == "checked" and decision.verdict is Verdict.AC:
        _check(numbers, math.inf if case.max_score is None else case.max_score)
    return replace(decision, score=numbers.get(SCORE), part=numbers.get(MULTIPLIER))


def _check(numbers: dict[str, float], most: float) -> None:
    """Raise _FeedbackError for what the version 2025-09 does not allow."""
    if len(numbers) > 1:
        raise _FeedbackError(f"it wrote both {SCORE} and {MULTIPLIER}")
    if math.isinf(most) and SCORE not in numbers:
        instead = f", and wrote {MULTIPLIER}" if numbers else ""
        raise _FeedbackError(f"it has to write {SCORE} where a score has no bound{instead}")
    score, part = numbers.get(SCORE, 0.0), numbers.get(MULTIPLIER, 0.0)
    if not 0 <= part <= 1:
        raise _FeedbackError(f"{MULTIPLIER} says {part:g}, which is not from 0 to 1")
    if score < 0:
        raise _FeedbackError(f"{SCORE} says {score:g}, and scores are not negative")
    if score > most and not reaches(most, score):
        raise _FeedbackError(f"{SCORE} says {score:g}, and the test is worth {most:g} at most")


def _number(name: str, data: bytes) -> float:
    match = _NUMBER.fullmatch(data)
    value = float(match[1]) if match else math.inf
    if abs(value) > MOST_POINTS:
        start = data[:40].decode(errors="replace")
        raise _FeedbackError(f"{name} has to hold one number, and holds {start!r}")
    return value


def _whole(decision: Decision) -> Decision:
    part = decision.part
    if part is None or reaches(part, 1.0):
        return replace(decision, verdict=Verdict.AC)
    reason = decision.reason or f"accepted in part only ({part:g} of 1)"
    return Decision(verdict=Verdict.WA, cause=Cause.OUTPUT, reason=reason)


def _broken(what: str) -> Decision:
    reason = f"the output validator's score: {what}"
    return Decision(verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason)

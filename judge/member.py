"""What a test or a group came to for the group that it is in, and the verdict in that. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from judge.decide import Decision
from judge.points import reaches
from judge.problem import Grader, Group, Points, Problem, TestCase
from judge.results import GroupResult, TestResult
from judge.totals import least_of, most_of
from judge.verdict import Cause, Verdict

# The order of the graders of the problem package format ("worst_error").
WORST_FIRST = (
    Verdict.JE,
    Verdict.RTE,
    Verdict.MLE,
    Verdict.TLE,
    Verdict.OLE,
    Verdict.WA,
)
ACCEPTED = (Verdict.AC, Verdict.PA)
IN_PART = Decision(
    verdict=Verdict.WA, cause=Cause.OUTPUT, reason="accepted in part, where only the whole counts"
)


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """What a test or a group came to.

    `rejection` is what speaks against it, whether it counted or not. `whole` is "accepted,
    and nothing of it in part only". `most` is the highest score, None is "no bound".
    `result` is what the answer tells of a group.
    """

    accepted: bool
    whole: bool
    rejection: Decision | None = None
    score: Points | None = None
    most: Points | None = None
    ignored: bool = False
    result: GroupResult | None = None

    @property
    def verdict(self) -> Verdict:
        """AC, or what it was rejected for."""
        return Verdict.AC if self.accepted or not self.rejection else self.rejection.verdict


Ask = Callable[[Grader, Sequence[Member]], tuple[Decision, Points]]
"""Has a grader of the package sum up members: AC or a rejection, and the score."""


def said_of(test: TestResult) -> Decision:
    """What was decided of a test."""
    return Decision(verdict=test.verdict, cause=test.cause, reason=test.reason)


def of_test(case: TestCase, test: TestResult) -> Member:
    """What a test came to that was run."""
    accepted = test.verdict in ACCEPTED
    return Member(
        accepted=accepted,
        whole=test.verdict is Verdict.AC,
        rejection=None if accepted else said_of(test),
        score=test.score,
        most=most_of(case),
    )


def verdict(problem: Problem, group: Group, found: Member) -> Verdict:
    """The verdict of `group` with regard to its score: AC at the best alone, PA between."""
    if found.score is None or (problem.score_if_accepted and not found.accepted):
        return found.verdict
    if problem.objective == "min":
        best = group.min_score is None or reaches(group.min_score, found.score)
        return found.verdict if best or not found.accepted else Verdict.PA
    best = found.accepted if found.most is None else reaches(found.score, found.most)
    if found.score > least_of(group) or found.rejection is None:
        return Verdict.AC if best else Verdict.PA
    return Verdict.AC if best and found.accepted else found.rejection.verdict


def deciding(group: Group, rejected: Sequence[Member]) -> Decision | None:
    """The rejection that becomes the group's, of those of its members in order."""
    found = [one.rejection or IN_PART for one in rejected]
    if not found:
        return None
    if group.stop_on_reject or group.verdict != "worst":
        return found[0]
    return min(found, key=lambda one: WORST_FIRST.index(one.verdict))

"""What a tree of groups is worth, in the words of `judge.problem` and of each format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import (
    accepted,
    decisions,
    first_rejection,
    points,
    problems,
    result,
    run,
)

from judge import scoring
from judge.decide import Decision
from judge.member import Member
from judge.problem import Grader, Points, Problem
from judge.results import GroupResult
from judge.scoring import Score
from judge.skipping import Skipping
from judge.totals import most_of
from judge.verdict import Verdict

AC, PA, WA, TLE, RTE = Verdict.AC, Verdict.PA, Verdict.WA, Verdict.TLE, Verdict.RTE


def nobody(grader: Grader, members: Sequence[Member]) -> tuple[Decision, Points]:
    raise AssertionError(grader, members)


def worth(asked: Problem, told: Mapping[str, Verdict | float], *, run_all: bool = True) -> Score:
    """The score where each test has the verdict that is told, or is accepted in that part.

    Tests that nothing is told of are accepted.
    """
    outcomes = [_outcome(told.get(test.name, AC)) for test in asked.tests.all_cases()]
    return scoring.score(asked, run(asked, outcomes, run_all=run_all), nobody)


def _outcome(told: Verdict | float) -> Decision:
    if isinstance(told, Verdict):
        return Decision(verdict=told, reason=f"it is {told}" if told is not AC else "")
    return Decision(verdict=AC, part=told)


def brief(found: Score) -> tuple[Verdict, float | None, float | None]:
    return found.decision.verdict, found.score, found.max_score


def flat(groups: Sequence[GroupResult]) -> dict[str, tuple[Verdict, float | None, float | None]]:
    found = {}
    for group in groups:
        found[group.name] = (group.verdict, group.score, group.max_score)
        found |= flat(group.groups)
    return found


# ------------------------------------------------------------ against the slow reading


@given(problems(), st.data())
def test_score_and_verdict_are_those_of_the_slow_reading(
    asked: Problem, data: st.DataObject
) -> None:
    tests = asked.tests.all_cases()
    outcomes = data.draw(st.lists(decisions(), min_size=len(tests), max_size=len(tests)))
    facts = {test.name: test for test in run(asked, outcomes, run_all=True)}
    found = scoring.score(asked, facts.values(), nobody)
    good = accepted(asked, asked.tests, facts)
    rejection = first_rejection(asked, asked.tests, facts) if facts else None
    said = f"{found.decision.verdict} {found.decision.reason}"
    if not asked.scoring:
        assert said == ("AC " if good else rejection)
        assert (found.score, found.max_score, found.groups) == (None, None, None)
        return
    most, slow = most_of(asked.tests), points(asked, asked.tests, facts)
    if good is False and asked.score_if_accepted:
        assert (said, found.score) == (rejection, asked.tests.min_score or 0)
        return
    assert found.score == pytest.approx(slow)
    if found.decision.verdict is AC:
        assert good if most is None else (found.score or 0) >= most * (1 - 1e-9)
    if found.decision.verdict is PA:
        assert most is None or (found.score or 0) < most
        assert rejection is None or (found.score or 0) > (asked.tests.min_score or 0)
    if found.decision.verdict not in (AC, PA):
        assert said == rejection
        assert found.score is None or found.score <= max(asked.tests.min_score or 0, 0) or not good


@given(problems(), st.data())
def test_what_is_skipped_changes_neither_score_nor_verdict(
    asked: Problem, data: st.DataObject
) -> None:
    tests = asked.tests.all_cases()
    outcomes = data.draw(st.lists(decisions(), min_size=len(tests), max_size=len(tests)))
    every, some = (run(asked, outcomes, run_all=run_all) for run_all in (True, False))
    complete = scoring.score(asked, every, nobody)
    skipped = scoring.score(asked, some, nobody)
    assert skipped.decision == complete.decision
    assert (skipped.score, skipped.max_score) == (complete.score, complete.max_score)


@given(problems(), st.data())
def test_the_order_in_which_tests_end_does_not_matter(asked: Problem, data: st.DataObject) -> None:
    tests = asked.tests.all_cases()
    outcomes = data.draw(st.lists(decisions(), min_size=len(tests), max_size=len(tests)))
    skipping, found = Skipping(asked), {}
    for number in data.draw(st.permutations(range(len(tests)))):
        if number not in skipping.needless:
            found[number] = result(tests[number], outcomes[number])
            skipping.ended(number, found[number].verdict)
    told = [found[number] for number in sorted(found) if number not in skipping.needless]
    some = scoring.score(asked, told, nobody)
    complete = scoring.score(asked, run(asked, outcomes, run_all=True), nobody)
    assert (some.decision, some.score) == (complete.decision, complete.score)

"""What a tree of groups is worth, in the words of `judge.problem` and of each format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from grouptrees import (
    accepted,
    case,
    decisions,
    first_rejection,
    points,
    problem,
    problems,
    result,
    run,
)
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from judge import scoring
from judge.decide import Decision
from judge.member import Member
from judge.problem import Grader, Group, Points, Problem, ProblemType
from judge.results import GroupResult
from judge.scoring import Score
from judge.skipping import Skipping
from judge.totals import most_of, restricted
from judge.verdict import Cause, Verdict

AC, PA, WA, TLE, RTE, SK = (Verdict(word) for word in ("AC", "PA", "WA", "TLE", "RTE", "SK"))


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


# ------------------------------------------------------------ what each format means


def group(name: str, worth_: Sequence[float | None], **fields: Any) -> Group:
    """A group with so many tests, which are worth so much."""
    cases = tuple(case(f"{name}/{number}", most) for number, most in enumerate(worth_, 1))
    return Group(name=name, cases=cases, **{"stop_on_reject": False, **fields})


def above(*groups: Group, **fields: Any) -> Group:
    common = {"name": "", "stop_on_reject": False, "aggregation": "sum"}
    return Group(groups=groups, **{**common, **fields})


def test_groups_of_2025_09_are_passed_as_a_whole_and_summed() -> None:
    first = group("secret/a", [None] * 3, max_score=40.0)
    second = group("secret/b", [None] * 2, max_score=60.0)
    asked = problem(above(group("sample", [None], ignored=True), first, second, max_score=100.0))
    assert brief(worth(asked, {})) == (AC, 100, 100)
    assert brief(worth(asked, {"sample/1": WA})) == (AC, 100, 100)
    found = worth(asked, {"secret/a/2": TLE, "secret/a/3": WA})
    assert brief(found) == (PA, 60, 100)
    assert found.decision.reason == "it is TLE"
    assert flat(found.groups or []) == {
        "sample": (AC, None, None),
        "secret/a": (TLE, 0, 40),
        "secret/b": (AC, 60, 60),
    }
    assert brief(worth(asked, {"secret/a/1": RTE, "secret/b/1": WA})) == (RTE, 0, 100)


def test_thirds_of_a_group_make_a_whole() -> None:
    third = 100 / 3
    asked = problem(above(group("g", [third] * 3, aggregation="sum", max_score=100.0)))
    assert brief(worth(asked, {})) == (AC, 100, 100)
    assert worth(asked, {"g/2": WA}).score == pytest.approx(200 / 3)


def test_a_minimum_is_lost_with_one_test() -> None:
    asked = problem(above(group("g", [30.0] * 3, aggregation="min", max_score=30.0)))
    assert brief(worth(asked, {"g/1": 0.5, "g/2": 0.8})) == (PA, 15, 30)
    assert brief(worth(asked, {"g/1": 0.5, "g/3": WA})) == (WA, 0, 30)


def test_a_group_without_the_one_it_requires_is_not_run_and_gives_nothing() -> None:
    first = group("a", [None, None], max_score=10.0)
    second = group("b", [None, None], max_score=90.0, require_pass=("a",))
    asked = problem(above(first, second))
    found = worth(asked, {"a/2": WA}, run_all=False)
    assert brief(found) == (WA, 0, 100)
    assert flat(found.groups or []) == {"a": (WA, 0, 10), "b": (SK, 0, 90)}
    assert (found.groups or [])[1].reason == "not run without a"
    assert worth(asked, {"a/2": WA}, run_all=True) == found


def test_a_group_is_required_through_others() -> None:
    chain = [group("a", [None], max_score=1.0)]
    for name, before in (("b", "a"), ("c", "b"), ("d", "c")):
        chain.append(group(name, [None], max_score=1.0, require_pass=(before,)))
    asked = problem(above(*chain))
    assert brief(worth(asked, {"b/1": WA})) == (PA, 1, 4)
    assert ran(asked, {"b/1": WA}) == "a/1 b/1"


def test_samples_can_be_required() -> None:
    sample = group("sample", [None], ignored=True)
    asked = problem(above(sample, group("g", [None], max_score=5.0, require_pass=("sample",))))
    assert brief(worth(asked, {"sample/1": RTE})) == (RTE, 0, 5)
    assert ran(asked, {"sample/1": RTE}) == "sample/1"


def test_without_a_bound_all_has_to_be_accepted() -> None:
    unbounded = group("g", [None], aggregation="sum")
    cases = tuple(replace(one, max_score=float("inf")) for one in group("g", [None] * 3).cases)
    asked = problem(above(replace(unbounded, cases=cases)))
    said = [Decision(verdict=AC, score=score) for score in (5.0, 7.5, 0.0)]
    found = scoring.score(asked, run(asked, said, run_all=True), nobody)
    assert brief(found) == (AC, 12.5, None)
    said[1] = Decision(verdict=WA)
    found = scoring.score(asked, run(asked, said, run_all=True), nobody)
    assert brief(found) == (PA, 5, None)


def test_more_points_than_there_are_is_the_packages_mistake() -> None:
    both = (group("a", [None], max_score=70.0), group("b", [None], max_score=70.0))
    asked = problem(above(above(*both, name="secret", max_score=100.0, strict=True)))
    found = worth(asked, {})
    assert (found.decision.verdict, found.decision.cause) == (Verdict.JE, Cause.CHECKER)
    assert "secret: 140 points, more than the max_score of 100" in found.decision.reason
    assert found.score is None
    assert brief(worth(asked, {"a/1": WA})) == (PA, 70, 100)


def legacy(*groups: Group, **fields: Any) -> Problem:
    root = above(*groups, verdict="worst", **fields)
    return problem(root, score_if_accepted=True)


def test_the_graders_of_legacy_sum_up() -> None:
    common: dict[str, Any] = {"verdict": "worst", "aggregation": "min", "stop_on_reject": True}
    first = group("secret/1", [50.0] * 2, max_score=50.0, **common)
    second = group("secret/2", [50.0] * 2, max_score=50.0, **common)
    secret = above(first, second, name="secret", verdict="first", accept_if_any=True)
    sample = replace(group("sample", [0.0], max_score=0.0), ignored=True)
    asked = legacy(sample, secret, max_score=100.0)
    assert brief(worth(asked, {})) == (AC, 100, 100)
    assert brief(worth(asked, {"sample/1": WA, "secret/2/1": TLE})) == (PA, 50, 100)
    found = worth(asked, {"secret/1/2": TLE, "secret/2/1": WA})
    assert brief(found) == (TLE, 0, 100)


@pytest.mark.parametrize(
    ("aggregation", "score"), [("sum", 13.0), ("min", 2.0), ("max", 8.0), ("avg", 13 / 3)]
)
def test_scores_of_rejected_tests_count_where_the_grader_always_accepts(
    aggregation: Any, score: float
) -> None:
    tests = group("secret", [3.0, 8.0, 8.0], verdict="accept", aggregation=aggregation)
    cases = tuple(replace(one, reject_score=2.0) for one in tests.cases)
    asked = legacy(replace(tests, cases=cases))
    found = worth(asked, {"secret/3": WA})
    assert (found.decision.verdict, found.score) == (PA if score < 8 or score > 8 else AC, score)


def test_a_rejected_submission_of_legacy_has_the_least_score() -> None:
    asked = legacy(group("secret", [1.0] * 3, verdict="worst", aggregation="sum"))
    assert brief(worth(asked, {"secret/2": WA, "secret/3": RTE})) == (RTE, 0, 3)
    lowest = replace(asked, objective="min")
    assert brief(worth(lowest, {"secret/2": WA})) == (WA, None, None)


def test_with_the_objective_min_the_least_score_is_the_best() -> None:
    tests = group("secret", [4.0], aggregation="sum", min_score=4.0)
    asked = replace(legacy(tests, min_score=4.0), objective="min")
    assert brief(worth(asked, {})) == (AC, 4, None)
    dear = replace(asked, tests=replace(asked.tests, min_score=1.0))
    assert brief(worth(dear, {})) == (PA, 4, None)
    free = replace(asked, tests=replace(asked.tests, min_score=None))
    assert brief(worth(free, {})) == (AC, 4, None)


def test_ignored_samples_count_where_judging_stops_at_them() -> None:
    sample = replace(group("sample", [0.0]), ignored=True)
    asked = legacy(sample, group("secret", [10.0], aggregation="sum"), stop_on_reject=True)
    assert brief(worth(asked, {"sample/1": RTE}))[:2] == (RTE, 0)
    assert ran(asked, {"sample/1": RTE}) == "sample/1"


def test_a_grader_of_the_package_decides() -> None:
    told: list[list[tuple[Verdict, Points | None]]] = []

    def ask(grader: Grader, members: Sequence[Member]) -> tuple[Decision, Points]:
        told.append([(one.verdict, one.score) for one in members])
        return Decision(verdict=AC), 42.0

    own = Grader(program=problem(Group(name="")).path, arguments=("x",))
    tests = group("secret", [10.0] * 3, grader=own, max_score=100.0)
    asked = legacy(tests)
    outcomes = [_outcome(one) for one in (AC, WA, TLE)]
    found = scoring.score(asked, run(asked, outcomes, run_all=False), ask)
    assert told == [[(AC, 10), (WA, 0), (TLE, 0)]]
    assert brief(found) == (PA, 42, 100)


def test_a_batch_of_dmoj_is_worth_its_worst_test() -> None:
    batch = group("2", [10.0] * 3, aggregation="min", max_score=10.0)
    single = (case("1", 5.0), case("3", 5.0))
    asked = problem(above(batch, cases=single))
    assert brief(worth(asked, {})) == (AC, 20, 20)
    assert brief(worth(asked, {"1": 0.5, "2/2": 0.4})) == (PA, 2.5 + 5 + 4, 20)
    assert brief(worth(asked, {"3": WA, "2/1": TLE})) == (PA, 5, 20)
    assert ran(asked, {"2/1": TLE}) == "1 3 2/1"


def test_points_of_polygon_are_for_complete_groups_or_for_each_test() -> None:
    complete = group("1", [None] * 3, max_score=30.0, stop_on_reject=True)
    each = group("2", [20.0, 25.0, 25.0], aggregation="sum", require_pass=("1",))
    asked = problem(above(complete, each))
    assert brief(worth(asked, {"2/2": WA})) == (PA, 75, 100)
    assert brief(worth(asked, {"1/2": WA})) == (WA, 0, 100)
    assert ran(asked, {"1/2": WA}) == "1/1 1/2"
    assert brief(worth(asked, {"2/1": 0.5, "2/2": WA})) == (PA, 65, 100)


@pytest.mark.parametrize(
    ("aggregation", "told", "score"),
    [
        ("sum", {"g/1": 0.5, "g/2": 0.5}, 30.0),
        ("min", {"g/1": 0.5, "g/2": 0.25}, 15.0),
        ("product", {"g/1": 0.5, "g/2": 0.25}, 7.5),
        ("product", {"g/1": 0.5, "g/2": WA}, 0.0),
    ],
)
def test_score_types_of_cms(
    aggregation: Any, told: Mapping[str, Verdict | float], score: float
) -> None:
    most = 30.0 if aggregation == "sum" else 60.0
    asked = problem(above(group("g", [most] * 2, aggregation=aggregation, max_score=60.0)))
    assert worth(asked, told).score == pytest.approx(score)


def test_a_test_that_is_accepted_in_part_does_not_pass_a_group() -> None:
    whole, each = group("a", [None] * 2, max_score=10.0), group("b", [5.0], aggregation="sum")
    asked = problem(above(whole, each))
    assert brief(worth(asked, {"a/1": 0.9})) == (PA, 5, 15)
    partly = problem(above(group("a", [4.0] * 2, max_score=10.0)))
    found = worth(partly, {"a/1": 0.9})
    assert brief(found) == (WA, 0, 10)
    assert "in part" in found.decision.reason


def test_accepted_without_points_is_no_wrong_answer() -> None:
    asked = problem(above(group("g", [10.0], aggregation="sum")))
    assert brief(worth(asked, {"g/1": 0.0})) == (PA, 0, 10)


def test_what_fails_without_points_is_no_partial_score() -> None:
    asked = problem(above(group("free", [None], max_score=0.0), group("g", [None], max_score=9.0)))
    found = worth(asked, {"free/1": WA})
    assert brief(found) == (AC, 9, 9)
    assert flat(found.groups or [])["free"] == (WA, 0, 0)


def test_a_judge_error_leaves_no_score() -> None:
    asked = problem(above(group("g", [10.0, 10.0], aggregation="sum")))
    found = worth(asked, {"g/2": Verdict.JE})
    assert brief(found) == (Verdict.JE, None, 20)
    assert flat(found.groups or []) == {"g": (SK, None, 20)}


def test_what_was_not_compiled_has_no_points() -> None:
    asked = problem(above(group("g", [10.0], aggregation="sum")))
    found = scoring.without(asked, Decision(verdict=Verdict.CE))
    assert brief(found) == (Verdict.CE, 0, 10)
    assert flat(found.groups or []) == {"g": (SK, None, 10)}
    plain = problem(asked.tests, ProblemType.PASS_FAIL)
    assert scoring.without(plain, Decision(verdict=Verdict.CE)).score is None


# ------------------------------------------------------------ what is run


def ran(asked: Problem, told: Mapping[str, Verdict | float]) -> str:
    outcomes = [_outcome(told.get(test.name, AC)) for test in asked.tests.all_cases()]
    return " ".join(test.name for test in run(asked, outcomes, run_all=False))


def test_the_rest_of_a_group_that_is_lost_is_not_run() -> None:
    whole = group("a", [None] * 3, max_score=10.0)
    least = group("b", [10.0] * 3, aggregation="min", max_score=10.0)
    asked = problem(above(whole, least))
    assert ran(asked, {"a/1": WA, "b/2": WA}) == "a/1 b/1 b/2"


def test_what_can_change_the_score_is_run() -> None:
    each = group("a", [10.0] * 3, aggregation="sum")
    least = group("b", [10.0] * 3, aggregation="min", max_score=10.0, min_score=None)
    best = group("c", [10.0] * 3, aggregation="max")
    mean = group("d", [10.0] * 3, aggregation="avg")
    asked = problem(above(each, least, best, mean))
    told = {f"{name}/1": WA for name in "abcd"}
    assert len(ran(asked, told).split()) == 12


def test_an_accepted_test_without_points_does_not_end_a_group() -> None:
    asked = problem(above(group("g", [10.0] * 3, aggregation="min", max_score=10.0)))
    assert ran(asked, {"g/1": 0.0}) == "g/1 g/2 g/3"


def test_the_rest_of_a_lost_minimum_of_groups_is_not_run() -> None:
    inner = [group(f"s/{name}", [None] * 2, max_score=50.0) for name in "abc"]
    asked = problem(above(above(*inner, name="s", aggregation="min", max_score=50.0)))
    assert ran(asked, {"s/b/1": WA}) == "s/a/1 s/a/2 s/b/1"
    assert brief(worth(asked, {"s/b/1": WA})) == (WA, 0, 50)


def test_some_of_the_tests_are_worth_what_these_can_reach() -> None:
    first = group("a", [10.0] * 4, aggregation="sum", max_score=40.0)
    second = group("b", [None] * 2, max_score=60.0, require_pass=("a",))
    asked = problem(above(first, second, max_score=100.0))
    some = replace(asked, tests=restricted(asked.tests, {"a/1", "a/2"}))
    assert brief(worth(some, {"a/2": WA})) == (PA, 10, 20)
    alone = replace(asked, tests=restricted(asked.tests, {"b/2"}))
    assert brief(worth(alone, {})) == (AC, 60, 60)
    every = {one.name for one in asked.tests.all_cases()}
    assert restricted(asked.tests, every) == asked.tests

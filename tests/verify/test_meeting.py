"""Whether a submission did what was expected of it."""

from __future__ import annotations

import msgspec
import pytest
from outcomes import example, judged, result

from judge.expectations.globs import Glob
from judge.expectations.model import Rule
from judge.verdict import Verdict
from judge.verify.meeting import Judged, meet, needs_every_test


def rule(**asked: object) -> Rule:
    """A rule from verdicts as one text each, and tests as a pattern."""
    for key in ("permitted", "required", "overall"):
        if key in asked:
            asked[key] = frozenset(Verdict(word) for word in str(asked[key]).split())
    if "tests" in asked:
        asked["tests"] = Glob(str(asked["tests"]))
    return Rule(place="here", **asked)  # type: ignore[arg-type]


def failures(found: Judged, *rules: Rule) -> list[str]:
    return meet(example(*rules), found).failures


# ---------------------------------------------------------------- what 2025-09 asks for


@pytest.mark.parametrize(
    ("said", "permitted", "required", "message"),
    [
        ("AC AC AC AC", "AC", "", ""),
        ("AC WA AC AC", "AC", "", "WA on secret/g1/1: secret/g1/1 says WA, permitted is AC (here)"),
        ("AC WA AC AC", "AC WA", "WA", ""),
        ("AC AC AC AC", "AC WA", "WA", "no test ended with WA (here)"),
        ("AC WA TLE AC", "AC WA", "WA", "TLE on secret/g1/2"),
        ("AC AC TLE AC", "AC TLE", "TLE", ""),
        ("AC MLE AC AC", "AC RTE", "RTE", ""),
        ("AC OLE AC AC", "AC WA", "WA", ""),
        ("AC OLE AC AC", "AC RTE", "", "OLE on secret/g1/1"),
        ("AC WA SK SK", "AC WA", "WA", ""),
        ("AC PA AC AC", "AC", "", ""),
        ("AC WA AC AC", "", "RTE TLE WA", ""),
        ("AC AC AC AC", "", "RTE TLE WA", "no test ended with WA or TLE or RTE"),
    ],
)
def test_verdicts_that_are_permitted_and_required(
    said: str, permitted: str, required: str, message: str
) -> None:
    asked = {"permitted": permitted, "required": required}
    found = failures(judged(*said.split()), rule(**{key: one for key, one in asked.items() if one}))
    assert len(found) == bool(message)
    assert all(one.startswith(message) for one in found)


@pytest.mark.parametrize(
    ("tests", "met"),
    [
        ("secret/g1", True),
        ("secret/g2", False),
        ("sample", False),
        ("secret", True),
        ("secret/*/2", True),
        ("secret/*/1", False),
        ("secret/{g1,g2}", True),
    ],
)
def test_rules_for_some_of_the_tests(tests: str, met: bool) -> None:  # noqa: FBT001
    found = failures(judged("AC", "AC", "TLE", "AC"), rule(tests=tests, required="TLE"))
    assert (found == []) is met


def test_a_pattern_that_matches_no_test_is_worth_a_warning() -> None:
    found = meet(example(rule(tests="secret/g3", required="TLE")), judged("AC", "AC", "AC", "AC"))
    assert found.failures == []
    assert found.warnings == ["'secret/g3' matches no test that was run (here)"]


def test_a_message_is_that_of_any_test() -> None:
    found = judged("AC", "WA", "WA", "AC")
    assert failures(found, rule(message="g1/2 says")) == []
    (failure,) = failures(found, rule(message="G1/2 says"))
    assert failure == "no message holds 'G1/2 says' (here)"
    assert failures(found, rule(message="says", tests="secret/g2"))


@pytest.mark.parametrize(
    ("span", "score", "met"),
    [
        ((40.0, 40.0), 40.0, True),
        ((40.0, 40.0), 40.0000001, False),
        ((40.0, 40.0), 39.999999999999, True),
        ((40.0, 60.0), 60.0, True),
        ((40.0, 60.0), 61.0, False),
        ((40.0, 60.0), None, False),
    ],
)
def test_a_score_lies_in_its_range(
    span: tuple[float, float],
    score: float | None,
    met: bool,  # noqa: FBT001
) -> None:
    found = judged("AC", score=score, max_score=100.0)
    assert (failures(found, rule(score=span)) == []) is met


# ---------------------------------------------------------------- what other formats ask for


@pytest.mark.parametrize(
    ("said", "overall", "met"),
    [
        ("AC AC", "AC", True),
        ("AC WA", "AC", False),
        ("AC WA", "WA RTE", True),
        ("AC MLE", "RTE", True),
        ("AC MLE", "MLE", True),
        ("AC RTE", "MLE", False),
        ("AC OLE", "WA", True),
        ("AC OLE", "OLE", True),
        ("WA TLE", "TLE", False),
    ],
)
def test_the_verdict_of_the_whole(said: str, overall: str, met: bool) -> None:  # noqa: FBT001
    assert (failures(judged(*said.split()), rule(overall=overall)) == []) is met


def test_the_verdict_of_a_group_is_that_of_its_tests() -> None:
    found = judged("AC", "AC", "TLE", "WA")
    assert failures(found, rule(tests="secret/g1", overall="TLE")) == []
    assert failures(found, rule(tests="secret/g2", overall="WA")) == []
    (failure,) = failures(found, rule(tests="secret/g2", overall="AC"))
    assert failure == "WA in secret/g2, expected AC (here)"


def test_a_wrong_answer_may_take_extra_time() -> None:
    slow, later = result("AC", "TLE"), result("AC", "WA")
    found = Judged(problem=judged("AC").problem, result=slow, extended=later)
    strict, lenient = rule(overall="WA"), rule(overall="WA", extra_time=True)
    assert failures(found, strict) == ["TLE: secret/g1/1 says TLE, expected WA (here)"]
    met = meet(example(lenient), found)
    assert met.failures == []
    assert met.warnings == ["TLE within the time limit, WA with extra time"]


def test_a_part_of_the_score_is_partial() -> None:
    asked = rule(overall="AC PA", partial=True)
    part = judged("AC", "PA", verdict=Verdict.PA, score=40.0, max_score=100.0)
    whole = judged("AC", "AC", score=100.0, max_score=100.0)
    assert failures(part, asked) == []
    (failure,) = failures(whole, asked)
    assert failure.startswith("score 100 is the most that is possible")


def test_a_part_of_the_score_is_accepted_where_every_test_is() -> None:
    every = judged("AC", "AC", verdict=Verdict.PA, score=40.0, max_score=100.0)
    some = judged("AC", "WA", verdict=Verdict.PA, score=40.0, max_score=100.0)
    met = meet(example(rule(overall="AC")), every)
    assert met.failures == []
    assert met.warnings == ["every test was accepted, but not for the whole score"]
    assert failures(some, rule(overall="AC")) == ["PA: secret/g1/1 says WA, expected AC (here)"]
    assert failures(some, rule(overall="WA")) == []


def test_what_graders_accept_is_accepted_whatever_its_points() -> None:
    some = judged("AC", "WA", verdict=Verdict.PA, score=40.0, max_score=100.0)
    legacy = msgspec.structs.replace(
        some, problem=msgspec.structs.replace(some.problem, score_if_accepted=True)
    )
    met = meet(example(rule(overall="AC")), legacy)
    assert met.failures == []
    assert met.warnings == ["its graders accept it, but not for the whole score"]


# ---------------------------------------------------------------- what can't be judged


def test_what_does_not_compile_meets_only_that_expectation() -> None:
    broken = judged(verdict=Verdict.CE, reason="line 3: what?")
    assert failures(broken, rule(permitted="AC")) == ["does not compile: line 3: what?"]
    assert failures(broken, rule(required="WA TLE RTE")) == ["does not compile: line 3: what?"]
    assert failures(broken, rule(overall="CE")) == []


def test_what_could_not_be_judged_meets_nothing() -> None:
    broken = judged("AC", "JE", reason="the validator failed")
    for asked in (rule(permitted="AC"), rule(overall="AC WA TLE RTE MLE OLE"), rule(required="WA")):
        assert failures(broken, asked) == ["could not be judged: the validator failed"]


def test_nothing_expected_is_worth_a_warning() -> None:
    assert meet(example(), judged("AC", "WA")).warnings == ["nothing says what is expected of it"]


# ---------------------------------------------------------------- how much has to be run


@pytest.mark.parametrize(
    ("asked", "every"),
    [
        ({"permitted": "AC"}, False),
        ({"required": "WA TLE RTE"}, False),
        ({"permitted": "AC WA", "required": "WA"}, True),
        ({"permitted": "AC", "tests": "sample"}, True),
        ({"overall": "WA"}, False),
        ({"overall": "WA", "tests": "secret/g1"}, True),
        ({"required": "TLE"}, True),
        ({"permitted": "AC TLE", "required": "TLE"}, False),
        ({"permitted": "AC RTE TLE", "required": "RTE TLE"}, False),
        ({"permitted": "AC RTE TLE", "required": "TLE"}, True),
        ({"permitted": "AC RTE", "required": "RTE"}, True),
        ({"message": "x", "permitted": "AC"}, True),
    ],
)
def test_every_test_is_run_where_a_later_one_can_matter(
    asked: dict[str, str],
    every: bool,  # noqa: FBT001
) -> None:
    assert needs_every_test(example(rule(**asked))) is every

"""What a time limit follows from, and what holds under it."""

from __future__ import annotations

from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outcomes import example, result

from judge.expectations.globs import Glob
from judge.expectations.model import Bound, Example, Rule, Timing
from judge.results import RunResult
from judge.verdict import Cause
from judge.verify import clock
from judge.verify.clock import Timed

DEFAULTS = Timing()


def bounding(bound: Bound, name: str, tests: str | None = None) -> Example:
    return example(Rule(place="", bound=bound, tests=Glob(tests) if tests else None), name=name)


def timed(bound: Bound, name: str, found: RunResult, tests: str | None = None) -> Timed:
    return Timed(bounding(bound, name, tests), found)


@given(
    st.decimals(min_value="0.001", max_value=100, places=3),
    st.sampled_from(["0.1", "0.2", "0.5", "1", "2.5"]),
    st.sampled_from(["1", "1.5", "2", "5"]),
)
def test_the_limit_is_the_least_multiple_that_is_long_enough(
    time: object, resolution: str, factor: str
) -> None:
    timing = Timing(resolution=float(resolution), slowest=float(factor))
    found = clock.suggested(timing, float(str(time)))
    wanted = Fraction(str(time)) * Fraction(factor)
    steps = max(1, -(-wanted // Fraction(resolution)))
    assert isclose(found, float(steps * Fraction(resolution)), rel_tol=1e-9)


@pytest.mark.parametrize(
    ("time", "timing", "limit"),
    [
        (0.001, DEFAULTS, 1.0),
        (0.5, DEFAULTS, 1.0),
        (0.501, DEFAULTS, 2.0),
        (0.1, Timing(slowest=5.0), 1.0),
        (0.21, Timing(slowest=5.0), 2.0),
        (0.3, Timing(resolution=0.1), 0.6),
        (0.05, Timing(resolution=0.5), 0.5),
    ],
)
def test_limits_that_follow(time: float, timing: Timing, limit: float) -> None:
    assert clock.suggested(timing, time) == limit


def test_the_slowest_that_has_to_be_in_time_and_the_fastest_that_must_not_be() -> None:
    runs = [
        timed("lower", "a", result("AC 0.2", "AC 0.4")),
        timed("lower", "b", result("AC 0.3", "AC 0.5")),
        timed("upper", "c", result("AC 0.1", "TLE 3.1")),
        timed("upper", "d", result("TLE 2.5", "AC 0.2")),
        Timed(example(name="e"), result("AC 0.9")),
    ]
    low, high = clock.lower(runs), clock.upper(runs)
    assert low is not None
    assert (low.path, low.test, low.cpu_time, low.at_least) == ("b", "secret/g1/1", 0.5, False)
    assert high is not None
    assert (high.path, high.test, high.cpu_time, high.at_least) == ("d", "sample/1", 2.5, True)


def test_only_the_tests_of_the_rule_tell_a_bound() -> None:
    run = timed("lower", "a", result("AC 0.2", "AC 0.9", "AC 0.3", "AC 0.4"), "secret/g2")
    found = clock.lower([run])
    assert found is not None
    assert (found.test, found.cpu_time) == ("secret/g2/1", 0.4)


def test_times_are_those_before_the_factor_of_the_language() -> None:
    found = clock.lower([timed("lower", "a", result("AC 0.8", factor=2.0))])
    assert found is not None
    assert found.cpu_time == 0.4


def test_nothing_tells_a_bound_where_nothing_was_measured() -> None:
    assert clock.lower([]) is None
    assert clock.upper([timed("lower", "a", result("AC 0.1"))]) is None


def test_what_took_longer_is_out_of_time_under_a_shorter_limit() -> None:
    found = clock.under(1.0, result("AC 0.9", "AC 1.1", "WA 1.2", "WA 0.1"))
    assert [test.verdict for test in found.tests] == ["AC", "TLE", "TLE", "WA"]
    assert found.tests[1].cause is Cause.CPU_TIME
    assert found.tests[1].reason == "1.100 s of CPU time, limit 1 s"


def test_a_limit_is_stretched_for_a_language_as_ever() -> None:
    found = clock.under(1.0, result("AC 1.9", "AC 2.1", factor=2.0))
    assert [test.verdict for test in found.tests] == ["AC", "TLE"]


@pytest.mark.parametrize(
    ("bound", "time", "limit", "near"),
    [
        ("lower", 0.1, 3.0, False),
        ("lower", 0.45, 3.0, True),
        ("lower", 0.95, 3.0, True),
        ("lower", 1.1, 3.0, True),
        ("lower", 1.3, 3.0, False),
        ("upper", 1.3, 3.0, True),
        ("upper", 1.9, 3.0, False),
        ("upper", 1.1, 3.0, True),
        ("upper", 0.5, 3.0, False),
    ],
)
def test_a_time_near_a_bound_has_to_be_taken_again(
    bound: Bound,
    time: float,
    limit: float,
    near: bool,  # noqa: FBT001
) -> None:
    run = timed(bound, "a", result(f"AC {time}", limit=limit))
    assert clock.is_near(run, 1.0, DEFAULTS) is near


def test_what_was_stopped_far_beyond_every_bound_is_not_near() -> None:
    long = clock.extended(DEFAULTS, 1.0)
    run = timed("upper", "a", result(f"TLE {long}", limit=long))
    assert not clock.is_near(run, 1.0, DEFAULTS)
    assert clock.is_near(timed("upper", "a", result(f"AC {long}", limit=9.0)), 1.0, DEFAULTS)

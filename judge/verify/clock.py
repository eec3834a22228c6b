"""The time limit: what it follows from, what holds under it, and how near it is. Pure.

Times are CPU seconds of the slowest test, divided by the time factor of the language.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import msgspec

from judge.expectations.model import Bound, Example, Timing
from judge.results import RunResult, TestResult
from judge.verdict import Cause, Verdict
from judge.verify.answer import Slowest

LONGEST = 60.0
"""CPU seconds that a submission gets while it is not known what the limit is."""

NEAR = 1.25
"""A time is near a limit where it is less than so many times longer or shorter."""


class Timed(msgspec.Struct, frozen=True):
    """A submission that was run, and what came of it."""

    example: Example
    result: RunResult


def slowest(timed: Timed, bound: Bound) -> Slowest | None:
    """The slowest of the tests that tell the limit's lower or upper `bound`; None if none do."""
    rules = [rule for rule in timed.example.rules if rule.bound == bound]
    tests = [
        test
        for test in timed.result.tests
        if any(
            rule.tests is None or rule.tests.matches(test.name) or rule.tests.matches(test.group)
            for rule in rules
        )
    ]
    factor = timed.result.limits.time_factor
    found = [(_time(test) / factor, test) for test in tests if test.cpu_time is not None]
    if not found:
        return None
    time, test = max(found, key=lambda one: one[0])
    return Slowest(
        path=timed.example.name, test=test.name, cpu_time=time, at_least=_was_stopped(test)
    )


def lower(runs: Iterable[Timed]) -> Slowest | None:
    """The slowest of all submissions that tell how short the limit may be."""
    return max(_known(runs, "lower"), key=lambda one: one.cpu_time, default=None)


def upper(runs: Iterable[Timed]) -> Slowest | None:
    """The fastest of all submissions that have to be too slow."""
    return min(_known(runs, "upper"), key=lambda one: one.cpu_time, default=None)


def _known(runs: Iterable[Timed], bound: Bound) -> list[Slowest]:
    return [one for timed in runs if (one := slowest(timed, bound)) is not None]


def suggested(timing: Timing, time: float) -> float:
    """The least multiple of the resolution that leaves the slowest accepted one enough."""
    steps = max(1, math.ceil(round(time * timing.slowest / timing.resolution, 9)))
    # The product of two decimals is one, though not in binary.
    return float(f"{steps * timing.resolution:.12g}")


def extended(timing: Timing, limit: float) -> float:
    """How long a submission is let run that has to be too slow, or may get extra time."""
    return limit * timing.fastest * 1.02


def under(limit: float, result: RunResult) -> RunResult:
    """What `result`, of a longer limit, is under `limit`: what took longer is out of time.

    The verdict of the whole is left as it is.
    """
    allowed = limit * result.limits.time_factor
    tests = [_under(allowed, test) for test in result.tests]
    return msgspec.structs.replace(result, tests=tests)


def _under(allowed: float, test: TestResult) -> TestResult:
    if test.verdict in (Verdict.JE, Verdict.SK) or test.cpu_time is None:
        return test
    if test.cpu_time <= allowed and not _slept(test, allowed):
        return test
    reason = f"{test.cpu_time:.3f} s of CPU time, limit {allowed:g} s"
    cause = Cause.WALL_TIME if test.cpu_time <= allowed else Cause.CPU_TIME
    return msgspec.structs.replace(
        test, verdict=Verdict.TLE, cause=cause, reason=reason, score=None, difference=None
    )


def _slept(test: TestResult, allowed: float) -> bool:
    return (test.wall_time or 0.0) - test.starved > 2 * allowed + 1


def is_near(timed: Timed, limit: float, timing: Timing) -> bool:
    """Whether a time lies so near a bound that a busy machine may have decided."""
    bounds = [limit]
    if timed.example.bounds("upper"):
        bounds.append(limit * timing.fastest)
    if timed.example.bounds("lower"):
        bounds.append(limit / timing.slowest)
    times = [
        test.cpu_time / timed.result.limits.time_factor
        for test in timed.result.tests
        if test.cpu_time is not None and not _over_all(test, timed, limit, timing)
    ]
    # Only the slowest tells a margin, but every test has a verdict.
    peak = max(times, default=0.0)
    return any(_near(time, limit) for time in times) or any(_near(peak, one) for one in bounds[1:])


def _over_all(test: TestResult, timed: Timed, limit: float, timing: Timing) -> bool:
    """Whether a test was stopped when it had got more than the longest of all bounds."""
    given = (timed.result.limits.cpu_time or 0.0) / timed.result.limits.time_factor
    return _was_stopped(test) and given >= limit * timing.fastest


def _near(time: float, bound: float) -> bool:
    return bound / NEAR <= time <= bound * NEAR


def _time(test: TestResult) -> float:
    """Its CPU time; of one that waited until it was stopped, the time it waited."""
    if test.cause is Cause.WALL_TIME:
        return max(test.cpu_time or 0.0, test.wall_time or 0.0)
    return test.cpu_time or 0.0


def _was_stopped(test: TestResult) -> bool:
    return test.cause in (Cause.CPU_TIME, Cause.WALL_TIME)


def decisive(runs: Sequence[Timed]) -> str | None:
    """The name of the submission that tells how short the limit may be."""
    found = lower(runs)
    return None if found is None else found.path

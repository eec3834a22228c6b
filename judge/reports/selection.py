"""What of an answer is told to people: which tests, which is the slowest, and so on. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from judge.results import GroupResult, RunResult, TestResult
from judge.verdict import Cause, Verdict

MOST_TESTS = 40
"""How many tests are told of one by one."""


class Selection(msgspec.Struct, frozen=True):
    """The tests to be told of one by one, and how many others there are of each verdict."""

    shown: list[TestResult]
    others: dict[Verdict, int]


def select(tests: Sequence[TestResult], most: int = MOST_TESTS) -> Selection:
    """Choose all tests that were run, or, where they are more than `most`, the failed ones."""
    wanted = [test for test in tests if test.verdict is not Verdict.SK]
    if len(wanted) > most:
        wanted = [test for test in wanted if test.verdict is not Verdict.AC][:most]
    others = Counter(test.verdict for test in tests)
    others.subtract(test.verdict for test in wanted)
    return Selection(wanted, in_order(+others))


def in_order(counts: dict[Verdict, int]) -> dict[Verdict, int]:
    """Return `counts` in the order in which the verdicts are defined."""
    return {verdict: counts[verdict] for verdict in Verdict if counts.get(verdict)}


def tally(verdicts: Iterable[Verdict]) -> dict[Verdict, int]:
    """Count `verdicts`, in the order in which they are defined."""
    return in_order(Counter(verdicts))


def called(result: RunResult) -> str:
    """Return the student, else the path of what was handed in."""
    return result.submission.path if result.name is None else result.name


def passed(result: RunResult) -> int:
    """Return how many tests were accepted."""
    return sum(test.verdict is Verdict.AC for test in result.tests)


def decisive(result: RunResult) -> TestResult | None:
    """Return the test that the whole has its reason from, None where that is accepted."""
    if result.verdict in {Verdict.AC, Verdict.SK}:
        return None
    kinds = set(Verdict) - {Verdict.AC, Verdict.SK}
    if result.verdict is not Verdict.PA:
        kinds = {result.verdict}
    found = [test for test in result.tests if test.verdict in kinds]
    alike = (test for test in found if test.reason == result.reason)
    return next(alike, next(iter(found), None))


def listed(groups: Iterable[GroupResult], depth: int = 0) -> Iterator[tuple[int, GroupResult]]:
    """Return all of `groups` and what is below, each with its depth."""
    for group in groups:
        yield depth, group
        yield from listed(group.groups, depth + 1)


def worth_listing(result: RunResult) -> bool:
    """Whether any group of tests counted, so that there is a tree to show."""
    return any(group.verdict is not Verdict.SK for group in result.groups or ())


def has_points(results: Iterable[RunResult]) -> bool:
    """Whether any of them is of a problem with points."""
    return any(result.groups is not None or result.score is not None for result in results)


def slowest(result: RunResult) -> TestResult | None:
    """Return the test that took the most CPU time, None where no time is known."""
    timed = [test for test in result.tests if test.cpu_time is not None]
    return max(timed, key=lambda test: test.cpu_time or 0, default=None)


def waited(test: TestResult) -> bool:
    """Whether the wall time is what matters of the test's times."""
    return test.cause is Cause.WALL_TIME and test.wall_time is not None

"""From the tests of a tree of groups to the test that decides, and what it makes needless.

Pure. A group stops at its first rejected member unless it says otherwise
(`Group.stop_on_reject`); of several rejected ones its first counts, or its worst
(`Group.verdict`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judge.problem import Group
from judge.results import TestResult
from judge.verdict import Verdict

# The order of the graders of the problem package format ("worst_error").
WORST_FIRST = (
    Verdict.JE,
    Verdict.RTE,
    Verdict.MLE,
    Verdict.TLE,
    Verdict.OLE,
    Verdict.WA,
)


def deciding(root: Group, tests: Sequence[TestResult]) -> TestResult | None:
    """The test whose verdict is the submission's; None if all that ran were accepted."""
    by_name = {test.name: test for test in tests}
    return _deciding(root, by_name)


def needless(root: Group, names: Sequence[str], rejected: int) -> set[int]:
    """The numbers of the tests that need not be run once number `rejected` was rejected.

    `names` are the tests that are to be run, in the order of the package.
    """
    found: set[int] = set()
    last = rejected
    for group in _path(root, names[rejected]):
        inside = {case.name for case in group.all_cases()}
        numbers = [number for number, name in enumerate(names) if name in inside]
        if group.stop_on_reject:
            found.update(number for number in numbers if number > last)
        last = max(numbers, default=last)
    return found


def _path(group: Group, name: str) -> list[Group]:
    """The groups that hold the test called `name`, the innermost first."""
    if any(case.name == name for case in group.cases):
        return [group]
    for child in group.groups:
        path = _path(child, name)
        if path:
            return [*path, group]
    return []


def _deciding(group: Group, tests: dict[str, TestResult]) -> TestResult | None:
    rejected = list(_rejected(group, tests))
    if not rejected:
        return None
    if group.stop_on_reject or group.verdict == "first":
        return rejected[0]
    return min(rejected, key=lambda test: WORST_FIRST.index(test.verdict))


def _rejected(group: Group, tests: dict[str, TestResult]) -> Iterator[TestResult]:
    for case in group.cases:
        test = tests.get(case.name)
        if test is not None and test.verdict not in (Verdict.AC, Verdict.SK):
            yield test
    for child in group.groups:
        found = _deciding(child, tests)
        if found is not None:
            yield found

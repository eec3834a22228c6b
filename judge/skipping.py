"""Which tests can't change the answer any more, given those that were not accepted. Pure.

A group whose result is known (`Group.stop_on_reject`, or points that are all lost) needs
the rest of its tests no longer; neither does one that requires it to be passed. Nothing is
skipped that could change a score or the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator

from judge.problem import Group, Points, Problem
from judge.totals import least_of
from judge.verdict import Verdict


class _Node:
    """A group, and the numbers of its tests: from `start` to before `end`."""

    def __init__(self, group: Group, parent: _Node | None, start: int) -> None:
        self.group, self.parent, self.start = group, parent, start
        self.end = start
        self.passed = True

    @property
    def certain(self) -> bool:
        """Whether a rejected member makes the group a rejected one."""
        group = self.group
        return group.verdict != "accept" and not group.accept_if_any and group.grader is None


class Skipping:
    """Follows the tests of a problem as they end."""

    def __init__(self, problem: Problem) -> None:
        self._scoring = problem.scoring
        self._homes: list[tuple[_Node, Points]] = []
        self._nodes = list(self._number(problem.tests, None))
        self.needless: set[int] = set()
        """The numbers of tests, in the order of the package, that need not be run."""

    def ended(self, number: int, verdict: Verdict) -> None:
        """The test of that number has ended so."""
        if verdict in (Verdict.AC, Verdict.SK) or number >= len(self._homes):
            return
        node, score = self._homes[number]
        if verdict is not Verdict.PA:
            self._rejected(node, number, score)
        elif self._scoring and node.group.aggregation == "pass-fail":
            self._rejected(node, number, None)
        else:
            self._not_passed(node)

    def _number(self, group: Group, parent: _Node | None) -> Iterator[_Node]:
        node = _Node(group, parent, len(self._homes))
        self._homes += [(node, case.reject_score) for case in group.cases]
        yield node
        for child in group.groups:
            yield from self._number(child, node)
        node.end = len(self._homes)

    def _rejected(self, node: _Node, last: int, score: Points | None) -> None:
        """A member of `node`'s that ends with test `last` is rejected, with that score."""
        lost = self._lost(node.group, score)
        if node.group.stop_on_reject or lost is not None:
            self._skip(last + 1, node.end)
        self._not_passed(node)
        if not node.certain or node.parent is None:
            return
        if node.group.ignored:
            # It counts for nothing, but that it may be where judging stops.
            if node.parent.group.stop_on_reject:
                self._skip(node.end, node.parent.end)
            return
        self._rejected(node.parent, node.end - 1, lost)

    def _lost(self, group: Group, score: Points | None) -> Points | None:
        """The score of `group` where that of a rejected member makes it the least one."""
        if not self._scoring or group.verdict != "first" or group.accept_if_any or group.grader:
            return None
        if group.aggregation == "pass-fail":
            return least_of(group)
        if group.aggregation == "min" and score is not None and group.min_score is not None:
            return score if score <= group.min_score else None
        return 0.0 if group.aggregation == "product" and score == 0 else None

    def _not_passed(self, node: _Node | None) -> None:
        """Neither `node` nor what it is in can be passed: who requires one of them is out."""
        while node is not None and node.passed:
            node.passed = False
            self._exclude(node.group.name)
            node = None if node.group.ignored else node.parent

    def _exclude(self, name: str) -> None:
        for other in self._nodes:
            if name in other.group.require_pass:
                self._skip(other.start, other.end)
                if other.parent is not None and not other.group.ignored:
                    self._rejected(other.parent, other.end - 1, least_of(other.group))

    def _skip(self, start: int, end: int) -> None:
        self.needless.update(range(start, end))
        for node in self._nodes:
            if start <= node.start < node.end <= end and node.passed:
                node.passed = False
                self._exclude(node.group.name)

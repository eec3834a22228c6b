"""The arithmetic of points: what a group can reach, and what its members sum up to. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from msgspec.structs import replace

from judge.points import reaches
from judge.problem import Aggregation, Group, Points, TestCase

OVER_SCORES: dict[Aggregation, Callable[[Sequence[float]], float]] = {
    "pass-fail": sum,
    "sum": sum,
    "min": min,
    "product": min,
    "max": max,
    "avg": lambda scores: sum(scores) / len(scores),
}
"""How highest scores of members make the one of their group, where it does not say it."""


class Scored(Protocol):
    """A member of a group: its score, its highest one, and whether it is fully accepted."""

    @property
    def score(self) -> Points | None:
        """None for one without a score."""

    @property
    def most(self) -> Points | None:
        """None is "no bound"."""

    @property
    def whole(self) -> bool:
        """Accepted, and nothing of it in part only."""


def least_of(group: Group) -> Points:
    """The score of a group that has earned nothing."""
    return 0.0 if group.min_score is None else group.min_score


def most_of(node: TestCase | Group) -> Points | None:
    """The highest score of a test or a group; None is "no bound", or none at all."""
    if isinstance(node, TestCase):
        bounded = node.max_score is not None and math.isfinite(node.max_score)
        return node.max_score if bounded and node.score_files != "free" else None
    if node.max_score is not None or node.grader is not None:
        return node.max_score
    found = [most_of(one) for one in node.members if _counts(one)]
    known = [most for most in found if most is not None]
    return OVER_SCORES[node.aggregation](known) if known and len(known) == len(found) else None


def restricted(group: Group, names: Collection[str]) -> Group:
    """`group` with those of its tests alone that are called so, and what these can reach."""
    cases = tuple(case for case in group.cases if case.name in names)
    kept = [restricted(one, names) for one in group.groups]
    groups = tuple(one for one in kept if one.members)
    found = replace(group, cases=cases, groups=groups)
    if found.all_cases() == group.all_cases() or group.aggregation in ("pass-fail", "product"):
        return found
    reachable = most_of(replace(found, max_score=None))
    if reachable is None or group.max_score is None:
        return found
    return replace(found, max_score=min(group.max_score, reachable))


def total(group: Group, members: Sequence[Scored]) -> Points | None:
    """The score that `members` make; None where none of them has one."""
    most = most_of(group)
    if group.aggregation == "pass-fail":
        passed = most is None or all(one.whole for one in members)
        return most if passed else least_of(group)
    if group.aggregation == "product" and most is not None:
        return most * math.prod(map(_part, members))
    scores = [one.score for one in members if one.score is not None]
    if not scores:
        return None
    found = OVER_SCORES[group.aggregation](scores)
    # A third of 100, three times, is 100.
    return most if most is not None and reaches(found, most) and reaches(most, found) else found


def _counts(node: TestCase | Group) -> bool:
    return not node.ignored if isinstance(node, Group) else node.max_score is not None


def _part(member: Scored) -> float:
    if not member.most or member.score is None:
        return float(member.whole)
    return member.score / member.most

"""Subtasks as olympiads have them: groups of tests whose points add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from judge.problem import Group, TestCase


class Subtask(msgspec.Struct, frozen=True):
    """The points of a subtask, and the names of its tests."""

    points: float
    tests: tuple[str, ...]


def each_alike(cases: Mapping[str, TestCase], points: float) -> Group:
    """Return tests that count `points` each."""
    found = tuple(msgspec.structs.replace(one, max_score=points) for one in cases.values())
    return Group(
        name="",
        cases=found,
        stop_on_reject=False,
        aggregation="sum",
        max_score=points * len(found),
    )


def grouped(
    subtasks: Sequence[Subtask],
    cases: Mapping[str, TestCase],
    aggregation: Literal["min", "product"],
    titles: Sequence[str] = (),
) -> Group:
    """Return subtasks whose points add up; a test may be in several of them."""
    names = titles or [f"subtask{number}" for number in range(1, len(subtasks) + 1)]
    groups = [
        Group(
            name=name,
            cases=tuple(_member(cases[test], name, one.points, aggregation) for test in one.tests),
            aggregation=aggregation,
            max_score=one.points,
        )
        for name, one in zip(names, subtasks, strict=True)
    ]
    total = sum(one.points for one in subtasks)
    return Group(
        name="", groups=tuple(groups), stop_on_reject=False, aggregation="sum", max_score=total
    )


def _member(case: TestCase, group: str, points: float, aggregation: str) -> TestCase:
    """The test as a member of a group; of a product any number may be what it is worth."""
    worth = points if aggregation == "min" else 1.0
    return msgspec.structs.replace(case, name=f"{group}/{case.name}", group=group, max_score=worth)

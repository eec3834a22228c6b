"""Groups of a Polygon testset, and their points.

With points, tests in no group count each for itself. A group whose policy is
``complete-group`` gives the points of its tests together or none.
"""

from __future__ import annotations

import math
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError, did_you_mean
from judge.problem import Group, TestCase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from judge.formats.xmlfile import Element

COMPLETE, EACH = "complete-group", "each-test"
MOST_POINTS = 1e9


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """A ``<test>``: its number, from 1, and what is said of it.

    `command` is the generator that prints its input, with arguments; empty if there is none.
    """

    number: int
    place: str
    group: str = ""
    points: float = 0.0
    command: str = ""


def points_of(one: Element) -> float:
    """What a test or a group is worth; nothing where it says nothing."""
    points = one.get("points")
    return one.number(points, maximum=MOST_POINTS) if points else 0.0


def tree(
    tests: Sequence[Test], cases: Sequence[TestCase], groups: Sequence[Element], notes: list[str]
) -> Group:
    """Return the `cases`, one for each of `tests`, below a root with the whole score."""
    declared = {one.need("name"): one for one in groups}
    notes += _empty(declared, tests)
    members = {name: [one for one in tests if one.group == name] for name in _names(tests)}
    needs = {
        name: _dependencies(_declared(name, declared, members), declared, members)
        for name in members
    }
    by_number = dict(zip((one.number for one in tests), cases, strict=True))
    found = [
        _group(declared[name], members[name], needs[name], by_number)
        for name in _in_order(declared, needs)
    ]
    return _root(found, [one for one in tests if not one.group], by_number)


def _names(tests: Sequence[Test]) -> list[str]:
    return list(dict.fromkeys(one.group for one in tests if one.group))


def _empty(declared: dict[str, Element], tests: Sequence[Test]) -> list[str]:
    used = set(_names(tests))
    return [
        f"{one.place}: the group '{name}' has no tests and is left out"
        for name, one in declared.items()
        if name not in used
    ]


def _declared(name: str, declared: dict[str, Element], members: dict[str, list[Test]]) -> Element:
    if name not in declared:
        message = f"the group '{name}' is not declared in <groups>, and how it counts is unknown"
        remedy = f'add <group name="{name}" points-policy="{EACH}"/>, or {COMPLETE}'
        raise InputError(members[name][0].place, message, remedy)
    return declared[name]


def _in_order(declared: dict[str, Element], needs: dict[str, list[str]]) -> list[str]:
    """The groups in the order of their tests, but for those that need a later one."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        one = declared[error.args[1][0]]
        names = " and ".join(map(repr, dict.fromkeys(error.args[1])))
        raise one.error(f"the groups {names} depend on each other", "remove a dependency") from None
    order: list[str] = []
    for name in needs:
        _place_after(name, needs, order)
    return order


def _place_after(name: str, needs: dict[str, list[str]], order: list[str]) -> None:
    """Append `name` to `order` after all that it needs."""
    waiting = [name]
    while waiting:
        missing = [one for one in needs[waiting[-1]] if one not in order]
        if missing:
            waiting.append(missing[0])
        elif waiting[-1] not in order:
            order.append(waiting.pop())
        else:
            waiting.pop()


def _dependencies(
    group: Element, declared: dict[str, Element], members: dict[str, list[Test]]
) -> list[str]:
    """The groups that have to be passed first; one without tests is passed."""
    names = []
    for one in group.all("dependencies/dependency"):
        name = one.need("group")
        if name not in declared:
            raise one.error(f"there is no group '{name}'", did_you_mean(name, declared))
        names.append(name)
    return [name for name in dict.fromkeys(names) if name in members]


def _group(
    group: Element, tests: list[Test], needed: list[str], cases: dict[int, TestCase]
) -> Group:
    policy = group.get("points-policy")
    if policy not in (COMPLETE, EACH):
        message = f"unknown points-policy '{policy}'" if policy else "there is no points-policy"
        raise group.error(message, f"write {EACH} or {COMPLETE}")
    complete = policy == COMPLETE
    return Group(
        name=group.get("name"),
        cases=tuple(cases[one.number] for one in tests),
        stop_on_reject=complete,
        require_pass=tuple(needed),
        aggregation="pass-fail" if complete else "sum",
        max_score=_worth(group, tests, complete=complete),
    )


def _worth(group: Element, tests: list[Test], *, complete: bool) -> float:
    """The points of a group: those of its tests, or what it says itself where they have none."""
    total, own = math.fsum(one.points for one in tests), points_of(group)
    if not own or math.isclose(total, own, abs_tol=0.01):
        return total
    if total or not complete:
        message = f"the group has {own:g} points, and its tests {total:g} together"
        raise group.error(message, "mend one of them")
    return own


def _root(groups: list[Group], alone: list[Test], cases: dict[int, TestCase]) -> Group:
    """Tests of no group count each for itself."""
    points = [*(one.max_score or 0.0 for one in groups), *(one.points for one in alone)]
    return Group(
        name="",
        cases=tuple(cases[one.number] for one in alone),
        groups=tuple(groups),
        stop_on_reject=False,
        aggregation="sum",
        max_score=math.fsum(points),
    )

"""The cases and batches of an ``init.yml`` as groups that follow each other."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from judge.problem import Group, TestCase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Member = TestCase | Group


def as_groups(pretests: Iterable[Member], members: Iterable[Member]) -> tuple[Group, ...]:
    """All as groups, of which each requires the pretests that come before it."""
    return tuple(_required(_grouped([*map(_as_pretest, pretests), *members])))


def _as_pretest(member: Member) -> Member:
    """The same for no points, whatever it says."""
    if isinstance(member, TestCase):
        return msgspec.structs.replace(member, max_score=0.0)
    cases = tuple(msgspec.structs.replace(case, max_score=0.0) for case in member.cases)
    return msgspec.structs.replace(member, cases=cases, max_score=0.0)


def _grouped(members: list[Member]) -> list[Group]:
    """All as groups: single cases for points that follow each other are one."""
    groups: list[Group] = []
    for is_open, same in itertools.groupby(members, _is_open):
        found = list(same)
        runs = [found] if is_open else [[one] for one in found]
        for run in runs:
            cases = [one for one in run if isinstance(one, TestCase)]
            batches = [one for one in run if isinstance(one, Group)]
            groups += batches or [_run_of(cases)]
    return groups


def _is_open(member: Member) -> bool:
    """Whether it is a single case for points, which decides nothing about the others."""
    return isinstance(member, TestCase) and bool(member.max_score)


def _run_of(cases: list[TestCase]) -> Group:
    name = f"cases{cases[0].name}"
    return Group(
        name=name,
        cases=tuple(msgspec.structs.replace(case, group=name) for case in cases),
        stop_on_reject=False,
        verdict="worst",
        aggregation="sum",
        max_score=sum(case.max_score or 0.0 for case in cases),
    )


def _required(groups: list[Group]) -> Iterator[Group]:
    """The groups, each with the pretests before it as what it requires."""
    pretests: list[str] = []
    for group in groups:
        names = dict.fromkeys((*group.require_pass, *pretests))
        yield msgspec.structs.replace(group, require_pass=tuple(names))
        if not group.max_score:
            pretests.append(group.name)

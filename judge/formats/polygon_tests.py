"""The tests of a Polygon testset and where their files lie.

Groups matter to points alone: without any, the tests are judged one after the other, as
in an ICPC contest.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from judge.formats.packagefiles import check_inside, inside, within
from judge.formats.polygon_groups import Test, points_of, tree
from judge.formats.polygon_made import Makers
from judge.problem import Checker, Group, Interactor, TestCase

if TYPE_CHECKING:
    from judge.formats.xmlfile import Element

MOST_TESTS = 100_000
_PATTERN = re.compile(r"([^%]*)%(0[1-9]|0?)d([^%]*)")
"""``tests/%02d``: one number, with zeros before it or without."""


class Judged(msgspec.Struct, frozen=True):
    """Where the tests lie, by what each of them is judged, and what makes missing ones."""

    folder: Path
    checker: Checker
    interactor: Interactor | None
    makers: Makers


def read_tests(testset: Element, judged: Judged, notes: list[str]) -> Group:
    """Return the tests; the root has a `max_score` where the problem has points."""
    tests = _tests(testset)
    groups = list(testset.all("groups/group"))
    scored = any(map(points_of, groups)) or any(one.points for one in tests)
    cases = _cases(testset, tests, judged)
    notes += _note(cases, judged)
    if not scored:
        return Group(name="", cases=cases)
    worth = [replace(case, max_score=test.points) for case, test in zip(cases, tests, strict=True)]
    return tree(tests, worth, groups, notes)


def _tests(testset: Element) -> list[Test]:
    count, listed = testset.find("test-count"), list(testset.all("tests/test"))
    stated = None if count is None else int(count.number(count.text, maximum=MOST_TESTS))
    if count is not None and listed and stated != len(listed):
        message = f"<test-count> is {stated}, and there are {len(listed)} tests"
        raise count.error(message, "mend one of them")
    if not listed and not stated:
        raise testset.error("holds no tests", "add some")
    if not listed:
        return [Test(number=number, place=testset.place) for number in range(1, (stated or 0) + 1)]
    return [
        Test(
            number=number,
            place=one.place,
            group=one.get("group"),
            points=points_of(one),
            command="" if one.get("from-file") else one.get("cmd"),
        )
        for number, one in enumerate(listed, 1)
    ]


def _cases(testset: Element, tests: list[Test], judged: Judged) -> tuple[TestCase, ...]:
    patterns = [_pattern(testset, f"{kind}-path-pattern") for kind in ("input", "answer")]
    return tuple(_case(test, patterns, judged) for test in tests)


def _pattern(testset: Element, tag: str) -> tuple[str, int, str]:
    """What stands before the number, how many digits it has at least, what comes after."""
    one = testset.find(tag)
    if one is None:
        raise testset.error(f"there is no <{tag}>", "add one, such as tests/%02d")
    match = _PATTERN.fullmatch(one.text)
    if match is None:
        raise one.error(f"'{one.text}' is no pattern of paths", "write one such as tests/%02d")
    return match[1], int(match[2] or 0), match[3]


def _case(test: Test, patterns: list[tuple[str, int, str]], judged: Judged) -> TestCase:
    names = [f"{head}{test.number:0{digits}d}{tail}" for head, digits, tail in patterns]
    given, answer = (_file(name, test, judged) for name in names)
    case = TestCase(
        name=f"{test.number:02d}",
        group=test.group,
        input=given or within(names[0], judged.folder, test.place),
        answer=answer,
        checker=judged.checker,
        interactor=judged.interactor,
    )
    makers = judged.makers
    if given is None:
        case = replace(case, generator=makers.generator(test, case.input))
    if answer is None:
        missing = within(names[1], judged.folder, test.place)
        case = replace(case, solution=makers.solution(missing, judged.interactor))
    return case


def _file(name: str, test: Test, judged: Judged) -> Path | None:
    """The file called `name`; None where it is not there."""
    path = within(name, judged.folder, test.place)
    check_inside(path, judged.folder)
    return inside(name, judged.folder, test.place) if os.path.lexists(path) else None


def _note(cases: tuple[TestCase, ...], judged: Judged) -> list[str]:
    made = sum(1 for case in cases if case.generator or case.solution)
    if not made:
        return []
    what = f"{made} of {len(cases)} tests are not all there"
    return [f"{judged.folder}: {what}, and made by the package's own programs"]

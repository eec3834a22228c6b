"""The tests of a CMS task, in their subtasks, with their points.

Where ``task.yaml`` gives `score_type`, `score_type_parameters` and `n_input`, these hold;
else the subtasks of ``gen/GEN``, each worth its points where all its tests are right;
else each test counts alike. Source: CMS's loader and its score types.
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from judge.errors import InputError
from judge.formats.cms_gen import GEN, read_gen
from judge.formats.cms_made import MAKE, Makers
from judge.formats.packagefiles import check_file, check_inside
from judge.formats.patterns import matching
from judge.formats.subtasks import Subtask, each_alike, grouped
from judge.problem import Checker, Group, TestCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from judge.yamlnode import Node

OVERRIDE = ("score_type", "score_type_parameters", "n_input")
AGGREGATIONS: dict[str, Literal["min", "product"]] = {"GroupMin": "min", "GroupMul": "product"}
MOST_POINTS = 1e9
MOST_TESTS = 100_000
TOTAL = 100.0


class Judged(msgspec.Struct, frozen=True):
    """By what the outputs are judged, and what makes files that are missing."""

    checker: Checker
    makers: Makers


def read_tests(folder: Path, keys: Mapping[str, Node], judged: Judged, notes: list[str]) -> Group:
    """Return the tests of the task in `folder`, whose ``task.yaml`` has the `keys`."""
    for name in ("input", "output"):
        check_inside(folder / name, folder)
    if all(key in keys for key in OVERRIDE):
        return _overridden(folder, keys, judged)
    notes += [
        f"{keys[key].place}: '{key}' is passed over, as CMS does without all of: "
        f"{', '.join(OVERRIDE)}"
        for key in OVERRIDE[:2]
        if key in keys
    ]
    subtasks, count = read_gen(folder)
    count = _count(folder, keys, count)
    names = test_names(count)
    cases = cases_of(folder, names, judged)
    if not subtasks:
        return each_alike(cases, _total(keys) / count)
    rest = iter(names)
    found = [Subtask(one.points, tuple(next(rest) for _ in range(one.tests))) for one in subtasks]
    return grouped(found, cases, "min")


def _total(keys: Mapping[str, Node]) -> float:
    node = keys.get("total_value")
    return TOTAL if node is None else float(node.number(minimum=0, maximum=MOST_POINTS))


def _overridden(folder: Path, keys: Mapping[str, Node], judged: Judged) -> Group:
    names = test_names(keys["n_input"].integer(minimum=1, maximum=MOST_TESTS))
    cases = cases_of(folder, names, judged)
    kind, parameters = keys["score_type"], keys["score_type_parameters"]
    if kind.text() == "Sum":
        return each_alike(cases, float(parameters.number(minimum=0, maximum=MOST_POINTS)))
    if kind.text() not in AGGREGATIONS:
        remedy = f"supported are Sum, {', '.join(AGGREGATIONS)}"
        raise kind.error(f"the score type '{kind.text()}': not supported yet", remedy)
    return grouped(subtasks_of(parameters, names), cases, AGGREGATIONS[kind.text()])


def _count(folder: Path, keys: Mapping[str, Node], of_gen: int | None) -> int:
    stated = keys.get("n_input")
    if stated is None and of_gen is None:
        return _inputs(folder)
    count = stated.integer(minimum=1, maximum=MOST_TESTS) if stated is not None else of_gen
    if of_gen not in (None, count) and stated is not None:
        message = f"n_input is {count}, and {GEN} has {of_gen} tests"
        raise stated.error(message, "mend one of them")
    if not count:
        raise InputError(folder / GEN, "makes no test", "add lines, one for each test")
    return count


def _inputs(folder: Path) -> int:
    """How many inputs there are, from ``input0.txt`` on."""
    count = 0
    while (folder / f"input/input{count}.txt").is_file():
        count += 1
    if not count:
        raise InputError(folder / "input/input0.txt", "is missing", MAKE)
    return count


def test_names(count: int) -> list[str]:
    """Return what CMS calls so many tests."""
    return [f"{number:03d}" for number in range(count)]


def cases_of(folder: Path, names: list[str], judged: Judged) -> dict[str, TestCase]:
    """Return the tests by name, as they lie in ``input/`` and ``output/``, from 0."""
    return {name: _case(folder, number, name, judged) for number, name in enumerate(names)}


def _case(folder: Path, number: int, name: str, judged: Judged) -> TestCase:
    given, answer = (
        folder / path for path in (f"input/input{number}.txt", f"output/output{number}.txt")
    )
    case = TestCase(name=name, group="", input=given, answer=answer, checker=judged.checker)
    for path in (given, answer):
        check_inside(path, folder)
    if os.path.lexists(given):
        check_file(given, folder)
    else:
        case = judged.makers.with_input(case, number)
    if os.path.lexists(answer):
        return replace(case, answer=check_file(answer, folder))
    return judged.makers.with_answer(replace(case, answer=None), answer)


def subtasks_of(parameters: Node, names: list[str]) -> list[Subtask]:
    """Read ``[[points, tests], …]``, where `tests` is a count, a pattern, or names."""
    pairs = [_pair(item) for item in parameters.items()]
    if not pairs:
        raise parameters.error("names no subtask", "write [[points, number of tests], …]")
    kinds = {type(tests.content) for _, tests in pairs}
    if len(kinds) > 1:
        message = "some subtasks say what their tests are otherwise than others"
        raise parameters.error(message, "give a count, a pattern, or names to each")
    if kinds == {str}:
        found = matching([tests for _, tests in pairs], names)
    else:
        rest = iter(names)
        found = [_listed(tests, names, rest) for _, tests in pairs]
    for chosen, (_, tests) in zip(found, pairs, strict=True):
        if not chosen:
            raise tests.error("no test is meant by it", f"tests are called {names[0]} and so on")
    return [Subtask(points, tuple(one)) for one, (points, _) in zip(found, pairs, strict=True)]


def _pair(item: Node) -> tuple[float, Node]:
    if item.is_mapping:
        parts = [item.mapping().get(key) for key in ("max_score", "testcases")]
    else:
        parts = [*item.items()[:2], None, None][:2]
    points, tests = parts
    if points is None or tests is None:
        raise item.expected("[points, tests]")
    return float(points.number(minimum=0, maximum=MOST_POINTS)), tests


def _listed(tests: Node, names: list[str], rest: Iterator[str]) -> list[str]:
    """The names that are listed, or as many of the `rest` as are counted."""
    if tests.is_list:
        chosen = list(dict.fromkeys(tests.texts()))
        unknown = set(chosen) - set(names)
        if unknown:
            raise tests.error(f"there is no test '{min(unknown)}'", f"there are {len(names)}")
        return chosen
    count = tests.integer(minimum=1, maximum=MOST_TESTS)
    chosen = list(islice(rest, count))
    if len(chosen) < count:
        raise tests.error(f"there are only {len(names)} tests", "mend n_input, or this")
    return chosen

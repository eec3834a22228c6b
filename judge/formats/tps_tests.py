"""The tests of a TPS task, in its subtasks, which all count as their worst test does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.formats.packagefiles import check_file, check_inside, listing
from judge.formats.plainfile import load_json
from judge.formats.subtasks import Subtask, each_alike, grouped
from judge.problem import Checker, Group, TestCase

if TYPE_CHECKING:
    from judge.yamlnode import Node

MAPPING = "mapping"
MOST_POINTS = 1e9
MAX_MAPPING = 4 << 20
TOTAL = 100.0
GENERATE = "generate the tests with: tps gen"


def read_tests(folder: Path, checker: Checker) -> Group:
    """Return the tests of the task in `folder`; without subtasks each counts alike."""
    cases = _cases(folder, checker)
    if (folder / "subtasks").is_dir():
        found = _exported(folder)
    elif (folder / "subtasks.json").exists():
        found = _of_repository(folder)
    else:
        found = {}
    if not found:
        return each_alike(cases, TOTAL / len(cases))
    for name, (place, subtask) in found.items():
        _check(name, place, subtask, cases)
    subtasks = [subtask for _, subtask in found.values()]
    return grouped(subtasks, cases, "min", [*found])


Found = dict[str, tuple[object, Subtask]]


def _cases(folder: Path, checker: Checker) -> dict[str, TestCase]:
    place = folder / "tests"
    if not place.is_dir():
        raise InputError(place, "is missing", GENERATE)
    inputs = [one for one in listing(place, folder) if one.suffix == ".in"]
    if not inputs:
        raise InputError(place, "holds no tests", GENERATE)
    return {one.stem: _case(one, folder, checker) for one in inputs}


def _case(path: Path, folder: Path, checker: Checker) -> TestCase:
    answer = path.with_suffix(".out")
    if not answer.exists():
        raise InputError(path, "has no answer", f"add {answer.name}, or {GENERATE}")
    for one in (path, answer):
        check_inside(one, folder)
    return TestCase(
        name=path.stem,
        group="",
        input=check_file(path, folder),
        answer=check_file(answer, folder),
        checker=checker,
    )


def _exported(folder: Path) -> Found:
    found: Found = {}
    for path in listing(folder / "subtasks", folder):
        if path.suffix == ".json":
            check_inside(path, folder)
            keys = load_json(check_file(path, folder)).mapping()
            for key in ("score", "testcases"):
                if key not in keys:
                    raise InputError(path, f"the key '{key}' is missing", "add it")
            tests = tuple(dict.fromkeys(keys["testcases"].texts()))
            found[path.stem] = (keys["testcases"].place, Subtask(_points(keys["score"]), tests))
    return found


def _of_repository(folder: Path) -> Found:
    path = folder / "subtasks.json"
    root = load_json(check_file(path, folder)).mapping()
    if "subtasks" not in root:
        raise InputError(path, "the key 'subtasks' is missing", "add it")
    subtasks = root["subtasks"].mapping()
    ordered = sorted(subtasks, key=lambda name: _index(subtasks[name]))
    points = {name: _score(subtasks[name]) for name in ordered}
    mapped = _mapping(folder, ordered)
    place = folder / "tests" / MAPPING
    return {name: (place, Subtask(points[name], tuple(mapped[name]))) for name in ordered}


def _score(subtask: Node) -> float:
    score = subtask.mapping().get("score")
    if score is None:
        raise subtask.error("the key 'score' is missing", "add it")
    return _points(score)


def _mapping(folder: Path, subtasks: list[str]) -> dict[str, list[str]]:
    """Which tests are in which subtask, as the generation of the tests has written it down."""
    path = folder / "tests" / MAPPING
    if not path.exists():
        raise InputError(path, "is missing", GENERATE)
    check_inside(path, folder)
    with check_file(path, folder).open(encoding="utf-8", errors="replace") as file:
        lines = file.read(MAX_MAPPING).splitlines()
    found: dict[str, list[str]] = {name: [] for name in subtasks}
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 2 or words[0] not in found:
            remedy = "a line is the name of a subtask and that of a test"
            raise InputError(f"{path}:{number}", f"'{line.strip()}' maps no test", remedy)
        if words[1] not in found[words[0]]:
            found[words[0]].append(words[1])
    return found


def _index(subtask: Node) -> float:
    index = subtask.mapping().get("index")
    return 0.0 if index is None else float(index.number())


def _points(node: Node) -> float:
    return float(node.number(minimum=0, maximum=MOST_POINTS))


def _check(name: str, place: object, subtask: Subtask, cases: dict[str, TestCase]) -> None:
    if not subtask.tests:
        raise InputError(place, f"the subtask '{name}' has no tests", "add some or remove it")
    unknown = [test for test in subtask.tests if test not in cases]
    if unknown:
        raise InputError(place, f"there is no test '{unknown[0]}' in tests/", GENERATE)

"""Packages of Codeforces' Polygon: ``problem.xml`` and what it names.

Sources: https://github.com/purplesyringa/problem-xml-specs, and packages as Polygon
makes them. What such a package may hold and the judge does not know is refused.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from judge.formats.packagefiles import check_file, says
from judge.problem import Harness, Problem, ProblemLimits, ProblemType

if TYPE_CHECKING:
    from judge.formats.polygon_programs import Programs
    from judge.formats.xmlfile import Element

PROBLEM_XML = "problem.xml"
MAIN = "tests"
"""The testset that decides; ``pretests`` is its beginning, for during a contest."""

MOST_MILLISECONDS = 86_400_000
MOST_BYTES = 1 << 44
REFUSED_ASSETS = {
    "scorer": "a scorer",
    "arbiter": "an arbiter",
    "strategy": "a strategy",
    "programs": "further programs",
}


def matches(folder: Path) -> bool:
    """Whether `folder` holds a ``problem.xml`` with ``<judging``."""
    return says(folder / PROBLEM_XML, folder, "<judging")


def read(folder: Path) -> Problem:
    """Read the package in `folder`."""
    from judge.formats import xmlfile  # noqa: PLC0415 - only here: 2 ms
    from judge.formats.polygon_made import Makers  # noqa: PLC0415
    from judge.formats.polygon_programs import Programs  # noqa: PLC0415
    from judge.formats.polygon_tests import Judged, read_tests  # noqa: PLC0415

    root = xmlfile.load(check_file(folder / PROBLEM_XML, folder))
    judging = root.find("judging")
    if root.tag != "problem" or judging is None:
        raise root.error("is no problem", "a Polygon package has <problem> with <judging>")
    notes: list[str] = []
    testset = _testset(judging, notes)
    programs = Programs(folder, root)
    checker, interactor = programs.checker(judging), programs.interactor()
    _refuse(root, judging)
    judged = Judged(folder, checker, interactor, Makers(root, programs))
    tests = read_tests(testset, judged, notes)
    return Problem(
        path=folder,
        name=_name(root) or folder.resolve().name,
        format="polygon",
        types=_types(tests.max_score is not None, interactive=interactor is not None),
        limits=_limits(testset),
        tests=tests,
        harness=_harness(programs),
        input_file=_file_name(judging, "input-file"),
        output_file=_file_name(judging, "output-file"),
        text_input=True,
        notes=tuple(notes),
    )


def _refuse(root: Element, judging: Element) -> None:
    for tag, what in REFUSED_ASSETS.items():
        for one in root.all(f"assets/{tag}"):
            raise one.error(f"{what}: not supported yet", "remove it to judge without")
    if judging.get("run-count") not in ("", "1"):
        message = f"run-count is {judging.get('run-count')}: not supported yet"
        raise judging.error(message, "problems whose solution is run once are")


def _testset(judging: Element, notes: list[str]) -> Element:
    """The testset that decides: ``tests``, or the only one that there is."""
    found = {one.get("name"): one for one in judging.all("testset")}
    if not found:
        raise judging.error("there is no <testset>", "add the testset 'tests'")
    if MAIN not in found and len(found) > 1:
        names = ", ".join(map(repr, found))
        remedy = f"call the one that decides '{MAIN}'"
        raise judging.error(f"which of the testsets {names} decides is unknown", remedy)
    chosen = found.get(MAIN) or next(iter(found.values()))
    notes += [
        f"{one.place}: testset '{name}' is not judged, '{MAIN}' is"
        for name, one in found.items()
        if one is not chosen and name != "pretests"
    ]
    return chosen


def _limits(testset: Element) -> ProblemLimits:
    """Milliseconds and bytes as Polygon has them."""
    time, memory = testset.find("time-limit"), testset.find("memory-limit")
    milliseconds = time and time.number(time.text, maximum=MOST_MILLISECONDS)
    size = memory and memory.number(memory.text, maximum=MOST_BYTES)
    return ProblemLimits(
        cpu_time=milliseconds / 1000 if milliseconds else None,
        memory=int(size) if size and size >= 1 else None,
    )


def _types(scoring: bool, *, interactive: bool) -> tuple[ProblemType, ...]:  # noqa: FBT001
    kind = ProblemType.SCORING if scoring else ProblemType.PASS_FAIL
    return (kind, ProblemType.INTERACTIVE) if interactive else (kind,)


def _name(root: Element) -> str:
    names = {one.get("language"): one.get("value") for one in root.all("names/name")}
    return names.get("english") or next(iter(names.values()), "") or root.get("short-name")


def _harness(programs: Programs) -> Harness | None:
    files = programs.solution_files()
    return Harness(files=files) if files else None


def _file_name(judging: Element, attribute: str) -> str | None:
    """The name of the file that a submission reads or writes; None for its streams."""
    name = judging.get(attribute)
    if name in ("", "stdin", "stdout"):
        return None
    if not re.fullmatch(r"[\w-][\w.-]{0,99}", name):
        message = f"{attribute} is '{name}', which is no plain name of a file"
        raise judging.error(message, f'write {attribute}="" for the standard stream')
    return name

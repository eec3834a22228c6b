"""Problems of Library Checker: ``info.toml``, with data that is made or is there already.

Source: https://github.com/yosupo06/library-checker-problems. What ``generate.py`` has made,
``in/`` and ``out/``, is used where it is there; else the generators and ``sol/correct.cpp``
make the tests, in the sandbox. The headers of ``common/``, two folders up, are what every
program of that repository is compiled with.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from judge.formats.library_programs import Programs
from judge.formats.packagefiles import check_file, inside, says
from judge.formats.plainfile import load_toml
from judge.problem import (
    Checker,
    Generator,
    Group,
    Problem,
    ProblemLimits,
    Solution,
    TestCase,
    Validator,
)

if TYPE_CHECKING:
    from judge.formats.archive import Scratch
    from judge.yamlnode import Node

INFO = "info.toml"
MARK = r"(?m)^\s*\[\[\s*tests\s*\]\]"
MEMORY = 1 << 30
"""Bytes; the site's limit, which stands in no file."""

MOST_SECONDS = 86_400.0
MOST_TESTS = 1000
INSTEAD = "make it with the repository's own: ./generate.py -p {}"


def matches(folder: Path) -> bool:
    """Whether `folder` holds an ``info.toml`` with tests."""
    return says(folder / INFO, folder, MARK)


def read(folder: Path, scratch: Scratch) -> Problem:
    """Read the problem in `folder`; its programs are put together in `scratch`."""
    root = load_toml(check_file(folder / INFO, folder))
    keys = root.mapping()
    name = folder.resolve().name
    programs = Programs(folder, scratch, keys.get("params"))
    checker = keys["checker"].text() if "checker" in keys else "checker.cpp"
    judged = Validator(programs=(programs.program(checker, root.place),), protocol="testlib")
    tests = _Tests(folder, programs, judged, INSTEAD.format(name))
    return Problem(
        path=folder,
        name=keys["title"].text() if "title" in keys else name,
        format="library-checker",
        limits=_limits(keys),
        tests=Group(name="", cases=tests.read(root, keys)),
        include=programs.include(),
        submission_folder="sol",
    )


def _limits(keys: dict[str, Node]) -> ProblemLimits:
    time = keys.get("timelimit")
    seconds = None if time is None else float(time.number(above=0, maximum=MOST_SECONDS))
    return ProblemLimits(cpu_time=seconds, memory=MEMORY)


class _Tests:
    """Reads the ``[[tests]]`` of the problem in `folder`."""

    def __init__(self, folder: Path, programs: Programs, checker: Checker, instead: str) -> None:
        self._folder, self._programs = folder, programs
        self._checker, self._instead = checker, instead

    def read(self, root: Node, keys: dict[str, Node]) -> tuple[TestCase, ...]:
        """The tests, in the order of the file."""
        cases: list[TestCase] = []
        for item in keys["tests"].items() if "tests" in keys else ():
            name, number = (item.mapping().get(key) for key in ("name", "number"))
            if name is None or number is None:
                raise item.expected("a 'name' and a 'number'")
            count = number.integer(minimum=1, maximum=MOST_TESTS)
            cases += [self._case(name, index) for index in range(count)]
        if not cases:
            raise root.error("names no tests", "add [[tests]] with a name and a number")
        if len({case.name for case in cases}) < len(cases):
            raise keys["tests"].error("names two tests alike", "rename one of them")
        return tuple(cases)

    def _case(self, name: Node, index: int) -> TestCase:
        stem, ending = os.path.splitext(name.text())  # noqa: PTH122 - a name, and no path
        if ending not in (".in", ".cpp") or "/" in stem or not stem:
            raise name.error(f"'{name.text()}' is no test", "write the name of a .in or .cpp file")
        test = f"{stem}_{index:02d}"
        case = TestCase(
            name=test,
            group="",
            input=self._folder / INFO,  # until there is one
            answer=None,
            checker=self._checker,
        )
        if all(os.path.lexists(self._folder / path) for path in _made(test)):
            given, answer = (inside(path, self._folder, name.place) for path in _made(test))
            return replace(case, input=given, answer=answer)
        solution = self._programs.program("sol/correct.cpp", name.place)
        case = replace(case, solution=Solution(program=solution, instead=self._instead))
        if ending == ".in":
            return replace(case, input=inside(f"gen/{test}.in", self._folder, name.place))
        return replace(case, generator=self._generator(name, index))

    def _generator(self, name: Node, index: int) -> Generator:
        return Generator(
            program=self._programs.program(f"gen/{name.text()}", name.place),
            arguments=(str(index),),
            makes_answer=False,
            instead=self._instead,
        )


def _made(test: str) -> tuple[str, str]:
    return f"in/{test}.in", f"out/{test}.out"

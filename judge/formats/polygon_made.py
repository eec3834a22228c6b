"""What makes the tests that a standard package of Polygon lacks: generators, the main solution."""

from __future__ import annotations

import shlex
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.problem import Generator, Interactor, Solution

if TYPE_CHECKING:
    from judge.formats.polygon_groups import Test
    from judge.formats.polygon_programs import Programs
    from judge.formats.xmlfile import Element

FULL_PACKAGE = "download the full package from Polygon, or run the doall.sh of this one"
MISSING = "is missing: a standard package lacks what is generated"


class Makers:
    """The programs of the package with the element `root` that make tests."""

    def __init__(self, root: Element, programs: Programs) -> None:
        self._programs = programs
        self._main = next(
            (one for one in root.all("assets/solutions/solution") if one.get("tag") == "main"), None
        )
        self._generators = {
            PurePosixPath(source.get("path")).stem: executable
            for executable in root.all("files/executables/executable")
            for source in executable.all("source")
        }

    def generator(self, test: Test, missing: Path) -> Generator:
        """What prints the input of `test`, which would be at `missing`."""
        words = _words(test)
        executable = self._generators.get(PurePosixPath(words[0]).stem) if words else None
        if executable is None:
            raise InputError(missing, MISSING, FULL_PACKAGE)
        source = self._programs.source(executable)
        return Generator(
            program=source,
            arguments=tuple(words[1:]),
            makes_answer=False,
            include=self._programs.headers(source),
            instead=FULL_PACKAGE,
        )

    def solution(self, missing: Path, interactor: Interactor | None) -> Solution:
        """What prints the answer that would be at `missing`."""
        if self._main is None or interactor is not None:
            raise InputError(missing, MISSING, FULL_PACKAGE)
        source = self._programs.source(self._main)
        include = (*self._programs.solution_files(), *self._programs.headers(source))
        return Solution(program=source, include=include, instead=FULL_PACKAGE)


def _words(test: Test) -> list[str]:
    try:
        return shlex.split(test.command)
    except ValueError as error:
        message = f"the command '{test.command}' has an open quote"
        raise InputError(test.place, message, "close it") from error

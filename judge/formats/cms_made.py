"""What makes the tests that a CMS task lacks: the generator of ``gen/GEN``, the solution.

That is what the tools of the format do: a line holds the generator's arguments, and
``#COPY: path`` stands for a file that is there. Answers are what ``sol/soluzione`` prints.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from msgspec.structs import replace

from judge.errors import InputError
from judge.formats.cms_gen import GEN, GenTest, gen_tests
from judge.formats.packagefiles import check_file, check_inside, inside, listing
from judge.problem import Generator, Harness, Solution, TestCase

GENERATORS = ("generatore", "generator")
SOLUTIONS = ("soluzione", "solution")
PREFERRED = (".cpp", ".cc", ".c", ".py", ".java", ".sh")
"""Of several sources of one name the first of these is taken."""

MAKE = "make them with the tools of the format: cmsMake, or task-maker"
READ_LIMIT = 1 << 20
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", re.MULTILINE)


class Makers:
    """The programs of the task in `folder` that make tests, compiled with its `harness`."""

    def __init__(self, folder: Path, harness: Harness | None) -> None:
        self._folder = folder
        self._harness = harness
        self._lines: list[GenTest] | None = None

    def with_input(self, case: TestCase, number: int) -> TestCase:
        """The test of this number, from 0, with the file or the generator that is its input."""
        if self._lines is None:
            self._lines = gen_tests(self._folder)
        if number >= len(self._lines):
            raise InputError(case.input, "is missing", MAKE)
        line = self._lines[number]
        if line.copied:
            return replace(case, input=inside(line.text, self._folder, line.place))
        program = _source(self._folder / "gen", GENERATORS, self._folder)
        if program is None:
            raise InputError(case.input, f"is missing, and so is what {GEN} is for", MAKE)
        generator = Generator(
            program=program,
            arguments=_words(line),
            makes_answer=False,
            include=_modules(program, self._folder),
            instead=MAKE,
        )
        return replace(case, generator=generator)

    def with_answer(self, case: TestCase, missing: Path) -> TestCase:
        """The test with the solution that makes its answer."""
        program = _source(self._folder / "sol", SOLUTIONS, self._folder)
        if program is None:
            raise InputError(missing, "is missing", MAKE)
        include = self._harness.files if self._harness else ()
        return replace(case, solution=Solution(program=program, include=include, instead=MAKE))


def _source(place: Path, stems: tuple[str, ...], folder: Path) -> Path | None:
    if not place.is_dir():
        return None
    entries = {one.name: one for one in listing(place, folder)}
    for stem in stems:
        for extension in PREFERRED:
            found = entries.get(f"{stem}{extension}")
            if found is not None:
                check_inside(found, folder)
                return check_file(found, folder)
    return None


def _modules(program: Path, folder: Path) -> tuple[Path, ...]:
    """The modules beside a program in Python that it imports, and those that these do."""
    found: dict[str, Path] = {}
    waiting = [program] if program.suffix == ".py" else []
    while waiting:
        with waiting.pop().open("rb") as file:
            names = {name.decode() for name in _IMPORT.findall(file.read(READ_LIMIT))}
        for name in sorted(names - found.keys() - {program.stem}):
            path = program.with_name(f"{name}.py")
            if path.is_file():
                check_inside(path, folder)
                found[name] = check_file(path, folder)
                waiting.append(path)
    return tuple(found.values())


def _words(line: GenTest) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(line.text))
    except ValueError as error:
        raise InputError(line.place, "has an open quote", "close it") from error

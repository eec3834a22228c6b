"""The programs of a CMS task: what judges its outputs, and what calls a submission."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from judge.checkers import WHITE_DIFF
from judge.errors import InputError
from judge.formats.packagefiles import check_file, check_inside, listing
from judge.formats.testlib import headers_for
from judge.problem import Checker, Harness, Validator

CHECKERS = ("check/checker", "cor/correttore", "check/correttore", "cor/checker")
MANAGERS = ("check/manager", "cor/manager")
HEADERS = (".h", ".hpp", ".hh")
LEFT_BY_TOOLS = (".o", ".exe", ".class", ".pyc", ".dSYM", ".txt", ".md", *HEADERS)
ELF = b"\x7fELF"


def checker(folder: Path) -> Checker:
    """The task's own checker, else the comparison that CMS makes."""
    program = find_program(folder, CHECKERS)
    return WHITE_DIFF if program is None else asked_as_cms_does(program, folder)


def asked_as_cms_does(program: Path, root: Path) -> Validator:
    """Return the validator that is the checker `program` of the package `root`."""
    return Validator(
        programs=(program,), protocol="cms", include=headers_for(program, (), root, (root,))
    )


def find_program(folder: Path, stems: Iterable[str]) -> Path | None:
    """Return the program that is called by one of `stems`: its source, else itself.

    Raise InputError where there are several sources.
    """
    for stem in map(Path, stems):
        place = folder / stem.parent
        if not place.is_dir():
            continue
        named = [
            one for one in listing(place, folder) if one.stem == stem.name and not one.is_dir()
        ]
        sources = [one for one in named if one.suffix and one.suffix not in LEFT_BY_TOOLS]
        if len(sources) > 1:
            names = ", ".join(one.name for one in sources)
            raise InputError(place, f"holds several sources: {names}", "keep one of them")
        built = [one for one in named if not one.suffix]
        for program in (*sources, *built):
            check_inside(program, folder)
            return _usable(check_file(program, folder))
    return None


def harness(folder: Path, name: str) -> Harness | None:
    """The graders ``sol/grader.*``, which call a submission of the name of the task."""
    place = folder / "sol"
    if not place.is_dir():
        return None
    entries = [one for one in listing(place, folder) if one.is_file()]
    if any(one.stem == "stub" for one in entries):
        message = "holds stubs of a task of the type Communication: not supported yet"
        raise InputError(place, message, "tasks of the type Batch are")
    graders = [one for one in entries if one.stem == "grader" and not _by_tools(one)]
    if not graders:
        return None
    headers = [one for one in entries if one.suffix in HEADERS]
    for one in (*graders, *headers):
        check_inside(one, folder)
    return Harness(files=(*graders, *headers), submission=name)


def _by_tools(path: Path) -> bool:
    return not path.suffix or path.suffix in LEFT_BY_TOOLS


def _usable(program: Path) -> Path:
    """The program itself; one that is compiled already has to be of this machine's kind."""
    with program.open("rb") as file:
        compiled = file.read(len(ELF)) == ELF
    if compiled and not os.access(program, os.X_OK):
        raise InputError(program, "can't be executed", f"chmod +x {program.name}")
    return program

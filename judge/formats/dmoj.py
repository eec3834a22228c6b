"""DMOJ's problem format: ``init.yml`` beside the data, or beside an archive of it.

https://docs.dmoj.ca/#/problem_format/problem_format and ``dmoj/problem.py``. The time and
memory limits of a problem stand elsewhere, on the site.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from judge.formats.dmoj_files import Files
from judge.formats.dmoj_keys import Scope, top_scope, unsupported
from judge.formats.dmoj_programs import Programs
from judge.formats.dmoj_tests import Tests
from judge.formats.packagefiles import check_file
from judge.limits import MOST
from judge.problem import Group, Problem, ProblemLimits, ProblemType
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.formats.archive import Scratch

INIT = "init.yml"
OUTPUT_LIMIT, WALL_FACTOR, MOST_FACTOR = 25165824, 3.0, 1000
REFUSED = {
    "custom_judge": "a grader in Python",
    "file_io": "reading and writing by files",
    "grader": "a grader of its own",
    "handler": "a grader of its own",
    "symlinks": "a link in the submission's folder",
}


def matches(folder: Path) -> bool:
    """Whether `folder` has an ``init.yml``."""
    return os.path.lexists(folder / INIT)


def read(folder: Path, scratch: Scratch) -> Problem:
    """Read the problem in `folder`; what is packed there is unpacked into `scratch`."""
    notes: list[str] = []
    scope = top_scope(load(check_file(folder / INIT, folder)), notes)
    for key, what in REFUSED.items():
        if scope.get(key) is not None:
            raise unsupported(scope.place(key), f"{what} ('{key}')")
    files = Files(folder, scratch, scope.get("archive"))
    if scope.flag("unbuffered", default=False):
        notes.append(f"{scope.place('unbuffered')}: a submission has to flush what it prints")
    programs = Programs(files, notes)
    tests = Tests(files, programs, notes).read(scope)
    return Problem(
        path=folder,
        name=folder.resolve().name,
        format="dmoj",
        types=(ProblemType.SCORING, *_how(tests)),
        limits=_limits(scope, programs),
        tests=tests,
        harness=programs.harness(scope),
        notes=tuple(dict.fromkeys(notes)),
    )


def _how(tests: Group) -> tuple[ProblemType, ...]:
    talks = any(case.interactor is not None for case in tests.all_cases())
    return (ProblemType.INTERACTIVE,) if talks else ()


def _limits(scope: Scope, programs: Programs) -> ProblemLimits:
    output, factor = scope.get("output_limit_length"), scope.get("wall_time_factor")
    most = int(MOST["output"])
    return ProblemLimits(
        output=OUTPUT_LIMIT if output is None else output.integer(minimum=1, maximum=most),
        wall_factor=WALL_FACTOR
        if factor is None
        else factor.number(minimum=1, maximum=MOST_FACTOR),
        validation_time=programs.time,
        validation_memory=programs.memory,
        compile_time=programs.compile_time,
    )

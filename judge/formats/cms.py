"""Tasks of CMS in the format of the Italian olympiads: ``task.yaml``, ``input/``, ``output/``.

Source: CMS's loader ``italy_yaml``. Keys that it does not read are passed over, as it
does; what it reads and the judge can't do is refused.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.formats import cms_programs
from judge.formats.packagefiles import check_file, says
from judge.problem import Group, Problem, ProblemLimits, ProblemType

if TYPE_CHECKING:
    from judge.yamlnode import Node

TASK_YAML = "task.yaml"
BESIDE = ("input", "gen")
MOST_SECONDS = 86_400.0
MOST_MIB = 1 << 24
OLD_NAMES = {
    "name": "nome_breve",
    "title": "nome",
    "time_limit": "timeout",
    "memory_limit": "memlimit",
}
REFUSED = {
    "output_only": "a task whose outputs are handed in",
    "output_only_testcases": "a task some of whose outputs are handed in",
    "output_optional_testcases": "a task some of whose outputs may be handed in",
}


def matches(folder: Path) -> bool:
    """Whether `folder` holds a ``task.yaml``, and inputs or what makes them."""
    beside = any((folder / name).is_dir() for name in BESIDE)
    return beside and says(folder / TASK_YAML, folder, "")


def read(folder: Path) -> Problem:
    """Read the task in `folder`."""
    from judge.formats.cms_made import Makers  # noqa: PLC0415
    from judge.formats.cms_scores import Judged, read_tests  # noqa: PLC0415
    from judge.yamlfile import load  # noqa: PLC0415 - only here: PyYAML takes long to import

    root = load(check_file(folder / TASK_YAML, folder))
    keys = _keys(root)
    _refuse(folder, keys)
    name = keys["name"].text() if "name" in keys else folder.resolve().name
    notes: list[str] = []
    harness = cms_programs.harness(folder, name)
    judged = Judged(cms_programs.checker(folder), Makers(folder, harness))
    tests = read_tests(folder, keys, judged, notes)
    notes += _note(folder, tests)
    return Problem(
        path=folder,
        name=keys["title"].text() if "title" in keys else name,
        format="cms",
        types=(ProblemType.SCORING,),
        limits=_limits(keys),
        tests=tests,
        harness=harness,
        input_file=_file(keys, "infile", "input.txt"),
        output_file=_file(keys, "outfile", "output.txt"),
        streams_too="infile" not in keys and "outfile" not in keys,
        notes=tuple(notes),
    )


def _note(folder: Path, tests: Group) -> list[str]:
    cases = tests.all_cases()
    made = sum(1 for case in cases if case.generator or case.solution)
    if not made:
        return []
    what = f"{made} of {len(cases)} tests are not all there"
    return [f"{folder}: {what}, and made by the task's own programs"]


def _keys(root: Node) -> dict[str, Node]:
    """The keys that have a value, by their new names."""
    found = {} if root.is_empty else root.mapping()
    keys = {key: node for key, node in found.items() if not node.is_empty}
    for new, old in OLD_NAMES.items():
        if new not in keys and old in keys:
            keys[new] = keys[old]
    return keys


def _refuse(folder: Path, keys: dict[str, Node]) -> None:
    for key, what in REFUSED.items():
        if key in keys and keys[key].content not in (False, ""):
            raise keys[key].error(f"{what}: not supported yet", "tasks with programs alone are")
    manager = cms_programs.find_program(folder, cms_programs.MANAGERS)
    if manager is not None:
        message = "is the manager of a task of the type Communication: not supported yet"
        raise InputError(manager, message, "tasks of the type Batch are")


def _limits(keys: dict[str, Node]) -> ProblemLimits:
    time = memory = None
    if "time_limit" in keys:
        time = float(keys["time_limit"].number(above=0, maximum=MOST_SECONDS))
    if "memory_limit" in keys:
        memory = int(keys["memory_limit"].number(above=0, maximum=MOST_MIB) * (1 << 20))
    return ProblemLimits(cpu_time=time, memory=memory)


def _file(keys: dict[str, Node], key: str, default: str) -> str | None:
    """The name of the file that a submission reads or writes; None for its stream."""
    node = keys.get(key)
    name = default if node is None else node.text()
    if not name:
        return None
    if not re.fullmatch(r"[\w-][\w.-]{0,99}", name) or os.sep in name:
        message = f"'{name}' is no plain name of a file"
        place = node.place if node is not None else key
        raise InputError(place, message, 'write "" for the standard stream')
    return name

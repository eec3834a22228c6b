"""Tasks of TPS (Task Preparation System), which is the IOI's: exported ones and repositories.

What is exported has ``subtasks/*.json``, ``tests/`` and ``graders/``; a repository
``subtasks.json``, ``grader/<language>/``, and ``tests/`` once they were generated. Source:
CMS's loader ``tps`` and the scripts of TPS.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from judge.formats.packagefiles import check_file, says
from judge.problem import Problem, ProblemLimits, ProblemType

if TYPE_CHECKING:
    from judge.yamlnode import Node

PROBLEM_JSON = "problem.json"
BESIDE = ("subtasks", "subtasks.json")
MARK = r'"(code|name|task_type|type)"\s*:'
MOST_SECONDS = 86_400.0
MOST_BYTES = 1 << 44
MOST_MEGABYTES = 100_000
"""Below, a number is one of MiB, as repositories write it; above, of bytes, as exports do."""

MIB = 1 << 20
BATCH = {"batch", "batch2017"}


def matches(folder: Path) -> bool:
    """Whether `folder` holds a ``problem.json`` of a task, beside its subtasks."""
    beside = any((folder / name).exists() for name in BESIDE)
    return beside and says(folder / PROBLEM_JSON, folder, MARK)


def read(folder: Path) -> Problem:
    """Read the task in `folder`."""
    from judge.formats import tps_programs  # noqa: PLC0415
    from judge.formats.plainfile import load_json  # noqa: PLC0415 - only here: json
    from judge.formats.tps_tests import read_tests  # noqa: PLC0415

    root = load_json(check_file(folder / PROBLEM_JSON, folder))
    keys = {key: node for key, node in root.mapping().items() if not node.is_empty}
    parameters = tps_programs.Parameters.of(root, keys)
    _refuse(keys)
    name = _text(keys, "code") or _text(keys, "name") or folder.resolve().name
    checker = tps_programs.checker(folder, keys)
    return Problem(
        path=folder,
        name=_text(keys, "title") or _text(keys, "name") or name,
        format="tps",
        types=(ProblemType.SCORING,),
        limits=_limits(keys),
        tests=read_tests(folder, checker),
        harness=tps_programs.harness(folder, keys, name) if parameters.with_grader else None,
        input_file=parameters.input_file,
        output_file=parameters.output_file,
    )


def _text(keys: dict[str, Node], key: str) -> str:
    return keys[key].text() if key in keys else ""


def _refuse(keys: dict[str, Node]) -> None:
    kind = keys.get("task_type") or keys.get("type")
    if kind is not None and kind.text().lower() not in BATCH:
        message = f"a task of the type {kind.text()}: not supported yet"
        raise kind.error(message, "tasks of the type Batch are")
    score = keys.get("score_type")
    if score is not None and score.text() not in ("GroupMin", "Sum"):
        message = f"the score type '{score.text()}': not supported yet"
        raise score.error(message, "GroupMin is what subtasks have")


def _limits(keys: dict[str, Node]) -> ProblemLimits:
    time = memory = None
    if "time_limit" in keys:
        time = float(keys["time_limit"].number(above=0, maximum=MOST_SECONDS))
    if "memory_limit" in keys:
        size = keys["memory_limit"].number(minimum=1, maximum=MOST_BYTES)
        memory = int(size * MIB if size < MOST_MEGABYTES else size)
    return ProblemLimits(cpu_time=time, memory=memory)

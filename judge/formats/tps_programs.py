"""The programs of a TPS task: its checker, its graders, and how a submission is compiled."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from judge.checkers import WHITE_DIFF
from judge.formats.cms_programs import HEADERS, LEFT_BY_TOOLS, asked_as_cms_does, find_program
from judge.formats.packagefiles import check_inside, listing
from judge.problem import Checker, Harness

if TYPE_CHECKING:
    from judge.yamlnode import Node

FOLDERS = ("graders", "grader")
PREFIX = "task_type_parameters_Batch"
KEYS = {
    "compilation": f"{PREFIX}_compilation",
    "input": f"{PREFIX}_io_0_inputfile",
    "output": f"{PREFIX}_io_1_outputfile",
}


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """What ``task_type_params`` says of the files that a submission is compiled with and uses."""

    with_grader: bool
    input_file: str | None = None
    output_file: str | None = None

    @classmethod
    def of(cls, root: Node, keys: dict[str, Node]) -> Self:
        """Read them; a task whose parameters say nothing of graders has what it has."""
        given = _given(keys)
        compilation = given.get("compilation", "grader")
        if compilation not in ("grader", "alone"):
            place = keys.get("task_type_params") or keys.get("task_type_parameters") or root
            raise place.error(f"unknown way to compile: '{compilation}'", "grader or alone")
        without = "has_grader" in keys and not keys["has_grader"].boolean()
        return cls(
            with_grader=compilation == "grader" and not without,
            input_file=_file(given.get("input", ""), root),
            output_file=_file(given.get("output", ""), root),
        )


def checker(folder: Path, keys: dict[str, Node]) -> Checker:
    """The task's own checker, else the comparison that CMS makes."""
    off = ("has_checker" in keys and not keys["has_checker"].boolean()) or (
        "ignore_checker" in keys and keys["ignore_checker"].boolean()
    )
    program = None if off else find_program(folder, ("checker/checker",))
    return WHITE_DIFF if program is None else asked_as_cms_does(program, folder)


def harness(folder: Path, keys: dict[str, Node], name: str) -> Harness | None:
    """The graders, be they in one folder or in one a language."""
    files: list[Path] = []
    for place in (folder / one for one in FOLDERS):
        if place.is_dir():
            entries = listing(place, folder)
            for one in (*entries, *(inner for each in entries for inner in _inside(each, folder))):
                if one.is_file() and _belongs(one):
                    check_inside(one, folder)
                    files.append(one)
    entry = keys["grader_name"].text() if "grader_name" in keys else "grader"
    if not any(one.stem == entry for one in files):
        return None
    return Harness(files=tuple(files), entry=entry, submission=name)


def _inside(entry: Path, folder: Path) -> list[Path]:
    return listing(entry, folder) if entry.is_dir() else []


def _belongs(path: Path) -> bool:
    if path.stem == "manager" or not path.suffix:
        return False
    return path.suffix in HEADERS or path.suffix not in (*LEFT_BY_TOOLS, ".sh", ".bat")


def _given(keys: dict[str, Node]) -> dict[str, str]:
    """The parameters by our own names, whichever of three ways they are written in."""
    node = keys.get("task_type_parameters") or keys.get("task_type_params")
    if node is None:
        return {}
    value = node.value
    if isinstance(value, str):
        value = _loaded(value, node)
    if isinstance(value, list):
        return _listed(value)
    if not isinstance(value, dict):
        raise node.expected("a mapping, or a text with one")
    return {ours: str(value[theirs]) for ours, theirs in KEYS.items() if theirs in value}


def _loaded(text: str, node: Node) -> object:
    try:
        return json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise node.error("is a text that is no JSON", "write a mapping") from error


def _listed(value: list[object]) -> dict[str, str]:
    """``[compilation, [input file, output file], evaluation]``."""
    found = {"compilation": str(value[0])} if value else {}
    names = value[1] if len(value) > 1 else None
    if isinstance(names, list):
        found |= dict(zip(("input", "output"), map(str, names), strict=False))
    return found


def _file(name: str, root: Node) -> str | None:
    if name and not re.fullmatch(r"[\w-][\w.-]{0,99}", name):
        raise root.error(f"'{name}' is no plain name of a file", 'write "" for a stream')
    return name or None

"""What all versions of the ICPC (Kattis) problem package format have in common."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from judge.errors import InputError, did_you_mean
from judge.formats import domjudge
from judge.formats.packagefiles import check_file, check_inside, listing
from judge.limits import MOST
from judge.problem import Bytes, Group, ProblemLimits, Seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from judge.yamlnode import Node

HEADERS = (".h", ".hpp", ".hh")
PROBLEM_YAML = "problem.yaml"
MARKS = (PROBLEM_YAML, "problem.yml", domjudge.INI, "data/secret")
"""One of these is in the folder of every such package; `version` may still refuse it."""
LEGACY_VERSIONS = ("legacy", "legacy-icpc")
DRAFT_VERSIONS = ("2023-07", "2023-07-draft")
VERSIONS = ("2025-09", *DRAFT_VERSIONS, *LEGACY_VERSIONS)

KIB: Bytes = 1 << 10
MIB: Bytes = 1 << 20
MOST_BYTES: Bytes = int(MOST["memory"])
MOST_SECONDS: Seconds = domjudge.MOST_SECONDS

_SIZES = {
    "memory": ("memory", MIB),
    "output": ("output", MIB),
    "code": ("code", KIB),
    "compilation_memory": ("compile_memory", MIB),
    "validation_memory": ("validation_memory", MIB),
    "validation_output": ("validation_output", MIB),
}
_TIMES = {
    "time_limit": "cpu_time",
    "compilation_time": "compile_time",
    "validation_time": "validation_time",
}
_DEFAULTS = {"memory": 2048 * MIB, "output": 8 * MIB, "code": 128 * KIB}
"""What the format calls the typical defaults; those of times and validators are our own too."""

MOST_PASSES = 1000
LIMITS = (*_SIZES, *_TIMES, "validation_passes")
"""The keys below ``limits:`` that `limits` reads."""


def version(folder: Path) -> str | None:
    """Return the format version that ``problem.yaml`` states; None without that file.

    Raise InputError for a version that cannot be read.
    """
    path = folder / PROBLEM_YAML
    if not path.exists() and not path.is_symlink():
        if (folder / "problem.yml").is_file():
            raise InputError(
                folder / "problem.yml", "has the wrong extension", "rename it to .yaml"
            )
        return None
    # Only here: PyYAML takes longer to import than a plain folder takes to read.
    from judge.yamlfile import load  # noqa: PLC0415

    node = filled(load(check_file(path, folder))).get("problem_format_version")
    if node is None:
        return "legacy"
    if node.text() not in VERSIONS:
        raise _unknown_version(node)
    return node.text()


def _unknown_version(node: Node) -> InputError:
    text = node.text()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-draft)?|draft", text):
        remedy = f"known: {', '.join(VERSIONS)}"
        return node.error(f"problem format version '{text}' is not supported yet", remedy)
    return node.error(f"unknown problem format version '{text}'", did_you_mean(text, VERSIONS))


def filled(node: Node | None) -> dict[str, Node]:
    """Return the keys of a mapping that have a value; none for an empty file."""
    if node is None or node.is_empty:
        return {}
    return {key: value for key, value in node.mapping().items() if not value.is_empty}


def problem_name(node: Node | None, default: str) -> str:
    """Return the name that `node` gives: a text, or a map from language to name."""
    if node is None:
        return default
    if not node.is_mapping:
        return node.text()
    names = {language: name.text() for language, name in node.mapping().items()}
    if not names:
        raise node.expected("a name for each language")
    return names.get("en") or next(iter(names.values()))


def limits(keys: Mapping[str, Node]) -> ProblemLimits:
    """Read what stands below ``limits:`` into seconds and bytes; other keys are left out.

    What is not there has the default that the specification names.
    """
    found: dict[str, Any] = dict(_DEFAULTS)
    for key, (field, unit) in _SIZES.items():
        if key in keys:
            found[field] = keys[key].integer(minimum=1, maximum=MOST_BYTES // unit) * unit
    for key, field in _TIMES.items():
        if key in keys:
            found[field] = float(keys[key].number(above=0, maximum=MOST_SECONDS))
    if "validation_passes" in keys:
        found["validation_passes"] = keys["validation_passes"].integer(
            minimum=2, maximum=MOST_PASSES
        )
    return ProblemLimits(**found)


def unsupported(place: object, what: str) -> InputError:
    """Make the error for a kind of problem that is known but cannot be judged yet."""
    remedy = "pass-fail problems are"
    return InputError(place, f"{what}: not supported yet", remedy)


def has_programs(folder: Path, root: Path) -> bool:
    """Whether the package has a folder of programs such as ``output_validator/``."""
    return folder.is_dir() and bool(listing(folder, root))


def programs(folder: Path, root: Path) -> tuple[Path, ...]:
    """Return the programs in `folder`: its subfolders, and its files that are no headers."""
    if not folder.is_dir():
        return ()
    found = [entry for entry in listing(folder, root) if entry.suffix not in HEADERS]
    for entry in found:
        for path in (entry, *entry.rglob("*")):
            check_inside(path, root)
    return tuple(found)


def include_folder(root: Path) -> Path | None:
    """Return the folder of files to be compiled together with every submission."""
    folder = root / "include"
    if not folder.is_dir():
        return None
    for path in (folder, *folder.rglob("*")):
        check_inside(path, root)
    return folder


def check_any_test(tests: Group, root: Path) -> Group:
    """Return `tests`, or raise InputError when there is none at all."""
    if not tests.all_cases():
        remedy = "a test is a pair such as data/secret/1.in and data/secret/1.ans"
        raise InputError(root / "data", "holds no tests", remedy)
    return tests

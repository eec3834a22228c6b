"""The ICPC problem package format, version 2025-09.

https://www.kattis.com/problem-package-format/spec/2025-09. Keys that it does not know
are errors, as it asks for.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.formats import icpc
from judge.formats.constants import read_constants
from judge.formats.icpc_2023_data import DraftData, left_as_drafted
from judge.formats.icpc_2025_data import Data
from judge.problem import Problem, ProblemLimits, ProblemType
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.yamlnode import Node

KEYS = (
    *("problem_format_version", "type", "name", "uuid", "version", "credits", "source"),
    *("license", "rights_owner", "embargo_until", "limits", "keywords", "languages"),
    *("allow_file_writing", "constants"),
)
LIMITS = (*icpc.LIMITS, "time_resolution", "time_multipliers")
PLAIN = ProblemType.PASS_FAIL
MULTIPLIERS = ("ac_to_time_limit", "time_limit_to_tle")

JUDGED = (
    PLAIN,
    ProblemType.SCORING,
    ProblemType.INTERACTIVE,
    ProblemType.MULTI_PASS,
)

LEFT_BEHIND = ("author", "source_url")
"""Keys of the legacy format that even the examples of 2025-09 carry, and change nothing."""

LEGACY_KEYS = {
    "validation": "remove it; output_validator/ and 'type' say it",
    "validator_flags": "write 'output_validator_args' in data/secret/test_group.yaml",
    "grading": "write it in data/secret/test_group.yaml",
}
LEGACY_FOLDERS = ("output_validators", "output_format_validators", "graders")


def matches(folder: Path) -> bool:
    """Whether `folder` states that it is a package of this version."""
    return icpc.version(folder) == "2025-09"


def read(folder: Path) -> Problem:
    """Read the package in `folder`."""
    root = load(folder / icpc.PROBLEM_YAML)
    keys = _keys(root)
    notes = _notes(root, keys)
    types = types_of(keys.get("type"))
    constants = read_constants(keys.get("constants"))
    validators = _validators(folder)
    interactive = ProblemType.INTERACTIVE in types
    if not validators and (interactive or ProblemType.MULTI_PASS in types):
        raise no_validator(folder, types)
    drafted = left_as_drafted(folder) if ProblemType.SCORING in types else None
    if drafted is not None:
        notes.append(f"{drafted}: read as test_group.yaml, in the words of a draft of 2025-09")
    kind = Data if drafted is None else DraftData
    data = kind(folder, constants, notes, validators, interactive=interactive)
    return Problem(
        path=folder,
        name=icpc.problem_name(keys["name"], ""),
        format="icpc-2025-09",
        types=types,
        limits=limits_of(keys.get("limits")),
        tests=data.read(scoring=ProblemType.SCORING in types),
        include=icpc.include_folder(folder),
        languages=languages_of(keys.get("languages")),
        allow_file_writing="allow_file_writing" in keys and keys["allow_file_writing"].boolean(),
        output_in_all=True,
        constants=constants,
        notes=tuple(notes),
    )


def _keys(root: Node) -> dict[str, Node]:
    for key, remedy in LEGACY_KEYS.items():
        if key in root.key_places:
            message = f"key '{key}' is of the legacy format"
            raise InputError(root.key_places[key], message, remedy)
    root.mapping((*KEYS, *LEFT_BEHIND))
    keys = icpc.filled(root)
    if "name" not in keys:
        raise root.error("the key 'name' is missing", "add the name of the problem")
    return keys


def _notes(root: Node, keys: dict[str, Node]) -> list[str]:
    notes = [] if "uuid" in keys else [f"{root.place}: no 'uuid', which the format asks for"]
    notes += [
        f"{root.key_places[key]}: '{key}' is of the legacy format and passed over"
        for key in LEFT_BEHIND
        if key in keys
    ]
    return notes


def types_of(node: Node | None) -> tuple[ProblemType, ...]:
    """The types; no type at all means pass-fail. Those that can't be judged are refused."""
    if node is None:
        return (ProblemType.PASS_FAIL,)
    types = node.items() if node.is_list else (node,)
    if not types:
        raise node.error("names no type", "write pass-fail")
    if not node.is_list and " " in node.text():
        remedy = f"write [{', '.join(node.text().split())}]"
        raise node.error(f"'{node.text()}' is one text for several types", remedy)
    found = [ProblemType(item.choice(list(ProblemType))) for item in types]
    for item, kind in zip(types, found, strict=True):
        if kind not in JUDGED:
            raise icpc.unsupported(item.place, f"a problem of the type {item.text()}")
    if {ProblemType.PASS_FAIL, ProblemType.SCORING} <= set(found):
        raise node.error("is both pass-fail and scoring", "leave out one of them")
    plain = [] if {ProblemType.PASS_FAIL, ProblemType.SCORING} & set(found) else [PLAIN]
    return tuple(dict.fromkeys(plain + found))


def no_validator(folder: Path, types: tuple[ProblemType, ...]) -> InputError:
    """Make the error that a problem of these types lacks its validator."""
    kind = "interactive" if ProblemType.INTERACTIVE in types else "multi-pass"
    message = f"holds no program, which {kind} problems need"
    return InputError(folder / "output_validator", message, "add the validator there")


def _validators(folder: Path) -> tuple[Path, ...]:
    """The output validator, if there is one; programs in misnamed folders are refused."""
    place = folder / "output_validator"
    found = icpc.programs(place, folder)
    if icpc.has_programs(folder / "static_validator", folder):
        raise icpc.unsupported(folder / "static_validator", "a static validator")
    for name in LEGACY_FOLDERS:
        if icpc.has_programs(folder / name, folder):
            remedy = "the format 2025-09 has output_validator/ alone"
            raise InputError(folder / name, "is a folder of the legacy format", remedy)
    return (place,) if found else ()


def limits_of(node: Node | None, *, in_steps: bool = True) -> ProblemLimits:
    """What stands below ``limits:``; a time limit `in_steps` is a multiple of the resolution."""
    if node is None:
        return icpc.limits({})
    node.mapping(LIMITS)
    keys = icpc.filled(node)
    _check_timing(keys, in_steps=in_steps)
    return icpc.limits(keys)


def _check_timing(keys: dict[str, Node], *, in_steps: bool) -> None:
    if "time_multipliers" in keys:
        for factor in keys["time_multipliers"].mapping(MULTIPLIERS).values():
            factor.number(minimum=1)
    resolution = keys["time_resolution"].number(above=0) if "time_resolution" in keys else 1.0
    if "time_limit" not in keys or not in_steps:
        return
    steps = keys["time_limit"].number(above=0) / resolution
    # A resolution too fine for the quotient to be finite divides everything.
    if math.isfinite(steps) and not math.isclose(steps, round(steps), rel_tol=1e-9):
        message = f"{keys['time_limit'].written} is no multiple of the time resolution"
        remedy = f"the resolution is {resolution:g} s; set 'time_resolution' to change it"
        raise keys["time_limit"].error(message, remedy)


def languages_of(node: Node | None) -> tuple[str, ...] | None:
    """The languages that submissions may be in; None for all."""
    if node is None or (not node.is_list and node.text() == "all"):
        return None
    if not node.is_list:
        raise node.error(f"'{node.text()}' is not a list", "write all or [c, cpp]")
    if not node.items():
        raise node.error("allows no language", "write all or [c, cpp]")
    return node.texts()

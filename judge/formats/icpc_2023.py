"""The ICPC problem package format, version 2023-07: the drafts from which 2025-09 came.

Packages of that version are from two years in which it changed: its ``problem.yaml`` is that
of 2025-09 with keys that were dropped later, its validator may be in a folder of either name,
and the settings of test data are in the words of the legacy format, of a draft, or of 2025-09.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from judge.errors import InputError, did_you_mean
from judge.formats import icpc, icpc_2025
from judge.formats.constants import read_constants
from judge.formats.flags import Flag
from judge.formats.icpc_2023_data import DraftData, style_of
from judge.formats.icpc_2025_data import Data
from judge.formats.icpc_2025_settings import Settings
from judge.formats.icpc_legacy_data import LegacyData
from judge.formats.icpc_legacy_data import Settings as LegacySettings
from judge.formats.icpc_legacy_grading import Grading, grader_of
from judge.problem import Group, Problem, ProblemType
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.yamlnode import Node

DROPPED_KEYS = (
    *("author", "source_url", "validation", "validator_flags", "scoring", "grading"),
    *("embargo-until", "allow_writing_files"),
)
FOLDERS = ("output_validator", "output_validators")
KINDS = {
    "interactive": ProblemType.INTERACTIVE,
    "multipass": ProblemType.MULTI_PASS,
    "multi-pass": ProblemType.MULTI_PASS,
}


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """What ``problem.yaml`` says of how output is judged."""

    folder: Path
    types: tuple[ProblemType, ...]
    validators: tuple[Path, ...]
    flags: tuple[Flag, ...]
    constants: dict[str, str]
    notes: list[str]

    @property
    def scoring(self) -> bool:
        """Whether submissions get points."""
        return ProblemType.SCORING in self.types

    @property
    def interactive(self) -> bool:
        """Whether the validator talks with the submission."""
        return ProblemType.INTERACTIVE in self.types


def matches(folder: Path) -> bool:
    """Whether `folder` states that it is a package of this version, or of its draft."""
    return icpc.version(folder) in icpc.DRAFT_VERSIONS


def read(folder: Path) -> Problem:
    """Read the package in `folder`."""
    root = load(folder / icpc.PROBLEM_YAML)
    root.mapping((*icpc_2025.KEYS, *DROPPED_KEYS))
    keys = icpc.filled(root)
    package = _package(folder, keys)
    style = style_of(folder)
    writing = keys.get("allow_file_writing") or keys.get("allow_writing_files")
    grading = icpc.filled(keys.get("scoring") or keys.get("grading"))
    objective: Any = (
        grading["objective"].choice(("max", "min")) if "objective" in grading else "max"
    )
    return Problem(
        path=folder,
        name=icpc.problem_name(keys.get("name"), folder.resolve().name),
        format="icpc-2023-07",
        types=package.types,
        limits=icpc_2025.limits_of(keys.get("limits"), in_steps=False),
        objective=objective,
        score_if_accepted=package.scoring and style == "legacy",
        tests=_tests(package, style),
        include=icpc.include_folder(folder),
        languages=icpc_2025.languages_of(keys.get("languages")),
        allow_file_writing=writing is not None and writing.boolean(),
        output_in_all=True,
        constants=package.constants,
        notes=tuple(package.notes),
    )


def _package(folder: Path, keys: dict[str, Node]) -> Package:
    validation = _validation(keys.get("validation"))
    types = _types(keys.get("type"), validation)
    found = _validators(folder)
    validators = () if validation == ["default"] else found
    needed = "custom" in validation or {*types} & {*KINDS.values()}
    if needed and not validators:
        raise icpc_2025.no_validator(folder, types)
    flags = keys.get("validator_flags")
    words = () if flags is None else flags.text().split()
    notes = []
    if found and not validators:
        notes.append(f"{found[0]}: not used, since 'validation' is not 'custom'")
    return Package(
        folder=folder,
        types=types,
        validators=validators,
        flags=tuple(Flag(word, flags.place if flags else "") for word in words),
        constants=read_constants(keys.get("constants")),
        notes=notes,
    )


def _validation(node: Node | None) -> list[str]:
    """The words of `validation`, which later drafts have dropped."""
    if node is None:
        return []
    words = node.text().split()
    known = ("default", "custom", "score", *KINDS)
    for word in words:
        if word not in known:
            raise node.error(f"unknown value '{node.text()}'", did_you_mean(word, known))
    return words


def _types(node: Node | None, validation: list[str]) -> tuple[ProblemType, ...]:
    """The types, which early drafts name partly in `validation`, and in one text."""
    if node is not None and not node.is_list and " " in node.text():
        words = node.text().split()
        items = tuple(msgspec.structs.replace(node, content=word, written=word) for word in words)
        node = msgspec.structs.replace(node, content=items)
    found = icpc_2025.types_of(node)
    more = [KINDS[word] for word in validation if word in KINDS]
    return tuple(dict.fromkeys((*found, *more)))


def _validators(folder: Path) -> tuple[Path, ...]:
    """The validator: the folder itself, or the only one that lies in it."""
    if icpc.has_programs(folder / "static_validator", folder):
        raise icpc.unsupported(folder / "static_validator", "a static validator")
    found = {name: icpc.programs(folder / name, folder) for name in FOLDERS}
    full = [name for name, programs in found.items() if programs]
    if len(full) > 1:
        raise InputError(folder / full[1], f"is there beside {full[0]}", "keep one of them")
    if not full:
        return ()
    programs = found[full[0]]
    if len(programs) == 1 and programs[0].is_dir():
        return programs
    return programs if full[0] == FOLDERS[1] else (folder / full[0],)


def _tests(package: Package, style: str) -> Group:
    if style == "legacy":
        grading = Grading(scoring=package.scoring, program=grader_of(package.folder))
        settings = LegacySettings(problem_flags=package.flags, grading=grading)
        legacy = LegacyData(
            package.folder,
            package.notes,
            package.validators,
            interactive=package.interactive,
        )
        return legacy.read(settings)
    kind = Data if style == "2025-09" else DraftData
    data = kind(
        package.folder,
        package.constants,
        package.notes,
        package.validators,
        interactive=package.interactive,
    )
    data.first = Settings(flags=package.flags)
    return data.read(scoring=package.scoring)

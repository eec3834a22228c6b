"""The ICPC problem package format, versions legacy and legacy-icpc.

These are what nearly all archives hold, with and without ``problem_format_version``.
Keys that the specification does not know are noted, not refused: real packages carry
keys of every judge they have been through.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from judge.errors import InputError, did_you_mean
from judge.formats import domjudge, icpc
from judge.formats.flags import Flag
from judge.formats.icpc_legacy_data import LegacyData, Settings
from judge.formats.icpc_legacy_grading import SCORE_KEYS, Grading, grader_of
from judge.problem import Problem, ProblemLimits, ProblemType
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.yamlnode import Node

JUDGED_KEYS = ("problem_format_version", "name", "type", "validation", "validator_flags")
OTHER_KEYS = (
    *("uuid", "author", "source", "source_url", "license", "rights_owner", "keywords"),
    *("limits", "grading", "credits", "version", "libraries", "languages"),
)
PLAIN = ProblemType.PASS_FAIL
HOW = (ProblemType.INTERACTIVE, ProblemType.MULTI_PASS, "score")
"""What may stand beside ``custom``; ``multi-pass`` is DOMjudge's addition."""
UNREAD_LIMITS = (*("time_multiplier", "time_safety_margin", "time_resolution", "time_multipliers"),)


def matches(folder: Path) -> bool:
    """Whether `folder` is a legacy package; its ``problem.yaml`` may be missing."""
    version = icpc.version(folder)
    if version is not None:
        return version in icpc.LEGACY_VERSIONS
    return (folder / domjudge.INI).is_file() or (folder / "data" / "secret").is_dir()


def read(folder: Path) -> Problem:
    """Read the package in `folder`."""
    path = folder / icpc.PROBLEM_YAML
    root = load(path) if path.exists() else None
    keys = icpc.filled(root)
    ini = domjudge.settings(folder)
    notes = _unknown_keys(root, (*JUDGED_KEYS, *OTHER_KEYS), "")
    words = _validation(folder, keys, ini)
    validators = _validators(folder) if "custom" in words else ()
    notes += [] if validators else _unused_validators(folder)
    interactive = "interactive" in words
    if interactive and len(validators) > 1:
        raise icpc.unsupported(folder / "output_validators", "several validators that interact")
    scoring = "type" in keys and keys["type"].choice(("pass-fail", "scoring")) == "scoring"
    grading = Grading(
        scoring=scoring,
        scores_said="score" in words,
        program=grader_of(folder),
    )
    data = LegacyData(folder, notes, validators, interactive=interactive)
    return Problem(
        path=folder,
        name=icpc.problem_name(keys.get("name"), ini.get("name") or folder.resolve().name),
        format="icpc-legacy",
        types=(ProblemType.SCORING if scoring else PLAIN, *_how(words)),
        limits=_limits(folder, keys.get("limits"), notes),
        objective=_objective(keys.get("grading")),
        score_if_accepted=scoring,
        tests=data.read(_root_settings(keys, grading, notes)),
        include=icpc.include_folder(folder),
        notes=tuple(notes),
    )


def _validation(folder: Path, keys: dict[str, Node], ini: dict[str, str]) -> list[str]:
    """The words of `validation`: ``default``, or ``custom`` and how; other kinds are refused."""
    validation = keys.get("validation")
    words = ["default"]
    if validation is not None:
        words = validation.text().split()
        if words[:1] not in (["default"], ["custom"]):
            remedy = "write default or custom"
            raise validation.error(f"unknown value '{validation.text()}'", remedy)
        if not set(words[1:]) <= {*HOW} or (words[0] == "default" and len(words) > 1):
            raise icpc.unsupported(validation.place, f"validation '{validation.text()}'")
    for key in ("special_run", "special_compare"):
        if ini.get(key):
            raise icpc.unsupported(folder / domjudge.INI, f"{key} = {ini[key]}")
    return words


def _how(words: list[str]) -> list[ProblemType]:
    return [kind for kind in ProblemType if kind in words]


def _validators(folder: Path) -> tuple[Path, ...]:
    """The programs in ``output_validators/``: each source file or folder is one of them."""
    place = folder / "output_validators"
    found = icpc.programs(place, folder)
    if not found:
        remedy = "add a program there, or write 'validation: default'"
        raise InputError(place, "holds no validator, which 'validation: custom' asks for", remedy)
    return found


def _unused_validators(folder: Path) -> list[str]:
    return [
        f"{folder / name}: not used, since 'validation' in problem.yaml is not 'custom'"
        for name in ("output_validators", "output_validator")
        if icpc.has_programs(folder / name, folder)
    ]


def _limits(folder: Path, node: Node | None, notes: list[str]) -> ProblemLimits:
    notes += _unknown_keys(node, (*icpc.LIMITS, *UNREAD_LIMITS), "limits.")
    limits = icpc.limits(icpc.filled(node))
    if limits.cpu_time is None:
        return msgspec.structs.replace(limits, cpu_time=domjudge.time_limit(folder))
    return limits


def _unknown_keys(node: Node | None, known: tuple[str, ...], prefix: str) -> list[str]:
    places = node.key_places if node is not None else {}
    return [
        f"{place}: unknown key '{prefix}{key}' passed over ({did_you_mean(key, known)})"
        for key, place in places.items()
        if key not in known
    ]


def _objective(node: Node | None) -> Literal["max", "min"]:
    """Whether the highest score is the best or the lowest."""
    found = icpc.filled(node).get("objective")
    return "min" if found is not None and found.choice(("max", "min")) == "min" else "max"


def _root_settings(keys: dict[str, Node], grading: Grading, notes: list[str]) -> Settings:
    """Take what ``problem.yaml`` says of the data as a whole.

    Packages older than the legacy format have keys of ``testdata.yaml`` below ``grading:``
    there; the values of `on_reject` are then `first_error` (stop) and `grade` or
    `worst_error` (go on).
    """
    old_keys = icpc.filled(keys.get("grading"))
    scores = {key: old_keys[key] for key in SCORE_KEYS if key in old_keys}
    settings = Settings(grading=grading.refined(scores, notes))
    flags = keys.get("validator_flags")
    if flags is not None:
        words = tuple(Flag(word, flags.place) for word in flags.text().split())
        settings = msgspec.structs.replace(settings, problem_flags=words)
    old = old_keys.get("on_reject")
    if old is None:
        return settings
    choice = old.choice(("first_error", "worst_error", "grade", "break", "continue"))
    return msgspec.structs.replace(settings, stop_on_reject=choice in {"first_error", "break"})

"""Which input goes with which answer in a plain folder and its subfolders."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError
from judge.formats.naming import (
    ANSWER_FOLDERS,
    COMPILER_OUTPUT,
    INPUT_FOLDERS,
    Matching,
    matchings,
    name_of,
    pair_key,
)
from judge.formats.packagefiles import check_no_cycle, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_TESTS = {"__pycache__", "node_modules", "venv"}
"""Folders that are full of other people's files."""

NO_INPUT = {".md", ".bak", ".py", ".sh", ".c", ".cpp", ".zip"}
"""Extensions of what lies about in a folder whose every file is an input."""


class Pair(msgspec.Struct, frozen=True):
    """One test: its name and its files."""

    name: str
    input: Path
    answer: Path | None


def find_pairs(top: Path) -> list[Pair]:
    """Find the tests in `top` and below.

    Raise InputError for an answer without an input, for two files that claim the same
    place, and for a folder whose files can be read in two ways.
    """
    named: dict[str, Pair] = {}
    for pair in (pair for folder in _folders(top) for pair in _pairs_in(folder, top)):
        other = named.setdefault(pair.name, pair)
        if other is not pair:
            message = f"is called '{pair.name}', as {other.input} is"
            raise InputError(pair.input, message, "rename one of the two")
    return list(named.values())


def candidates(names: list[str]) -> list[Matching]:
    """Return the ways in which the files `names` of one folder can be read."""
    return matchings(name for name in names if not _is_leftover(name))


def has_pairs(folder: Path) -> bool:
    """Whether `folder`, or a folder in it, holds an input together with its answer."""
    inner = [entry for entry in _look(folder) if entry.is_dir()]
    return any(_has_pair(_look(place)) for place in (folder, *inner))


def _look(folder: Path) -> list[Path]:
    """List `folder`; what may not be seen is not there."""
    try:
        return [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return []


def _has_pair(entries: list[Path]) -> bool:
    names = {entry.name.lower() for entry in entries}
    in_folders = names.intersection(INPUT_FOLDERS) and names.intersection(ANSWER_FOLDERS)
    return bool(in_folders) or any(
        matching.pairs for matching in candidates([entry.name for entry in entries])
    )


def _folders(folder: Path, top: Path | None = None) -> Iterator[Path]:
    top = top or folder
    check_no_cycle(folder, top)
    yield folder
    entries = [entry for entry in listing(folder, None) if entry.is_dir()]
    used = set(_input_and_answer_folder(entries) or ())
    for entry in entries:
        if entry not in used and entry.name not in NO_TESTS:
            yield from _folders(entry, top)


def _pairs_in(folder: Path, top: Path) -> list[Pair]:
    ways = _ways(folder)
    if not ways:
        return []
    if len(ways) > 1:
        titles = "; ".join(_describe(matching) for matching, _ in ways)
        remedy = "move some of them away, or give one input with -i"
        raise InputError(folder, f"its tests can be read in {len(ways)} ways: {titles}", remedy)
    matching, where = ways[0]
    return _pairs(matching, where, folder.relative_to(top))


def _ways(folder: Path) -> list[tuple[Matching, tuple[Path, Path]]]:
    """Return the ways to read what lies in `folder`, each with where its two sides lie."""
    entries = listing(folder, None)
    matchings = candidates([entry.name for entry in entries if not entry.is_dir()])
    paired = {name for matching in matchings for name in matching.paired()}
    for matching in candidates([entry.name for entry in entries if entry.name not in paired]):
        _check_folders(matching, (folder, folder))
    ways = [(matching, (folder, folder)) for matching in matchings]
    two = _input_and_answer_folder([entry for entry in entries if entry.is_dir()])
    if two is not None:
        _check_folders(_match_folders(*two, with_folders=True), two)
        ways.append((_match_folders(*two), two))
    return ways


def _pairs(matching: Matching, where: tuple[Path, Path], prefix: PurePath) -> list[Pair]:
    inputs, answers = (
        _one_each(side, folder)
        for side, folder in zip((matching.inputs, matching.answers), where, strict=True)
    )
    for key, answer in answers.items():
        if key not in inputs and answer != COMPILER_OUTPUT:
            remedy = "add the input or remove the answer"
            raise InputError(where[1] / answer, "is an answer without an input", remedy)
    return [
        Pair(
            name=name_of(prefix / name),
            input=where[0] / name,
            answer=where[1] / answers[key] if key in answers else None,
        )
        for key, name in inputs.items()
    ]


def _check_folders(matching: Matching, where: tuple[Path, Path]) -> None:
    """Raise InputError where an input is a file and its answer a folder, or the reverse."""
    for key in (key for key in matching.inputs if key in matching.answers):
        names = (matching.inputs[key], matching.answers[key])
        sides = [[top / name for name in side] for top, side in zip(where, names, strict=True)]
        folders = [all(path.is_dir() for path in side) for side in sides]
        if folders[0] != folders[1]:
            role, path = ("input", sides[0][0]) if folders[0] else ("answer", sides[1][0])
            remedy = "put a file in its place, or rename the folder"
            raise InputError(path, f"is a folder where the {role} should be", remedy)


def _one_each(side: dict[tuple[str, ...], list[str]], folder: Path) -> dict[tuple[str, ...], str]:
    for names in side.values():
        if len(names) > 1:
            message = f"is of the same test as {names[1]}"
            raise InputError(folder / names[0], message, "keep one of the two")
    return {key: names[0] for key, names in side.items()}


def _input_and_answer_folder(folders: list[Path]) -> tuple[Path, Path] | None:
    inputs = [folder for folder in folders if folder.name.lower() in INPUT_FOLDERS]
    answers = [folder for folder in folders if folder.name.lower() in ANSWER_FOLDERS]
    if not inputs or not answers:
        return None
    for several in (inputs, answers):
        if len(several) > 1:
            names = " and ".join(folder.name for folder in several)
            raise InputError(several[0].parent, f"holds both {names}", "keep one of them")
    return inputs[0], answers[0]


def _match_folders(inputs: Path, answers: Path, *, with_folders: bool = False) -> Matching:
    title = f"{inputs.name}/ with {answers.name}/"
    keyed = [_by_key(folder, with_folders=with_folders) for folder in (inputs, answers)]
    return Matching(title, *keyed)


def _by_key(folder: Path, *, with_folders: bool) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for inner in _folders(folder):
        for entry in listing(inner, None):
            if entry.is_dir() and not with_folders:
                continue
            if not _is_leftover(entry.name) and entry.suffix not in NO_INPUT:
                path = entry.relative_to(folder)
                key = (path.parent.as_posix(), *pair_key(path.name))
                found.setdefault(key, []).append(path.as_posix())
    return found


def _describe(matching: Matching) -> str:
    files = [name for names in matching.inputs.values() for name in names]
    example = f" ({min(files)})" if files else ""
    return f"{matching.title}{example}"


def _is_leftover(name: str) -> bool:
    """Whether an editor left the file behind."""
    return name.endswith(("~", "#", ".bak")) or name.startswith("#")

"""Whether the data of a package is as test data should be; warnings, for a person to judge.

Sources: the problem package format ("General requirements") and what trips up programs that
read such files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from judge.problem import Problem, ProblemType, TestCase
from judge.verify.answer import Check, listed, passed, warning
from judge.verify.material import Material

CHUNK = 1 << 20
BOM = b"\xef\xbb\xbf"
NAME = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,254}")
"""What the problem package formats allow; files of other names count as absent."""

NOT_ASCII = re.compile(rb"[^\x00-\x7f]")
ODD = {
    "carriage_returns": "line ends of Windows",
    "mark": "a byte-order mark",
    "unended": "no line end at the end",
    "not_ascii": "characters beyond ASCII",
}


class Look(msgspec.Struct, kw_only=True):
    """What a file is like."""

    size: int = 0
    carriage_returns: bool = False
    mark: bool = False
    unended: bool = False
    not_ascii: bool = False
    checksum: str = ""


def check(material: Material) -> Iterator[Check]:
    """Look at all inputs and answers. Raises OSError for those that can't be read."""
    problem, cases = material.problem, material.cases
    looks = {path: look(path) for case in cases for path in _files(case)}
    yield _oddities(problem, looks)
    yield _duplicates(cases, looks)
    if ProblemType.INTERACTIVE not in problem.types:
        yield _empty(cases, looks)
        yield _answers(cases)
    if problem.format.startswith("icpc"):
        yield _names(problem)


def look(path: Path) -> Look:
    """Read the file at `path` once, in parts."""
    found, checksum, last = Look(), hashlib.sha256(), b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.mark = found.mark or (not found.size and chunk.startswith(BOM))
            found.carriage_returns = found.carriage_returns or b"\r" in chunk
            found.not_ascii = found.not_ascii or NOT_ASCII.search(chunk) is not None
            found.size += len(chunk)
            checksum.update(chunk)
            last = chunk[-1:]
    found.unended = last not in (b"", b"\n")
    found.checksum = checksum.hexdigest()
    return found


def _files(case: TestCase) -> list[Path]:
    return [case.input] if case.answer is None else [case.input, case.answer]


def _oddities(problem: Problem, looks: dict[Path, Look]) -> Check:
    name, told = "text of the data", []
    for field, words in ODD.items():
        paths = [_shown(problem, path) for path, one in looks.items() if getattr(one, field)]
        if paths:
            told.append(f"{words} in {listed(paths)}")
    return warning(name, "; ".join(told)) if told else passed(name)


def _shown(problem: Problem, path: Path) -> str:
    try:
        return path.relative_to(problem.path).as_posix()
    except ValueError:
        return str(path)


def _duplicates(cases: tuple[TestCase, ...], looks: dict[Path, Look]) -> Check:
    """Inputs that are there twice in one group: groups of subtasks may well share some."""
    name = "duplicate inputs"
    same: dict[tuple[str, str, tuple[str, ...], tuple[Path, ...]], list[str]] = {}
    for case in cases:
        key = (case.group, looks[case.input].checksum, case.arguments, case.files)
        same.setdefault(key, []).append(case.name)
    found = [" = ".join(names[:4]) for names in same.values() if len(names) > 1]
    return warning(name, listed(found)) if found else passed(name)


def _empty(cases: tuple[TestCase, ...], looks: dict[Path, Look]) -> Check:
    name = "empty answers"
    found = [case.name for case in cases if case.answer and not looks[case.answer].size]
    return warning(name, listed(found)) if found else passed(name)


def _answers(cases: tuple[TestCase, ...]) -> Check:
    name = "answers"
    missing = [case.name for case in cases if case.answer is None]
    return warning(name, f"there is none for {listed(missing)}") if missing else passed(name)


def _names(problem: Problem) -> Check:
    name = "names of files"
    root = problem.path
    wrong = [
        path.relative_to(root).as_posix()
        for folder in ("data", "submissions", "input_validators", "include")
        for path in sorted((root / folder).rglob("*"))
        if not path.name.startswith(".") and not NAME.fullmatch(path.name)
    ]
    if not wrong:
        return passed(name)
    told = f"the format allows only a-zA-Z0-9_.- in names, which {listed(wrong)} breaks"
    return warning(name, told)

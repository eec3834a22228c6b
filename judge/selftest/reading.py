"""Reads the programs of the self-test: each is a file that says in its first lines what it is.

The lines are comments of the program's language, each ``key: value``. A program is called
after its category, which is the folder that it lies in, and its file.

    claim     what is tried, in one line
    layer     what contains it: names of `Sandbox.enforced_by` and of `model.LAYERS`
    expect    ``contained``, if it tries what it can, prints ``ESCAPED: what`` for what it
              gets through with, and in the end ``contained`` or ``done``; else verdicts,
              of which an honest program has ``AC`` alone
    cause     by what its verdict has to come about
    limits    name=number…, as in requests of ``judge exec``, with K, M or G
    without   the layers that have to be taken away together for it to succeed
    unproved  in place of that: why it must not be tried, or can't be
    evidence  ``throttled``: it counts as contained only where the host has seen that it was
              kept from more CPUs, since on a busy machine it would get none of them anyway
    runs      how often it is run, if one run could leave something to the next
    args      its arguments
    flags     words for its compiler; the program is not linked statically then
    stdin     a line of standard input; without it, where the bait is
    input     so many bytes of standard input, each line ``0123456789abcde``
    prints    the whole of standard output, stripped
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from judge.errors import InputError, did_you_mean
from judge.limits import GivenLimits, check
from judge.selftest.model import LAYERS, Program
from judge.verdict import Cause, Verdict

FOLDER = Path(__file__).with_name("programs")
KEYS = (
    *("claim", "layer", "expect", "cause", "limits", "without", "unproved"),
    "evidence",
    *("runs", "args", "flags", "stdin", "input", "prints"),
)
HOST_LAYERS = (
    *("cpu_time", "memory", "processes", "cpus", "output", "network", "files", "syscalls"),
    *("user", "init", "mac"),
)
UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}

_LINE = re.compile(r"(?://|#) ([a-z]+):(?: (.*))?$")
_NUMBER = re.compile(r"([0-9]{1,15}(?:\.[0-9]+)?)([KMG]?)")


def programs(folder: Path = FOLDER, only: str | None = None) -> tuple[Program, ...]:
    """The programs below `folder`, by category and name, or those of them called `only`.

    Raises InputError for a file whose first lines are wrong, and where none is called so.
    """
    found = tuple(read(path, folder) for path in sorted(folder.glob("*/*")) if path.is_file())
    if only is None:
        return found
    chosen = tuple(one for one in found if _is_called(one, only))
    if not chosen:
        categories = sorted({one.category for one in found})
        remedy = f"as in 'network/*'; there are: {', '.join(categories)}"
        raise InputError("--only", f"no program is called '{only}'", remedy)
    return chosen


def read(path: Path, folder: Path) -> Program:
    """The program in `path`. Raises InputError with file and line."""
    try:
        code = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(path, f"is no text: {error}", "save it as UTF-8") from error
    says = dict(_header(path, code))
    for key in ("claim", "expect"):
        if key not in says:
            raise InputError(path, f"does not say '{key}'", "say it in its first lines")
    try:
        return _program(path, path.relative_to(folder).parts[0], code, says)
    except ValueError as error:
        raise InputError(path, str(error)) from error


def _is_called(program: Program, pattern: str) -> bool:
    names = (program.name, program.category, program.name.partition("/")[2])
    return any(fnmatchcase(name, pattern) for name in names)


def _header(path: Path, code: str) -> Iterator[tuple[str, str]]:
    seen = set()
    for number, line in enumerate(code.splitlines(), 1):
        match = _LINE.match(line)
        if not match:
            return
        key = match[1]
        if key not in KEYS:
            raise InputError(f"{path}:{number}", f"unknown key '{key}'", did_you_mean(key, KEYS))
        if key in seen:
            raise InputError(f"{path}:{number}", f"says '{key}' twice", "say it once")
        seen.add(key)
        yield key, (match[2] or "").strip()


def _program(path: Path, category: str, code: str, says: dict[str, str]) -> Program:
    program = Program(
        path=path,
        name=f"{category}/{path.name}",
        category=category,
        claim=says["claim"],
        code=code,
        layers=_layers(says.get("layer", "")),
        expect=_verdicts(says["expect"]),
        cause=Cause(says["cause"]) if "cause" in says else None,
        limits=_limits(says.get("limits", "")),
        without=_layers(says.get("without", "")),
        unproved=says.get("unproved", ""),
        evidence=_evidence(says.get("evidence", "")),
        runs=int(says.get("runs", "1")),
        args=tuple(says.get("args", "").split()),
        flags=tuple(says.get("flags", "").split()),
        stdin=says.get("stdin"),
        input=int(_number(says["input"])) if "input" in says else None,
        prints=says.get("prints"),
    )
    _check(program)
    return program


def _check(program: Program) -> None:
    check(program.limits, f"{program.path}: limits: ")
    if program.runs < 1:
        raise ValueError(f"can't be run {program.runs} times")
    if program.honest:
        return
    if not program.layers:
        raise ValueError("does not say which 'layer' contains it")
    if bool(program.without) == bool(program.unproved):
        raise ValueError("has to say either 'without' which layers it succeeds, or 'unproved'")


def _layers(text: str) -> tuple[str, ...]:
    known = (*HOST_LAYERS, *LAYERS)
    names = tuple(text.replace(",", " ").split())
    for name in names:
        if name not in known:
            raise ValueError(f"knows no layer '{name}': {did_you_mean(name, known)}")
    return names


def _evidence(text: str) -> Literal["", "throttled"]:
    if text not in ("", "throttled"):
        raise ValueError(f"knows no evidence '{text}': {did_you_mean(text, ['throttled'])}")
    return "throttled" if text else ""


def _verdicts(text: str) -> tuple[Verdict, ...]:
    if text == "contained":
        return ()
    known = ", ".join(Verdict)
    words = text.replace(",", " ").split()
    for word in words:
        if word not in Verdict.__members__:
            raise ValueError(f"can't expect '{word}': contained, or of {known}")
    if not words:
        raise ValueError(f"expects nothing: contained, or of {known}")
    return tuple(Verdict(word) for word in words)


def _limits(text: str) -> GivenLimits:
    given: dict[str, Any] = {}
    for word in text.split():
        name, _, value = word.partition("=")
        if name not in GivenLimits.__struct_fields__:
            remedy = did_you_mean(name, GivenLimits.__struct_fields__)
            raise ValueError(f"knows no limit '{name}': {remedy}")
        number = _number(value)
        given[name] = number if name.endswith("_time") else int(number)
    return GivenLimits(**given)


def _number(text: str) -> float:
    match = _NUMBER.fullmatch(text)
    if not match:
        raise ValueError(f"'{text}' is no number such as 64M or 0.5")
    return float(match[1]) * UNITS.get(match[2], 1)

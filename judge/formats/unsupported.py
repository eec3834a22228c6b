"""Formats that are known by their marks but cannot be read yet.

They are told apart so that their tests are never taken for a plain folder's and judged
without their checkers, limits, and points.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn

import msgspec

from judge.errors import InputError
from judge.formats.packagefiles import check_file


class Mark(msgspec.Struct, frozen=True):
    """A file that gives a format away, if it holds `text` and something stands beside it."""

    file: str
    title: str
    text: str = ""
    beside: tuple[str, ...] = ()


LOOKED_AT = 1 << 16
"""Characters; what gives a format away stands further up."""

HYDRO = (
    r"(?m)^(subtasks|cases)\s*:|"
    r"^type\s*:\s*(default|interactive|communication|submit_answer|objective|remote_judge)\b"
)

MARKS = (
    Mark("problem.conf", "a UOJ problem"),
    Mark("config.yaml", "a Hydro problem", text=HYDRO),
    Mark("tests.json", "a Classroom test file", text=r"classroom50/tests/"),
)


def matches(folder: Path) -> bool:
    """Whether `folder` bears the mark of one of these formats."""
    return _mark(folder) is not None


def read(folder: Path) -> NoReturn:
    """Raise InputError that names the format."""
    mark = _mark(folder)
    title = mark.title if mark else "this format"
    remedy = "for a plain comparison, copy its tests into a folder of their own"
    raise InputError(folder, f"is {title}, which is not supported yet", remedy)


def _mark(folder: Path) -> Mark | None:
    return next((mark for mark in MARKS if _bears(folder, mark)), None)


def _bears(folder: Path, mark: Mark) -> bool:
    path = folder / mark.file
    try:
        check_file(path, None)
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.read(LOOKED_AT)
    except (InputError, OSError):
        return False
    beside = [folder / name for name in mark.beside]
    return bool(re.search(mark.text, text)) and (
        not beside or any(path.exists() for path in beside)
    )

"""Problem packages in any format, each read into the one `judge.problem.Problem`.

A format is a module with `matches` and `read` and a line in `READERS`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import msgspec

from judge.errors import InputError, did_you_mean
from judge.formats import find, folder, icpc
from judge.formats.archive import PACKED, Scratch, top_folder
from judge.formats.folder import single_test
from judge.formats.packagefiles import unreadable
from judge.problem import Problem

__all__ = [
    "READERS",
    "Format",
    "Reader",
    "find_problem",
    "open_problem",
    "opened",
    "single_test",
]

UNSUPPORTED, PLAIN = "unsupported", "folder"
"""Asked in this order, where no other reader knows the folder."""


class Reader(Protocol):
    """What a module of this package offers."""

    def matches(self, folder: Path) -> bool:
        """Whether `folder` is of this format."""

    def read(self, folder: Path) -> Problem:
        """Read it; raise InputError for what is wrong with it."""


class Format(msgspec.Struct, frozen=True):
    """A module that reads a format, asked where one of `marks` exists in the folder.

    So a folder without them is told apart without the module, and what it imports.
    """

    module: str
    marks: tuple[str, ...]


READERS = {
    "icpc-2025-09": Format("judge.formats.icpc_2025", icpc.MARKS),
    "icpc-legacy": Format("judge.formats.icpc_legacy", icpc.MARKS),
    "polygon": Format("judge.formats.polygon", ("problem.xml",)),
    UNSUPPORTED: Format("judge.formats.unsupported", (".",)),
    PLAIN: Format("judge.formats.folder", (".",)),
}
"""The formats by the names that ``--format`` takes; the last takes every folder."""


def names() -> list[str]:
    """Return what ``--format`` takes."""
    return [name for name in READERS if name != UNSUPPORTED]


def open_problem(path: Path, form: str | None = None) -> Problem:
    """Read the problem at `path`: a package, a folder of tests, or one input file.

    An input file is a problem of one test, whose answer is found beside it. `form` is the
    name of the format; without it, the folder's marks tell. Raise InputError for a format
    that is not supported, for marks of several, and for everything wrong in a package.
    """
    try:
        return _open(path, form)
    except OSError as error:
        raise unreadable(Path(error.filename or path), error) from error


@contextmanager
def opened(path: Path, form: str | None = None) -> Iterator[Problem]:
    """Read the problem at `path` as `open_problem` does, a packed one too.

    That is unpacked for as long as the block lasts. What is wrong in it, found here or in the
    block, is told with its place in the archive.
    """
    with Scratch() as scratch:
        if path.suffix.lower() not in PACKED or path.is_dir():
            yield open_problem(path, form)
            return
        folder = scratch.unpacked(path)
        folder = folder if _is_package(folder) else top_folder(folder)
        yield msgspec.structs.replace(open_problem(folder, form), packed=path)


def find_problem(source: Path) -> Path | None:
    """Return what `open_problem` can open for the program at `source`; None if nothing."""
    return find.find_problem(source, _is_package)


def _open(path: Path, form: str | None) -> Problem:
    if form is not None and form not in names():
        raise InputError("--format", f"unknown format '{form}'", did_you_mean(form, names()))
    if path.is_dir():
        return _reader(form or _form(path)).read(path)
    if not path.exists():
        raise InputError(path, "does not exist", "give the folder of a problem")
    if path.suffix.lower() in PACKED:
        raise InputError(path, "is packed", f"unpack it: unzip {path.name} -d {path.stem}")
    answer = folder.answer_of(path)
    if answer is None:
        raise InputError(path, "is no problem but a file", "give the folder that it is in")
    return single_test(path, answer)


def _form(path: Path) -> str:
    """Return the name of the one format whose marks `path` bears."""
    found = [name for name in names() if name != PLAIN and _is_of(path, name)]
    if len(found) > 1:
        remedy = f"choose one with --format, say: --format {found[0]}"
        raise InputError(path, f"may be of several formats: {', '.join(found)}", remedy)
    return found[0] if found else next(one for one in (UNSUPPORTED, PLAIN) if _is_of(path, one))


def _is_of(path: Path, name: str) -> bool:
    marked = any(os.path.lexists(path / mark) for mark in READERS[name].marks)
    return marked and _reader(name).matches(path)


def _is_package(path: Path) -> bool:
    """Whether `path` is of some format, be it one that can't be read, or a broken package."""
    try:
        return any(_is_of(path, name) for name in READERS if name != PLAIN)
    except InputError:
        return True


def _reader(name: str) -> Reader:
    return cast("Reader", import_module(READERS[name].module))

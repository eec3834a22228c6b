"""Problem packages in any format, each read into the one `judge.problem.Problem`.

A format is a module with `matches` and `read` and a line in `READERS`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
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

    @property
    def read(self) -> Callable[..., Problem]:
        """Reads `folder`; raises InputError for what is wrong with it.

        Where the format's `scratch` says so, it takes a `Scratch` as well.
        """


class Format(msgspec.Struct, frozen=True):
    """A module that reads a format, asked where one of `marks` exists in the folder.

    So a folder without them is told apart without the module, and what it imports. With
    `scratch` its `read` is given a `Scratch` too, for files that it has to make.
    """

    module: str
    marks: tuple[str, ...]
    scratch: bool = False


READERS = {
    "icpc-2025-09": Format("judge.formats.icpc_2025", icpc.MARKS),
    "icpc-2023-07": Format("judge.formats.icpc_2023", icpc.MARKS),
    "icpc-legacy": Format("judge.formats.icpc_legacy", icpc.MARKS),
    "dmoj": Format("judge.formats.dmoj", ("init.yml",), scratch=True),
    "polygon": Format("judge.formats.polygon", ("problem.xml",)),
    "cms": Format("judge.formats.cms", ("task.yaml",)),
    "tps": Format("judge.formats.tps", ("problem.json",)),
    "library-checker": Format("judge.formats.library_checker", ("info.toml",), scratch=True),
    UNSUPPORTED: Format("judge.formats.unsupported", (".",)),
    PLAIN: Format("judge.formats.folder", (".",)),
}
"""The formats by the names that ``--format`` takes; the last takes every folder."""


def names() -> list[str]:
    """Return what ``--format`` takes."""
    return [name for name in READERS if name != UNSUPPORTED]


def open_problem(path: Path, form: str | None = None, scratch: Scratch | None = None) -> Problem:
    """Read the problem at `path`: a package, a folder of tests, or one input file.

    An input file is a problem of one test, whose answer is found beside it. `form` is the
    name of the format; without it, the folder's marks tell. Raise InputError for a format
    that is not supported, for marks of several, and for everything wrong in a package.

    For what is packed, or has to be made, there must be a `scratch`: see `opened`.
    """
    try:
        return _open(path, form, scratch)
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
            yield open_problem(path, form, scratch)
            return
        folder = scratch.unpacked(path)
        folder = folder if _is_package(folder) else top_folder(folder)
        yield msgspec.structs.replace(open_problem(folder, form, scratch), packed=path)


def find_problem(source: Path) -> Path | None:
    """Return what `open_problem` can open for the program at `source`; None if nothing."""
    return find.find_problem(source, _is_package)


def _open(path: Path, form: str | None, scratch: Scratch | None) -> Problem:
    if form is not None and form not in names():
        raise InputError("--format", f"unknown format '{form}'", did_you_mean(form, names()))
    if path.is_dir():
        name = form or _form(path)
        return _read(path, name, scratch)
    if not path.exists():
        raise InputError(path, "does not exist", "give the folder of a problem")
    if path.suffix.lower() in PACKED:
        raise InputError(path, "is packed", f"unpack it: unzip {path.name} -d {path.stem}")
    answer = folder.answer_of(path)
    if answer is None:
        raise InputError(path, "is no problem but a file", "give the folder that it is in")
    return single_test(path, answer)


def _read(path: Path, name: str, scratch: Scratch | None) -> Problem:
    if not READERS[name].scratch:
        return _reader(name).read(path)
    if scratch is None:
        raise ValueError(f"a problem of the format {name} is to be opened by `opened`")
    return _reader(name).read(path, scratch)


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

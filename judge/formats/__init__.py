"""Problem packages in any format, each read into the one `judge.problem.Problem`.

A format is a module with `matches` and `read` and a line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from judge.errors import InputError
from judge.formats import folder, icpc
from judge.formats.find import find_problem
from judge.formats.folder import single_test
from judge.formats.packagefiles import unreadable
from judge.problem import Problem

__all__ = ["READERS", "Reader", "find_problem", "open_problem", "single_test"]


class Reader(Protocol):
    """What a module of this package offers."""

    def matches(self, folder: Path) -> bool:
        """Whether `folder` is of this format."""

    def read(self, folder: Path) -> Problem:
        """Read it; raise InputError for what is wrong with it."""


READERS = {
    "icpc-2025-09": "judge.formats.icpc_2025",
    "icpc-legacy": "judge.formats.icpc_legacy",
    "unsupported": "judge.formats.unsupported",
    "folder": "judge.formats.folder",
}
"""The modules, in the order in which they are asked; the last takes every folder."""


def open_problem(path: Path) -> Problem:
    """Read the problem at `path`: a package, a folder of tests, or one input file.

    An input file is a problem of one test, whose answer is found beside it. Raise
    InputError for a format that is not supported and for everything wrong in a package.
    """
    try:
        return _open(path)
    except OSError as error:
        raise unreadable(Path(error.filename or path), error) from error


def _open(path: Path) -> Problem:
    if path.is_dir():
        return next(reader for reader in _readers(path) if reader.matches(path)).read(path)
    if not path.exists():
        raise InputError(path, "does not exist", "give the folder of a problem")
    if path.suffix.lower() in {".zip", ".kpp"}:
        remedy = f"unpack it, say with: unzip {path.name} -d {path.stem}"
        raise InputError(path, "packed problems are not supported yet", remedy)
    answer = folder.answer_of(path)
    if answer is None:
        raise InputError(path, "is no problem but a file", "give the folder that it is in")
    return single_test(path, answer)


def _readers(path: Path) -> Iterator[Reader]:
    for name, module in READERS.items():
        # With what they need for YAML they take longer to import than all the rest.
        if not name.startswith("icpc") or icpc.looks_like_package(path):
            yield cast("Reader", import_module(module))

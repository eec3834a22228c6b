"""Problem packages in any format, each read into the one `judge.problem.Problem`.

A format is a module with `matches` and `read` and a line in `READERS`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from judge.errors import InputError
from judge.formats import folder, icpc_2025, icpc_legacy, unsupported
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


READERS: dict[str, Reader] = {
    "icpc-2025-09": icpc_2025,
    "icpc-legacy": icpc_legacy,
    "unsupported": unsupported,
    "folder": folder,
}
"""In the order in which they are asked; the last takes every folder."""


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
        reader = next(reader for reader in READERS.values() if reader.matches(path))
        return reader.read(path)
    if not path.exists():
        raise InputError(path, "does not exist", "give the folder of a problem")
    if path.suffix.lower() in {".zip", ".kpp"}:
        remedy = f"unpack it, say with: unzip {path.name} -d {path.stem}"
        raise InputError(path, "packed problems are not supported yet", remedy)
    answer = folder.answer_of(path)
    if answer is None:
        raise InputError(path, "is no problem but a file", "give the folder that it is in")
    return single_test(path, answer)

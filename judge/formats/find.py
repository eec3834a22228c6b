"""Finding the problem that a source file belongs to, from where the file lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from judge.formats.folder import answer_of
from judge.formats.folder_pairs import has_pairs

Known = Callable[[Path], bool]

SUBMISSIONS = ("submissions", "solutions", "solution", "sol")
"""Where packages keep what has been handed in or is known to be right or wrong."""

TESTS = ("tests", "test", "data", "test_cases", "testcases", "testdata")


def find_problem(source: Path, is_package: Known) -> Path | None:
    """Return what `judge.formats.open_problem` can open for `source`; None if nothing.

    That is the package in which it lies, in its top folder or its ``submissions/``; else
    a folder of tests beside it; else the input ``NAME.in`` beside ``NAME.py`` that has an
    answer; else the plain folder in whose ``submissions/`` it lies. The result is relative
    when `source` is.
    """
    beside = _tests_beside(source.parent) or _input_beside(source)
    return _package(source, is_package) or beside or _plain_folder(source)


def _package(source: Path, is_package: Known) -> Path | None:
    absolute = source.absolute()
    for folder in absolute.parents:
        inside = absolute.relative_to(folder).parts
        if (len(inside) == 1 or inside[0] in SUBMISSIONS) and _may_be(folder, is_package):
            return _as_given(folder, source)
    return None


def _plain_folder(source: Path) -> Path | None:
    """The tests of a folder that is no package, but has its submissions where one has them."""
    absolute = source.absolute()
    for folder in absolute.parents:
        inside = absolute.relative_to(folder).parts
        if len(inside) > 1 and inside[0] in SUBMISSIONS:
            given = _as_given(folder, source)
            found = _tests_beside(given) or (given if has_pairs(given) else None)
            if found is not None:
                return found
    return None


def _may_be(folder: Path, is_package: Known) -> bool:
    try:
        return is_package(folder)
    except PermissionError:
        return False  # a folder above that is closed to us is not ours to judge with


def _tests_beside(folder: Path) -> Path | None:
    return next((folder / name for name in TESTS if has_pairs(folder / name)), None)


def _input_beside(source: Path) -> Path | None:
    if not source.name:
        return None  # the current folder, or the topmost
    path = source.with_suffix(".in")
    return path if path.is_file() and answer_of(path) is not None else None


def _as_given(folder: Path, source: Path) -> Path:
    """Return `folder` as a parent of `source`, relative if that is written relative."""
    for parent in source.parents:
        if parent.absolute() == folder:
            return parent
    return folder

"""The solutions of a CMS task: ``sol/``, with task-maker's ``@check-…`` in the sources.

The one called ``solution`` (or ``soluzione``) is the official one.
"""

from __future__ import annotations

from pathlib import Path

from judge.expectations import comments
from judge.expectations.model import Example, Jury, Rule
from judge.formats.packagefiles import check_file, listing
from judge.verdict import Verdict

FOLDERS = ("sol", "solution")
OFFICIAL = frozenset({"solution", "soluzione"})
NO_SOLUTIONS = frozenset({"grader", "stub", "template", "testlib"})
SOURCES = frozenset({".c", ".cc", ".cpp", ".cxx", ".java", ".js", ".pas", ".py", ".rs"})


def jury(root: Path) -> Jury:
    """The solutions in the task's folder. Raises InputError."""
    found = [
        entry
        for name in FOLDERS
        if (root / name).is_dir()
        for entry in listing(root / name, root)
        if entry.suffix in SOURCES and entry.stem not in NO_SOLUTIONS
    ]
    return Jury(examples=tuple(_example(root, path) for path in found))


def _example(root: Path, path: Path) -> Example:
    file = check_file(path, root)
    rules = tuple(comments.checks(list(comments.lines([file]))))
    if path.stem in OFFICIAL:
        own = Rule(place=str(path), overall=frozenset({Verdict.AC}), bound="lower")
        rules = (own, *rules)
    return Example(name=path.relative_to(root).as_posix(), paths=(file,), rules=rules)

"""Writes a new problem package, which `judge verify` has nothing to find fault with."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from judge.errors import HostError, InputError

TEMPLATES = Path(__file__).parent / "template"
PARTS = {
    "pass-fail": ("pairs", "pass-fail"),
    "scoring": ("pairs", "scoring"),
    "interactive": ("interactive",),
}
"""The folders below `TEMPLATES` that a package of each type is made of."""

NAME = re.compile(r"[a-z0-9]{1,100}")
"""What the problem package format allows ("General requirements"): as a name it is also short."""

MOST = 100_000


def write(target: Path, kind: str) -> None:
    """Write a package of the type `kind` to the folder `target`, which must not exist yet.

    It is there as a whole, or not at all. Raises InputError for a name that no package may
    have and for a folder that can't be made, HostError for a full disk and the like.
    """
    _check(target)
    try:
        with tempfile.TemporaryDirectory(prefix=".judge-new-", dir=target.parent) as name:
            folder = Path(name, target.name)
            folder.mkdir()
            _fill(folder, kind, target.name)
            folder.rename(target)
    except OSError as error:
        raise _refused(target, error) from error


def _check(target: Path) -> None:
    if not NAME.fullmatch(target.name):
        remedy = "the problem package format allows lowercase letters a-z and digits"
        raise InputError("", f"'{target.name}' is no name of a package", remedy)
    if os.path.lexists(target):
        raise InputError(target, "is there already", "give another name")
    if not target.parent.is_dir():
        raise InputError(target.parent, "is no folder", "make it first, or give another place")


def _fill(folder: Path, kind: str, name: str) -> None:
    for part in PARTS[kind]:
        # Not the times and rights of where the judge is installed.
        shutil.copytree(TEMPLATES / part, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for root, _, _ in os.walk(folder):
        Path(root).chmod(0o755)
    problem = folder / "problem.yaml"
    text = problem.read_text(encoding="utf-8")
    # A name of digits alone would be a number.
    text = text.replace("@NAME@", f'"{name}"').replace("@UUID@", str(uuid4()))
    problem.write_text(text, encoding="utf-8")
    for path, data in _large(kind):
        (folder / path).write_text(data, encoding="utf-8")


def _large(kind: str) -> Iterator[tuple[str, str]]:
    """The tests that are too large to lie about as files."""
    place = {"pass-fail": "data/secret", "scoring": "data/secret/group2"}.get(kind)
    if place is None:
        return
    yield f"{place}/04-all-equal.in", f"{MOST}\n{' '.join(['7'] * MOST)}\n"
    yield f"{place}/04-all-equal.ans", f"{MOST * (MOST - 1) // 2}\n"
    numbers = [1_000_000 + number // 2 for number in range(MOST)]
    yield f"{place}/05-two-of-each.in", f"{MOST}\n{' '.join(map(str, numbers))}\n"
    yield f"{place}/05-two-of-each.ans", f"{MOST // 2}\n"


def _refused(target: Path, error: OSError) -> InputError | HostError:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG):
        why = error.strerror or str(error)
        return InputError(target, f"can't be made there: {why}", "give another place")
    return HostError.of(error)

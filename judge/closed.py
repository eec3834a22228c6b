"""Files of a package that only root may read, for programs of the package that must read them.

Started as root, the judge runs these as another user. The judge itself reads what it hands on,
such as a submission's input; a validator opens the input and the answer by itself.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec

from judge.problem import TestCase
from sandbox import make_folder


def opened(case: TestCase, package: Path, folder: Path) -> TestCase:
    """The test with copies of those of its files that nobody but root can read in `package`.

    They are made in `folder`, which need not exist yet, and whose names cannot be listed.
    """
    if os.geteuid() != 0:
        return case
    changes = {
        name: _copy(path, folder)
        for name, path in (("input", case.input), ("answer", case.answer))
        if path is not None and not _is_open(path, package)
    }
    return msgspec.structs.replace(case, **changes) if changes else case


def _is_open(path: Path, package: Path) -> bool:
    """Whether others may read the file at `path`, and pass through the package to it."""
    real, top = Path(os.path.realpath(path)), Path(os.path.realpath(package))
    passed = [parent for parent in real.parents if parent.is_relative_to(top)]
    through = all(parent.stat().st_mode & 0o001 for parent in passed)
    return through and bool(real.stat().st_mode & 0o004)


def _copy(path: Path, folder: Path) -> Path:
    if not folder.exists():
        make_folder(folder, 0o711)
    target = folder / os.urandom(16).hex()
    shutil.copyfile(path, target)
    target.chmod(0o644)
    return target

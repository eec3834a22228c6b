"""The programs of a package that say whether an input is valid, and how they say it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from judge.formats import icpc
from judge.formats.packagefiles import inside
from judge.problem import Problem

FOLDERS = ("input_validators", "input_format_validators")
ICPC, TESTLIB = 42, 0


class InputValidators(msgspec.Struct, frozen=True, kw_only=True):
    """Files, or folders of sources; exit code `valid` says that an input is valid."""

    paths: tuple[Path, ...] = ()
    include: tuple[Path, ...] = ()
    valid: int = ICPC


def found(problem: Problem) -> InputValidators | None:
    """Those of the package; None for a format that has none. Raises InputError."""
    root = problem.path
    if problem.format.startswith("icpc"):
        paths = tuple(path for name in FOLDERS for path in icpc.programs(root / name, root))
        return InputValidators(paths=paths)
    return _polygon(root) if problem.format == "polygon" else None


def _polygon(root: Path) -> InputValidators | None:
    """``assets/validators/validator/source``: with testlib, which reads standard input too."""
    from judge.formats import xmlfile  # noqa: PLC0415 - only here
    from judge.formats.polygon import PROBLEM_XML  # noqa: PLC0415

    element = xmlfile.load(root / PROBLEM_XML)
    sources = element.all("assets/validators/validator/source")
    paths = tuple(inside(one.need("path"), root, one.place) for one in sources)
    headers = [path for path in sorted((root / "files").glob("*.h")) if not path.is_symlink()]
    return InputValidators(paths=paths, include=tuple(headers), valid=TESTLIB) if paths else None

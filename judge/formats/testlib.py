"""What a program with testlib needs beside its source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from judge.errors import InputError
from judge.formats.packagefiles import check_file, check_inside

TESTLIB = "testlib.h"
SYSTEM = (Path("/usr/include"), Path("/usr/local/include"))
"""Where compilers look by themselves."""

READ_LIMIT = 1 << 20
_INCLUDES = re.compile(
    rb"^[ \t]*#[ \t]*include[ \t]*[\"<](?:[^\">\n]*/)?testlib\.h[\">]", re.MULTILINE
)


def headers_for(
    source: Path, resources: Iterable[Path], root: Path, places: Iterable[Path] = ()
) -> tuple[Path, ...]:
    """Return the headers to compile `source` with that don't lie beside it.

    These are the `resources`, and testlib.h from one of the `places` in the package
    `root`. Raise InputError where the source wants testlib.h and it is nowhere.
    """
    beside = {path.name for path in source.parent.iterdir()}
    found = {path.name: path for path in resources if path.name not in beside}
    if TESTLIB not in beside | found.keys():
        at_hand = [one for one in places if (one / TESTLIB).is_file()]
        if at_hand and _wants(source):
            check_inside(at_hand[0] / TESTLIB, root)
            found[TESTLIB] = check_file(at_hand[0] / TESTLIB, root)
        else:
            demand_testlib(source)
    return tuple(found.values())


def demand_testlib(source: Path) -> None:
    """Raise InputError where `source` wants testlib.h, and compilers find none by themselves."""
    if _wants(source) and not any((one / TESTLIB).is_file() for one in SYSTEM):
        remedy = "put https://github.com/MikeMirzayanov/testlib's testlib.h beside it"
        raise InputError(source, "needs testlib.h, which the package lacks", remedy)


def _wants(source: Path) -> bool:
    with source.open("rb") as file:
        return bool(_INCLUDES.search(file.read(READ_LIMIT)))

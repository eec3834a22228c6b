"""Which files of the host are opened, and which folders are looked into, while a block runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_seen: list[set[str]] = []


def _hear(event: str, args: tuple[object, ...]) -> None:
    if _seen and event in ("open", "os.listdir", "os.scandir"):
        path = args[0]
        if isinstance(path, str | bytes | os.PathLike):
            _seen[-1].add(os.path.realpath(os.fsdecode(path)))


sys.addaudithook(_hear)


@contextmanager
def opened_files() -> Iterator[set[str]]:
    """Yield a set that fills with the real paths of all that is opened."""
    _seen.append(set())
    try:
        yield _seen[-1]
    finally:
        _seen.pop()


def strangers(paths: set[str], *roots: Path) -> list[str]:
    """Return those of `paths` that lie neither in `roots` nor where programs' own files lie."""
    programs = (*filter(None, sys.path), sys.base_prefix)
    own = [*map(os.path.realpath, (*roots, *programs))]
    return sorted(path for path in paths if not any(Path(path).is_relative_to(one) for one in own))

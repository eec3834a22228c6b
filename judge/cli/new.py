"""``judge new``: a new problem package."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from judge import scaffold
from judge.errors import InputError, did_you_mean


def new(target: Path, kind: str, volume: int) -> int:
    """Writes the package, says what to do with it, and returns the exit code."""
    if kind not in scaffold.PARTS:
        raise InputError("--type", f"unknown type '{kind}'", did_you_mean(kind, scaffold.PARTS))
    scaffold.write(target, kind)
    if volume >= 0:
        told = f"made {target}; whether all of it fits together says: judge verify"
        print(f"{told} {shlex.quote(str(target))}", file=sys.stderr)  # noqa: T201 - no answer
    return 0

"""The first line of a script: which interpreter it asks for."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

LINE_LIMIT = 256
"""Bytes that Linux reads of that line (BINPRM_BUF_SIZE)."""

_MINOR_VERSION = re.compile(r"(\.[0-9]+)+$")


def interpreter(path: Path) -> str | None:
    """Read which interpreter the file's first line names, such as ``python3``.

    Without folder and minor version: ``#!/usr/bin/env python3.11`` gives ``python3``.
    None where there is no such line or the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(LINE_LIMIT)
    except OSError:
        return None
    line = head.partition(b"\n")[0].decode("ascii", "replace")
    return parse(line)


def parse(line: str) -> str | None:
    """Find the interpreter that `line` names, if it is a ``#!`` line at all."""
    if not line.startswith("#!"):
        return None
    words = line[2:].split()
    if words and PurePath(words[0]).name == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    return _MINOR_VERSION.sub("", PurePath(words[0]).name) or None if words else None

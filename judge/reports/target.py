"""Where a report goes: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import os
import secrets
import shlex
import sys
from pathlib import Path
from typing import NamedTuple, Self

from judge.errors import HostError, InputError


class Target(NamedTuple):
    """A report that is wanted: its format, and its file; None is standard output."""

    format: str
    path: Path | None

    @classmethod
    def of(cls, name: str, path: str) -> Self:
        """Return the target for a path as it is written on a command line."""
        return cls(name, None if path in {"", "-"} else Path(path))


def demand_writable(target: Target) -> None:
    """Raise InputError where the target's folder is missing or its path is a folder."""
    if target.path is None:
        return
    try:
        _demand_writable(target, target.path)
    except OSError as error:
        why = error.strerror or str(error)
        remedy = "name another path for the report"
        raise InputError(target.path, f"a report can't be written there: {why}", remedy) from error


def _demand_writable(target: Target, path: Path) -> None:
    if path.is_dir():
        remedy = f"name a file in it: {target.format}:{path / 'report'}"
        raise InputError(path, "a report can't be written to a folder", remedy)
    if not path.parent.exists():
        raise _no_folder(path)
    if not path.parent.is_dir():
        raise InputError(path.parent, "is not a folder", "name another path for the report")


def write_text(path: Path | None, text: str) -> None:
    """Write `text` in UTF-8, with its own line ends, to the file or to standard output.

    A file is replaced at once, so that nobody finds half a report; a pipe or a device
    is written to. Raises InputError where the folder is missing, HostError else.
    """
    data = text.encode()
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        _write(path, data)
    except FileNotFoundError as error:
        raise _no_folder(path) from error
    except OSError as error:
        message = f"{path}: the report can't be written: {error.strerror or error}"
        raise HostError(f"{message} (make room or give another path)") from error


def _write(path: Path, data: bytes) -> None:
    if _is_stream(path):
        path.write_bytes(data)
        return
    final = path.resolve()
    partial = final.with_name(f".report-{secrets.token_hex(8)}.part")
    try:
        with partial.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(final)
    finally:
        partial.unlink(missing_ok=True)


def _is_stream(path: Path) -> bool:
    """Whether the path stands for something open (``/dev/stdout``) or for a pipe."""
    return (path.is_absolute() and path.parts[1] == "dev") or (path.exists() and not path.is_file())


def _no_folder(path: Path) -> InputError:
    folder = path.parent
    remedy = f"create it: mkdir -p {shlex.quote(str(folder))}"
    return InputError(path, f"the folder '{folder}' does not exist", remedy)

"""Where a report goes: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import errno
import os
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
    """Raise InputError where no report can be written; a file is made there to see."""
    if target.path is None:
        return
    try:
        _demand_writable(target, target.path)
    except OSError as error:
        message = f"a report can't be written there: {error.strerror or error}"
        raise InputError(target.path, message, _remedy(error)) from error


def _demand_writable(target: Target, path: Path) -> None:
    if path.is_dir():
        remedy = f"name a file in it: {target.format}:{path / 'report'}"
        raise InputError(path, "a report can't be written to a folder", remedy)
    if not path.parent.exists():
        raise _no_folder(path)
    if not path.parent.is_dir():
        raise InputError(path.parent, "is not a folder", "name another path for the report")
    if not _is_stream(path):
        _write_beside(path.resolve(), b"").unlink()
    elif not os.access(path if path.exists() else path.parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


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
    except OSError as error:
        if not path.parent.exists():
            raise _no_folder(path) from error
        message = f"{path}: the report can't be written: {error.strerror or error}"
        raise HostError(f"{message} ({_remedy(error)})") from error


def _write(path: Path, data: bytes) -> None:
    if _is_stream(path):
        path.write_bytes(data)
        return
    final = path.resolve()
    partial = _write_beside(final, data)
    try:
        partial.replace(final)
    finally:
        partial.unlink(missing_ok=True)


def _write_beside(final: Path, data: bytes) -> Path:
    """Write `data` into a new file in the folder of `final`; leave none where that fails."""
    partial = final.with_name(f".report-{os.urandom(8).hex()}.part")
    with partial.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    return partial


def _is_stream(path: Path) -> bool:
    """Whether the path stands for something open (``/dev/stdout``) or for a pipe."""
    return (path.is_absolute() and path.parts[1] == "dev") or (path.exists() and not path.is_file())


def _remedy(error: OSError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return "make the folder writable, or name another path for the report"
        case errno.ENOSPC | errno.EDQUOT:
            return "make room there, or name another path for the report"
        case _:
            return "name another path for the report"


def _no_folder(path: Path) -> InputError:
    folder = path.parent
    remedy = f"create it: mkdir -p {shlex.quote(str(folder))}"
    return InputError(path, f"the folder '{folder}' does not exist", remedy)

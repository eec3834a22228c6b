"""A private folder for what is costly to make and cheap to keep: filters, the helper."""

from __future__ import annotations

import os
from pathlib import Path


def folder() -> Path:
    """``$XDG_CACHE_HOME/judge``, else ``~/.cache/judge``; it need not exist."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    return Path(base) / "judge"


def read(name: str) -> bytes | None:
    """What was stored under `name`; None where there is nothing that can be trusted.

    Only files that this user wrote count: what is in here decides what a sandbox lets
    through.
    """
    path = folder() / name
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            mine = status.st_uid == os.geteuid() and not status.st_mode & 0o022
            return file.read() if mine else None
    except OSError:
        return None


def store(name: str, data: bytes, *, mode: int = 0o600) -> Path | None:
    """Stores `data` under `name` at once or not at all; the path, None if it can't be."""
    path = folder() / name
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = f"{path}.{os.getpid()}-{os.urandom(4).hex()}"
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        return None
    return path

"""Our own standard input, for a program that is run on it.

A program gets none of our descriptors: what stands behind them (a terminal, a socket) is
nothing for it to have. A file is copied; everything else is passed on through a pipe as it
comes, so that a program can be talked to, and one that reads little does not wait for all.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from sandbox.errors import SandboxError, unreadable
from sandbox.interruption import undisturbed

STDIN = 0
PIECE = 1 << 16


@contextmanager
def own_input(folder: Path) -> Iterator[Path]:
    """A path that our standard input can be read from, while inside; `folder` is private.

    Raises CommandError where it can't be read, SandboxError where the host has no room.
    """
    _demand_readable()
    if stat.S_ISREG(os.fstat(STDIN).st_mode):
        yield _copy(folder / "stdin")
        return
    reader, writer = os.pipe2(os.O_CLOEXEC)
    # It may wait for a line that never comes: nobody waits for it.
    with undisturbed():
        Thread(target=_pass_on, args=(writer,), daemon=True).start()
    try:
        yield Path(f"/proc/self/fd/{reader}")
    finally:
        os.close(reader)


def _demand_readable() -> None:
    try:
        os.read(STDIN, 0)
    except OSError as error:
        raise unreadable("standard input", error) from error


def _copy(path: Path) -> Path:
    try:
        with open(STDIN, "rb", closefd=False) as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    except OSError as error:
        raise SandboxError.of("copy standard input", error) from error
    return path


def _pass_on(writer: int) -> None:
    try:
        with contextlib.suppress(OSError):  # nobody reads any more, or nothing can be read
            while data := os.read(STDIN, PIECE):
                _write_all(writer, data)
    finally:
        os.close(writer)


def _write_all(writer: int, data: bytes) -> None:
    while data:
        data = data[os.write(writer, data) :]

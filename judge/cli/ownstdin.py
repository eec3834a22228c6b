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

from judge.lanes import leave_signals_to_main

STDIN = 0
PIECE = 1 << 16


@contextmanager
def own_input(folder: Path) -> Iterator[Path]:
    """A path that our standard input can be read from, while inside; `folder` is private."""
    if stat.S_ISREG(os.fstat(STDIN).st_mode):
        yield _copy(folder / "stdin")
        return
    reader, writer = os.pipe2(os.O_CLOEXEC)
    # It may wait for a line that never comes: nobody waits for it.
    Thread(target=_pass_on, args=(writer,), daemon=True).start()
    try:
        yield Path(f"/proc/self/fd/{reader}")
    finally:
        os.close(reader)


def _copy(path: Path) -> Path:
    with open(STDIN, "rb", closefd=False) as source, path.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return path


def _pass_on(writer: int) -> None:
    leave_signals_to_main()
    try:
        with contextlib.suppress(OSError):  # nobody reads any more, or nothing can be read
            while data := os.read(STDIN, PIECE):
                _write_all(writer, data)
    finally:
        os.close(writer)


def _write_all(writer: int, data: bytes) -> None:
    while data:
        data = data[os.write(writer, data) :]

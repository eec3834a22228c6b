"""Standard input that is no way back to the file it came from.

A program whose descriptor 0 is a file can open ``/proc/self/fd/0`` for writing. It gets
a sealed copy in memory instead, which can be mapped and sought like a file, or for very
large inputs a pipe. What is a pipe already is handed down as it is.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from pathlib import Path

from sandbox.errors import CommandError, unreadable
from sandbox.model import Fed
from sandbox.privilege import SANDBOX_UID, give

IN_MEMORY = 64 << 20
PIECE = 1 << 20
SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


class Feed:
    """The standard input of one execution.

    `reader` is the descriptor to hand down; the caller closes it once it has. `writer`
    is the pipe's other end where there is one. Where something is `pending` it is to be
    watched for room, then `push`ed; else the caller writes into it. Raises CommandError
    where the source can't be read, SandboxError where the host fails.
    """

    def __init__(self, source: str | bytes | Fed | None, user: int = SANDBOX_UID) -> None:
        self._user = user
        self.writer = -1
        self._file = -1
        try:
            self.reader = self._open(source)
        except OSError as error:
            self.close()
            raise unreadable("standard input", error, _name(source)) from error
        except CommandError:
            self.close()
            raise

    @property
    def pending(self) -> bool:
        """Whether there is more to `push`."""
        return self.writer >= 0 and self._file >= 0

    def push(self) -> bool:
        """Moves what fits into the pipe, inside the kernel; False when all is done."""
        try:
            moved = os.sendfile(self.writer, self._file, None, PIECE)
        except BlockingIOError:
            return True
        except (BrokenPipeError, ConnectionError):
            moved = 0  # the program has closed its input or has ended
        if moved == 0:
            self.close()
        return moved > 0

    def close(self) -> None:
        """Closes what this side holds."""
        for descriptor in {self.writer, self._file} - {-1}:
            with contextlib.suppress(OSError):
                os.close(descriptor)
        self.writer = self._file = -1

    def _open(self, source: str | bytes | Fed | None) -> int:
        if source is None:
            return os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
        if isinstance(source, bytes):
            return sealed(source)
        if isinstance(source, Fed):
            return self._pipe()
        # Without waiting for the writer of a pipe that has none.
        self._file = os.open(source, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        status = os.fstat(self._file)
        if stat.S_ISFIFO(status.st_mode):
            reader, self._file = self._file, -1
            os.set_blocking(reader, True)
            if os.readlink(f"/proc/self/fd/{reader}").startswith("pipe:"):  # noqa: PTH115
                give(reader, self._user)  # it has no name that others could know it by
            return reader
        if not stat.S_ISREG(status.st_mode):
            raise CommandError("standard input", f"{_name(source)} is neither a file nor a pipe")
        if status.st_size > IN_MEMORY:
            return self._pipe()
        reader = _sealed_copy(self._file)
        self.close()
        return reader

    def _pipe(self) -> int:
        reader, self.writer = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(self.writer, False)
        give(reader, self._user)
        return reader


def sealed(data: bytes) -> int:
    """A read-only descriptor of a file in memory that nobody can change."""
    memory = os.memfd_create("input", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(memory, view) :]
        return _seal(memory)
    finally:
        os.close(memory)


def reopened(descriptor: int) -> int:
    """The same file again, read-only, with a position of its own."""
    return os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY | os.O_CLOEXEC)


def _sealed_copy(file: int) -> int:
    memory = os.memfd_create("input", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        while os.sendfile(memory, file, None, PIECE):
            pass
        return _seal(memory)
    finally:
        os.close(memory)


def _seal(memory: int) -> int:
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, SEALS)
    return reopened(memory)


def _name(source: str | bytes | Fed | None) -> str:
    return str(Path(source)) if isinstance(source, str) else "standard input"

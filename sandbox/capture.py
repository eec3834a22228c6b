"""What a program prints: kept in memory while it is short, in a file beyond that."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from typing import BinaryIO

IN_MEMORY = 1 << 20
CHUNK = 1 << 16


class Capture:
    """The output of one stream, at most `limit` bytes of it (None: all).

    `size` counts what was kept, `exceeded` tells that there was more. The file that
    holds a long output has no name, so that it can't outlive the judge.
    """

    def __init__(self, limit: int | None, folder: Path) -> None:
        self.size = 0
        self.exceeded = False
        self._limit = limit
        self._folder = folder
        self._memory = bytearray()
        self._file: BinaryIO | None = None

    @classmethod
    def of_file(cls, descriptor: int) -> Capture:
        """All of an open file, which it takes over."""
        found = cls(None, Path())
        found._file = os.fdopen(descriptor, "rb", buffering=0)
        found.size = os.fstat(descriptor).st_size
        return found

    def read_from(self, descriptor: int) -> bool:
        """Takes what `descriptor` has now; False at its end.

        It must not wait: the program may have read back what it had just written.
        """
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return True
        if data and not self.exceeded:
            self._keep(data)
        return bool(data)

    def drain(self, descriptor: int) -> None:
        """Takes all that `descriptor` has, where nobody can write to it any more."""
        with contextlib.suppress(BlockingIOError):
            while data := os.read(descriptor, CHUNK):
                if not self.exceeded:
                    self._keep(data)

    def head(self, size: int) -> bytes:
        """The first `size` bytes."""
        if self._file is None:
            return bytes(self._memory[:size])
        return os.pread(self._file.fileno(), size, 0)

    def part(self, start: int, size: int) -> bytes:
        """At most `size` bytes from byte number `start` on."""
        if self._file is None:
            return bytes(self._memory[start : start + size])
        return os.pread(self._file.fileno(), size, start)

    def open(self) -> BinaryIO:
        """All of it, as a stream from the beginning. Valid until `close`."""
        if self._file is None:
            return io.BytesIO(self._memory)
        return open(f"/proc/self/fd/{self._file.fileno()}", "rb")  # noqa: PTH123

    def source(self) -> str | bytes:
        """All of it, as the standard input of another command. Valid until `close`."""
        return bytes(self._memory) if self._file is None else f"/proc/self/fd/{self._file.fileno()}"

    def close(self) -> None:
        """Lets go of the file, if there is one."""
        if self._file is not None:
            self._file.close()

    def _keep(self, data: bytes) -> None:
        if self._limit is not None and self.size + len(data) > self._limit:
            data = data[: self._limit - self.size]
            self.exceeded = True
        self.size += len(data)
        if self._file is None and len(self._memory) + len(data) > IN_MEMORY:
            self._spill()
        if self._file is None:
            self._memory += data
        else:
            _write_all(self._file, data)

    def _spill(self) -> None:
        name = self._folder / f"output-{os.urandom(8).hex()}"
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        name.unlink()
        # Unbuffered: what is written must be there for `head` and `open`.
        self._file = os.fdopen(handle, "w+b", buffering=0)
        _write_all(self._file, bytes(self._memory))
        self._memory = bytearray()


def _write_all(file: BinaryIO, data: bytes) -> None:
    """A full disk takes a part first, and says so only when it is asked again."""
    while data:
        data = data[file.write(data) :]

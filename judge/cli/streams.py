"""Standard output under its name: without one, an error there could be of any file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STANDARD_OUTPUT = "standard output"


class _Raw(io.FileIO):
    """Standard output, of which each OSError says so."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = STANDARD_OUTPUT
            raise


def named(stream: TextIO) -> TextIO:
    """The same as `stream`, whose errors have `STANDARD_OUTPUT` for their file."""
    raw = _Raw(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=raw.isatty(),
    )

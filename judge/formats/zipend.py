"""The end of a zip archive, looked at before the library reads what it announces.

Python's `zipfile` reads the whole central directory into memory, an object a member; how
long that directory is stands at the end of the archive (APPNOTE.TXT, 4.3.14 to 4.3.16).
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from judge.errors import InputError

MOST_DIRECTORY = 8 << 20
"""Bytes of the central directory: 20,000 members with names of 300 letters."""

END = b"PK\x05\x06"
END_SIZE = 22
LONGEST_COMMENT = (1 << 16) - 1
LOCATOR = b"PK\x06\x07"
LOCATOR_SIZE = 20
LARGE_END_SIZE = 56


def check_directory(source: Path) -> None:
    """Raise InputError where `source` is no archive, or announces too many members."""
    with source.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        wanted = END_SIZE + LONGEST_COMMENT + LOCATOR_SIZE + LARGE_END_SIZE
        file.seek(max(0, size - wanted))
        tail = file.read(wanted)
    announced = _announced(tail)
    if announced is None:
        raise InputError(source, "is no zip archive", "pack the package with: zip -r")
    if announced > MOST_DIRECTORY:
        message = f"announces a directory of {announced} bytes, at most {MOST_DIRECTORY} are read"
        raise InputError(source, message, "unpack it, and give the folder")


def _announced(tail: bytes) -> int | None:
    """How many bytes long the central directory is, as `zipfile` will find it."""
    without_comment = len(tail) - END_SIZE
    plain = tail[without_comment:].startswith(END) and tail.endswith(b"\0\0")
    at = without_comment if plain else tail.rfind(END, -(END_SIZE + LONGEST_COMMENT))
    if at < 0 or len(tail) - at < END_SIZE:
        return None
    lengths: list[int] = list(struct.unpack_from("<L", tail, at + 12))
    large = at - LOCATOR_SIZE - LARGE_END_SIZE
    if large >= 0 and tail[at - LOCATOR_SIZE :].startswith(LOCATOR):
        # What does not fit into the old record stands in the new one, which counts.
        lengths = list(struct.unpack_from("<Q", tail, large + 40))
    return lengths[0]

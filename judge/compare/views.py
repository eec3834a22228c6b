"""Streams as a comparison is to see them: in one case, with one kind of line end, unmarked."""

from __future__ import annotations

from typing import BinaryIO, cast

from judge.compare.grains import BLANKS
from judge.compare.place import read
from judge.problem import Comparison

BOM = b"\xef\xbb\xbf"


def views(comparison: Comparison, found: BinaryIO, answer: BinaryIO) -> tuple[BinaryIO, BinaryIO]:
    """Return what of the output and of the answer is to be compared."""
    if comparison.dialect == "testlib":  # which passes over the mark in the output alone
        found = _unmarked(found)
    if comparison.unified_answer:
        answer = cast("BinaryIO", _Unified(answer))
    for view, wanted in ((_Folded, comparison.case_blind), (_Solid, comparison.blank_blind)):
        if wanted:
            found, answer = cast("BinaryIO", view(found)), cast("BinaryIO", view(answer))
    return found, answer


class _View:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def seekable(self) -> bool:
        return self._stream.seekable()

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, position: int) -> int:
        return self._stream.seek(position)

    def read(self, size: int) -> bytes:
        return self._stream.read(size)


class _Folded(_View):
    """ASCII letters are small ones."""

    def read(self, size: int) -> bytes:
        return self._stream.read(size).lower()


class _Solid(_View):
    """There are no blanks."""

    def read(self, size: int) -> bytes:
        while block := self._stream.read(size):
            if solid := block.translate(None, BLANKS):
                return solid
        return b""


class _Unified(_View):
    """Line ends are LF, and the last line has one. Only its beginning can be sought."""

    _last = _ready = b""

    def seek(self, position: int) -> int:
        self._last = self._ready = b""
        return super().seek(position)

    def read(self, size: int) -> bytes:
        # Never more than is asked for: the other side is read as far, too.
        self._ready = self._ready or self._more(size)
        part, self._ready = self._ready[:size], self._ready[size:]
        return part

    def _more(self, size: int) -> bytes:
        block = self._stream.read(size)
        if block.endswith(b"\r"):
            block += self._stream.read(1)
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not block and self._last not in (b"", b"\n"):
            block = b"\n"
        self._last = block[-1:] or self._last
        return block


class _Begun(_View):
    """A stream from which a little has been read already."""

    def __init__(self, beginning: bytes, stream: BinaryIO) -> None:
        super().__init__(stream)
        self._beginning = beginning

    def read(self, size: int) -> bytes:
        part, self._beginning = self._beginning[:size], self._beginning[size:]
        return part or self._stream.read(size)


def _unmarked(stream: BinaryIO) -> BinaryIO:
    start = stream.tell() if stream.seekable() else None
    beginning = read(stream, len(BOM))
    if beginning == BOM:
        return stream
    if start is None:
        return cast("BinaryIO", _Begun(beginning, stream))
    stream.seek(start)
    return stream

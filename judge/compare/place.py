"""Where in the output something stands, in lines and tokens.

Counting lines costs more than comparing equal blocks. So a stream that can go
back is counted only when there is a difference to tell of; others as they pass.
"""

from __future__ import annotations

from copy import copy
from typing import BinaryIO


class Place:
    """A point in a text, found by going over everything before it."""

    def __init__(self) -> None:
        self.line = 1
        self.tokens = 0
        """How many tokens of this line have begun."""
        self.inside = False
        """Whether the point is within or right behind a token."""
        self.blank = True
        """Whether there was nothing but blanks so far."""

    def advance(self, text: bytes) -> None:
        """Go over `text`, wherever it was cut off from what came before."""
        if not text:
            return
        self.blank = self.blank and text.isspace()
        last = text.rfind(b"\n") + 1
        if last:
            self.line += text.count(b"\n")
            self.tokens, self.inside = 0, False
        tokens = len(text[last:].split())
        continued = self.inside and not text[last : last + 1].isspace()
        self.tokens += tokens - continued if tokens else 0
        self.inside = not text[-1:].isspace()

    @property
    def token(self) -> int:
        """The number in its line of the token that stands here."""
        return self.tokens if self.inside else self.tokens + 1


class Track:
    """How far a stream has been passed over, as bytes or, when asked, as a `Place`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = stream.tell() if stream.seekable() else None
        self._passed = 0
        self._place = Place()

    @property
    def passed(self) -> int:
        """Bytes."""
        return self._passed

    def advance(self, text: bytes) -> None:
        """Note that `text` has been passed over."""
        self._passed += len(text)
        if self._start is None:
            self._place.advance(text)

    def place(self, more: bytes = b"", block: int = 1 << 16) -> Place:
        """Return the point that is `more` further on; the stream stays where it is."""
        place = copy(self._place) if self._start is None else self._counted(self._start, block)
        place.advance(more)
        return place

    def _counted(self, start: int, block: int) -> Place:
        place, here, left = Place(), self._stream.tell(), self._passed
        self._stream.seek(start)
        while left and (text := self._stream.read(min(block, left))):
            place.advance(text)
            left -= len(text)
        self._stream.seek(here)
        return place


def read(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes, fewer only at the end, also from what hands out less at a time."""
    block = stream.read(size)
    while 0 < len(block) < size and (more := stream.read(size - len(block))):
        block += more
    return block

"""Elements too long to be held, as something short that is as good to compare."""

from __future__ import annotations

import hashlib


class Abridged(bytes):
    """The beginning of a long element, `head`, and a digest of all of it."""

    head: bytes

    @classmethod
    def of(cls, head: bytes, digest: bytes) -> Abridged:
        """Put the two together."""
        abridged = cls(head + digest)
        abridged.head = head
        return abridged


class Long:
    """A long element while it is being read.

    With `fold`, ASCII letters are the same in either case; what it `strips` at the end counts
    for nothing.
    """

    def __init__(self, longest: int, *, fold: bool, strips: bytes) -> None:
        self._longest, self._fold, self._strips = longest, fold, strips
        self._head = b""
        self._read = self._size = 0
        self._all = hashlib.blake2b(digest_size=32)
        self._digest = self._all.copy()

    def feed(self, part: bytes) -> None:
        """Go over the next part of it."""
        self._head += part[: self._longest - len(self._head)]
        text = part.rstrip(self._strips)
        if text:
            self._all.update(text.lower() if self._fold else text)
            self._digest = self._all.copy()
            self._size = self._read + len(text)
        self._all.update(part[len(text) :])
        self._read += len(part)

    def end(self, part: bytes) -> bytes:
        """Return what stands for it: no shorter element and no other long one looks the same."""
        self.feed(part)
        if self._size <= self._longest:
            return self._head[: self._size]
        return Abridged.of(self._head, self._digest.digest())

"""Descriptors that are closed together, whatever happens."""

from __future__ import annotations

import os


class Descriptors:
    """A set of descriptors that are ours to close."""

    def __init__(self) -> None:
        self._open: set[int] = set()

    def keep(self, descriptor: int) -> int:
        """Ours to close, from now on."""
        self._open.add(descriptor)
        return descriptor

    def pipe(self) -> tuple[int, int]:
        """The two ends of a new pipe, that to read from first."""
        ends = os.pipe2(os.O_CLOEXEC)
        self._open |= set(ends)
        return ends

    def close(self, *descriptors: int) -> None:
        """Closes those of `descriptors` that are still open."""
        for descriptor in descriptors:
            if descriptor in self._open:
                self._open.discard(descriptor)
                os.close(descriptor)

    def give_up(self, *descriptors: int) -> None:
        """Not ours any more: somebody else closes them."""
        self._open.difference_update(descriptors)

    def close_all(self) -> None:
        """Closes all that are still open."""
        self.close(*self._open)

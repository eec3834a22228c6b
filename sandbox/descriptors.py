"""Descriptors that are closed together, whatever happens."""

from __future__ import annotations

import os
import resource
import select

READABLE = select.POLLIN | select.POLLHUP | select.POLLERR


def allow_most() -> None:
    """Takes all that this process may have open. What is run has a limit of its own.

    Descriptors on their way through sockets are counted for a user as well, all together
    against the limit of whoever sends: what we hand to a box, and it to us, against ours,
    with those that programs have on their way, as far as their own lower limit lets them.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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

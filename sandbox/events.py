"""One poll over many descriptors, each with what is to be done when it is ready."""

from __future__ import annotations

import select
from collections.abc import Callable

from sandbox.descriptors import READABLE

Handler = Callable[[], bool]


class Events:
    """Descriptors that are waited for; one may have several handlers.

    A handler that returns False is not asked again; `dropped` is set when one is not asked
    any more, and stays so until somebody takes it back.
    """

    def __init__(self) -> None:
        self._poll = select.poll()
        self._handlers: dict[int, list[Handler]] = {}
        self.dropped = False

    def add(self, descriptor: int, handler: Handler, events: int = READABLE) -> None:
        """From now on `handler` is asked whenever one of `events` has come."""
        self._handlers.setdefault(descriptor, []).append(handler)
        self._poll.register(descriptor, events)

    def drop(self, descriptor: int, handler: Handler) -> None:
        """Does not ask `handler` any more, if it still would."""
        handlers = self._handlers.get(descriptor, [])
        if handler in handlers:
            handlers.remove(handler)
            self.dropped = True
            if not handlers:
                del self._handlers[descriptor]
                self._poll.unregister(descriptor)

    def has(self, descriptor: int) -> bool:
        """Whether anybody still wants to know of `descriptor`."""
        return descriptor in self._handlers

    def wait(self, timeout: float | None) -> None:
        """Waits at most `timeout` milliseconds, and asks the handlers of what is ready."""
        for descriptor, _ in self._poll.poll(timeout):
            for handler in tuple(self._handlers.get(descriptor, ())):
                if not handler():
                    self.drop(descriptor, handler)

"""The boxes of one submission: one execution after the other in each.

A box never serves two submissions. One of which it is not certain that everything of the
last execution has gone is thrown away; where nothing of a program had run, the execution is
begun again in a fresh one.
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.bwrap import Shown
from sandbox.errors import CommandError, SandboxError
from sandbox.model import Command
from sandbox.plain import Plain
from sandbox.process import Process
from sandbox.resident import Box
from sandbox.starter import Tools


class Lodger(Box):
    """A box that goes back to where it came from after each execution."""

    def __init__(self, tools: Tools, shown: Shown, back: Callable[[Lodger], None]) -> None:
        self._back = back
        super().__init__(tools, shown)

    def leave(self) -> None:
        """Lets go of the execution, and of the box if it is of no more use."""
        lent = self.lent
        super().leave()
        if lent and self.usable:
            self._back(self)


class Boxes:
    """Boxes for executions of one submission; `keep` False closes each after its first one.

    To be used by one thread at a time. Close it when all have ended.
    """

    def __init__(self, *, keep: bool = True) -> None:
        self._keep = keep
        self._idle: list[Lodger] = []

    def begin(self, command: Command, tools: Tools) -> Process:
        """Begins to set `command` up. Raises CommandError, SandboxError."""
        if tools.helper is None:
            return Process(command, tools, Plain(tools))
        shown = Shown.to(command)
        while (box := self._taken(shown)) is not None:
            try:
                return self._process(command, tools, box)
            except CommandError:
                raise
            except SandboxError:
                pass  # it has died meanwhile
        return self._process(command, tools, Lodger(tools, shown, self._back))

    def _process(self, command: Command, tools: Tools, box: Lodger) -> Process:
        try:
            return Process(command, tools, box)
        except CommandError:
            if box.usable:
                self._back(box)
            raise
        except BaseException:
            box.close()
            raise

    def close(self) -> None:
        """Ends those that are idle; the others end with their executions."""
        self._keep = False
        while self._idle:
            self._idle.pop().close()

    def _taken(self, shown: Shown) -> Lodger | None:
        found = next((box for box in self._idle if box.shown == shown), None)
        if found is not None:
            self._idle.remove(found)
        return found

    def _back(self, box: Lodger) -> None:
        if self._keep:
            self._idle.append(box)
        else:
            box.close()

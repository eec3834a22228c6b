"""What goes wrong in the sandbox itself; a failing program is never one of these."""

from __future__ import annotations

import errno
import os
from typing import Self

REMEDIES = {
    errno.ENOSPC: "set TMPDIR to a folder with more room",
    errno.EDQUOT: "set TMPDIR to a folder with more room",
    errno.EMFILE: "allow more with ulimit -n, or run fewer at a time",
    errno.ENFILE: "this host allows no more to all together: raise fs.file-max with sysctl",
    errno.ENOMEM: "run fewer at a time",
}
"""What may help where the host itself has run out of something."""


class SandboxError(Exception):
    """The sandbox failed.

    `step` names what it was doing, `message` what happened, `remedy` what a person
    can do about it (often a command to run), or is empty.
    """

    def __init__(self, step: str, message: str, remedy: str = "") -> None:
        self.step = step
        self.message = message
        self.remedy = remedy
        super().__init__(f"{step}: {message}" + (f" ({remedy})" if remedy else ""))

    @classmethod
    def of(cls, step: str, error: OSError) -> Self:
        """What the host refused at `step`, and what may help."""
        message = error.strerror or str(error)
        where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        return cls(step, where + message, REMEDIES.get(error.errno or 0, ""))


class UnsupportedHostError(SandboxError):
    """This host lacks something that the sandbox can't do without."""


class HelperRefusedError(SandboxError):
    """This host does not let our own first process do its part of the set-up."""


class EntryBarredError(SandboxError):
    """This host does not let a process be made in another cgroup."""


class LostBoxError(SandboxError):
    """A box that had served before failed; nothing of the command has run."""


class CancelledError(SandboxError):
    """All executions were cancelled before this one could start."""


class CommandError(SandboxError):
    """The command can't be run as given: a path is missing, or a value out of range."""


def unreadable(step: str, error: OSError, where: str = "") -> SandboxError:
    """What the host refused to read at `step`: its own failure, else the command's mistake."""
    if error.errno in REMEDIES:
        return SandboxError.of(step, error)
    why = error.strerror or str(error)
    return CommandError(step, f"{where}: {why}" if where else why)

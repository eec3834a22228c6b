"""What can be wrong before or beside a submission, with the exit code of each kind.

A failing submission is a value (`judge.results`), never one of these.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Self

from sandbox import REMEDIES, SandboxError, UnsupportedHostError

if TYPE_CHECKING:
    from collections.abc import Iterable


LONGEST = 500
"""Characters of each part of a message: what it quotes may be of any length."""


class JudgeError(Exception):
    """Base of every error that ends a command with a message."""

    exit_code = 3


class InputError(JudgeError):
    """The command line, a request, a configuration file or a problem package is wrong.

    `place` names the file and the place in it (``languages.yaml:41:5``, ``$.limits``),
    `message` what is wrong there, `remedy` what to do about it. Of what is longer than
    `LONGEST` the middle is left out.
    """

    exit_code = 2

    def __init__(self, place: object, message: str, remedy: str = "") -> None:
        self.place = abridged(str(place))
        self.message = abridged(message)
        self.remedy = abridged(remedy)
        head = f"{self.place}: {self.message}" if self.place else self.message
        super().__init__(f"{head} ({self.remedy})" if remedy else head)


class MissingError(InputError):
    """What was asked for is right, but this host lacks it, or does not let it be read.

    Of a submission among many, it is never that submission's fault.
    """


class HostError(JudgeError):
    """This host cannot do what was asked, or the judge itself failed."""

    @classmethod
    def of(cls, error: OSError) -> Self:
        """What the host refused, where, and what may help."""
        why, remedy = error.strerror or str(error), REMEDIES.get(error.errno or 0)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        where = os.fsdecode(error.filename or ("temporary files" if full else ""))
        told = f"{where}: {why}" if where else why
        return cls(f"{told} ({remedy})" if remedy else told)

    @classmethod
    def of_sandbox(cls, error: SandboxError) -> Self:
        """What the sandbox could not do. The doctor knows more of what is lacking here."""
        mended = error.remedy and not isinstance(error, UnsupportedHostError)
        return cls(str(error) if mended else f"{error}; see: judge doctor")


def abridged(text: str) -> str:
    """Return `text`, the middle of it left out where it has more than `LONGEST` characters."""
    if len(text) <= LONGEST:
        return text
    end = LONGEST // 5
    return f"{text[: LONGEST - 1 - end]}…{text[-end:]}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for a mistyped `word`: the nearest of `known`, or the whole list."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    choices = sorted(known)
    near = get_close_matches(word, choices, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(choices)}" if choices else ""

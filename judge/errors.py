"""What can be wrong before or beside a submission, with the exit code of each kind.

A failing submission is a value (`judge.results`), never one of these.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class JudgeError(Exception):
    """Base of every error that ends a command with a message."""

    exit_code = 3


class InputError(JudgeError):
    """The command line, a request, a configuration file or a problem package is wrong.

    `place` names the file and the place in it (``languages.yaml:41:5``, ``$.limits``),
    `message` what is wrong there, `remedy` what to do about it.
    """

    exit_code = 2

    def __init__(self, place: object, message: str, remedy: str = "") -> None:
        self.place = str(place)
        self.message = message
        self.remedy = remedy
        head = f"{self.place}: {message}" if self.place else message
        super().__init__(f"{head} ({remedy})" if remedy else head)


class MissingError(InputError):
    """What was asked for is right, but this host lacks it, or does not let it be read.

    Of a submission among many, it is never that submission's fault.
    """


class HostError(JudgeError):
    """This host cannot do what was asked, or the judge itself failed."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for a mistyped `word`: the nearest of `known`, or the whole list."""
    choices = sorted(known)
    near = get_close_matches(word, choices, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(choices)}" if choices else ""

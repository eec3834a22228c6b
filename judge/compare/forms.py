"""What testlib's stock checkers read an answer as; one that is none is the package's mistake.

As ``InStream::readInt``, ``readLong`` and ``readDouble`` have it, an integer is written in
one way only: two that are equal are the same tokens.
"""

from __future__ import annotations

import re

from judge.compare.abridge import Abridged
from judge.compare.elements import AnswerError
from judge.compare.excerpt import excerpt
from judge.problem import TokenForm

_WHOLE = rb"(?:0|-?[1-9][0-9]*)"
_SHORT = rb"(?:0|-?[1-9][0-9]{0,8})"
_NUMBER = rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_YES_NO = rb"(?i:yes|no)"


class Form:
    """A form that each token has to have. Many are looked at at once where all are `plain`."""

    def __init__(self, name: str, pattern: bytes, plain: bytes | None = None) -> None:
        self.name = name
        self._token = re.compile(pattern)
        self._many = re.compile(b"(?:%b )*" % (plain or pattern))

    def check(self, tokens: list[bytes]) -> None:
        """Raise AnswerError for the first of these next tokens that is not as it should be."""
        if self._many.fullmatch(b" ".join([*tokens, b""])):
            return
        for token in tokens:
            if not self.is_right(token.head if isinstance(token, Abridged) else token):
                raise AnswerError(f"there should be {self.name} at '{excerpt(token)}'")

    def check_end(self) -> None:
        """Raise AnswerError where they must not end here."""

    def is_right(self, token: bytes) -> bool:
        """Whether `token` has it."""
        return self._token.fullmatch(token) is not None


class Bounded(Form):
    """An integer of so many bits."""

    def __init__(self, bits: int) -> None:
        super().__init__(f"an integer of {bits} bits", _WHOLE, _SHORT)
        self._bound = 1 << (bits - 1)

    def is_right(self, token: bytes) -> bool:
        """Whether it is one, and in range."""
        written = len(token) <= 20 and super().is_right(token)
        return written and -self._bound <= int(token) < self._bound


class Cases(Form):
    """``Case 1:`` with what belongs to it, then ``Case 2:`` and so on; only `one` thing each."""

    def __init__(self, each: Form | None, *, one: bool = False) -> None:
        super().__init__("'Case' with its number", b"")
        self._each, self._one = each, one
        self._number, self._next = 0, b"Case"

    def check(self, tokens: list[bytes]) -> None:
        """Raise AnswerError for the first token that is not what has to come next."""
        for token in tokens:
            if not self._step(token):
                wanted = self._next.decode() or "what belongs to the case"
                raise AnswerError(f"there should be {wanted} at '{excerpt(token)}'")

    def check_end(self) -> None:
        """Raise AnswerError within the head of a case."""
        if self._next.endswith(b":") or (self._one and not self._next):
            wanted = self._next.decode() or "what belongs to the case"
            raise AnswerError(f"there should be {wanted} at its end")

    def _step(self, token: bytes) -> bool:
        if not self._next and (token != b"Case" or self._one):
            self._next = b"Case" if self._one else b""
            return self._each is None or self._each.is_right(token)
        if self._next and token != self._next:
            return False
        if token == b"Case":
            self._number += 1
            self._next = b"%d:" % self._number
        else:
            self._next = b""
        return True


def form_of(name: TokenForm) -> Form | None:
    """Return the form of that name; None where anything will do."""
    match name:
        case "int32" | "int64":
            return Bounded(int(name.removeprefix("int")))
        case "integer":
            return Form("an integer", _WHOLE)
        case "number":
            return Form("a number", _NUMBER)
        case "yes-no":
            return Form("YES or NO", _YES_NO)
        case "cases":
            return Cases(None)
        case "int-cases" | "int-per-case":
            return Cases(Bounded(64), one=name == "int-per-case")
        case "text":
            return None

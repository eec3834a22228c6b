"""One value of a YAML file together with its place, and typed ways to ask for it.

Read files with `judge.yamlfile.load`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*|(?=\.[0-9]))(\.[0-9]*)?([eE][-+]?[0-9]+)?")


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a YAML file.

    `place` is ``file:line:column``, both counted from 1; `content` the value, whose
    parts are Nodes again; `written` a scalar as it stands in the file; `key_places` the
    places of a mapping's keys.
    """

    place: str
    content: str | float | bool | dict[str, Node] | tuple[Node, ...] | None
    written: str = ""
    key_places: dict[str, str] = {}

    @property
    def value(self) -> object:
        """The plain Python value, without places."""
        if isinstance(self.content, dict):
            return {key: node.value for key, node in self.content.items()}
        if isinstance(self.content, tuple):
            return [node.value for node in self.content]
        return self.content

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written here (an empty file, a key without a value)."""
        return self.content is None

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping of keys to values."""
        return isinstance(self.content, dict)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.content, tuple)

    def mapping(self, known: Collection[str] | None = None) -> dict[str, Node]:
        """Return keys and values; with `known` given, any other key is an error."""
        if not isinstance(self.content, dict):
            raise self.expected("a mapping of keys to values")
        for key in self.content:
            if known is not None and key not in known:
                message = f"unknown key '{key}'"
                raise InputError(self.key_places[key], message, did_you_mean(key, known))
        return self.content

    def items(self) -> tuple[Node, ...]:
        """Return the items of a list."""
        if not isinstance(self.content, tuple):
            raise self.expected("a list")
        return self.content

    def text(self) -> str:
        """Return a scalar as it is written, be it `abc`, `"abc"`, `3.10` or `no`."""
        if self.content is None or isinstance(self.content, dict | tuple):
            raise self.expected("a text")
        if "\0" in self.written:  # nothing that a text is used for takes one
            raise self.error("holds a zero byte", "leave it out")
        return self.written

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(node.text() for node in self.items())

    def choice(self, known: Collection[str]) -> str:
        """Return a text that is one of `known`."""
        text = self.text()
        if text not in known:
            raise self.error(f"unknown value '{text}'", did_you_mean(text, known))
        return text

    def boolean(self) -> bool:
        """Return true or false (also written yes, no, on, off)."""
        if not isinstance(self.content, bool):
            raise self.expected("true or false")
        return self.content

    def number(
        self,
        *,
        minimum: float | None = None,
        above: float | None = None,
        maximum: float | None = None,
    ) -> float:
        """Return a finite number: at least `minimum`, more than `above`, at most `maximum`."""
        if isinstance(self.content, bool) or not isinstance(self.content, int | float):
            raise self.expected("a number")
        if minimum is not None and self.content < minimum:
            raise self.error(f"{self.written} is too small", f"it must be at least {minimum:g}")
        if above is not None and self.content <= above:
            raise self.error(f"{self.written} is too small", f"it must be more than {above:g}")
        if maximum is not None and self.content > maximum:
            raise self.error(f"{self.written} is too large", f"it must be at most {maximum:.17g}")
        return self.content

    def integer(self, *, minimum: int | None = None, maximum: int | None = None) -> int:
        """Return a whole number: at least `minimum`, at most `maximum`."""
        number = self.number(minimum=minimum, maximum=maximum)
        if number != int(number):
            raise self.expected("a whole number")
        return int(number)

    def error(self, message: str, remedy: str = "") -> InputError:
        """Make an error that points at this value."""
        return InputError(self.place, message, remedy)

    def expected(self, what: str) -> InputError:
        """Make the error that `what` should stand here, and say what does."""
        return self.error(f"expected {what}, found {self._found()}", self._remedy(what))

    def _found(self) -> str:
        if isinstance(self.content, dict):
            return "a mapping"
        if isinstance(self.content, tuple):
            return "a list"
        if self.content is None:
            return "nothing"
        return f'"{self.written}" in quotes' if self._is_quoted_number() else f"'{self.written}'"

    def _remedy(self, what: str) -> str:
        if what == "a list":
            return "write it as [first, second]"
        if what == "a number" and self._is_quoted_number():
            return "remove the quotes"
        return "write it in decimal, without a unit" if what == "a number" else ""

    def _is_quoted_number(self) -> bool:
        return isinstance(self.content, str) and decimal(self.written) is not None


def decimal(written: str) -> int | float | None:
    """Return the finite number `written` in decimal notation; None for anything else."""
    match = _NUMBER.fullmatch(written)
    if match is None or len(written) > 60:  # more digits than any limit or tolerance has
        return None
    number = float(written) if match[2] or match[3] else int(written)
    return number if abs(number) < float("inf") else None

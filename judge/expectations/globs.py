"""The patterns of ``submissions.yaml``: ``*`` within a name, and ``{one,other}``.

Source: the problem package format 2025-09, "Glob patterns". A pattern that matches a folder
matches all that is in it.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

LONGEST = 1000
MOST_ALTERNATIVES = 1000
"""More than a person writes; braces beside braces multiply."""


class Glob(msgspec.Struct, frozen=True):
    """A pattern as it is written."""

    text: str

    def matches(self, name: str) -> bool:
        """Whether it matches the path `name` (with ``/``), or a folder that it lies in."""
        parts = tuple(name.split("/"))
        return any(_matches(pattern, parts) for pattern in _expanded(self.text))


def problem_with(text: str) -> str:
    """What is wrong with a pattern; nothing if it is right."""
    if len(text) > LONGEST:
        return f"has more than {LONGEST} characters"
    if "**" in text:
        return "'**' is no pattern of the format"
    if "[" in text or "]" in text:
        return "'[…]' is no pattern of the format"
    if not _balanced(text):
        return "has a brace without its fellow, or braces in braces"
    if _count(text) > MOST_ALTERNATIVES:
        return f"stands for more than {MOST_ALTERNATIVES} names"
    return ""


def _balanced(text: str) -> bool:
    inside = False
    for character in text:
        if character in "{}":
            if inside is (character == "{"):
                return False
            inside = not inside
    return not inside


def _count(text: str) -> int:
    count = 1
    for part in text.split("{")[1:]:
        count *= part.partition("}")[0].count(",") + 1
    return count


@lru_cache(maxsize=1000)
def _expanded(text: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives that braces stand for, each cut into its names."""
    found = [""]
    rest = text.removesuffix("/")
    while rest:
        before, brace, rest = rest.partition("{")
        inside, _, rest = rest.partition("}") if brace else ("", "", "")
        choices = [choice.strip() for choice in inside.split(",")]
        found = [f"{start}{before}{choice}" for start in found for choice in choices]
    return tuple(tuple(one.split("/")) for one in found)


def _matches(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    if len(pattern) > len(parts):
        return False
    return all(_fits(one, name) for one, name in zip(pattern, parts, strict=False))


def _fits(pattern: str, name: str) -> bool:
    """Whether `name` is `pattern`, where ``*`` is anything: in a time that is linear in both."""
    first, *others = pattern.split("*")
    if not others:
        return name == pattern
    *middle, last = others
    if not name.startswith(first) or len(name) < len(first) + len(last):
        return False
    end = len(name) - len(last)
    position = len(first)
    for piece in middle:
        found = name.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return name.endswith(last)

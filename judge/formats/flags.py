"""The flags of the default output validator, parsed into a `Comparison`.

Source: the problem package format, "Default output validator specification", in the
versions legacy and 2025-09.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from judge.errors import InputError, did_you_mean
from judge.problem import Comparison
from judge.yamlnode import decimal

if TYPE_CHECKING:
    from collections.abc import Iterable

SWITCHES = ("case_sensitive", "space_change_sensitive")

TOLERANCES = {
    "float_tolerance": ("float_absolute", "float_relative"),
    "float_absolute_tolerance": ("float_absolute",),
    "float_relative_tolerance": ("float_relative",),
}


class Flag(msgspec.Struct, frozen=True):
    """One argument of the validator and the place where it is written."""

    text: str
    place: str


def comparison(flags: Iterable[Flag], *, may_repeat: bool) -> Comparison:
    """Parse `flags`; with `may_repeat` the last of several tolerances holds.

    A legacy package appends the flags of a group to those of the problem, so that there
    a later tolerance replaces an earlier one. In 2025-09 a second one is an error.
    """
    settings: dict[str, Any] = {}
    rest = iter(flags)
    for flag in rest:
        if flag.text in SWITCHES:
            settings[flag.text] = True
            continue
        fields = _fields(flag)
        if not may_repeat and settings.keys() & set(fields):
            remedy = "keep one of the tolerances"
            raise InputError(flag.place, f"'{flag.text}' sets a tolerance again", remedy)
        settings |= dict.fromkeys(fields, _tolerance(flag, next(rest, None)))
    return Comparison(**settings)


def _fields(flag: Flag) -> tuple[str, ...]:
    name, blank, _ = flag.text.partition(" ")
    if name in TOLERANCES and blank:
        remedy = f"write {', '.join(flag.text.split())}, as two items"
        raise InputError(flag.place, f"'{flag.text}' is one argument", remedy)
    if name not in TOLERANCES:
        message = f"unknown flag '{flag.text}' of the default output validator"
        raise InputError(flag.place, message, did_you_mean(flag.text, [*SWITCHES, *TOLERANCES]))
    return TOLERANCES[name]


def _tolerance(flag: Flag, following: Flag | None) -> float:
    if following is None:
        raise InputError(flag.place, f"'{flag.text}' has no number", f"write {flag.text} 1e-6")
    number = decimal(following.text)
    if number is None or number < 0:
        message = f"'{following.text}' is no tolerance for '{flag.text}'"
        raise InputError(following.place, message, "write a number such as 1e-6")
    return float(number)

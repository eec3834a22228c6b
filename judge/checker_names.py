"""How a person names a comparison on a command line: ``rcmp9``, ``floats:6:absolute``.

What stands behind the name are its arguments in their order, or each as ``key=value``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from judge import checkers
from judge.errors import InputError, did_you_mean
from judge.formats import flags
from judge.formats.flags import Flag
from judge.problem import Comparison
from judge.yamlnode import decimal

PREFIX = "dmoj:"
BLIND = "case_blind"


def named(text: str, place: str = "--checker") -> Comparison:
    """The comparison of that name.

    Raises InputError where there is none, or where it can't take its arguments.
    """
    name, *values = text.removeprefix(PREFIX).removeprefix("std::").split(":")
    try:
        if text.startswith(PREFIX) or (name in checkers.DMOJ and name not in OWN):
            return _dmoj(name, values, place)
        return _own(name, values, place)
    except ValueError as error:
        message = f"'{text}': {error}"
        raise InputError(place, message, "see Checkers in the README") from error


def names() -> list[str]:
    """All names, our own first."""
    free = [name if name not in OWN else f"{PREFIX}{name}" for name in checkers.DMOJ]
    return [*OWN, *checkers.POLYGON, *free]


def _own(name: str, values: Sequence[str], place: str) -> Comparison:
    if name in OWN:
        return OWN[name](values, place)
    stock = checkers.polygon(name)
    if stock is None:
        raise InputError(place, f"unknown checker '{name}'", did_you_mean(name, names()))
    return _plain(stock)(values, place)


def _dmoj(name: str, values: Sequence[str], place: str) -> Comparison:
    known = checkers.DMOJ[name][0] if name in checkers.DMOJ else ()
    if len(values) > len(known) and name in checkers.DMOJ:
        raise ValueError(f"'{values[len(known)]}' is one argument too many")
    arguments: dict[str, object] = {}
    for index, value in enumerate(values):
        key, equals, text = value.partition("=")
        key, text = (key, text) if equals or not known else (known[index], value)
        arguments[key] = _value(key, text)
    return checkers.dmoj(name, arguments, place)


def _value(key: str, text: str) -> object:
    if key == "point_distribution":
        return text.split(",")
    return {"true": True, "false": False}.get(text, text)


def _tokens(values: Sequence[str], place: str) -> Comparison:
    """The default validator's flags, each with ``=`` before its number."""
    words = [word for value in values for word in value.split("=", 1)]
    return flags.comparison([Flag(word, place) for word in words], may_repeat=False)


def _floats(values: Sequence[str], place: str) -> Comparison:
    """Tokens with a tolerance: a number, or after the point how many digits count."""
    tolerance, mode = [*values, *("6", "either")[len(values) :]][:2]
    ways = {"either": "float_tolerance"} | {
        way: f"float_{way}_tolerance" for way in ("absolute", "relative")
    }
    if len(values) > 2 or mode not in ways:
        raise ValueError(f"write floats:TOLERANCE:MODE, MODE being {', '.join(ways)}")
    digits = decimal(tolerance)
    written = f"1e-{tolerance}" if isinstance(digits, int) and digits > 0 else tolerance
    return _tokens([f"{ways[mode]}={written}"], place)


def _plain(comparison: Comparison) -> Callable[[Sequence[str], str], Comparison]:
    def make(values: Sequence[str], place: str) -> Comparison:
        if set(values) <= {BLIND}:
            return replace(comparison, case_blind=bool(values))
        raise InputError(place, f"there is no argument '{values[0]}'", f"there is: {BLIND}")

    return make


OWN: dict[str, Callable[[Sequence[str], str], Comparison]] = {
    "tokens": _tokens,
    "floats": _floats,
    "exact": _plain(Comparison(kind="exact")),
    "lines": _plain(Comparison(kind="lines")),
    "unordered": _plain(Comparison(kind="unordered")),
    "white-diff": _plain(checkers.WHITE_DIFF),
}

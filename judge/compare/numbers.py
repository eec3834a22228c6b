"""Numbers with a tolerance, as the problem package format defines them.

2025-09, "General requirements": an optional sign, digits with or without a
decimal point, an optional exponent. No ``nan``, ``inf``, hexadecimal, underscore.
They are compared in double precision, as the reference validator does it; numbers
beyond its range are compared in decimal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from math import inf, isinf

import msgspec

_NUMBER = re.compile(rb"[+-]?(?:[0-9]+\.?|[0-9]*\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

# Without traps: what is beyond even this range becomes infinite or not a number.
_DECIMAL = Context(prec=50, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def is_number(token: bytes) -> bool:
    """Whether `token` is a number by the format's grammar."""
    return _NUMBER.fullmatch(token) is not None


class Tolerance(msgspec.Struct, frozen=True):
    """How far off a number may be; -1 is "not in this way"."""

    absolute: float
    relative: float

    def accepts(self, answer: bytes, found: bytes) -> bool:
        """Whether number `found` is within one of the tolerances of number `answer`."""
        a, s = float(answer), float(found)
        if isinf(a) or isinf(s):
            return self._accepts_huge(answer, found)
        off = abs(s - a)
        return off <= self.absolute or off <= self.relative * abs(a)

    def doubtful(self, answers: Sequence[bytes], found: Sequence[bytes]) -> list[int]:
        """Return the indexes of pairs that are not plainly within the tolerance.

        All of them if one token is no number: this is the quick way for the many.
        """
        pairs = _parse(answers), _parse(found)
        if not all(pairs):
            return list(range(len(answers)))
        absolute, relative = self.absolute, self.relative
        return [
            index
            for index, (a, s) in enumerate(zip(*pairs, strict=True))
            if not (abs(s - a) <= absolute or abs(s - a) <= relative * abs(a) < inf)
        ]

    def explain(self, answer: bytes, found: bytes) -> str:
        """Say how far number `found` is off, and how far it might have been."""
        a, s = _decimal(answer), _decimal(found)
        off = _DECIMAL.subtract(s, a).copy_abs()
        allowed = max(Decimal(self.absolute), _DECIMAL.multiply(Decimal(self.relative), abs(a)))
        for digits in (3, 6, 17):
            shown = _show(off, digits), _show(allowed, digits)
            if shown[0] != shown[1]:
                break
        return f"off by {shown[0]}, allowed {shown[1]}"

    def _accepts_huge(self, answer: bytes, found: bytes) -> bool:
        a, s = _decimal(answer), _decimal(found)
        off = _DECIMAL.subtract(s, a).copy_abs()
        allowed = _DECIMAL.multiply(Decimal(self.relative), a.copy_abs())
        bounds = Decimal(self.absolute), allowed
        return any(_DECIMAL.compare(off, bound) <= 0 for bound in bounds if not off.is_nan())


def _parse(tokens: Sequence[bytes]) -> list[float] | None:
    # Of these characters `float` makes a number exactly where the grammar does.
    if b" ".join(tokens).translate(None, b"0123456789+-.eE "):
        return None
    try:
        return list(map(float, tokens))
    except ValueError:
        return None


def _decimal(token: bytes) -> Decimal:
    return _DECIMAL.create_decimal(token.decode("ascii"))


def _show(value: Decimal, digits: int) -> str:
    plain = float(value)
    return f"{value:.{digits}g}" if isinf(plain) else f"{plain:.{digits}g}"

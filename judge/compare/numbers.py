"""Numbers with a tolerance, as the problem package format defines them.

2025-09, "General requirements": an optional sign, digits with or without a
decimal point, an optional exponent. No ``nan``, ``inf``, hexadecimal, underscore.
They are compared in double precision, as the reference validator does it; numbers
beyond its range are compared in decimal. Testlib and DMOJ have rules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from math import isinf, isnan
from typing import ClassVar

import msgspec

_NUMBER = re.compile(rb"[+-]?(?:[0-9]+\.?|[0-9]*\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

_NOT_FINITE = re.compile(rb"[nN]|[eE]\+?[0-9_]{3}|[0-9_]{300}")

_PLAINLY = 1 - 1e-9
_HUGE = 1e299

_JSON = msgspec.json.Decoder(list[float])

# Without traps: what is beyond even this range becomes infinite or not a number.
_DECIMAL = Context(prec=50, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def is_number(token: bytes) -> bool:
    """Whether `token` is a number by the format's grammar."""
    return _NUMBER.fullmatch(token) is not None


class Tolerance(msgspec.Struct, frozen=True):
    """How far off a number may be; -1 is "not in this way"."""

    absolute: float
    relative: float

    equal_is_near: ClassVar[bool] = True
    """Whether a number that is written like the answer is always near it."""

    def trusts(self, text: bytes) -> bool:  # noqa: ARG002 - of other judges' tolerances
        """Whether that is so for all tokens in `text`, as far as is seen at first sight."""
        return self.equal_is_near

    def reads(self, token: bytes) -> bool:
        """Whether `token` is a number here."""
        return is_number(token)

    def accepts(self, answer: bytes, found: bytes) -> bool:
        """Whether number `found` is within one of the tolerances of number `answer`."""
        a, s = float(answer), float(found)
        if isinf(a) or isinf(s):
            return self._accepts_huge(answer, found)
        off = abs(s - a)
        return off <= self.absolute or off <= self.relative * abs(a)

    def doubtful(self, answers: Sequence[bytes], found: Sequence[bytes]) -> list[int] | None:
        """Return the indexes of pairs that are not plainly within the tolerance.

        This is the quick way for many numbers; None if there is anything else.
        """
        expected, printed = _parse(answers), _parse(found)
        if expected is None or printed is None:
            return None
        # Where roundings are what decides, or huge numbers, each pair is looked at by itself.
        absolute = self.absolute * _PLAINLY
        relative = min(self.relative, 1.0) * _PLAINLY - 1e-15
        return [
            index
            for index, (a, s) in enumerate(zip(expected, printed, strict=True))
            if not (abs(s - a) <= absolute or abs(s - a) <= relative * abs(a)) or abs(a) > _HUGE
        ]

    def explain(self, answer: bytes, found: bytes) -> str:
        """Say how far number `found` is off, and how far it might have been."""
        off, *bounds = self._in_decimal(answer, found)
        allowed = _DECIMAL.max(*bounds)
        for digits in (3, 6, 17):
            shown = _show(off, digits), _show(allowed, digits)
            if shown[0] != shown[1]:
                break
        return f"off by {shown[0]}, allowed {shown[1]}"

    def _accepts_huge(self, answer: bytes, found: bytes) -> bool:
        off, *bounds = self._in_decimal(answer, found)
        signs = [_DECIMAL.compare(off, bound) for bound in bounds]
        return any(sign <= 0 for sign in signs if not sign.is_nan())

    def _in_decimal(self, answer: bytes, found: bytes) -> tuple[Decimal, Decimal, Decimal]:
        """How far off it is, and how far it may be by each of the tolerances."""
        # To Python's ``float`` alone "1_0" is a number.
        written = (token.decode("ascii").replace("_", "") for token in (answer, found))
        a, s = map(_DECIMAL.create_decimal, written)
        off = _DECIMAL.subtract(s, a).copy_abs()
        relative = _DECIMAL.multiply(Decimal(self.relative), a.copy_abs())
        return off, Decimal(self.absolute), relative


class TestlibTolerance(Tolerance, frozen=True):
    """As ``doubleCompare`` has it where there is a relative one, else as ``rncmp``."""

    def accepts(self, answer: bytes, found: bytes) -> bool:
        """Whether number `found` is near enough to number `answer`."""
        a, s = float(answer), float(found)
        allowed = self.absolute + 1e-15
        if self.relative < 0:
            return not abs(a - s) > allowed
        if abs(a) > 1e300 or abs(s) > 1e300:  # what it takes for infinite
            return abs(a) > 1e300 and abs(s) > 1e300 and (a > 0) == (s > 0)
        bounds = a * (1.0 - allowed), a * (1.0 + allowed)
        return abs(s - a) <= allowed or min(bounds) <= s <= max(bounds)


class DmojTolerance(Tolerance, frozen=True):
    """As DMOJ's ``floats``: numbers are what Python takes for some, and none is near NaN."""

    equal_is_near: ClassVar[bool] = False

    def trusts(self, text: bytes) -> bool:
        """Whether there is neither NaN in it nor what may be infinite."""
        return not _NOT_FINITE.search(text)

    def reads(self, token: bytes) -> bool:
        """Whether it is a number to Python."""
        try:
            float(token)
        except ValueError:
            return False
        return True

    def accepts(self, answer: bytes, found: bytes) -> bool:
        """Whether number `found` is near enough to number `answer`."""
        a, s = float(answer), float(found)
        if self.absolute >= 0 and abs(s - a) <= self.absolute:
            return True
        if self.absolute < 0:
            bounds = a * (1 - self.relative), a * (1 + self.relative)
            return min(bounds) <= s <= max(bounds)
        large = 0 <= self.relative <= abs(a) != 0
        return large and abs(1.0 - s / a) <= self.relative

    def explain(self, answer: bytes, found: bytes) -> str:
        """Say how far number `found` is off, where that can be said."""
        if any(isinf(float(side)) or isnan(float(side)) for side in (answer, found)):
            return "never near enough"
        return super().explain(answer, found)


def _parse(tokens: Sequence[bytes]) -> list[float] | None:
    # JSON's numbers are numbers of the grammar too, and read five times as fast.
    try:
        numbers = _JSON.decode(b"[%b]" % b",".join(tokens))
    except msgspec.DecodeError:
        return _parse_others(tokens)
    return numbers if len(numbers) == len(tokens) else None  # a token may have been "1,2"


def _parse_others(tokens: Sequence[bytes]) -> list[float] | None:
    # Of these characters `float` makes a number exactly where the grammar does.
    if b" ".join(tokens).translate(None, b"0123456789+-.eE "):
        return None
    try:
        return list(map(float, tokens))
    except ValueError:
        return None


def _show(value: Decimal, digits: int) -> str:
    plain = float(value)
    return f"{value:.{digits}g}" if isinf(plain) else f"{plain:.{digits}g}"

"""Walking along two streams of elements to the first that differ."""

from __future__ import annotations

from typing import Protocol

from judge.compare.excerpt import IN_FIELD, excerpts, piece
from judge.compare.place import Place
from judge.compare.reader import Reader
from judge.results import Difference

_COUNTED = 1000
"""How many elements too many are counted, whatever else may follow."""


class Rule(Protocol):
    """When two elements are the same, and what they are called."""

    name: str

    def first_unequal(self, expected: list[bytes], found: list[bytes]) -> int | None:
        """Return the index of the first pair that is not the same."""

    def differ(self, expected: bytes, found: bytes) -> str:
        """Say how they differ: ``expected 17, found 71``."""


def first_difference(rule: Rule, found: Reader, answer: Reader) -> Difference | None:
    """Return where `found` first differs from `answer`; empty elements at the end are none."""
    while True:
        found.skip_common(answer)
        printed = found.batch()
        expected = answer.take(len(printed))
        index = rule.first_unequal(expected, printed)
        if index is not None:
            return _unequal(rule, found, expected[index], printed[index:], index)
        index = next((i for i in range(len(expected), len(printed)) if printed[i]), None)
        if index is not None:
            return _too_many(rule, found, printed[index:], index)
        if not printed:
            return _missing(found, answer)


def unequal_pairs(expected: list[bytes], found: list[bytes]) -> list[int]:
    """Return the indexes of pairs that are not the same bytes."""
    if expected == found:
        return []
    return [i for i, (a, s) in enumerate(zip(expected, found, strict=False)) if a != s]


def no_output(expected: bytes) -> Difference:
    """Nothing but blanks was printed."""
    return Difference(reason="no output", expected=piece(expected, IN_FIELD))


def _unequal(
    rule: Rule, found: Reader, expected: bytes, printed: list[bytes], index: int
) -> Difference:
    place = found.locate(index)
    blank = place.blank and not any(map(bytes.strip, printed))
    if blank and expected.strip() and found.only_blanks_left():
        return no_output(expected)
    token = _token(rule, place, printed[0])
    where = f"line {place.line}, token {token}" if token else f"line {place.line}"
    shown = excerpts(expected, printed[0], IN_FIELD)
    return Difference(
        reason=f"{where}: {rule.differ(expected, printed[0])}",
        line=place.line,
        token=token,
        expected=shown[0],
        found=shown[1],
    )


def _too_many(rule: Rule, found: Reader, printed: list[bytes], index: int) -> Difference:
    place, first = found.locate(index), printed[0]
    count = sum(1 for element in printed if element.strip())
    while count <= _COUNTED and (more := found.batch()):
        count += sum(1 for element in more if element.strip())
    if first.isspace():
        words = f"expected the end, found {piece(first)}"
    else:
        many = f"{count}" if count <= _COUNTED else f"more than {_COUNTED}"
        names = rule.name if count == 1 else f"{rule.name}s"
        words = f"{many} {names} too many, the first is {piece(first)}"
    return Difference(
        reason=f"line {place.line}: {words}",
        line=place.line,
        token=_token(rule, place, first),
        found=piece(first, IN_FIELD),
    )


def _missing(found: Reader, answer: Reader) -> Difference | None:
    """Return what is left of the answer where the output has ended."""
    while rest := answer.batch():
        first = next(filter(None, rest), None)
        if first is None:
            continue
        place = found.end()
        if place.blank and (any(map(bytes.strip, rest)) or not answer.only_blanks_left()):
            return no_output(first)
        reason = f"line {place.line}: output ends, expected {piece(first)}"
        return Difference(reason=reason, line=place.line, expected=piece(first, IN_FIELD))
    return None


def _token(rule: Rule, place: Place, found: bytes) -> int:
    return 0 if rule.name == "line" or found.isspace() else place.token

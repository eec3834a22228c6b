"""Walking along two streams of elements to the first that differ."""

from __future__ import annotations

from judge.compare.excerpt import IN_FIELD, alike, excerpts, piece
from judge.compare.place import Place
from judge.compare.reader import Reader
from judge.results import Difference

_COUNTED = 1000
"""How many elements too many are counted, whatever else may follow."""


class AnswerError(Exception):
    """The answer is not what the comparison has to read: never the submission's fault."""


class Rule:
    """When two elements are the same, and what they are called."""

    name = "element"
    empty = "a line end"
    """What an empty element is."""
    every_counts = False
    """Whether empty elements behind the other side's end make a difference."""
    skips = True
    """Whether blocks of the same bytes are the same, and may be passed over uncut."""

    def first_unequal(self, expected: list[bytes], found: list[bytes]) -> int | None:
        """Return the index of the first pair that is not the same."""
        return next(iter(unequal_pairs(expected, found)), None)

    def differ(self, expected: bytes, found: bytes) -> str:
        """Say how they differ: ``expected 17, found 71``."""
        shown = [text or self.empty for text in excerpts(expected, found)]
        return f"expected {shown[0]}, found {shown[1]}{alike(expected, found)}"

    def counts(self, element: bytes) -> bool:
        """Whether an element that was printed behind the answer's end makes a difference."""
        return self.every_counts or bool(element)

    def lacks(self, element: bytes) -> bool:
        """Whether an element of the answer behind the output's end makes a difference."""
        return self.every_counts or bool(element)

    def check(self, expected: list[bytes]) -> None:
        """Raise AnswerError where these next elements are none that can be compared with."""

    def check_end(self) -> None:
        """Raise AnswerError where the answer must not end here."""


def first_difference(rule: Rule, found: Reader, answer: Reader) -> Difference | None:
    """Return where `found` first differs from `answer`."""
    while True:
        if rule.skips:
            found.skip_common(answer)
        printed = found.batch()
        expected = answer.take(len(printed))
        index = rule.first_unequal(expected, printed)
        rule.check(expected if index is None else expected[: index + 1])
        if index is not None:
            return _unequal(rule, found, expected[index], printed[index:], index)
        extra = range(len(expected), len(printed))
        index = next((i for i in extra if rule.counts(printed[i])), None)
        if index is not None:
            return _too_many(rule, found, printed[index:], index)
        if not printed:
            return _missing(rule, found, answer)


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
    if not first.strip():
        words = f"expected the end, found {piece(first) or rule.empty}"
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


def _missing(rule: Rule, found: Reader, answer: Reader) -> Difference | None:
    """Return what is left of the answer where the output has ended."""
    while rest := answer.batch():
        index = next((i for i, element in enumerate(rest) if rule.lacks(element)), None)
        rule.check(rest if index is None else rest[: index + 1])
        if index is None:
            continue
        first = rest[index]
        place = found.end()
        if place.blank and (any(map(bytes.strip, rest)) or not answer.only_blanks_left()):
            return no_output(next(filter(bytes.strip, rest), first))
        shown = piece(first) or rule.empty
        reason = f"line {place.line}: output ends, expected {shown}"
        return Difference(reason=reason, line=place.line, expected=piece(first, IN_FIELD))
    rule.check_end()
    return None


def _token(rule: Rule, place: Place, found: bytes) -> int:
    return 0 if rule.name == "line" or not found.strip() else place.token

"""The same characters in any order, whatever their case: blanks count for nothing."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from judge.compare.excerpt import piece
from judge.compare.grains import BLANKS
from judge.compare.place import read
from judge.compare.reader import Sizes
from judge.results import Difference


def compare_characters(found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Difference | None:
    """Return the first character, by its code, of which there are too many or too few."""
    printed, expected = _count(found, sizes), _count(answer, sizes)
    wrong = sorted(code for code in printed | expected if printed[code] != expected[code])
    if not wrong:
        return None
    if not printed:
        return Difference(reason="no output")
    code = wrong[0]
    name = piece(bytes([code]))
    counts = f"expected {_times(expected[code])}, found {_times(printed[code])}"
    return Difference(reason=f"{name}, wherever it stands: {counts}", expected=name)


def _count(stream: BinaryIO, sizes: Sizes) -> Counter[int]:
    counts: Counter[int] = Counter()
    while block := read(stream, sizes.block):
        text = block.translate(None, BLANKS).lower()
        counts.update({code: text.count(code) for code in set(text)})
    return counts


def _times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")

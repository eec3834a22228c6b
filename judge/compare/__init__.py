"""Whether what was printed is what was expected, and where it first differs.

Pure functions on two binary streams, in constant memory whatever is printed: a
few blocks of 64 KiB, cut into at most as many elements.
"""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from judge.compare.exact import compare_exact
from judge.compare.lines import compare_lines
from judge.compare.reader import USUAL, Sizes
from judge.compare.tokens import compare_tokens
from judge.problem import Comparison
from judge.results import Difference

__all__ = ["Sizes", "compare"]


def compare(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes = USUAL
) -> Difference | None:
    """Return the first difference between the streams, None if they are equal.

    Both are read from where they stand. A stream that can be sought is also gone
    back in, to count lines; others work too, and say a little less. Whatever
    reading raises (`OSError`) is passed on.
    """
    if not (found.seekable() and answer.seekable()):
        return _compare(comparison, found, answer, sizes)
    starts = found.tell(), answer.tell()
    difference = _compare(comparison, found, answer, sizes)
    relaxed = _without_blanks(comparison)
    if difference is None or relaxed is None:
        return difference
    found.seek(starts[0])
    answer.seek(starts[1])
    if _compare(relaxed, found, answer, sizes):
        return difference
    reason = f"{difference.reason} (only whitespace differs)"
    return msgspec.structs.replace(difference, reason=reason)


def _compare(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes
) -> Difference | None:
    match comparison.kind:
        case "tokens":
            return compare_tokens(comparison, found, answer, sizes)
        case "exact":
            return compare_exact(found, answer, sizes)
        case "lines":
            return compare_lines(found, answer, sizes)
        case "unordered":
            # The one kind that needs the standard library's secrets, which take 10 ms.
            from judge.compare.unordered import compare_unordered  # noqa: PLC0415

            return compare_unordered(found, answer, sizes)
        case _:
            raise NotImplementedError(comparison.kind)


def _without_blanks(comparison: Comparison) -> Comparison | None:
    """Return the comparison that forgives nothing but blanks, None if this one does already."""
    if comparison.kind == "tokens":
        strict = comparison.space_change_sensitive
        relaxed = msgspec.structs.replace(comparison, space_change_sensitive=False)
        return relaxed if strict else None
    return Comparison(case_sensitive=True) if comparison.kind in {"exact", "lines"} else None

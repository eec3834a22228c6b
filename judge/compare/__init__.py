"""Whether what was printed is what was expected, and where it first differs.

Pure functions on two binary streams, in constant memory whatever is printed: a
few blocks of 64 KiB, cut into at most as many elements.
"""

from __future__ import annotations

from typing import BinaryIO

from judge.compare.elements import AnswerError
from judge.compare.exact import compare_exact
from judge.compare.lines import compare_lines
from judge.compare.reader import USUAL, Sizes
from judge.compare.share import Share
from judge.compare.tokens import compare_line_tokens, compare_tokens
from judge.compare.unordered import compare_unordered
from judge.compare.views import views
from judge.problem import Comparison
from judge.results import Difference

__all__ = ["AnswerError", "Share", "Sizes", "accepted_if", "compare", "in_words", "weigh"]


def compare(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes = USUAL
) -> Difference | None:
    """Return the first difference between the streams, None if they are equal.

    Both are read from where they stand. A stream that can be sought is also gone
    back in, to count lines; others work too, and say a little less. Whatever
    reading raises (`OSError`) is passed on. Raises AnswerError where this comparison
    can't read the answer.
    """
    return weigh(comparison, found, answer, sizes).difference


def weigh(comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes = USUAL) -> Share:
    """Return what the output is worth, and what `compare` returns."""
    found, answer = views(comparison, found, answer)
    match comparison.kind:
        case "tokens":
            difference = compare_tokens(comparison, found, answer, sizes)
        case "line-tokens":
            difference = compare_line_tokens(comparison, found, answer, sizes)
        case "lines":
            difference = compare_lines(comparison, found, answer, sizes)
        case "exact":
            difference = compare_exact(found, answer, sizes)
        case "unordered" | "unordered-tokens":
            difference = compare_unordered(comparison, found, answer, sizes)
        case _:
            from judge.compare import partial  # noqa: PLC0415 - hardly ever needed

            return partial.weigh(comparison, found, answer, sizes)
    return Share(difference=difference)


def accepted_if(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, difference: Difference
) -> list[str] | None:
    """Return what would have to be ignored for the output to be accepted; nothing may help.

    Both are read from where they stand. None where it is not looked for: the streams can't
    be sought, too much follows on the difference, or the comparison gives parts.
    """
    from judge.compare import relaxed  # noqa: PLC0415 - only of what is wrong

    places = relaxed.beginnings(comparison, found, answer)
    if places is None:
        return None

    def accepts(other: Comparison) -> bool:
        found.seek(places[0])
        answer.seek(places[1])
        try:
            return compare(other, found, answer) is None
        except AnswerError:
            return False

    return relaxed.accepted_if(comparison, difference, accepts)


def in_words(difference: Difference) -> str:
    """Return the reason, and what would have to be ignored where that is all."""
    ignored = difference.accepted_if or []
    if not ignored:
        return difference.reason
    if ignored[0].startswith("float tolerance"):
        return f"{difference.reason}; accepted with a {ignored[0]}"
    named = " and ".join(f"the {name}" if name.startswith("order") else name for name in ignored)
    return f"{difference.reason}; accepted if {named} were ignored"

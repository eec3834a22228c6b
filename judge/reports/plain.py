"""Tables as plain lines, for pipes and files: no colour, no frames, nothing cut to a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

WIDEST = 40
"""Columns are made no wider than this for the sake of a few long cells."""


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Return a line a row, its columns aligned: the ones numbered in `right` to the right."""
    columns = zip_longest(*rows, fillvalue="")
    widths = [min(max(map(width, column)), WIDEST) for column in columns]
    return [_line(row, widths, right) for row in rows]


def quoted(label: str, lines: Iterable[str]) -> list[str]:
    """Return `lines`, each behind a bar, and `label` before the first."""
    labels = [label]
    return [f"{labels.pop() if labels else '':<8} | {line}".rstrip() for line in lines]


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    padded = [
        _padded(cell, columns, to_right=number in right)
        for number, (cell, columns) in enumerate(zip(row, widths, strict=False))
    ]
    return "  ".join(padded).rstrip()


def _padded(cell: str, columns: int, *, to_right: bool) -> str:
    blanks = " " * (columns - width(cell))
    return blanks + cell if to_right else cell + blanks

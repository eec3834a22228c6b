"""How fast large outputs are compared, as ratios within one run.

    python -m benchmarks.compare [MEGABYTES]

What is identical, or differs in its last byte alone, is set against ``cmp`` on the identical
pair, everything else against ``a.split() == b.split()`` in Python on the whole of both
files. Each in turn, best of three; 1.0 is as fast.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.common import row
from judge.checkers import POLYGON, dmoj
from judge.compare import compare
from judge.problem import Comparison

Make = Callable[[list[str]], tuple[bytes, bytes]]

WORDS = [str(number) for number in random.Random(1).choices(range(10**6, 10**7), k=100_000)]
"""Of about 0.8 MB, which are repeated."""


def joined(words: list[str], separator: str) -> bytes:
    return (separator.join(words) + "\n").encode()


def rows(words: list[str], separator: str = " ") -> bytes:
    return joined([separator.join(words[i : i + 10]) for i in range(0, len(words), 10)], "\n")


def near(words: list[str]) -> list[str]:
    return [f"{int(word) / 1000 + 1e-7:.7f}" for word in words]


def thousandths(words: list[str]) -> list[str]:
    return [f"{int(word) / 1000}" for word in words]


def cases_of_floats(words: list[str]) -> list[str]:
    return [f"Case #{number}: {word}" for number, word in enumerate(words)]


FLOATS = Comparison(float_absolute=1e-6, float_relative=1e-6)
TOKENS, LINES, EXACT = Comparison(), Comparison(kind="lines"), Comparison(kind="exact")
UNORDERED = Comparison(kind="unordered")
WANTED: dict[str, tuple[Comparison, float, Make]] = {
    "identical": (TOKENS, 2, lambda w: (rows(w), rows(w))),
    "first difference at the end": (TOKENS, 2, lambda w: (rows(w), rows(w))),
    "whitespace differs everywhere": (TOKENS, 1, lambda w: (rows(w), joined(w, "\r\n"))),
    "floats with a tolerance": (FLOATS, 4, lambda w: (rows(thousandths(w)), rows(near(w)))),
}
"""Shapes with what they may cost at most: identical ones in times of ``cmp``."""

OTHERS: dict[str, tuple[Comparison, Make]] = {
    "identical, a token a line": (TOKENS, lambda w: (joined(w, "\n"), joined(w, "\n"))),
    "identical, lines": (LINES, lambda w: (rows(w), rows(w))),
    "identical, exact": (EXACT, lambda w: (rows(w), rows(w))),
    "CRLF": (TOKENS, lambda w: (rows(w), rows(w).replace(b"\n", b"\r\n"))),
    "CRLF, lines": (LINES, lambda w: (rows(w), rows(w).replace(b"\n", b"\r\n"))),
    "floats among words": (
        FLOATS,
        lambda w: (
            joined(cases_of_floats(thousandths(w)), "\n"),
            joined(cases_of_floats(near(w)), "\n"),
        ),
    ),
    "case differs": (
        TOKENS,
        lambda w: (rows([f"Y{x}" for x in w]), rows([f"y{x}" for x in w])),
    ),
    "one token in one line": (TOKENS, lambda w: (joined(w, ""), joined(w, ""))),
    "unordered": (UNORDERED, lambda w: (joined(w, "\n"), joined(w[::-1], "\n"))),
    "unordered, a line is wrong": (
        UNORDERED,
        lambda w: (joined(w, "\n"), joined(["x", *w[:0:-1]], "\n")),
    ),
    "unordered, many are wrong": (
        UNORDERED,
        lambda w: (joined(w, "\n"), joined([f"{x}0" for x in w], "\n")),
    ),
    "Polygon's ncmp": (POLYGON["ncmp"], lambda w: (rows(w), joined(w, "\n"))),
    "DMOJ's standard": (dmoj("standard", {}), lambda w: (rows(w), rows(w, "  "))),
    "DMOJ's floats": (dmoj("floats", {}), lambda w: (rows(thousandths(w)), rows(near(w)))),
}


def write(make: Make, megabytes: int, folder: Path, *, end: bool = False) -> tuple[Path, Path]:
    """Files of answer and output, as long as wanted; with `end` the last byte differs."""
    answer, found = folder / "answer", folder / "found"
    for path, text in zip((answer, found), make(WORDS), strict=True):
        path.write_bytes(text * (megabytes * 10 // 8))
    if end:
        with found.open("r+b") as file:
            file.seek(-2, os.SEEK_END)
            file.write(b"x")
    return answer, found


def measure(
    comparison: Comparison, answer: Path, found: Path, *, copy: bool
) -> tuple[float, float]:
    """Seconds of the judge, and of ``cmp`` on two equal files or of Python's split."""
    twin = answer.with_name("twin")
    if copy:
        twin.write_bytes(answer.read_bytes())

    def judge() -> None:
        with found.open("rb") as printed, answer.open("rb") as expected:
            compare(comparison, printed, expected)

    def reference() -> None:
        if copy:
            subprocess.run(["cmp", "-s", answer, twin], check=True)
        else:
            assert (found.read_bytes().split() == answer.read_bytes().split()) in (True, False)

    taken = [(seconds(judge), seconds(reference)) for _ in range(3)]
    return min(own for own, _ in taken), min(other for _, other in taken)


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main(megabytes: int = 100) -> bool:
    """Prints the table; False if a figure misses what is wanted."""
    met = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (comparison, most, make) in WANTED.items():
            end = name.endswith("at the end")
            answer, found = write(make, megabytes, Path(folder), end=end)
            against = "cmp" if end or name == "identical" else "split"
            own, other = measure(comparison, answer, found, copy=against == "cmp")
            shown = f"{own / other:.2f} ({own:.2f} s)"
            what = f"{megabytes} MB compared, {name}: over {against}"
            met.append(row(what, shown, f"<= {most:g}", ok=own <= most * other))
    return all(met)


def others(megabytes: int) -> None:
    """Prints what nothing is wanted of."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (comparison, make) in OTHERS.items():
            answer, found = write(make, megabytes, Path(folder))
            against = "cmp" if name.startswith("identical") else "split"
            own, other = measure(comparison, answer, found, copy=against == "cmp")
            print(f"{name:32} {own:6.2f} s  {own / other:5.2f} x {against}", flush=True)


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    main(size)
    others(size)

"""How fast large outputs are compared, as ratios within one run.

    python benchmarks/compare.py [MEGABYTES]

Identical files are set against ``cmp``, everything else against ``a.split() ==
b.split()`` in Python on the whole of both files. Best of three; 1.0 is as fast.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from judge.compare import compare
from judge.problem import Comparison

Make = Callable[[list[str]], tuple[bytes, bytes]]


def seconds(action: Callable[[], object], times: int = 3) -> float:
    """The shortest of some runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


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
SHAPES: dict[str, tuple[Comparison, Make]] = {
    "identical": (Comparison(), lambda w: (rows(w), rows(w))),
    "identical, a token a line": (Comparison(), lambda w: (joined(w, "\n"), joined(w, "\n"))),
    "identical, lines": (Comparison(kind="lines"), lambda w: (rows(w), rows(w))),
    "identical, exact": (Comparison(kind="exact"), lambda w: (rows(w), rows(w))),
    "whitespace differs": (Comparison(), lambda w: (rows(w), joined(w, "\n"))),
    "CRLF": (Comparison(), lambda w: (rows(w), rows(w).replace(b"\n", b"\r\n"))),
    "CRLF, lines": (
        Comparison(kind="lines"),
        lambda w: (rows(w), rows(w).replace(b"\n", b"\r\n")),
    ),
    "floats": (FLOATS, lambda w: (rows(thousandths(w)), rows(near(w)))),
    "floats among words": (
        FLOATS,
        lambda w: (
            joined(cases_of_floats(thousandths(w)), "\n"),
            joined(cases_of_floats(near(w)), "\n"),
        ),
    ),
    "case differs": (
        Comparison(),
        lambda w: (rows([f"Y{x}" for x in w]), rows([f"y{x}" for x in w])),
    ),
    "unordered": (
        Comparison(kind="unordered"),
        lambda w: (joined(w, "\n"), joined(w[::-1], "\n")),
    ),
    "one token in one line": (Comparison(), lambda w: (joined(w, ""), joined(w, ""))),
}


def measure(comparison: Comparison, answer: Path, found: Path) -> tuple[float, float, float]:
    """Seconds of the judge, of ``cmp`` and of Python's split."""

    def judge() -> None:
        with found.open("rb") as printed, answer.open("rb") as expected:
            if difference := compare(comparison, printed, expected):
                raise SystemExit(difference.reason)

    def split() -> bool:
        return found.read_bytes().split() == answer.read_bytes().split()

    own = seconds(judge)
    cmp = seconds(lambda: subprocess.run(["cmp", "-s", found, answer], check=False))
    return own, cmp, seconds(split, times=1)


def main(megabytes: int) -> None:
    words = [str(number) for number in random.Random(1).choices(range(10**6, 10**7), k=100_000)]
    words *= megabytes * 10 // 8
    with tempfile.TemporaryDirectory() as folder:
        answer, found = Path(folder, "answer"), Path(folder, "found")
        for name, (comparison, make) in SHAPES.items():
            for path, data in zip((answer, found), make(words), strict=True):
                path.write_bytes(data)
            own, cmp, split = measure(comparison, answer, found)
            ratios = f"{own / split:5.2f} x split"
            if name.startswith("identical"):
                ratios += f"  {own / cmp:5.2f} x cmp"
            print(f"{name:28} {own:6.3f} s  {ratios}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

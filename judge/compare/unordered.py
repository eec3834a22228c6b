"""The same lines in any order, in constant memory.

Two sums of secretly salted hashes decide: equal multisets have equal sums, and
what a program prints cannot aim at a sum without the salt. Only when they differ
is a line to show looked for, among a share of the lines small enough to be held.
Empty lines have no place in any order, so they count for nothing.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from judge.compare.elements import no_output
from judge.compare.excerpt import IN_FIELD, excerpt
from judge.compare.reader import LINES, Reader, Sizes
from judge.results import Difference

_HELD = 50_000
"""About how many lines are counted one by one, a few MiB."""


def compare_unordered(found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Difference | None:
    """Return a line that was printed too often or not often enough, the first if they are few."""
    search = _Search(found, answer, sizes)
    printed, expected = search.sums()
    if printed == expected:
        return None
    if not search.can_go_back:
        counts = f"{expected[0]} lines expected, {printed[0]} found"
        return Difference(reason=f"the lines differ, in whatever order ({counts})")
    return search.surplus(max(printed[0], expected[0])) or search.missing(printed[0])


class _Search:
    def __init__(self, found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> None:
        self._streams, self._sizes = (found, answer), sizes
        self.can_go_back = found.seekable() and answer.seekable()
        self._starts = [stream.tell() for stream in self._streams] if self.can_go_back else []
        self._salt = secrets.token_bytes(16)
        self._balance: Counter[int] = Counter()
        self._shares = self._share = 0

    def sums(self) -> list[tuple[int, int]]:
        """How many lines each side has, and the sum of their hashes."""
        sides = [Reader(stream, LINES, self._sizes) for stream in self._streams]
        sides[0].skip_common(sides[1])
        return [self._sum(side) for side in sides]

    def surplus(self, lines: int) -> Difference | None:
        """Return the first printed line of which there are more than expected."""
        self._shares = 1 + lines // _HELD
        self._share = self._differing_share()
        self._balance = Counter(key for _, key, _ in self._keyed(1))
        often = self._balance.copy()
        for number, key, line in self._keyed(0):
            self._balance[key] -= 1
            if self._balance[key] < 0:
                return _surplus(number, line, often[key])
        return None

    def missing(self, printed: int) -> Difference:
        """Return an expected line that was not printed often enough."""
        line = next(line for _, key, line in self._keyed(1) if self._balance[key] > 0)
        if not printed:
            return no_output(line)
        reason = f"a line is missing: {excerpt(line)}"
        return Difference(reason=reason, expected=excerpt(line, IN_FIELD))

    def _sum(self, side: Reader) -> tuple[int, int]:
        count = total = 0
        while batch := side.batch():
            lines = list(filter(None, batch))
            count += len(lines)
            total += sum(self._hashes(lines))
        return count, total

    def _differing_share(self) -> int:
        """Return the first share of the hashes in which the sides differ."""
        sums = [0] * self._shares
        for side, sign in ((0, 1), (1, -1)):
            for _, (key, line) in self._lines(side):
                if line:
                    sums[key % self._shares] += sign * key
        return next(share for share, value in enumerate(sums) if value)

    def _keyed(self, side: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield line number, hash and text of the lines in the share."""
        for number, (key, line) in self._lines(side):
            if line and key % self._shares == self._share:
                yield number, key, line

    def _lines(self, side: int) -> Iterator[tuple[int, tuple[int, bytes]]]:
        """Number all lines of a side, each with its hash."""
        self._streams[side].seek(self._starts[side])
        batches = iter(Reader(self._streams[side], LINES, self._sizes).batch, [])
        keyed = (zip(self._hashes(batch), batch, strict=True) for batch in batches)
        return enumerate(chain.from_iterable(keyed), start=1)

    def _hashes(self, lines: Iterable[bytes]) -> Iterator[int]:
        return map(hash, map(self._salt.__add__, lines))


def _surplus(number: int, line: bytes, often: int) -> Difference:
    times = "once" if often == 1 else f"{often} times"
    known = f" again, expected only {times}" if often else ", which is not expected"
    reason = f"line {number}: found {excerpt(line)}{known}"
    return Difference(reason=reason, line=number, found=excerpt(line, IN_FIELD))

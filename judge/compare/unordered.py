"""The same lines or tokens in any order, in constant memory.

What stands at the same place on both sides is left aside, and the rest is counted as long
as it is little. Where it is much, two sums of secretly keyed hashes decide: equal multisets
have equal sums, and what a program prints cannot aim at a sum without the key. Only when
they differ is an element to show looked for, among a share small enough to be held. Empty
lines have no place in any order, so they count for nothing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from judge.compare.elements import no_output
from judge.compare.excerpt import IN_FIELD, excerpt
from judge.compare.forms import form_of
from judge.compare.grains import FILLED_LINES, LINES, TESTLIB_TOKENS, TOKENS, Grain
from judge.compare.reader import Reader, Sizes
from judge.problem import Comparison
from judge.results import Difference

_HELD = 50_000
_HELD_BYTES = 8 << 20
"""About how many elements are counted one by one, and how long they may be in all."""


def compare_unordered(
    comparison: Comparison, found: BinaryIO, answer: BinaryIO, sizes: Sizes
) -> Difference | None:
    """Return what was printed too often or not often enough, the first if they are few."""
    search = _Search(comparison, (found, answer), sizes)
    if search.is_even():
        return None
    printed, expected = search.counts
    if not search.can_go_back:
        counts = f"{expected} {search.name}s expected, {printed} found"
        return Difference(reason=f"the {search.name}s differ, in whatever order ({counts})")
    return search.surplus() or search.missing()


class _Search:
    def __init__(
        self, comparison: Comparison, streams: tuple[BinaryIO, BinaryIO], sizes: Sizes
    ) -> None:
        self._streams, self._sizes = streams, sizes
        self.can_go_back = all(stream.seekable() for stream in streams)
        self._starts = [stream.tell() for stream in streams] if self.can_go_back else []
        self._grain = _grain(comparison)
        self._canonical = comparison.kind == "unordered" and comparison.dialect == "dmoj"
        self._form = form_of(comparison.form)
        self._hash = _keyed_hash()
        self._shares, self._share = 1, 0
        self._wanted: frozenset[bytes] | None = None
        """Those that are too many or too few, where they are few enough to be known."""
        self.name = "token" if comparison.kind == "unordered-tokens" else "line"
        self.counts = [0, 0]
        """How many elements each side has, printed and expected."""

    def is_even(self) -> bool:
        """Whether both sides have the same, each as often."""
        sides = [Reader(stream, self._grain, self._sizes) for stream in self._streams]
        if not self._canonical and self._form is None:
            sides[0].skip_common(sides[1])
        balance: Counter[bytes] = Counter()
        off = held = 0
        while True:
            printed = sides[0].batch()
            expected = sides[1].take(len(printed)) if printed else sides[1].batch()
            if not printed and not expected:
                break
            pair = self._elements(printed), self._elements(expected)
            self._note(*pair)
            if pair[0] == pair[1]:
                continue
            if len(balance) < _HELD and held < _HELD_BYTES:
                held += _move(balance, *pair)
            else:
                off += sum(map(self._hash, pair[0])) - sum(map(self._hash, pair[1]))
        if not off:  # else there were too many to be counted
            self._wanted = frozenset(balance)
        off += sum(self._hash(element) * often for element, often in balance.items())
        self._shares = 1 + max(self.counts) // _HELD + self._size() // _HELD_BYTES
        return off == 0 and self.counts[0] == self.counts[1]

    def surplus(self) -> Difference | None:
        """Return the first of which more were printed than expected."""
        if self._wanted is None:
            self._share = self._differing_share()
        self._left = Counter(element for _, element in self._held(1))
        often = self._left.copy()
        for number, element in self._held(0):
            self._left[element] -= 1
            if self._left[element] < 0:
                return self._too_often(number, element, often[element])
        return None

    def missing(self) -> Difference:
        """Return one that was expected and not printed often enough."""
        element = next(element for _, element in self._held(1) if self._left[element] > 0)
        if not self.counts[0]:
            return no_output(element)
        reason = f"a {self.name} is missing: {excerpt(element)}"
        return Difference(reason=reason, expected=excerpt(element, IN_FIELD))

    def _elements(self, batch: list[bytes]) -> list[bytes]:
        if self._canonical:
            return [b" ".join(line.split()) or b" " for line in batch]
        return list(filter(None, batch)) if b"" in batch else batch

    def _size(self) -> int:
        """Bytes that were read, of both sides."""
        starts = zip(self._streams, self._starts, strict=False)
        return sum(stream.tell() - start for stream, start in starts)

    def _note(self, printed: list[bytes], expected: list[bytes]) -> None:
        self.counts[0] += len(printed)
        self.counts[1] += len(expected)
        if self._form:
            self._form.check(expected)

    def _differing_share(self) -> int:
        """Return the first share of the elements in which the sides differ."""
        sums, shares, key = [0] * self._shares, self._shares, self._hash
        for side, sign in ((0, 1), (1, -1)):
            for batch in self._batches(side):
                for value in map(key, batch):
                    sums[value % shares] += sign * value
        return next(share for share, value in enumerate(sums) if value)

    def _held(self, side: int) -> Iterator[tuple[int, bytes]]:
        """Yield the elements of a side that are looked at, each with its number."""
        number = 1
        for batch in self._batches(side, blank=True):
            yield from ((number + index, batch[index]) for index in self._places(batch))
            number += len(batch)

    def _places(self, batch: list[bytes]) -> list[int]:
        wanted, shares, share, key = self._wanted, self._shares, self._share, self._hash
        if wanted is None:
            places = [i for i, element in enumerate(batch) if key(element) % shares == share]
            return [i for i in places if batch[i]]
        if wanted.isdisjoint(batch):
            return []
        return [i for i, element in enumerate(batch) if element in wanted]

    def _batches(self, side: int, *, blank: bool = False) -> Iterator[list[bytes]]:
        """Yield all elements of a side once more; empty ones only where they are wanted."""
        self._streams[side].seek(self._starts[side])
        reader = Reader(self._streams[side], self._grain, self._sizes)
        while batch := reader.batch():
            yield batch if blank and not self._canonical else self._elements(batch)

    def _too_often(self, number: int, element: bytes, often: int) -> Difference:
        times = "once" if often == 1 else f"{often} times"
        known = f" again, expected only {times}" if often else ", which is not expected"
        among = " of those that are not empty" if self._canonical else ""
        reason = f"{self.name} {number}{among}: found {excerpt(element)}{known}"
        line = number if self._grain is LINES else 0
        return Difference(reason=reason, line=line, found=excerpt(element, IN_FIELD))


def _grain(comparison: Comparison) -> Grain:
    if comparison.kind == "unordered":
        return LINES if comparison.dialect == "plain" else FILLED_LINES
    return TESTLIB_TOKENS if comparison.dialect == "testlib" else TOKENS


def _keyed_hash() -> Callable[[bytes], int]:
    """Python's own hash of bytes, whose key is secret unless the environment says it."""
    if os.environ.get("PYTHONHASHSEED", "random") == "random":
        return hash
    import secrets  # noqa: PLC0415 - it takes 10 ms

    salt = secrets.token_bytes(16)
    return lambda element: hash(salt + element)


def _move(balance: Counter[bytes], printed: list[bytes], expected: list[bytes]) -> int:
    """Count `printed` and take `expected` away; what is even is forgotten.

    Returns by how many bytes what is held may have grown.
    """
    changed = Counter(printed)
    changed.subtract(expected)
    grown = 0
    for element, often in changed.items():
        if often:
            grown += len(element)
            balance[element] += often
            if not balance[element]:
                del balance[element]
    return grown

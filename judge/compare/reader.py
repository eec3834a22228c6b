"""One side of a comparison: a stream, read in blocks and cut into elements.

An element is a token, a line, or (where blanks matter) a token or one blank. Lists
of elements are cut and compared at the speed of C; memory stays constant because
only a block's worth of them exists at a time, and because an element longer than
`Sizes.longest` is held as its beginning and a digest of the whole.
"""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from judge.compare.abridge import Long
from judge.compare.grains import Grain
from judge.compare.place import Place, Track, read


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes read at a time, and bytes held of one element; `longest` is never below `block`.

    Blocks of 64 KiB stay in the processor's cache: splitting them is four times as
    fast as splitting a large file at once.
    """

    block: int = 1 << 16
    longest: int = 1 << 16


USUAL = Sizes()


class Reader:
    """Hands out the elements of a stream in batches.

    With `fold`, long elements that differ only in the case of ASCII letters are the
    same; short ones are left as they are.
    """

    def __init__(
        self, stream: BinaryIO, grain: Grain, sizes: Sizes = USUAL, *, fold: bool = False
    ) -> None:
        self._stream, self._grain, self._sizes, self._fold = stream, grain, sizes, fold
        self._track = Track(stream)
        self._waiting: list[bytes] = []
        self._ended = False
        self._text = self._rest = b""  # what was cut last, and its unfinished end
        self._long: Long | None = None
        self._ahead: bytes | None = None
        self._left_out = 0  # elements at the beginning of the text that are none of their own

    def batch(self) -> list[bytes]:
        """Return the next elements; none at all means that the stream has ended."""
        while not self._waiting and not self._ended:
            self._fill()
        batch, self._waiting = self._waiting, []
        return batch

    def take(self, count: int) -> list[bytes]:
        """Return the next `count` elements, fewer only at the end."""
        while len(self._waiting) < count and not self._ended:
            self._fill()
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    def skip_common(self, other: Reader) -> None:
        """Pass over blocks that are the same on both sides, without cutting them."""
        while self._is_level_with(other):
            block, twin = self._look_ahead(), other._look_ahead()
            rest = self._grain.unfinished(block) if block == twin else None
            if rest is None:
                return
            self._pass_over(block, rest)
            other._pass_over(twin, rest)

    def locate(self, index: int) -> Place:
        """Return where element `index` of the last batch stands."""
        return self._track.place(
            self._text[: self._grain.start(self._text, index + self._left_out)]
        )

    def end(self) -> Place:
        """Return where the stream has ended."""
        return self._track.place(self._text)

    def only_blanks_left(self) -> bool:
        """Read to the end, or to the first element that is no blank."""
        while batch := self.batch():
            if any(map(bytes.strip, batch)):
                return False
        return True

    def _fill(self) -> None:
        block = self._next_block()
        self._track.advance(self._text[: len(self._text) - len(self._rest)])
        self._text = self._rest + block
        whole, self._rest = self._grain.cut(self._text)
        if not block:
            self._ended = True
            whole += self._grain.finish(self._rest)
            self._rest = b""
        self._edit(whole)
        self._abridge(whole)
        self._waiting += whole

    def _edit(self, whole: list[bytes]) -> None:
        """Change what was cut, where the element before it matters."""

    def _abridge(self, whole: list[bytes]) -> None:
        """Keep a digest of what is too long; only the first and the last can be."""
        longest = self._sizes.longest
        if whole and (self._long or len(whole[0]) > longest):
            whole[0] = (self._long or self._begin_long()).end(whole[0])
            self._long = None
        if len(self._rest) > longest:
            self._long = self._long or self._begin_long()
            self._long.feed(self._rest[:-1])
            self._rest = self._rest[-1:]  # one byte, so that its end is cut like any other

    def _begin_long(self) -> Long:
        return Long(self._sizes.longest, fold=self._fold, strips=self._grain.strips)

    def _is_level_with(self, other: Reader) -> bool:
        busy = self._waiting or other._waiting or self._long or other._long
        return not busy and self._rest == other._rest

    def _look_ahead(self) -> bytes:
        if self._ahead is None:
            self._ahead = read(self._stream, self._sizes.block)
        return self._ahead

    def _next_block(self) -> bytes:
        block, self._ahead = self._look_ahead(), None
        return block

    def _pass_over(self, block: bytes, rest: bytes) -> None:
        self._track.advance(self._text)
        self._text, self._rest, self._ahead = block, rest, None

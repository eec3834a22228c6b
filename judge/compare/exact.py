"""The same bytes, one by one."""

from __future__ import annotations

from typing import BinaryIO

from judge.compare.excerpt import IN_FIELD, common_length, excerpt, piece
from judge.compare.place import Track, read
from judge.compare.reader import Sizes
from judge.results import Difference

_SHOWN = 4 * IN_FIELD
"""Bytes that suffice for the longest excerpt."""


def compare_exact(found: BinaryIO, answer: BinaryIO, sizes: Sizes) -> Difference | None:
    """Return the first byte that differs."""
    track = Track(found)
    while True:
        blocks = read(found, sizes.block), read(answer, sizes.block)
        if blocks[0] != blocks[1]:
            break
        if not blocks[0]:
            return None
        track.advance(blocks[0])
    index = common_length(*blocks)
    place = track.place(blocks[0][:index])
    rests = _rest(found, blocks[0], index), _rest(answer, blocks[1], index)
    number = track.passed + index + 1
    if number == 1 and not rests[0]:
        return Difference(reason="no output", expected=excerpt(rests[1], IN_FIELD))
    where = f"byte {number} (line {place.line})"
    shown = [excerpt(rest, IN_FIELD) for rest in rests]
    reason = f"{where}: {_differ(*rests)}"
    return Difference(reason=reason, line=place.line, expected=shown[1], found=shown[0])


def _rest(stream: BinaryIO, block: bytes, index: int) -> bytes:
    """Return what stands at the difference, as far as it is shown."""
    rest = block[index : index + _SHOWN]
    return rest + read(stream, _SHOWN - len(rest)) if len(rest) < _SHOWN else rest


def _differ(found: bytes, answer: bytes) -> str:
    if not found:
        return f"output ends, expected {_shown(answer)}"
    return f"expected {_shown(answer) if answer else 'the end'}, found {_shown(found)}"


def _shown(rest: bytes) -> str:
    """Name the blank that stands here, else quote up to the end of the line."""
    return piece(rest[:1]) if rest[:1].isspace() else excerpt(rest.split(b"\n")[0])

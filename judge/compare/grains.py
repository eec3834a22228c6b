r"""What a text is cut into: tokens, lines and their ends, as each judge has them.

The blanks of ``bytes.split`` and of ``\s`` are those of the problem package format, of
DMOJ and of CMS: 20 0c 0a 0d 09 0b. Testlib knows but 20 0a 0d 09.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import msgspec

BLANKS = b" \t\n\r\v\f"

Cutting = tuple[list[bytes], bytes]
Cut = Callable[[bytes], Cutting]


def _stripped(rest: bytes) -> list[bytes]:
    return [rest.rstrip()] if rest else []


def _as_it_is(rest: bytes) -> list[bytes]:
    return [rest] if rest else []


class Grain(msgspec.Struct, frozen=True):
    """What a text is cut into: `cut` gives the whole elements and the unfinished last one.

    `finish` gives those that the unfinished one makes at the end of the stream.
    """

    cut: Cut
    element: re.Pattern[bytes]
    finish: Callable[[bytes], list[bytes]] = _stripped
    strips: bytes = BLANKS
    """What counts for nothing at the end of an element."""

    def start(self, text: bytes, index: int) -> int:
        """Return where element `index` begins in `text`, which is its end where it is none."""
        found = next(islice(self.element.finditer(text), index, None), None)
        return found.start() if found else len(text)

    def unfinished(self, block: bytes) -> bytes | None:
        """Return the element that the end of `block` cuts in two, None if it began before."""
        for window in (block[-256:], block):  # hardly ever more than the window is needed
            rest = self.cut(window)[1]
            if len(rest) < len(window):
                return rest
        return None


def _until_blank(text: bytes, found: list[bytes], blanks: bytes | None = None) -> Cutting:
    if not found or not text[-1:].strip(blanks):
        return found, b""
    return found, found.pop()


def _tokens(text: bytes) -> Cutting:
    return _until_blank(text, text.split())


def _testlib_tokens(text: bytes) -> Cutting:
    usual = b"\v" not in text and b"\f" not in text
    found = text.split() if usual else TESTLIB_TOKENS.element.findall(text)
    return _until_blank(text, found, b" \t\r\n")


def _by(element: re.Pattern[bytes]) -> Cut:
    return lambda text: _until_blank(text, element.findall(text))


def _lines(text: bytes) -> Cutting:
    lines = text.split(b"\n")
    rest = lines.pop()
    return list(map(bytes.rstrip, lines)) if _has_blanks(text) else lines, rest


def _has_blanks(text: bytes) -> bool:
    """Whether there is any beside line ends: to look is cheaper than to strip."""
    return any(blank in text for blank in (b" ", b"\t", b"\r", b"\v", b"\f"))


def _testlib_lines(text: bytes) -> Cutting:
    lines = text.split(b"\n")
    rest = lines.pop()
    return list(map(_without_returns, lines)) if b"\r" in text else lines, rest


def _without_returns(line: bytes) -> bytes:
    """A line as ``readString`` has it: a single carriage return is passed over."""
    return re.sub(rb"\r(.)", rb"\1", line.removesuffix(b"\r"), flags=re.DOTALL)


def _last_testlib_line(rest: bytes) -> list[bytes]:
    # At a carriage return before the end it takes the end for a character.
    line = _without_returns(rest)
    return _as_it_is(line + b"\xff" if rest.endswith(b"\r") else line)


def _dmoj_lines(text: bytes) -> Cutting:
    lines = text.replace(b"\r", b"\n").split(b"\n")
    rest = lines.pop()
    return list(map(bytes.rstrip, lines)), rest


def _filled_lines(text: bytes) -> Cutting:
    lines = FILLED_LINES.element.findall(text)
    return (lines, b"") if not lines or text[-1:] in (b"\n", b"\r") else (lines, lines.pop())


def _grain(pattern: bytes) -> Grain:
    element = re.compile(pattern)
    return Grain(_by(element), element)


TOKENS = Grain(_tokens, re.compile(rb"\S+"))
PIECES = _grain(rb"\s|\S+")
TESTLIB_TOKENS = Grain(_testlib_tokens, re.compile(rb"[^ \t\r\n]+"), _as_it_is, strips=b"")

# Tokens, and where the group has nothing, ends of lines: of all, of those with a token in
# them, of those that are not empty.
LINE_TOKENS = _grain(rb"(\S+)|\n")
FILLED_LINE_TOKENS = _grain(rb"(\S+)|[\r\n]\s*")
SOME_LINE_TOKENS = _grain(rb"(\S+)|[\r\n]+")

LINES = Grain(_lines, re.compile(rb"[^\n]*\n?"))
TESTLIB_LINES = Grain(_testlib_lines, LINES.element, _last_testlib_line, strips=b"\r")
# What follows on the last line end is a line too.
DMOJ_LINES = Grain(_dmoj_lines, re.compile(rb"[^\r\n]*[\r\n]?"), lambda rest: [rest.rstrip()])
FILLED_LINES = Grain(_filled_lines, re.compile(rb"[^\r\n]+"), _as_it_is, strips=b"")

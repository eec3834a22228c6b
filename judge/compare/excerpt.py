"""Output as people may see it: cut short, and with nothing in it that a terminal obeys."""

from __future__ import annotations

from judge.compare.abridge import Abridged

IN_REASON = 60
"""Characters of an excerpt inside a sentence."""

IN_FIELD = 200
"""Characters of an excerpt that stands alone."""

_BLANKS = {
    b" ": "a blank",
    b"\t": "a tab",
    b"\n": "a line end",
    b"\r": "a carriage return",
    b"\v": "a vertical tab",
    b"\f": "a form feed",
}


def excerpt(data: bytes, limit: int = IN_REASON) -> str:
    r"""Return the beginning of `data` as at most `limit` harmless characters.

    Bytes that are not UTF-8 become U+FFFD. What is not printable (control
    characters, bidirectional overrides, invisible ones) is escaped: ``\x1b``.
    """
    # A character is at most four bytes: one that is cut in two lies past the limit.
    text = data[: 4 * limit + 4].decode("utf-8", "replace")
    shown = [_visible(character) for character in text[: limit + 1]]
    whole = "".join(shown)
    if len(whole) <= limit:
        return whole
    while sum(map(len, shown)) >= limit:
        shown.pop()
    return "".join(shown) + "…"


def excerpts(expected: bytes, found: bytes, limit: int = IN_REASON) -> tuple[str, str]:
    """Return excerpts of both that show where they part, however late that is."""
    expected, found = _held(expected), _held(found)
    start = _window(expected, found, limit)
    if not start:
        return piece(expected, limit), piece(found, limit)
    return "…" + excerpt(expected[start:], limit - 1), "…" + excerpt(found[start:], limit - 1)


def alike(expected: bytes, found: bytes) -> str:
    """Return a note on two elements that look the same at first sight, or nothing."""
    if expected.lower() == found.lower():
        return " (only the case differs)"
    head = _held(expected)
    if isinstance(expected, Abridged) and head.lower() == _held(found).lower():
        return f" (the same for the first {len(head)} bytes)"
    return ""


def piece(data: bytes, limit: int = IN_REASON) -> str:
    """Name a single blank in words, and quote anything else as `excerpt` does."""
    return _BLANKS.get(data) or excerpt(data, limit)


def common_length(one: bytes, other: bytes) -> int:
    """Return how many bytes are the same at the beginning of both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _held(element: bytes) -> bytes:
    return element.head if isinstance(element, Abridged) else element


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def _window(expected: bytes, found: bytes, limit: int) -> int:
    """Where excerpts have to begin so that both show the first difference."""
    sides = expected.lower(), found.lower()
    common = common_length(*(sides if sides[0] != sides[1] else (expected, found)))
    if common < limit * 2 // 3 or expected == found:
        return 0
    start = common - limit // 3
    while start < common and expected[start] & 0xC0 == 0x80:  # inside a UTF-8 character
        start += 1
    return start

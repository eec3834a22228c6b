"""One side of a comparison line by line: which ends of lines count.

The elements are tokens and, as empty ones, the ends of lines.
"""

from __future__ import annotations

from judge.compare.reader import Reader

LINE_ENDS = (b"\n", b"\r")


class FilledLines(Reader):
    """Only lines with a token have an end. For the grain `FILLED_LINE_TOKENS`."""

    _line_begins = True

    def _edit(self, whole: list[bytes]) -> None:
        self._left_out = int(bool(whole) and not whole[0] and self._line_begins)
        self._line_begins = not whole[-1] if whole else self._line_begins
        del whole[: self._left_out]

    def _pass_over(self, block: bytes, rest: bytes) -> None:
        super()._pass_over(block, rest)
        blanks = block[len(block.rstrip()) :]
        ended = any(end in blanks for end in LINE_ENDS)
        self._line_begins = ended or (self._line_begins and len(blanks) == len(block))


class SomeLines(Reader):
    """All lines but empty ones have an end, also the last. For `SOME_LINE_TOKENS`."""

    _line_begins = True

    def _edit(self, whole: list[bytes]) -> None:
        self._left_out = int(self._line_begins and self._text[:1] in LINE_ENDS)
        del whole[: self._left_out]
        if self._text:
            self._line_begins = self._text[-1:] in LINE_ENDS
        if self._ended and not self._line_begins:
            whole.append(b"")

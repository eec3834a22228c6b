r"""Making text that others wrote harmless where it is shown: no control over what shows it.

What a submission prints, what it is called and what its compiler says reaches terminals,
logs of continuous integration, XML readers and spreadsheets. What those would obey is
shown instead: ``\x1b`` for an escape character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters and marks that Unicode calls printable and everybody draws as nothing.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")

# GitHub obeys `::name::` at the beginning of a line, whatever blanks precede it, and
# `##[name]` anywhere in it (actions/runner, ActionCommand.cs); Azure obeys `##vso[`,
# TeamCity `##teamcity[`.
_COMMAND = re.compile(r"(?m)(?P<blanks>^[^\S\n]*):(?=:)|#(?=#\w*\[)")

# XML 1.0, section 2.2: "Char", less the control characters that it discourages.
_NOT_XML = "[^\t\n\r -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

# What makes spreadsheets take a cell for a formula; the wide forms count in some.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - meant

LONGEST_HEADING = 120
"""Characters; a name may have any number of them."""


def for_terminal(text: str) -> str:
    r"""Return `text` with line ends and tabs, and nothing else that is not seen.

    Control characters, bidirectional overrides and isolates, zero-width characters and
    lone surrogates are escaped as in ``\x1b`` or ``\u202e``. Commands that a service of
    continuous integration reads out of a log lose their first character to ``\x3a``.
    """
    shown = text if text.isprintable() else "".join(map(_visible, text))
    if not _INVISIBLE.isdisjoint(shown):
        shown = "".join(_escaped(one) if one in _INVISIBLE else one for one in shown)
    return _COMMAND.sub(_disarmed, shown)


def for_line(text: str) -> str:
    r"""Return `text` as one line: as `for_terminal`, and ``\n`` and ``\t`` are escaped too."""
    return for_terminal(text.replace("\n", r"\n").replace("\t", r"\t"))


def for_heading(text: str) -> str:
    """Return `text` as one line that is short enough for a heading."""
    return shortened(for_line(text), LONGEST_HEADING)


def for_cell(text: str) -> str:
    """Return `text` as one line that no spreadsheet takes for a formula.

    What looks like one gets an apostrophe before it.
    """
    line = for_line(text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line


def for_xml(text: str) -> str:
    """Return `text` with nothing but what XML 1.0 allows; the rest is shown escaped."""
    # Compiling such a class takes as long as importing ten modules: not at the start.
    return re.sub(_NOT_XML, lambda match: _escaped(match[0]), text)


def excerpt(text: str, characters: int, lines: int) -> str:
    """Return at most so much of `text`, from both ends, with a note of what is left out.

    The note is a line of its own. Blank space at the end counts for nothing.
    """
    text = text.rstrip()
    start = min(_after(text, lines - lines // 3), characters - characters // 3)
    end = max(_before(text, lines // 3), len(text) - characters // 3)
    if start >= end or (len(text) <= characters and text.count("\n") < lines):
        return text
    left_out = text[start:end]
    kept = (text[:start].rstrip("\n"), _note(left_out), text[end:].lstrip("\n"))
    return "\n".join(part for part in kept if part)


def shortened(text: str, characters: int) -> str:
    """Return `text`, cut off with an ellipsis where it has more than so many characters."""
    return text if len(text) <= characters else text[: characters - 1] + "…"


@cache
def _visible(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return character
    # Blanks of other widths are no more than blanks.
    return character if unicodedata.category(character) == "Zs" else _escaped(character)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _disarmed(match: re.Match[str]) -> str:
    blanks = match["blanks"]
    return r"\x23" if blanks is None else rf"{blanks}\x3a"


def _after(text: str, lines: int) -> int:
    """Where the first `lines` lines of `text` end."""
    end = -1
    for _ in range(lines):
        end = text.find("\n", end + 1)
        if end < 0:
            return len(text)
    return end + 1


def _before(text: str, lines: int) -> int:
    """Where the last `lines` lines of `text` begin."""
    start = len(text) + 1
    for _ in range(lines):
        start = text.rfind("\n", 0, start - 1) + 1
        if not start:
            return 0
    return min(start, len(text))


def _note(left_out: str) -> str:
    lines = left_out.strip("\n").count("\n") + 1
    more = f" in {lines} lines" if lines > 1 else ""
    return f"[… {len(left_out)} characters{more} left out …]"

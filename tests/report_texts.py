"""Texts that students might think of, and what is wrong with a report that lets them through."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import settings
from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters(exclude_categories=()))
PIECES = """\x1b[2J|\x9b31m|\u202e|\u2066|\u200b|\ufeff|\ud800|\r|\n|\t| |::error::|##[add-mask]
##vso[task]|\x00|\x7f|\u2028|\u3000|:|=1+1|@|é|日本|👩‍💻|\U000e0041|\ufffe|]]>|<b>|&|#|[|,|"|\\"""
NASTY = st.lists(st.sampled_from([*PIECES.split("|"), "|"])).map("".join)
TEXTS = st.one_of(ANY_TEXT, NASTY)

COMMAND = re.compile(r"(?m)^\s*::|##\w*\[")
"""What a service of continuous integration obeys in a log."""

patiently = settings(deadline=None)
"""The first of many examples pays for the imports."""


def obeyed(text: str) -> list[str]:
    """What of `text` a terminal would obey, hide, or let hide something else."""
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return [one for one in text if unicodedata.category(one) in unseen and one not in "\n\t"]

"""What a comparison comes to."""

from __future__ import annotations

import msgspec

from judge.results import Difference


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What an output is worth: a `part` of all, or a `score`; no `difference` if accepted."""

    difference: Difference | None
    part: float | None = None
    score: float | None = None

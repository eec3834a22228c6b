"""What is expected of the submissions that come with a problem, whoever wrote it down how."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from judge.expectations.globs import Glob
from judge.verdict import Verdict

Verdicts = frozenset[Verdict]
Bound = Literal["lower", "upper"]

FOUR: Verdicts = frozenset({Verdict.AC, Verdict.WA, Verdict.TLE, Verdict.RTE})
"""The verdicts that the problem package formats have words for."""

FOLDED = {Verdict.MLE: Verdict.RTE, Verdict.OLE: Verdict.WA, Verdict.PA: Verdict.AC}
"""What they call the others (CLICS, "Judgement Types", simplified)."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Something that has to hold of a submission; what is None or empty asks for nothing.

    `place` is where it is written. It is about the tests that `tests` matches, by
    themselves or by a group that they are in; all tests if None. Each of them has to get
    a verdict in `permitted`, and one at least a verdict in `required`. The verdict of them
    all together has to be in `overall`, also with `extra_time` if that is allowed. The score
    has to lie in `score`, and be less than the most possible where it is `partial`. One of
    the validator's messages has to hold `message`. `bound` says that the slowest of the
    tests tells how short the time limit may be, or how long.
    """

    place: str
    tests: Glob | None = None
    permitted: Verdicts | None = None
    required: Verdicts | None = None
    overall: Verdicts | None = None
    extra_time: bool = False
    score: tuple[float, float] | None = None
    partial: bool = False
    message: str = ""
    bound: Bound | None = None


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A submission of the jury's. `name` is its path in the package.

    `time` (seconds) and `memory` (bytes) hold for it alone, in place of the problem's limits.
    Where it is judged in the package's `own_order`, what that skips is skipped.
    """

    name: str
    paths: tuple[Path, ...]
    rules: tuple[Rule, ...] = ()
    language: str | None = None
    entry: str | None = None
    time: float | None = None
    memory: int | None = None
    own_order: bool = False

    @property
    def expected(self) -> tuple[Verdict, ...]:
        """The verdicts that are hoped for, in the order of `Verdict`; none if any will do."""
        found: set[Verdict] = set()
        for rule in self.rules:
            if rule.tests is None:
                found |= rule.overall or rule.required or rule.permitted or frozenset()
        return tuple(verdict for verdict in Verdict if verdict in found)

    def bounds(self, bound: Bound) -> bool:
        """Whether it tells how short, or how long, the time limit may be."""
        return any(rule.bound == bound for rule in self.rules)


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """How the package wants its time limit to follow from the submissions' times.

    The limit is a multiple of `resolution` (seconds), at least `slowest` times the time of
    the slowest accepted submission; that of the fastest too slow one has to be at least
    `fastest` times the limit, which only the newer formats demand (`strict`).
    """

    resolution: float = 1.0
    slowest: float = 2.0
    fastest: float = 1.5
    strict: bool = False


class Jury(msgspec.Struct, frozen=True, kw_only=True):
    """All submissions that come with a problem; `notes` say what was passed over."""

    examples: tuple[Example, ...] = ()
    timing: Timing = Timing()
    accepted_wanted: bool = False
    notes: tuple[str, ...] = ()


def is_in(verdict: Verdict, verdicts: Verdicts) -> bool:
    """Whether `verdict` counts as one of `verdicts`: by itself, or by what it is folded to."""
    return verdict in verdicts or FOLDED.get(verdict, verdict) in verdicts

"""How a group of a legacy package is summed up: its grader, and what tests are worth.

The problem package format, version legacy ("Test data groups", "Graders"). Each key holds
for a folder and all below, until a deeper one says otherwise.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import msgspec
from msgspec.structs import replace

from judge.errors import InputError
from judge.formats import icpc
from judge.problem import MOST_POINTS, Aggregation, Grader, Group, Points, TestCase

if TYPE_CHECKING:
    from judge.yamlnode import Node

SCORES = ("sum", "avg", "min", "max")
VERDICTS: dict[str, Literal["first", "worst", "accept"]] = {
    "worst_error": "worst",
    "no_errors": "worst",
    "first_error": "first",
    "always_accept": "accept",
}
SCORE_KEYS = ("accept_score", "reject_score", "range")
"""Keys that only scoring problems have; packages older than the format have them in
``problem.yaml``, below ``grading``."""


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a group. `least` and `most` bound its score; None is "no bound"."""

    scoring: bool = False
    scores_said: bool = False
    """Whether validators say scores in ``score.txt``."""
    program: Path | None = None
    """The package's own grader."""
    custom: bool = False
    flags: tuple[str, ...] = ()
    accept_score: Points = 1.0
    reject_score: Points = 0.0
    least: Points | None = None
    most: Points | None = None

    def refined(self, keys: dict[str, Node], notes: list[str]) -> Grading:
        """The same with what a ``testdata.yaml`` says."""
        found = self._with_grader(keys)
        if not self.scoring:
            unused = (keys[key].place for key in SCORE_KEYS if key in keys)
            notes += [f"{place}: passed over, since it is for scoring problems" for place in unused]
            return found
        if "accept_score" in keys:
            found = replace(found, accept_score=_points(keys["accept_score"]))
        if "reject_score" in keys:
            found = replace(found, reject_score=_points(keys["reject_score"]))
        if "range" in keys:
            least, most = _range(keys["range"])
            found = replace(found, least=least, most=most)
        return found

    def on_group(self, group: Group) -> Group:
        """`group` with how it is summed up."""
        group = replace(group, cases=tuple(map(self._on_case, group.cases)))
        if self.scoring:
            group = replace(group, min_score=self.least, max_score=self.most)
        if self.custom and self.program is not None:
            return replace(group, grader=Grader(program=self.program, arguments=self.flags))
        found = group
        if self.scoring:
            modes = [flag for flag in self.flags if flag in SCORES] or ["sum"]
            found = replace(found, aggregation=cast("Aggregation", modes[-1]))
        verdicts = [VERDICTS[flag] for flag in self.flags if flag in VERDICTS] or ["worst"]
        any_ = "accept_if_any_accepted" in self.flags
        return replace(found, verdict=verdicts[-1], accept_if_any=any_)

    def on_root(self, root: Group) -> Group:
        """The group of all tests: its flags may say that the samples count for nothing."""
        found = self.on_group(root)
        if self.custom or "ignore_sample" not in self.flags:
            return found
        groups = tuple(replace(one, ignored=one.name == "sample") for one in found.groups)
        return replace(found, groups=groups)

    def _on_case(self, case: TestCase) -> TestCase:
        if not self.scoring:
            return case
        return replace(
            case,
            max_score=self.accept_score,
            reject_score=self.reject_score,
            score_files="free" if self.scores_said else "ignored",
        )

    def _with_grader(self, keys: dict[str, Node]) -> Grading:
        found = self
        if "grading" in keys:
            custom = keys["grading"].choice(("default", "custom")) == "custom"
            if custom and not self.scoring:
                message = "a custom grader is for scoring problems"
                raise keys["grading"].error(message, "write 'type: scoring' in problem.yaml")
            if custom and self.program is None:
                message = "graders/ holds no grader, which 'grading: custom' asks for"
                raise keys["grading"].error(message, "add one, or write 'grading: default'")
            found = replace(found, custom=custom)
        if "grader_flags" in keys:
            flags = tuple(keys["grader_flags"].text().split())
            found = replace(found, flags=flags)
            if not found.custom:
                _check(keys["grader_flags"], flags)
        return found


def grader_of(folder: Path) -> Path | None:
    """The package's own grader, if there is one. Raises InputError for several."""
    place = folder / "graders"
    found = icpc.programs(place, folder)
    if len(found) > 1:
        names = " and ".join(one.name for one in found[:2])
        raise InputError(place, f"holds several graders: {names}", "leave one of them")
    return found[0] if found else None


def _check(node: Node, flags: tuple[str, ...]) -> None:
    known = (*SCORES, *VERDICTS, "ignore_sample", "accept_if_any_accepted")
    for flag in flags:
        if flag not in known:
            raise node.error(f"unknown grader flag '{flag}'", f"known: {', '.join(known)}")


def _points(node: Node) -> Points:
    return float(node.number(minimum=-MOST_POINTS, maximum=MOST_POINTS))


def _range(node: Node) -> tuple[Points | None, Points | None]:
    """Two numbers, of which each may be infinite."""
    words = node.text().split()
    try:
        least, most = map(float, words)
    except ValueError:
        raise node.expected("two numbers, such as 0 100") from None
    if math.isnan(least) or math.isnan(most) or least > most:
        raise node.error(f"'{node.text()}' is no range", "write the lower number first")
    bounds = [value if abs(value) <= MOST_POINTS else None for value in (least, most)]
    return bounds[0], bounds[1]

"""The answer of ``judge verify``. Field names are public interface; seconds and bytes."""

from __future__ import annotations

from typing import Literal

import msgspec

from judge.results import EnforcedBy, ProblemInfo
from judge.verdict import Cause, Verdict


class GroupCell(msgspec.Struct, frozen=True, kw_only=True):
    """How a submission did in a group of tests: its worst verdict and its slowest test."""

    name: str
    verdict: Verdict
    cpu_time: float | None = None


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A submission of the package, judged, and whether that was expected of it.

    `expected` are the verdicts that are hoped for; none where any will do. `verdict` is null
    where it could not be judged here. `failures` says what was not as expected. `alone`
    says that its times were taken while nothing else ran.
    """

    path: str
    language: str
    expected: list[Verdict]
    verdict: Verdict | None
    ok: bool
    cause: Cause | None = None
    reason: str = ""
    failures: list[str] = []
    warnings: list[str] = []
    score: float | None = None
    max_score: float | None = None
    cpu_time: float | None = None
    memory: int | None = None
    alone: bool = False
    groups: list[GroupCell] = []


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was looked at. A warning is `ok`: it fails nothing."""

    name: str
    ok: bool
    message: str = ""
    level: Literal["ok", "warning", "error"] = "ok"


class Slowest(msgspec.Struct, frozen=True, kw_only=True):
    """The slowest test of a submission; `at_least` where it was stopped at that time."""

    path: str
    test: str
    cpu_time: float
    at_least: bool = False


class TimeLimit(msgspec.Struct, frozen=True, kw_only=True):
    """The time limit that held, and how far the submissions are from it.

    `source` says whether the package gives it, whether it follows from the submissions, or
    whether nothing tells and a usual one was taken. `suggested` is what would follow from the
    slowest accepted submission; null without one. The ratios are the limit over the time of
    that one, and the time of the fastest submission that has to be too slow over the limit.
    """

    value: float
    source: Literal["package", "computed", "default"]
    suggested: float | None = None
    resolution: float
    ac_to_time_limit: float
    time_limit_to_tle: float
    slowest_accepted: Slowest | None = None
    fastest_tle: Slowest | None = None
    ratio_accepted: float | None = None
    ratio_tle: float | None = None


class VerifyResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge verify`` for one problem."""

    schema: Literal["judge/verify/1"] = "judge/verify/1"
    problem: ProblemInfo
    ok: bool
    submissions: list[Verified]
    checks: list[Check]
    time_limit: TimeLimit
    enforced_by: EnforcedBy


def passed(name: str, message: str = "") -> Check:
    """Make a check that holds."""
    return Check(name=name, ok=True, message=message)


def warning(name: str, message: str) -> Check:
    """Make a check that a person should look at, and that fails nothing."""
    return Check(name=name, ok=True, message=message, level="warning")


def failed(name: str, message: str) -> Check:
    """Make a check that does not hold."""
    return Check(name=name, ok=False, message=message, level="error")


def listed(found: list[str], most: int = 3) -> str:
    """Return the first of several things, and how many there are beside them."""
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return f"{', '.join(found[:most])}{more}"

"""Judges all submissions of a package, and finds the time limit where it gives none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from judge import scoring
from judge.expectations.model import Example, Jury
from judge.limits import DEFAULT_TIME
from judge.verify import clock, meeting
from judge.verify.answer import TimeLimit
from judge.verify.clock import Timed
from judge.verify.meeting import Judged
from judge.verify.running import Runner

Source = Literal["package", "computed", "default"]


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the submissions: under the time limit, and with more time than that."""

    examples: list[Example]
    judged: list[Judged]
    time_limit: TimeLimit


def judge(runner: Runner, jury: Jury, examples: Sequence[Example]) -> Runs:
    """Run `examples` as often as it takes to know what they are worth."""
    given = runner.problem.limits.cpu_time
    measured: list[Timed] = []
    if given is None:
        measured = _measured(runner, [one for one in examples if one.bounds("lower")])
    limit, source = _limit(given, measured, jury)
    known = {timed.example.name: timed for timed in measured}
    rest = [one for one in examples if one.name not in known]
    known |= {timed.example.name: timed for timed in _run(runner, rest, limit, jury)}
    runs = [known[one.name] for one in examples]
    judged = [_judged(runner, timed, limit) for timed in runs]
    return Runs(examples=list(examples), judged=judged, time_limit=_told(limit, source, runs, jury))


def _limit(given: float | None, measured: Sequence[Timed], jury: Jury) -> tuple[float, Source]:
    if given is not None:
        return given, "package"
    slowest = clock.lower(measured)
    if slowest is None:
        return DEFAULT_TIME, "default"
    return clock.suggested(jury.timing, slowest.cpu_time), "computed"


def _measured(runner: Runner, examples: Sequence[Example]) -> list[Timed]:
    """Those that tell how short the limit may be; the one that decides has run alone."""
    runs = runner.run(examples, clock.LONGEST)
    while not runner.interrupted:
        name = clock.decisive(runs)
        if name is None or name in runner.alone:
            break
        runs = [
            runner.run_alone(timed, clock.LONGEST) if timed.example.name == name else timed
            for timed in runs
        ]
    return runs


def _run(runner: Runner, examples: Sequence[Example], limit: float, jury: Jury) -> list[Timed]:
    """The others, each with as much time as its expectations need; near ones have run alone."""
    more = [one for one in examples if _wants_more(one)]
    names = {one.name for one in more}
    usual = [one for one in examples if one.name not in names]
    longer = clock.extended(jury.timing, limit)
    runs = runner.run(more, longer) + runner.run(usual, limit)
    found = []
    for timed in runs:
        near = clock.is_near(timed, timed.example.time or limit, jury.timing)
        if near and timed.example.name not in runner.alone and not runner.interrupted:
            again = longer if timed.example.name in names else limit
            found.append(runner.run_alone(timed, again))
        else:
            found.append(timed)
    return found


def _wants_more(example: Example) -> bool:
    return example.bounds("upper") or any(rule.extra_time for rule in example.rules)


def _judged(runner: Runner, timed: Timed, limit: float) -> Judged:
    problem, extended = runner.problem, timed.result
    result = clock.under(timed.example.time or limit, extended)
    if result.tests != extended.tests:
        if (problem.scoring or scoring.graders(problem.tests)) and not runner.interrupted:
            result = runner.run_alone(timed, limit).result
        else:
            result = meeting.decided(problem, result)
    return Judged(problem=problem, result=result, extended=extended)


def _told(limit: float, source: Source, runs: Sequence[Timed], jury: Jury) -> TimeLimit:
    timing = jury.timing
    slow, fast = clock.lower(runs), clock.upper(runs)
    return TimeLimit(
        value=limit,
        source=source,
        suggested=None if slow is None else clock.suggested(timing, slow.cpu_time),
        resolution=timing.resolution,
        ac_to_time_limit=timing.slowest,
        time_limit_to_tle=timing.fastest,
        slowest_accepted=slow,
        fastest_tle=fast,
        ratio_accepted=limit / slow.cpu_time if slow and slow.cpu_time else None,
        ratio_tle=fast.cpu_time / limit if fast else None,
    )

"""Grades many submissions against one problem: one broken one never stops the rest."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from judge import scoring, session
from judge.decide import Decision
from judge.errors import HostError, InputError, MissingError
from judge.job import Job
from judge.lanes import Lane, gather
from judge.limits import GivenLimits, applied
from judge.problem import Problem
from judge.results import (
    CompileResult,
    EndEvent,
    Event,
    GradeResult,
    ProblemInfo,
    RunResult,
    Submission,
)
from judge.verdict import Cause, Verdict
from sandbox import SandboxError

Prepare = Callable[["Handed"], Job]


class Handed(msgspec.Struct, frozen=True):
    """What one student handed in: a file or a folder at `path`, called `name`.

    `among` is the folder that it was found in, where it was not named itself.
    """

    name: str
    path: Path
    among: Path | None = None


class Graded(msgspec.Struct, frozen=True):
    """Something that happened while `number` of the submissions was judged."""

    number: int
    event: Event


def handed_in(paths: Sequence[Path]) -> list[Handed]:
    """The submissions at `paths`: each file, and each file or folder in a given folder.

    Raises InputError where there is none, or two of one name.
    """
    found: list[Handed] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if not one.name.startswith("."))
            if not inside:
                raise InputError(path, "the folder is empty", "give a folder of submissions")
            found += [Handed(one.name, one, path) for one in inside]
        elif path.exists() or path.is_symlink():
            found.append(Handed(path.name, path))
        else:
            raise InputError(path, "does not exist", "check the path")
    _demand_distinct(found)
    return found


def grade(
    submissions: Sequence[Handed],
    prepare: Prepare,
    lanes: Sequence[Lane],
    problem: Problem | None = None,
) -> Iterator[Graded]:
    """Judges each of `submissions`, as many at a time as there are lanes.

    The events of one submission are in order, those of several are mixed. What is wrong
    with a submission itself (`prepare` raises InputError) ends in a verdict of it alone.
    Once the sandbox is cancelled, those that were not begun are not even prepared.
    """
    waiting = deque(range(len(submissions)))

    def work(lane: Lane) -> Iterator[Graded]:
        while (number := _next(waiting)) is not None:
            for event in _events(submissions[number], prepare, lane):
                yield Graded(number, _with_points(event, problem))

    yield from gather(lanes, work, waiting.clear)


def summary(problem: ProblemInfo, results: list[RunResult]) -> GradeResult:
    """The whole answer."""
    counts = dict(Counter(str(result.verdict) for result in results))
    return GradeResult(problem=problem, submissions=results, counts=counts)


def _with_points(event: Event, problem: Problem | None) -> Event:
    """`event`, but with the points of `problem` where a submission could not even be read."""
    if not isinstance(event, EndEvent) or problem is None or event.groups is not None:
        return event
    decision = Decision(verdict=event.verdict, cause=event.cause, reason=event.reason)
    found = scoring.without(problem, decision)
    return msgspec.structs.replace(
        event, score=found.score, max_score=found.max_score, groups=found.groups
    )


def _next(waiting: deque[int]) -> int | None:
    try:
        return waiting.popleft()
    except IndexError:  # none is left
        return None


def _events(handed: Handed, prepare: Prepare, lane: Lane) -> Iterator[Event]:
    if lane.sandbox.cancelled:
        yield _broken(handed, lane, Verdict.JE, "interrupted")
        return
    try:
        _refuse_link(handed)
        yield from session.judge(prepare(handed), [lane])
    except MissingError as error:
        yield _broken(handed, lane, Verdict.JE, str(error))
    except InputError as error:
        yield _broken(handed, lane, Verdict.CE, str(error))
    except OSError as error:
        yield _broken(handed, lane, Verdict.JE, str(HostError.of(error)))
    except SandboxError as error:
        yield _broken(handed, lane, Verdict.JE, str(HostError.of_sandbox(error)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are judged
        reason = f"internal error: {type(error).__name__}: {error}"
        yield _broken(handed, lane, Verdict.JE, reason)


def _refuse_link(handed: Handed) -> None:
    """Raise InputError for a link in a folder of submissions to what lies elsewhere.

    Whoever handed it in could otherwise read in its messages what they must not.
    """
    if handed.among is None or not handed.path.is_symlink():
        return
    # Unlike Path.resolve, realpath takes links that lead in a circle as well.
    real = Path(os.path.realpath(handed.path))
    if not real.is_relative_to(os.path.realpath(handed.among)):
        remedy = "put the file itself there"
        raise InputError(handed.path, "is a link that leads out of the submissions", remedy)


def _broken(handed: Handed, lane: Lane, verdict: Verdict, reason: str) -> EndEvent:
    """The end of a submission that could not even be read, or not be judged."""
    cause = Cause.COMPILER if verdict is Verdict.CE else Cause.SANDBOX
    submission = Submission(path=str(handed.path), language="", files=[], sha256="", size=0)
    compiled = CompileResult(verdict=verdict, cause=cause, reason=reason, output=reason)
    return EndEvent(
        name=handed.name,
        verdict=verdict,
        cause=cause,
        reason=reason,
        submission=submission,
        compile=compiled if verdict is Verdict.CE else None,
        limits=applied(GivenLimits()),
        enforced_by=lane.sandbox.enforced_by,
        counts={},
    )


def _demand_distinct(found: list[Handed]) -> None:
    for name, count in Counter(one.name for one in found).items():
        if count > 1:
            paths = [str(one.path) for one in found if one.name == name]
            message = f"two submissions are called '{name}': {' and '.join(paths[:2])}"
            raise InputError("", message, "rename one of them")

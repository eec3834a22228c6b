"""What becomes of a submission in the end: its verdict, its points, its peaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from judge import scoring
from judge.build import Built
from judge.decide import Decision
from judge.graders import Graders
from judge.job import Job
from judge.problem import Problem
from judge.results import EndEvent, TestResult
from judge.scoring import Score
from judge.verdict import Cause, Verdict

Number = TypeVar("Number", int, float)

INTERRUPTED = Decision(verdict=Verdict.JE, cause=Cause.SANDBOX, reason="interrupted")


def worth(
    problem: Problem,
    built: Built,
    graders: Graders,
    tests: Sequence[TestResult],
    *,
    complete: bool,
) -> Score:
    """The verdict and the points of a submission, also of one that was not compiled.

    Of `tests` that are not `complete` some are missing that could have changed the answer.
    Raises SandboxError where a grader of the package can't be asked.
    """
    compiled = built.result
    if built.failed and compiled is not None:
        refused = Decision(verdict=compiled.verdict, cause=compiled.cause, reason=compiled.reason)
        return scoring.without(problem, refused)
    if not complete and all(test.verdict is not Verdict.JE for test in tests):
        return scoring.without(problem, INTERRUPTED)
    return scoring.score(problem, tests, graders.ask)


def end(
    job: Job,
    built: Built,
    tests: Sequence[TestResult],
    found: tuple[Score, dict[str, str | None]],
) -> EndEvent:
    """The event with which the judging of `job` ends."""
    score, enforced_by = found
    return EndEvent(
        name=job.name,
        verdict=score.decision.verdict,
        cause=score.decision.cause,
        reason=score.decision.reason,
        score=score.score,
        max_score=score.max_score,
        groups=score.groups,
        submission=job.submission,
        problem=job.info,
        compile=built.result,
        limits=job.plan.limits,
        enforced_by=enforced_by,
        counts=dict(Counter(str(test.verdict) for test in tests)),
        cpu_time=_peak(test.cpu_time for test in tests),
        wall_time=_peak(test.wall_time for test in tests),
        memory=_peak(test.memory for test in tests),
    )


def _peak(values: Iterable[Number | None]) -> Number | None:
    return max((value for value in values if value is not None), default=None)

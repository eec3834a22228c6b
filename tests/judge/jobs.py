"""Small problems and submissions, and judging them for real."""

from __future__ import annotations

from pathlib import Path

import msgspec

from judge import prepare, session
from judge.formats import open_problem
from judge.job import Job
from judge.lanes import open_lanes
from judge.languages import Languages
from judge.limits import GivenLimits
from judge.prepare import Wishes
from judge.problem import Problem
from judge.results import Event, RunResult
from sandbox import Sandbox

ECHO = "read x; echo $x\n"


def numbered(folder: Path, count: int) -> Problem:
    """A problem of so many tests: test 3 has the input 3 and the answer 3."""
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        for extension in ("in", "ans"):
            (folder / f"{number}.{extension}").write_text(f"{number}\n")
    return open_problem(folder)


def write(folder: Path, name: str, code: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(code if isinstance(code, bytes) else code.encode())
    return path


def job_of(
    path: Path, problem: Problem | None, languages: Languages, wishes: Wishes | None = None
) -> Job:
    return prepare.job([path], problem, languages, wishes or Wishes())


def limited(job: Job, **limits: float) -> Job:
    """The job, its compilation limited to this."""
    compile_limits = msgspec.structs.replace(job.plan.compile_limits, **limits)
    plan = msgspec.structs.replace(job.plan, compile_limits=compile_limits)
    return msgspec.structs.replace(job, plan=plan)


def given(**limits: float) -> Wishes:
    return Wishes(limits=GivenLimits(**limits))


def judged(job: Job, sandbox: Sandbox, lanes: int = 1) -> RunResult:
    return session.result(events_of(job, sandbox, lanes))


def events_of(job: Job, sandbox: Sandbox, lanes: int = 1) -> list[Event]:
    opened = open_lanes(sandbox, lanes)
    return list(session.judge(job, opened))


def verdicts(result: RunResult) -> str:
    return " ".join(test.verdict for test in result.tests)

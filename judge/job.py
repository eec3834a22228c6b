"""A submission that is to be judged, with all that is needed for it."""

from __future__ import annotations

import msgspec

from judge.build import Plan
from judge.problem import Problem, TestCase
from judge.programs import Program
from judge.results import ProblemInfo, Submission


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A submission to be judged. `run_all` runs the tests after a failed one too.

    `programs` are those of the package that the tests need. `transcript` asks for what is
    said in interactive tests.
    """

    plan: Plan
    submission: Submission
    problem: Problem
    info: ProblemInfo | None
    cases: tuple[TestCase, ...]
    programs: tuple[Program, ...] = ()
    run_all: bool = False
    transcript: bool = False
    name: str | None = None

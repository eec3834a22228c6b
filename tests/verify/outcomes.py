"""Results of submissions as values, without running anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from judge.expectations.model import Example, Rule
from judge.problem import Comparison, Group, Problem, TestCase
from judge.results import AppliedLimits, RunResult, Submission, TestResult
from judge.verdict import Cause, Verdict
from judge.verify.meeting import Judged

NAMES = ("sample/1", "secret/g1/1", "secret/g1/2", "secret/g2/1")


def problem() -> Problem:
    """A problem of four tests: a sample, and two groups of secret ones."""
    cases = {name: case(name) for name in NAMES}
    sample = Group(name="sample", cases=(cases["sample/1"],))
    first = Group(name="secret/g1", cases=(cases["secret/g1/1"], cases["secret/g1/2"]))
    second = Group(name="secret/g2", cases=(cases["secret/g2/1"],))
    secret = Group(name="secret", groups=(first, second))
    tests = Group(name="", groups=(sample, secret))
    return Problem(path=Path("p"), name="P", format="icpc-2025-09", tests=tests)


def case(name: str) -> TestCase:
    group = name.rpartition("/")[0]
    path = Path(name)
    return TestCase(name=name, group=group, input=path, answer=path, checker=Comparison())


def of_test(name: str, said: str) -> TestResult:
    """`said` is a verdict, and after a blank the CPU time."""
    verdict, _, time = said.partition(" ")
    cause = Cause.CPU_TIME if verdict == "TLE" else None
    return TestResult(
        name=name,
        group=name.rpartition("/")[0],
        verdict=Verdict(verdict),
        cause=cause,
        cpu_time=float(time) if time else 0.01,
        wall_time=float(time) if time else 0.01,
        reason="" if verdict == "AC" else f"{name} says {verdict}",
    )


def result(*said: str, **more: Any) -> RunResult:
    """The tests in order; the verdict is that of the first which was not accepted."""
    tests = [of_test(name, one) for name, one in zip(NAMES, said, strict=False)]
    rejected = [test for test in tests if test.verdict not in (Verdict.AC, Verdict.SK)]
    limits = AppliedLimits(cpu_time=more.pop("limit", 1.0), time_factor=more.pop("factor", 1.0))
    fields: dict[str, Any] = {
        "verdict": rejected[0].verdict if rejected else Verdict.AC,
        "reason": rejected[0].reason if rejected else "",
        "submission": Submission(path="a.py", language="python3", files=[], sha256="", size=1),
        "limits": limits,
        "enforced_by": {},
        "tests": tests,
        "counts": {},
        **more,
    }
    return RunResult(**fields)


def judged(*said: str, extended: RunResult | None = None, **more: Any) -> Judged:
    found = result(*said, **more)
    return Judged(problem=problem(), result=found, extended=extended or found)


def example(*rules: Rule, name: str = "submissions/accepted/a.py") -> Example:
    return Example(name=name, paths=(Path(name),), rules=rules)

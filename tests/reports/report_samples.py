"""Answers made by hand, as the judge would give them."""

from __future__ import annotations

from typing import Any

from judge.results import (
    AppliedLimits,
    CompileResult,
    Difference,
    ProblemInfo,
    RunResult,
    Submission,
    TestResult,
)
from judge.verdict import Cause, Verdict

MIB = 1 << 20

PROBLEM = ProblemInfo(
    path="problems_example/aplusb", name="A+B", format="icpc-2025-09", type="pass-fail"
)
LIMITS = AppliedLimits(cpu_time=1.0, wall_time=3.0, memory=512 * MIB)
ENFORCED = {"cpu_time": "cgroup-v2", "memory": "cgroup-v2", "network": "namespace", "mac": None}


def finished(number: int, verdict: Verdict = Verdict.AC, **fields: Any) -> TestResult:
    common: dict[str, Any] = {
        "name": f"secret/{number:02}",
        "group": "secret",
        "exit_code": 0,
        "cpu_time": 0.02 + number / 1000,
        "wall_time": 0.025 + number / 1000,
        "memory": (9 + number) * MIB,
    }
    return TestResult(**{**common, "verdict": verdict, **fields})


def wrong(number: int, **fields: Any) -> TestResult:
    reason = "line 1, token 2: expected 7, found 8"
    place = Difference(reason=reason, line=1, token=2, expected="7", found="8")
    common: dict[str, Any] = {"reason": reason, "cause": Cause.OUTPUT, "difference": place}
    return finished(number, Verdict.WA, **{"output": "3 8\n", **common, **fields})


def skipped(number: int) -> TestResult:
    return TestResult(name=f"secret/{number:02}", group="secret", verdict=Verdict.SK)


def crashed(number: int, **fields: Any) -> TestResult:
    common = {"reason": "exit code 1", "cause": Cause.EXIT_CODE, "exit_code": 1}
    stderr = "Traceback (most recent call last):\n  …\nValueError: no numbers\n"
    return finished(number, Verdict.RTE, **{"stderr": stderr, **common, **fields})


def run(tests: list[TestResult], name: str | None = None, **fields: Any) -> RunResult:
    path = "solution.py" if name is None else f"class/{name}"
    ended = [test for test in tests if test.verdict not in (Verdict.AC, Verdict.SK)]
    common: dict[str, Any] = {
        "name": name,
        "verdict": ended[0].verdict if ended else Verdict.AC,
        "cause": ended[0].cause if ended else None,
        "reason": ended[0].reason if ended else "",
        "submission": Submission(
            path=path, language="python3", files=[path], sha256="ab" * 32, size=120
        ),
        "problem": PROBLEM,
        "limits": LIMITS,
        "enforced_by": ENFORCED,
        "tests": tests,
        "counts": {},
        "cpu_time": max((test.cpu_time or 0 for test in tests), default=None),
        "wall_time": max((test.wall_time or 0 for test in tests), default=None),
        "memory": max((test.memory or 0 for test in tests), default=None),
    }
    return RunResult(**{**common, **fields})


def compile_error(output: str, name: str | None = None, tests: int = 3) -> RunResult:
    compiled = CompileResult(
        verdict=Verdict.CE,
        cause=Cause.COMPILER,
        exit_code=1,
        reason="exit code 1",
        wall_time=0.31,
        output=output,
    )
    return run(
        [skipped(number) for number in range(tests)],
        name,
        verdict=Verdict.CE,
        cause=Cause.COMPILER,
        reason="exit code 1",
        compile=compiled,
        cpu_time=None,
        wall_time=None,
        memory=None,
    )


def judge_error() -> RunResult:
    broken = finished(1, Verdict.JE, reason="the sandbox failed", cause=Cause.SANDBOX)
    return run([finished(0), broken, skipped(2)])


MIXED = [finished(0), wrong(1), skipped(2), skipped(3)]
CLASS = [
    run([finished(0), finished(1)], "ada.py"),
    run(MIXED, "Zoë Müller.py"),
    compile_error("main.cpp:1:1: error: expected ';'\n", "alan.cpp"),
]

"""Runs one test of a built submission, and asks whether its output is right."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import BinaryIO

from judge import compare
from judge.build import Built, text
from judge.commands import BOX
from judge.decide import Decision, decide, ran_out, refused
from judge.errors import InputError
from judge.problem import Comparison, TestCase
from judge.results import Difference, TestResult
from judge.verdict import Cause, Verdict
from sandbox import Command, Mount, Outcome


def command(built: Built, case: TestCase, cpu: int | None = None) -> Command:
    """What the sandbox is asked to run for `case`, on the CPU of that number."""
    plan = built.plan
    return Command(
        argv=(*built.run, *case.arguments),
        mounts=(*plan.toolchain.mounts, Mount(str(_folder(built, case)), BOX)),
        env=built.env,
        cwd=BOX,
        stdin=str(case.input),
        limits=plan.limits,
        cpu=cpu,
    )


def judge(built: Built, case: TestCase, outcome: Outcome) -> TestResult:
    """What an execution is worth. Raises InputError where the answer can't be read."""
    plan = built.plan
    decision = decide(outcome.ending, outcome.usage, plan.limits)
    stderr = text(outcome.stderr)
    decision = ran_out(decision, stderr, plan.language.out_of_memory)
    difference = None
    if decision.verdict is Verdict.AC:
        difference = _difference(case, outcome)
        decision = _judged(case, difference)
    return _result(case, outcome, decision, (difference, plan.shown))


def skipped(case: TestCase) -> TestResult:
    """A test that was not run."""
    return TestResult(name=case.name, group=case.group, verdict=Verdict.SK)


def failed(case: TestCase, reason: str) -> TestResult:
    """A test that the judge could not judge, which is not the submission's fault."""
    return TestResult(
        name=case.name, group=case.group, verdict=Verdict.JE, cause=Cause.SANDBOX, reason=reason
    )


def _folder(built: Built, case: TestCase) -> Path:
    """The folder that the program runs in: with the test's own files, where it has some."""
    if not case.files:
        return built.folder
    folder = built.folder.with_name(f"{built.folder.name}-{case.name.replace('/', '-')}")
    shutil.copytree(built.folder, folder)
    for path in case.files:
        if path.is_dir():
            shutil.copytree(path, folder, dirs_exist_ok=True)
        else:
            shutil.copy(path, folder)
    _let_read(folder)
    return folder


def _let_read(folder: Path) -> None:
    """Opens `folder` and what is in it to whoever the sandbox makes of us."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o777 | (0o755 if path.is_dir() else 0o444))


def _difference(case: TestCase, outcome: Outcome) -> Difference | None:
    if case.answer is None:
        return None
    assert isinstance(case.checker, Comparison)  # noqa: S101 - readers refuse the others
    with _answer(case.answer) as answer, outcome.stdout.open() as found:
        return compare.compare(case.checker, found, answer)


def _answer(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(path, error.strerror or str(error), "restore the answer file") from error


def _judged(case: TestCase, difference: Difference | None) -> Decision:
    if difference is None:
        reason = "there is no answer to compare with" if case.answer is None else ""
        return Decision(verdict=Verdict.AC, reason=reason)
    return Decision(verdict=Verdict.WA, cause=Cause.OUTPUT, reason=difference.reason)


def _result(
    case: TestCase,
    outcome: Outcome,
    decision: Decision,
    shown: tuple[Difference | None, int],
) -> TestResult:
    difference, size = shown
    ending, usage, out, err = outcome.ending, outcome.usage, outcome.stdout, outcome.stderr
    return TestResult(
        name=case.name,
        group=case.group,
        verdict=decision.verdict,
        reason=decision.reason,
        cause=decision.cause,
        exit_code=ending.exit_code,
        signal=ending.signal,
        cpu_time=usage.cpu_time,
        wall_time=usage.wall_time,
        starved=usage.starved,
        memory=usage.memory,
        memory_at_most=usage.memory_at_most,
        refused=refused(usage),
        output_size=out.size,
        output=text(out, size),
        stderr=text(err, size),
        truncated=max(out.size, err.size) > size or out.exceeded or err.exceeded,
        difference=difference,
    )

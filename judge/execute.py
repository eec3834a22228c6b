"""Runs one test of a built submission, and asks whether its output is right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from judge import compare
from judge.build import Built, text
from judge.commands import BOX
from judge.decide import Decision, decide, in_all, ran_out, refused
from judge.errors import InputError
from judge.problem import Comparison, TestCase
from judge.results import AppliedLimits, Difference, TestResult
from judge.verdict import Cause, Verdict
from sandbox import Command, Mount, Outcome, Work

# What a file in memory takes is a multiple of this.
PAGE = 4096


def command(built: Built, case: TestCase, cpu: int | None = None) -> Command:
    """What the sandbox is asked to run for `case`, on the CPU of that number."""
    plan, folder = built.plan, _folder(built, case)
    shown = () if plan.writable else (Mount(str(folder), BOX),)
    return Command(
        argv=(*built.run, *case.arguments),
        mounts=(*plan.toolchain.mounts, *shown),
        work=Work(BOX, str(folder)) if plan.writable else None,
        env=built.env,
        cwd=BOX,
        stdin=str(case.input),
        limits=_with_room(plan.limits, folder) if plan.writable else plan.limits,
        cpu=cpu,
    )


def judge(
    built: Built, case: TestCase, outcome: Outcome, validate: Callable[[Outcome], Decision]
) -> TestResult:
    """What an execution is worth; `validate` asks where no built-in comparison does.

    Raises InputError where the answer can't be read, and what `validate` raises.
    """
    plan = built.plan
    decision = decide(outcome.ending, outcome.usage, plan.limits)
    stderr = text(outcome.stderr)
    decision = ran_out(decision, stderr, plan.language.out_of_memory)
    if plan.output_in_all:
        decision = in_all(decision, outcome.ending, _written(outcome), plan.limits)
    difference = None
    if decision.verdict is Verdict.AC and isinstance(case.checker, Comparison):
        difference = _difference(case.checker, case.answer, outcome)
        decision = _judged(case, difference)
    elif decision.verdict is Verdict.AC:
        decision = validate(outcome)
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


def _with_room(limits: AppliedLimits, folder: Path) -> AppliedLimits:
    """The same limits for a program whose files, those in `folder`, are no files of its own."""
    sizes = [path.lstat().st_size for path in folder.rglob("*")]
    room = sum(-(-size // PAGE) * PAGE for size in sizes)
    return msgspec.structs.replace(
        limits, scratch=limits.scratch + room, inodes=limits.inodes + len(sizes)
    )


def _written(outcome: Outcome) -> int:
    files = outcome.workspace.written() if outcome.workspace else 0
    return outcome.stdout.size + outcome.stderr.size + files


def _let_read(folder: Path) -> None:
    """Opens `folder` and what is in it to whoever the sandbox makes of us."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o777 | (0o755 if path.is_dir() else 0o444))


def _difference(
    comparison: Comparison, expected: Path | None, outcome: Outcome
) -> Difference | None:
    if expected is None:
        return None
    with _answer(expected) as answer, outcome.stdout.open() as found:
        return compare.compare(comparison, found, answer)


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

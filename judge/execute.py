"""Runs one test of a built submission, and asks whether its output is right."""

from __future__ import annotations

import shutil
from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from judge import compare, teststreams
from judge.build import Built, Plan, shown, text
from judge.commands import BOX
from judge.decide import Decision, decide, in_all, ran_out, refused
from judge.errors import InputError
from judge.points import awarded
from judge.problem import Comparison, TestCase
from judge.results import AppliedLimits, Difference, TestResult
from judge.totals import most_of
from judge.verdict import Cause, Verdict
from sandbox import Command, Outcome, Work

# What a file in memory takes is a multiple of this.
PAGE = 4096


def command(built: Built, case: TestCase, cpu: int | None = None) -> Command:
    """What the sandbox is asked to run for `case`, on the CPU of that number."""
    plan = built.plan
    given = teststreams.given_input(plan, case, built.folder.parent)
    folder = _folder(built, case, given)
    writable = plan.writable or bool(plan.input_file or plan.output_file)
    return Command(
        argv=(*built.run, *case.arguments),
        mounts=plan.toolchain.mounts if writable else shown(plan.toolchain, folder),
        work=Work(BOX, str(folder)) if writable else None,
        env=built.env,
        cwd=BOX,
        stdin=str(given) if plan.input_file is None or plan.streams_too else b"",
        limits=_with_room(plan.limits, folder) if writable else plan.limits,
        cpu=cpu,
    )


def judge(
    built: Built, case: TestCase, outcome: Outcome, validate: Callable[[Outcome], Decision]
) -> TestResult:
    """What an execution is worth; `validate` asks where no built-in comparison does.

    Raises InputError where the answer can't be read, and what `validate` raises.
    """
    plan = built.plan
    decision, difference = own(built, outcome), None
    found = teststreams.written(plan, outcome)
    try:
        if decision.verdict is Verdict.AC and found is None:
            decision = _nothing_written(plan)
        elif decision.verdict is Verdict.AC and isinstance(case.checker, Comparison):
            decision, difference = compared(case, (found or outcome).stdout.open)
        elif decision.verdict is Verdict.AC:
            decision = validate(found or outcome)
        return result(case, found or outcome, decision, (difference, plan.shown))
    finally:
        teststreams.release(outcome, found)
        clear(built, case)


def own(built: Built, outcome: Outcome) -> Decision:
    """What an execution is worth before its output is looked at."""
    plan = built.plan
    decision = decide(outcome.ending, outcome.usage, plan.limits)
    decision = ran_out(decision, text(outcome.stderr), plan.language.out_of_memory)
    if plan.output_in_all:
        decision = in_all(decision, outcome.ending, _written(outcome), plan.limits)
    return decision


def _nothing_written(plan: Plan) -> Decision:
    reason = f"wrote no file '{plan.output_file}'"
    return Decision(verdict=Verdict.WA, cause=Cause.OUTPUT, reason=reason)


def compared(case: TestCase, opened: Callable[[], BinaryIO]) -> tuple[Decision, Difference | None]:
    """What an output is worth by the comparison of `case`. Raises InputError."""
    assert isinstance(case.checker, Comparison)  # noqa: S101 - else a validator is asked
    if case.answer is None:
        reason = "there is no answer to compare with"
        return Decision(verdict=Verdict.AC, reason=reason), None
    try:
        with _answer(case.answer) as answer, opened() as found:
            answer.seek(_after_mark(case.checker, answer))
            share = compare.weigh(case.checker, found, answer)
            difference = share.difference
            if difference is not None:
                difference = _explained(case.checker, difference, found, answer)
    except compare.AnswerError as error:
        reason = f"{case.answer}: {error} (mend the answer, or compare otherwise)"
        return Decision(verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason), None
    return _worth(share, difference), difference


def skipped(case: TestCase) -> TestResult:
    """A test that was not run."""
    return TestResult(name=case.name, group=case.group, verdict=Verdict.SK, max_score=most_of(case))


def failed(case: TestCase, reason: str) -> TestResult:
    """A test that the judge could not judge, which is not the submission's fault."""
    return TestResult(
        name=case.name, group=case.group, verdict=Verdict.JE, cause=Cause.SANDBOX, reason=reason
    )


def _folder(built: Built, case: TestCase, given: Path) -> Path:
    """The folder that the program runs in: with the test's own files, where it has some."""
    if not case.files and built.plan.input_file is None:
        return built.folder
    folder = _own_folder(built, case)
    shutil.rmtree(folder, ignore_errors=True)  # of an earlier pass
    shutil.copytree(built.folder, folder)
    for path in case.files:
        if path.is_dir():
            shutil.copytree(path, folder, dirs_exist_ok=True)
        else:
            shutil.copy(path, folder)
    teststreams.put_input(built.plan, given, folder)
    _let_read(folder)
    return folder


def _own_folder(built: Built, case: TestCase) -> Path:
    return built.folder.with_name(f"{built.folder.name}-{case.name.replace('/', '-')}")


def clear(built: Built, case: TestCase) -> None:
    """Lets go of what was made for this test alone."""
    if case.files or built.plan.input_file is not None:
        shutil.rmtree(_own_folder(built, case), ignore_errors=True)
    if built.plan.text_input:
        teststreams.converted(case, built.folder.parent).unlink(missing_ok=True)


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


def _answer(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(path, error.strerror or str(error), "restore the answer file") from error


def _after_mark(comparison: Comparison, answer: BinaryIO) -> int:
    """Where the answer begins: after the mark that editors on Windows put before a text."""
    if comparison.kind == "exact" or comparison.dialect != "plain":
        return 0
    answer.seek(0)
    return len(BOM_UTF8) if answer.read(len(BOM_UTF8)) == BOM_UTF8 else 0


def _explained(
    comparison: Comparison, difference: Difference, found: BinaryIO, answer: BinaryIO
) -> Difference:
    """The same, with what would have to be ignored for the output to be accepted."""
    if not found.seekable():
        return difference
    found.seek(0)
    answer.seek(_after_mark(comparison, answer))
    ignored = compare.accepted_if(comparison, found, answer, difference)
    return msgspec.structs.replace(difference, accepted_if=ignored)


def _worth(share: compare.Share, difference: Difference | None) -> Decision:
    reason = compare.in_words(difference) if difference else ""
    if not difference or share.part:
        return Decision(verdict=Verdict.AC, reason=reason, score=share.score, part=share.part)
    return Decision(verdict=Verdict.WA, cause=Cause.OUTPUT, reason=reason)


def result(
    case: TestCase,
    outcome: Outcome,
    decision: Decision,
    shown: tuple[Difference | None, int],
) -> TestResult:
    """The answer for one test; `shown` are a difference, and how much of the output to show."""
    difference, size = shown
    decision, score = awarded(decision, case)
    ending, usage, out, err = outcome.ending, outcome.usage, outcome.stdout, outcome.stderr
    return TestResult(
        name=case.name,
        group=case.group,
        verdict=decision.verdict,
        reason=decision.reason,
        score=score,
        max_score=most_of(case),
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

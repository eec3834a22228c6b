"""``judge run``: one submission against a problem, or just run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from judge import languages as languages_of
from judge import prepare, session
from judge.cli.answers import print_json, printed, targets, write_reports
from judge.cli.sandboxing import Bench, bench
from judge.harmless import for_heading, for_line
from judge.job import Job
from judge.limits import GivenLimits
from judge.prepare import Named, Wishes, found_problem, given_problem
from judge.problem import Comparison, Group, Problem, TestCase
from judge.reports import Target
from judge.results import RunResult
from judge.verdict import Verdict
from sandbox import own_input


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of ``judge run``."""

    source: tuple[Path, ...]
    named: Named
    wishes: Wishes
    jobs: int
    form: str
    reports: tuple[str, ...]
    languages: Path | None
    allowed: frozenset[str]
    volume: int


def wishes(*, limits: dict[str, float | int | None], **rest: Any) -> Wishes:
    """The wishes that the options of a command line express."""
    return Wishes(limits=msgspec.convert(limits, GivenLimits), **rest)


def named(**options: Any) -> Named:
    """What the options of a command line say of the problem."""
    return Named(**options)


def run(options: RunOptions) -> int:
    """Judges the submission, shows what came of it, and returns the exit code."""
    languages = languages_of.load(options.languages)
    reports, form = targets(options.reports, options.form)
    options = msgspec.structs.replace(options, form=form)
    with ExitStack() as stack:
        problem = stack.enter_context(given_problem(options.named))
        if problem is None:
            found = found_problem(options.source[0], options.named.format)
            problem = stack.enter_context(found)
            if problem is not None:
                say(options.volume, f"problem: {problem.path} ({for_heading(problem.name)})")
        if problem is not None:
            say_remarks(problem, options.wishes, options.volume)
        job = prepare.job(options.source, problem, languages, options.wishes)
        return _judged(job, reports, options)


def _judged(job: Job, reports: list[Target], options: RunOptions) -> int:
    with bench(options.jobs, options.allowed) as where:
        if job.info is None:
            with own_input(where.sandbox.folder) as source:
                result = _follow(_alone(job, source), where, options)
        else:
            result = _follow(job, where, options)
        write_reports(reports, [result], job.info)
    return exit_code([result], interrupted=where.interrupted)


def exit_code(results: Sequence[RunResult], *, interrupted: bool) -> int:
    """0 where everything was accepted, 3 where the judge failed, else 1."""
    if interrupted:
        return 130
    verdicts = {result.verdict for result in results}
    if Verdict.JE in verdicts:
        return 3
    return 0 if verdicts <= {Verdict.AC} else 1


def say_remarks(problem: Problem, wishes: Wishes, volume: int) -> None:
    """Tells what the package leaves open, and with ``-v`` what its reader passed over."""
    for remark in prepare.remarks(problem, wishes):
        say(volume, remark)
    for note in problem.notes if volume > 0 else ():
        say(volume, note)


def say(volume: int, text: str) -> None:
    """Tells a person something that is not the answer."""
    if volume >= 0:
        print(for_line(text), file=sys.stderr)  # noqa: T201 - the command line's voice


def _follow(job: Job, where: Bench, options: RunOptions) -> RunResult:
    events = session.judge(job, where.lanes)
    if options.form == "jsonl":
        return session.result(printed(events))
    if options.form in ("json", "silent"):
        result = session.result(events)
        if options.form == "json":
            print_json(result)
        return result
    from judge.cli.display import Display  # noqa: PLC0415 - JSON needs none of it

    display = Display(volume=options.volume, plain_run=job.info is None)
    with display:
        result = session.result(display.follow(events))
    display.show_run(result)
    show_transcripts(result)
    return result


def show_transcripts(result: RunResult) -> None:
    """What was said in the tests that were not accepted, where that was asked for."""
    from judge.reports.transcript import lines  # noqa: PLC0415 - few ask for it

    for test in result.tests:
        if test.verdict not in (Verdict.AC, Verdict.SK):
            for line in lines(test):
                print(line, file=sys.stderr)  # noqa: T201 - the command line's voice


def _alone(job: Job, source: Path) -> Job:
    """A run without a problem: once, on our own standard input."""
    case = TestCase(name="stdin", group="", input=source, answer=None, checker=Comparison())
    problem = msgspec.structs.replace(job.problem, tests=Group(name="", cases=(case,)))
    return msgspec.structs.replace(job, problem=problem, cases=(case,))

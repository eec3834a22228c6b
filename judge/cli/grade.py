"""``judge grade``: many submissions against one problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from judge import formats, grading, prepare
from judge import languages as languages_of
from judge.cli.answers import print_json, targets, write_reports
from judge.cli.run import exit_code, say_remarks
from judge.cli.sandboxing import Bench, bench
from judge.grading import Graded, Handed
from judge.job import Job
from judge.languages import Languages
from judge.prepare import Wishes
from judge.problem import Problem
from judge.reports import Target
from judge.results import EndEvent, RunResult, TestEvent, TestResult
from judge.session import as_result, assemble


class GradeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of ``judge grade``."""

    problem: Path
    format: str | None
    submissions: tuple[Path, ...]
    wishes: Wishes
    jobs: int
    form: str
    reports: tuple[str, ...]
    languages: Path | None
    allowed: frozenset[str]
    volume: int


def grade(options: GradeOptions) -> int:
    """Grades the submissions, shows what came of them, and returns the exit code."""
    languages = languages_of.load(options.languages)
    reports, form = targets(options.reports, options.form)
    options = msgspec.structs.replace(options, form=form)
    with formats.opened(options.problem, options.format) as problem:
        return _graded(prepare.supported(problem), languages, reports, options)


def _graded(
    problem: Problem, languages: Languages, reports: list[Target], options: GradeOptions
) -> int:
    submissions = grading.handed_in(options.submissions)
    if options.wishes.language is not None:
        languages.find(options.wishes.language)  # a mistake in it is nobody's compile error
    say_remarks(problem, options.wishes, options.volume)
    with bench(options.jobs, options.allowed) as where:
        results = _follow(options, problem, languages, (submissions, where))
        info = prepare.info(problem)
        if options.form == "json":
            print_json(grading.summary(info, results))
        write_reports(reports, results, info)
    return exit_code(results, interrupted=where.interrupted)


def _follow(
    options: GradeOptions,
    problem: Problem,
    languages: Languages,
    work: tuple[list[Handed], Bench],
) -> list[RunResult]:
    submissions, where = work

    def job(handed: Handed) -> Job:
        return prepare.job([handed.path], problem, languages, options.wishes, name=handed.name)

    graded = grading.grade(submissions, job, where.lanes, problem)
    if options.form == "jsonl":
        return _results(_printed(graded))
    if options.form in ("json", "silent"):
        return _results(graded)
    from judge.cli.display import Display  # noqa: PLC0415 - JSON needs none of it

    display = Display(volume=options.volume, total=len(submissions))
    with display:
        results = _results(display.follow_grade(graded))
    display.show_grade(results, prepare.info(problem))
    return results


def _printed(graded: Iterable[Graded]) -> Iterator[Graded]:
    for one in graded:
        print_json(one.event)
        yield one


def _results(graded: Iterable[Graded]) -> list[RunResult]:
    """The answers, in the order in which the submissions were named."""
    tests: dict[int, list[TestResult]] = {}
    found: dict[int, RunResult] = {}
    for number, event in (msgspec.structs.astuple(one) for one in graded):
        if isinstance(event, TestEvent):
            tests.setdefault(number, []).append(as_result(event))
        elif isinstance(event, EndEvent):
            found[number] = assemble(event, tests.pop(number, []))
    return [found[number] for number in sorted(found)]

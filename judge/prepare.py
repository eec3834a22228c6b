"""From what a person names (paths, a language, a problem) to a job that can be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from judge import checker_names, formats, limits, packaged, programs, scoring, sources, toolchains
from judge.build import Plan, check_code_size, describe
from judge.errors import InputError
from judge.job import Job
from judge.language import Language
from judge.languages import Languages
from judge.limits import GivenLimits
from judge.plan import SHOWN
from judge.problem import (
    Checker,
    Group,
    Problem,
    ProblemType,
    TestCase,
    Validator,
)
from judge.programs import Program
from judge.results import ProblemInfo
from judge.sources import Source
from judge.totals import restricted

SUPPORTED = {kind for kind in ProblemType if kind is not ProblemType.SUBMIT_ANSWER}


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for beside the submission and the problem."""

    language: str | None = None
    entry: str | None = None
    limits: GivenLimits = GivenLimits()
    only: str | None = None
    run_all: bool = False
    checker: str | None = None
    transcript: bool = False


def job(
    paths: Sequence[Path],
    problem: Problem | None,
    languages: Languages,
    wishes: Wishes,
    name: str | None = None,
) -> Job:
    """The job that judges the files at `paths` against `problem`.

    Without a problem it is run once, without input or answer. Raises InputError for
    whatever is wrong with the submission, its language, or the wishes.
    """
    checker = None if wishes.checker is None else _checker(wishes.checker)
    if problem is None:
        _refuse_tests_wishes(wishes)
    found = sources.collect(paths)
    language = choose_language(languages, found, wishes.language)
    shown = str(paths[0]) if len(paths) == 1 else " ".join(map(str, paths))
    submission = describe(shown, language, found)
    if problem is not None:
        check_code_size(submission, problem.limits)
        _check_language(problem, language)
        found = packaged.together(found, problem, language)
        found = packaged.with_constants(found, problem)
    plan = _plan(shown, language, found, problem, wishes)
    asked = _asked(problem, wishes.only) if problem else alone()
    cases = _cases(asked, checker)
    return Job(
        plan=plan,
        submission=submission,
        problem=asked,
        info=info(problem) if problem else None,
        cases=cases,
        programs=programs_of(asked, cases, languages),
        run_all=wishes.run_all,
        transcript=wishes.transcript,
        name=name,
    )


def choose_language(languages: Languages, files: Sequence[Source], wanted: str | None) -> Language:
    """The language that was asked for, else the one that the files are in."""
    if wanted is not None:
        return languages.find(wanted)
    return languages.detect([source.path for source in files])


def info(problem: Problem) -> ProblemInfo:
    """What the answer says of the problem."""
    return ProblemInfo(
        path=str(problem.given), name=problem.name, format=problem.format, type=problem.type
    )


def alone() -> Problem:
    """No problem at all: nothing to judge a run by."""
    return Problem(path=Path(), name="", format="none", tests=Group(name=""))


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says of the problem; `single` is one input with its answer."""

    problem: Path | None = None
    tests: Path | None = None
    single: tuple[Path | None, Path | None] = (None, None)
    format: str | None = None


@contextmanager
def given_problem(named: Named) -> Iterator[Problem | None]:
    """The problem that is named, unpacked as long as the block lasts; None if none is.

    Raises InputError for more than one, and for whatever is wrong with it.
    """
    single, path = named.single, named.problem or named.tests
    options = {"--problem": named.problem, "--tests": named.tests, "--input": single[0]}
    given = [option for option, value in options.items() if value is not None]
    if len(given) > 1:
        raise InputError("", f"{' and '.join(given)} exclude each other", "give one of them")
    if single[1] is not None and single[0] is None:
        raise InputError("", "--expected without --input", "name the input with -i")
    if path is None:
        yield None if single[0] is None else formats.single_test(*single)
        return
    with formats.opened(path, named.format) as problem:
        yield supported(problem)


@contextmanager
def found_problem(source: Path, form: str | None = None) -> Iterator[Problem | None]:
    """The problem that `source` lies in or beside; None if there is none."""
    path = formats.find_problem(source)
    if path is None:
        yield None
        return
    with formats.opened(path, form) as problem:
        yield supported(problem)


def remarks(problem: Problem, wishes: Wishes) -> list[str]:
    """What a person should know before the verdicts, whether or not they ask for more."""
    found = []
    if wishes.transcript and not any(case.interactor for case in problem.tests.all_cases()):
        found.append(f"{problem.given}: nobody talks with submissions, so no --transcript is shown")
    unlimited = problem.limits.cpu_time is None and wishes.limits.cpu_time is None
    if not (unlimited and problem.format.startswith(("icpc", "dmoj"))):
        return found
    taken = f"{limits.DEFAULT_TIME:g} s of CPU time are taken"
    written = problem.format.startswith("icpc")  # DMOJ's sites know it, and no file
    remedy = f"{'set limits.time_limit in its problem.yaml, or ' * written}give --time"
    return [*found, f"{problem.given}: the package names no time limit, {taken} ({remedy})"]


def supported(problem: Problem) -> Problem:
    """`problem` itself. Raises InputError for a type that can't be judged yet."""
    if not set(problem.types) <= SUPPORTED:
        message = f"problems of type {problem.type} are not supported yet"
        raise InputError(problem.given, message, f"supported: {', '.join(sorted(SUPPORTED))}")
    return problem


def _plan(
    shown: str,
    language: Language,
    files: tuple[Source, ...],
    problem: Problem | None,
    wishes: Wishes,
) -> Plan:
    limits.check(wishes.limits)
    own = problem.limits if problem else None
    applied = limits.applied(wishes.limits, own, language)
    return Plan(
        path=shown,
        language=language,
        toolchain=toolchains.find(language),
        sources=sources.arrange(language, files, _entry(problem, language, wishes)),
        limits=applied,
        compile_limits=limits.compiling(own),
        writable=problem is not None and problem.allow_file_writing,
        input_file=problem.input_file if problem else None,
        output_file=problem.output_file if problem else None,
        streams_too=problem is not None and problem.streams_too,
        text_input=problem is not None and problem.text_input,
        # One that is given by hand holds as the command line has it: for each.
        output_in_all=problem is not None and problem.output_in_all and not wishes.limits.output,
        shown=SHOWN if problem else applied.output or SHOWN,
    )


def _entry(problem: Problem | None, language: Language, wishes: Wishes) -> str | None:
    """The file that a submission starts with, if the package or somebody says so."""
    return packaged.entry(problem, language) or wishes.entry


def programs_of(
    problem: Problem, cases: tuple[TestCase, ...], languages: Languages
) -> tuple[Program, ...]:
    """The programs that make and judge the tests and sum up the groups, each once."""
    validators = (case.checker for case in cases if isinstance(case.checker, Validator))
    makers = (maker for case in cases for maker in (case.generator, case.solution))
    others = (*makers, *(case.interactor for case in cases))
    graders = (grader.program for grader in scoring.graders(problem.tests))
    headers: dict[Path, tuple[Path, ...]] = dict.fromkeys(graders, ())
    headers |= {one.program: one.include for one in others if one is not None}
    headers |= {path: one.include for one in validators for path in one.programs}
    planned = (programs.planned(path, languages, problem.limits, headers[path]) for path in headers)
    return tuple(programs.with_constants(program, problem.constants) for program in planned)


def _check_language(problem: Problem, language: Language) -> None:
    allowed = problem.languages
    if allowed is None or any(word in allowed for word in language.words):
        return
    message = f"{language.name} is not allowed for this problem"
    raise InputError(problem.given, message, f"allowed: {', '.join(allowed)}")


def _refuse_tests_wishes(wishes: Wishes) -> None:
    """Raise InputError for a wish about tests, where there are none."""
    given = {
        "--only": wishes.only is not None,
        "--all": wishes.run_all,
        "--transcript": wishes.transcript,
        "--checker": wishes.checker is not None,
    }
    for option, is_given in given.items():
        if is_given:
            remedy = "name one with -p, --tests or -i"
            raise InputError(option, "there is no problem whose tests it could be for", remedy)


def _cases(problem: Problem, checker: Checker | None) -> tuple[TestCase, ...]:
    cases = problem.tests.all_cases()
    if checker is not None:
        _refuse_checker(problem, cases)
        cases = tuple(msgspec.structs.replace(case, checker=checker) for case in cases)
    return cases


def _refuse_checker(problem: Problem, cases: tuple[TestCase, ...]) -> None:
    """Raise InputError where there is no output that a checker could look at."""
    if any(case.interactor is not None and case.interactor.protocol == "icpc" for case in cases):
        message = "the problem is interactive: its interactor judges"
        raise InputError("--checker", message, f"leave it out for {problem.given}")


def _asked(problem: Problem, pattern: str | None) -> Problem:
    """The problem with those of its tests alone whose names match `pattern`."""
    if pattern is None:
        return problem
    names = [case.name for case in problem.tests.all_cases()]
    wanted = {name for name in names if fnmatchcase(name, pattern)}
    if not wanted:
        some = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        raise InputError(problem.given, f"no test is called '{pattern}'", f"there are: {some}")
    return msgspec.structs.replace(problem, tests=restricted(problem.tests, wanted))


def _checker(name: str) -> Checker:
    if "/" in name or (name and Path(name).exists()):
        path = Path(name)
        if not path.exists():
            raise InputError(
                name, "does not exist", f"built in: {', '.join(checker_names.names())}"
            )
        return Validator(programs=(path,), protocol=programs.protocol_of(path))
    return checker_names.named(name)

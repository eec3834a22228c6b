"""``judge verify``: whether problem packages keep their own promises."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec

from judge import expectations, formats, prepare
from judge import languages as languages_of
from judge.cli.answers import print_json
from judge.cli.run import say
from judge.cli.sandboxing import Bench, bench
from judge.errors import InputError
from judge.grading import Graded
from judge.harmless import for_line
from judge.languages import Languages
from judge.problem import Problem
from judge.verdict import Cause, Verdict
from judge.verify import package, whole
from judge.verify.answer import Verified, VerifyResult
from judge.verify.material import gathered
from judge.verify.running import Follow, Runner


class VerifyOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of ``judge verify``."""

    problems: tuple[Path, ...]
    format: str | None
    jobs: int
    form: str
    languages: Path | None
    allowed: frozenset[str]
    volume: int


def verify(options: VerifyOptions) -> int:
    """Verifies the packages, shows what came of them, and returns the exit code."""
    languages = languages_of.load(options.languages)
    with ExitStack() as stack:
        asked = _Asked(options, languages, stack)
        results = list(_results(asked))
        if options.form == "json":
            print_json(results[0] if len(options.problems) == 1 else results)
        if asked.interrupted:
            return 130
    return 2 if len(results) < len(options.problems) else _exit_code(results)


class _Asked:
    """What was asked for; its sandbox is there once the first package could be read."""

    def __init__(self, options: VerifyOptions, languages: Languages, stack: ExitStack) -> None:
        self.options = options
        self.languages = languages
        self._stack = stack
        self._bench: Bench | None = None

    @property
    def bench(self) -> Bench:
        """Raises HostError where this host can't sandbox."""
        if self._bench is None:
            opened = bench(self.options.jobs, self.options.allowed)
            self._bench = self._stack.enter_context(opened)
        return self._bench

    @property
    def interrupted(self) -> bool:
        """Whether a person wants it to end."""
        return self._bench is not None and self._bench.interrupted


def _results(asked: _Asked) -> Iterator[VerifyResult]:
    """The answers, each shown at once; of several packages, a mistake in one stops no other."""
    for path in asked.options.problems:
        if asked.interrupted:
            return
        try:
            with formats.opened(path, asked.options.format) as problem:
                result = _result(asked, prepare.supported(problem))
        except InputError as error:
            _refuse(asked.options, error)
            continue
        _show(asked.options, result)
        yield result


def _result(asked: _Asked, problem: Problem) -> VerifyResult:
    options = asked.options
    jury = expectations.read(problem)
    lanes = asked.bench.lanes
    if options.form == "table":
        say(options.volume - 1, f"{problem.given}: verifying")
    material = gathered(problem, asked.languages, lanes)
    runner = Runner(problem, asked.languages, lanes, _follow(options))
    return whole.verify(runner, jury, package.checks(material))


def _refuse(options: VerifyOptions, error: InputError) -> None:
    """Tells what is wrong with one of several packages; the others go on. Raises for a single."""
    if len(options.problems) == 1:
        raise error
    print(f"judge: {for_line(str(error))}", file=sys.stderr)  # noqa: T201 - as all errors


def _follow(options: VerifyOptions) -> Follow:
    def silent(graded: Iterable[Graded], total: int) -> Iterable[Graded]:
        del total
        return graded

    if options.form != "table":
        return silent
    from judge.cli.display import Display  # noqa: PLC0415 - JSON needs none of it

    def shown(graded: Iterable[Graded], total: int) -> Iterator[Graded]:
        display = Display(volume=options.volume, total=total)
        with display:
            yield from display.follow_grade(graded)

    return shown


def _show(options: VerifyOptions, result: VerifyResult) -> None:
    if options.form == "jsonl":
        print_json(result)
    elif options.form == "table":
        from judge.cli.display import show_matrix  # noqa: PLC0415

        show_matrix(result)


def _exit_code(results: Iterable[VerifyResult]) -> int:
    found = list(results)
    if any(_has_failed(one) for result in found for one in result.submissions):
        return 3
    return 0 if all(one.ok for one in found) else 1


def _has_failed(one: Verified) -> bool:
    """Whether the judge itself failed, and not a program of the package."""
    return one.verdict is Verdict.JE and not one.ok and one.cause is Cause.SANDBOX

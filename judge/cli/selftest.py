"""``judge selftest``: attacks on this machine's sandbox, and what became of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import msgspec

from judge import languages as languages_of
from judge.cli import selftest_table
from judge.cli.answers import print_json
from judge.cli.sandboxing import Bench, bench
from judge.errors import InputError
from judge.languages import Languages
from judge.selftest import reading, running
from judge.selftest.model import Program, ProgramResult

INTERRUPTED = 130


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which programs: those of a name or category, those in a language."""

    only: str | None = None
    language: str | None = None


def selftest(choice: Choice, *, jobs: int, json: bool, volume: int) -> int:
    """Runs the chosen programs, shows what became of them, and returns the exit code.

    Raises InputError where the choice leaves none, HostError where this host can't sandbox.
    """
    languages = languages_of.load()
    programs = _of_language(reading.programs(only=choice.only), choice.language, languages)
    # More at a time than there are CPUs would only make each other late.
    jobs = min(jobs, len(os.sched_getaffinity(0)) * 2)
    with bench(jobs, frozenset()) as where:
        results = list(_followed(where, programs, languages, 0 if json else volume))
        answer = running.summary(results, where.sandbox.enforced_by)
        if json:
            print_json(answer)
        else:
            selftest_table.show(answer, verbose=volume > 0)
    if where.interrupted:
        return INTERRUPTED
    return 0 if answer.ok else 1


def _of_language(
    programs: tuple[Program, ...], wish: str | None, languages: Languages
) -> tuple[Program, ...]:
    if wish is None:
        return programs
    wanted = languages.find(wish)
    chosen = tuple(
        one
        for one in programs
        if (language := languages.of_extension(one.path)) and language.name == wanted.name
    )
    if not chosen:
        raise InputError("--language", f"no such program is written in {wanted.name}")
    return chosen


def _followed(
    where: Bench, programs: tuple[Program, ...], languages: Languages, volume: int
) -> Iterator[ProgramResult]:
    """What was finished, also where a person has ended it early."""
    found = running.run(programs, languages, where.lanes)
    with selftest_table.progress(len(programs), volume) as told:
        yield from _until_interrupted(where, found, told)


def _until_interrupted(
    where: Bench, found: Iterable[ProgramResult], told: selftest_table.Told
) -> Iterator[ProgramResult]:
    for one in found:
        if where.interrupted:
            return
        told(one)
        yield one

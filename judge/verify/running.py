"""Runs the submissions of a package: all of them at a time, those that decide alone.

A time that tells the limit, or lies near a bound, counts only if nothing else ran: such a
submission is run once more by itself, where several ran at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

import msgspec

from judge import grading, prepare, sources
from judge.errors import InputError, MissingError
from judge.expectations.model import Example
from judge.grading import Graded, Handed
from judge.job import Job
from judge.lanes import Lane
from judge.languages import Languages
from judge.prepare import Wishes
from judge.problem import Problem
from judge.results import EndEvent, RunResult, TestEvent, TestResult
from judge.session import as_result, assemble
from judge.verify import constants, meeting
from judge.verify.clock import Timed
from judge.verify.material import place

Follow = Callable[[Iterable[Graded], int], Iterable[Graded]]
"""Is shown what happens, and how many submissions there are; hands it on."""


class Unjudged(msgspec.Struct, frozen=True):
    """A submission that can't be judged here; `fault` says whether that is its own fault."""

    example: Example
    language: str
    reason: str
    fault: bool


class Runner:
    """Runs submissions of `problem` in `lanes`; `follow` is told what happens."""

    def __init__(
        self, problem: Problem, languages: Languages, lanes: Sequence[Lane], follow: Follow
    ) -> None:
        self.problem = problem
        self.languages = languages
        self.lanes = lanes
        self.alone: set[str] = set()
        self._follow = follow

    def known(self, examples: Sequence[Example]) -> tuple[list[Example], list[Unjudged]]:
        """Tell those that can be judged here from those that can't."""
        fine: list[Example] = []
        others: list[Unjudged] = []
        for example in map(self._filled, examples):
            broken = self._unjudged(example)
            if broken is None:
                fine.append(example)
            else:
                others.append(broken)
        return fine, others

    def _filled(self, example: Example) -> Example:
        """The submission with the package's constants in its sources, if it uses any."""
        if not self.problem.constants:
            return example
        target = place(self.lanes[0]) / os.urandom(8).hex()
        paths = (constants.filled(example.paths[0], self.problem.constants, target),)
        return msgspec.structs.replace(example, paths=paths)

    def run(self, examples: Sequence[Example], limit: float) -> list[Timed]:
        """Run `examples` under a limit of so many CPU seconds, as many at a time as may be."""
        if len(self.lanes) == 1 or len(examples) == 1:
            self.alone |= {example.name for example in examples}
        return self._run(examples, limit, self.lanes)

    def run_alone(self, timed: Timed, limit: float) -> Timed:
        """Run a submission again while nothing else runs."""
        self.alone.add(timed.example.name)
        return self._run([timed.example], limit, self.lanes[:1])[0]

    @property
    def interrupted(self) -> bool:
        """Whether a person has ended it."""
        return self.lanes[0].sandbox.cancelled

    def _run(self, examples: Sequence[Example], limit: float, lanes: Sequence[Lane]) -> list[Timed]:
        if not examples:
            return []
        by_name = {example.name: example for example in examples}

        def job(handed: Handed) -> Job:
            return self._job(by_name[handed.name], limit)

        handed = [Handed(one.name, one.paths[0]) for one in examples]
        graded = self._follow(grading.grade(handed, job, lanes), len(handed))
        return [
            Timed(example, result)
            for example, result in zip(examples, _results(graded), strict=True)
        ]

    def _job(self, example: Example, limit: float | None) -> Job:
        own = self.problem.limits
        limits = msgspec.structs.replace(
            own, cpu_time=example.time or limit, memory=example.memory or own.memory
        )
        problem = msgspec.structs.replace(self.problem, limits=limits)
        wishes = Wishes(
            language=example.language,
            entry=example.entry,
            run_all=meeting.needs_every_test(example),
        )
        return prepare.job(example.paths, problem, self.languages, wishes, name=example.name)

    def _unjudged(self, example: Example) -> Unjudged | None:
        try:
            found = sources.collect(example.paths)
            language = prepare.choose_language(self.languages, found, example.language)
        except InputError as error:
            return Unjudged(example, "", str(error), fault=False)
        try:
            self._job(example, None)
        except MissingError as error:
            return Unjudged(example, language.id, str(error), fault=False)
        except InputError as error:
            return Unjudged(example, language.id, str(error), fault=True)
        return None


def _results(graded: Iterable[Graded]) -> list[RunResult]:
    """The answers in the order of the submissions, without what the programs printed."""
    tests: dict[int, list[TestResult]] = {}
    found: dict[int, RunResult] = {}
    for one in graded:
        event = one.event
        if isinstance(event, TestEvent):
            test = msgspec.structs.replace(as_result(event), output="", stderr="")
            tests.setdefault(one.number, []).append(test)
        elif isinstance(event, EndEvent):
            found[one.number] = assemble(event, tests.pop(one.number, []))
    return [found[number] for number in sorted(found)]

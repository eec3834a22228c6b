"""Judges one submission: builds it, runs the tests, stops early: a sequence of events."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import msgspec

from judge import closed, conclusion, execute, generate, programs
from judge.build import Built, build
from judge.decide import Decision
from judge.errors import HostError, InputError
from judge.graders import Graders
from judge.job import Job
from judge.lanes import Lane, TaskError, gather
from judge.passes import Passes, needs_passes
from judge.points import OneKind
from judge.problem import Comparison, Problem, TestCase
from judge.programs import Program, Ready
from judge.progress import Progress
from judge.results import (
    CompileEvent,
    EndEvent,
    Event,
    RunResult,
    StartEvent,
    TestEvent,
    TestResult,
)
from judge.twins import Twins
from judge.validate import Asked, Validation
from judge.verdict import Verdict
from sandbox import Boxes, CancelledError, Command, Outcome, SandboxError, make_folder


def judge(job: Job, lanes: Sequence[Lane]) -> Iterator[Event]:
    """Judges `job` with as many tests at a time as there are lanes.

    The events come as things happen: start, compile, a test each, end. The verdict is
    what `judge.scoring` makes of the tests, however many run at a time. A cancelled
    sandbox ends the job; what was finished stands. Raises InputError and SandboxError where
    the judging cannot even begin.
    """
    plan = job.plan
    sandbox = lanes[0].sandbox
    ready = {one.path: ready_in(lanes[0], one) for one in job.programs}
    yield StartEvent(
        name=job.name,
        submission=job.submission,
        problem=job.info,
        limits=plan.limits,
        tests=len(job.cases),
    )
    with sandbox.temporary_folder() as folder, ExitStack() as within:
        boxes = Boxes()
        within.callback(boxes.close)
        built = build(plan, sandbox, folder / "box", boxes)
        yield CompileEvent(name=job.name, compile=built.result)
        if not built.failed:
            cases = completed(job.problem, job.cases, ready, lanes[0])
            job = msgspec.structs.replace(job, cases=cases)
        subject = _Subject(built=built, ready=ready, boxes=[boxes], twins=Twins(job.cases))
        progress = Progress(job.problem, len(job.cases), run_all=job.run_all)
        tests = []
        for event in _tests(job, subject, lanes, progress):
            tests.append(event)
            yield event
        graders = Graders(sandbox, ready, job.problem)
        complete = all(
            test.verdict is not Verdict.SK or progress.needless(test.index) for test in tests
        )
        worth = conclusion.worth(job.problem, built, graders, tests, complete=complete)
    yield conclusion.end(job, built, tests, (worth, sandbox.enforced_by))


def completed(
    problem: Problem, cases: Sequence[TestCase], ready: Mapping[Path, Ready], lane: Lane
) -> tuple[TestCase, ...]:
    """The tests with those files that had to be made, once however many submissions need them."""

    def made(case: TestCase) -> TestCase:
        if case.generator is not None or case.solution is not None:
            return generate.completed(case, ready, lane.sandbox, problem)
        return closed.opened(case, problem.path, lane.sandbox.folder / "tests")

    def once(case: TestCase) -> TestCase:
        makers = (case.generator, case.solution, case.interactor)
        if isinstance(case.checker, Comparison) and not any(makers):
            return case  # the judge itself reads its files
        return lane.once.get((problem.path, case.name), lambda: made(case))

    return tuple(once(case) for case in cases)


def result(events: Iterable[Event]) -> RunResult:
    """The whole answer, from all events of one job."""
    tests, end = [], None
    for event in events:
        if isinstance(event, TestEvent):
            tests.append(as_result(event))
        elif isinstance(event, EndEvent):
            end = event
    if end is None:
        raise ValueError("the events of a job end with an EndEvent")
    return assemble(end, tests)


def assemble(end: EndEvent, tests: list[TestResult]) -> RunResult:
    """The whole answer, from its end and its tests in order."""
    return RunResult(
        name=end.name,
        verdict=end.verdict,
        cause=end.cause,
        reason=end.reason,
        score=end.score,
        max_score=end.max_score,
        groups=end.groups,
        submission=end.submission,
        problem=end.problem,
        compile=end.compile,
        limits=end.limits,
        enforced_by=end.enforced_by,
        tests=tests,
        counts=end.counts,
        cpu_time=end.cpu_time,
        wall_time=end.wall_time,
        memory=end.memory,
    )


def ready_in(lane: Lane, program: Program) -> Ready:
    """The program of the package, built once however many submissions need it."""

    def make() -> Ready:
        place = lane.sandbox.folder / "programs"
        if not place.exists():
            make_folder(place, 0o711)
        return programs.make(program, lane.sandbox, place / os.urandom(8).hex())

    return lane.once.get(program.path, make)


# ---------------------------------------------------------------- tests


class _Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is judged, and the programs of the package that judge it.

    `boxes` are there already, for the lane that takes them out first.
    """

    built: Built
    ready: dict[Path, Ready]
    boxes: list[Boxes]
    twins: Twins
    one_kind: OneKind = msgspec.field(default_factory=OneKind)


def _tests(
    job: Job, subject: _Subject, lanes: Sequence[Lane], progress: Progress
) -> Iterator[TestEvent]:
    """All tests, in order: those that were run, and the skipped ones between."""
    done = -1
    if not subject.built.failed:
        for done, one in _in_order(job, _finished(job, subject, lanes, progress), progress):
            yield _as_event(job, done, one)
    for number in range(done + 1, len(job.cases)):
        yield _as_event(job, number, execute.skipped(job.cases[number]))


def _in_order(
    job: Job, found: Iterator[tuple[int, TestResult]], progress: Progress
) -> Iterator[tuple[int, TestResult]]:
    """Holds a result back until those before it are there.

    So what is told of a test is final, and the same however many ran at a time.
    """
    waiting: dict[int, TestResult] = {}
    following = 0
    for number, one in found:
        waiting[number] = one
        while following in waiting or progress.needless(following):
            if progress.needless(following):
                waiting[following] = execute.skipped(job.cases[following])
            yield following, waiting[following]
            if waiting[following].verdict is Verdict.JE:
                return
            following += 1
    # One that failed has kept those before it from being run.
    failed = (number for number, one in waiting.items() if one.verdict is Verdict.JE)
    for number in range(following, min(failed, default=following - 1) + 1):
        yield number, waiting.get(number) or execute.skipped(job.cases[number])


def _finished(
    job: Job, subject: _Subject, lanes: Sequence[Lane], progress: Progress
) -> Iterator[tuple[int, TestResult]]:
    if len(lanes) == 1:
        yield from _one_lane(job, subject, lanes[0], progress)
        return
    yield from gather(lanes, lambda lane: _one_lane(job, subject, lane, progress), progress.stop)


def _one_lane(
    job: Job, subject: _Subject, lane: Lane, progress: Progress
) -> Iterator[tuple[int, TestResult]]:
    if any(needs_passes(job.problem, case) for case in job.cases):
        yield from _in_passes(job, subject, lane, progress)
        return
    built = subject.built
    validation = Validation(lane.sandbox, subject.ready, lane.cpu, subject.one_kind)

    def command(number: int) -> Command:
        return execute.command(built, job.cases[number], lane.cpu)

    def validate(number: int, outcome: Outcome) -> Decision:
        case, output = job.cases[number], outcome.stdout.source()
        asked = Asked(problem=job.problem, folder=built.folder, case=case, output=output)
        return validation.decide(asked)

    told: list[tuple[int, TestResult]] = []
    try:
        boxes, tasks = _boxes_of(subject), subject.twins.untold(progress, told)
        for number, outcome in lane.run(tasks, command, progress.matters, boxes):
            one = _judged(built, job.cases[number], outcome, partial(validate, number))
            subject.twins.ended(number, one)
            progress.ended(number, one.verdict)
            yield number, one
            yield from _taken(told)
        yield from _taken(told)
    except TaskError as error:
        progress.ended(error.task, Verdict.JE)
        cancelled = isinstance(error.__cause__, CancelledError)
        reason = "interrupted" if cancelled else str(error.__cause__)
        yield error.task, execute.failed(job.cases[error.task], reason)
    finally:
        validation.close()


def _taken(told: list[tuple[int, TestResult]]) -> Iterator[tuple[int, TestResult]]:
    """What is known of tests without running them, once."""
    while told:
        yield told.pop(0)


def _boxes_of(subject: _Subject) -> Boxes:
    try:
        return subject.boxes.pop()
    except IndexError:
        return Boxes()


def _in_passes(
    job: Job, subject: _Subject, lane: Lane, progress: Progress
) -> Iterator[tuple[int, TestResult]]:
    """The same for tests that are more than one run each."""
    validation = Validation(lane.sandbox, subject.ready, lane.cpu, subject.one_kind)
    passes = Passes(lane, subject.built, job.problem, validation, transcript=job.transcript)
    told: list[tuple[int, TestResult]] = []
    try:
        for number in subject.twins.untold(progress, told):
            yield from _taken(told)
            one = _safely(job.cases[number], partial(passes.judge, job.cases[number]))
            subject.twins.ended(number, one)
            progress.ended(number, one.verdict)
            yield number, one
        yield from _taken(told)
    finally:
        passes.close()
        validation.close()


def _judged(
    built: Built, case: TestCase, outcome: Outcome, validate: Callable[[Outcome], Decision]
) -> TestResult:
    try:
        return _safely(case, partial(execute.judge, built, case, outcome, validate))
    finally:
        outcome.close()


def _safely(case: TestCase, judge: Callable[[], TestResult]) -> TestResult:
    """What `judge` says of `case`, or why it can't be judged."""
    try:
        return judge()
    except CancelledError:
        return execute.failed(case, "interrupted")
    except (InputError, SandboxError, OSError) as error:
        told = HostError.of(error) if isinstance(error, OSError) else error
        return execute.failed(case, str(told))


def _as_event(job: Job, number: int, one: TestResult) -> TestEvent:
    fields = {name: getattr(one, name) for name in TestResult.__struct_fields__}
    return TestEvent(**fields, submission=job.name, index=number)


def as_result(event: TestEvent) -> TestResult:
    """The test's result without what makes it an event."""
    return TestResult(**{name: getattr(event, name) for name in TestResult.__struct_fields__})

"""Makes the files of tests that a program of the package has to print, in the sandbox.

What goes wrong there is the package's fault, and told as such.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from judge import lineends, programs, teststreams
from judge.build import text
from judge.decide import decide
from judge.errors import MissingError
from judge.problem import Generator, Problem, ProblemLimits, Solution, TestCase
from judge.programs import Ready
from judge.verdict import Verdict
from sandbox import (
    CancelledError,
    Capture,
    Command,
    Limits,
    Mount,
    Outcome,
    Sandbox,
    Work,
    make_folder,
)

MOST_BYTES = 1 << 30
"""Of a test's input, or its answer."""

MEND = "mend the problem package"
SOLVING, PACKAGE = "/solving", "/package"


def completed(
    case: TestCase, ready: Mapping[Path, Ready], sandbox: Sandbox, problem: Problem
) -> TestCase:
    """The test with the files that its generator and its solution print.

    They stay as long as the sandbox. Raises MissingError where one of them fails.
    """
    if case.generator is not None:
        case = _generated(case, case.generator, ready[case.generator.program], (sandbox, problem))
    if case.solution is not None:
        case = _solved(case, case.solution, ready[case.solution.program], (sandbox, problem))
    return case


def _generated(
    case: TestCase, generator: Generator, ready: Ready, place: tuple[Sandbox, Problem]
) -> TestCase:
    sandbox, problem = place
    command = Command(
        argv=(*ready.argv, *generator.arguments),
        # Some read files of the package, from where its tools run them.
        mounts=(*ready.mounts, Mount(str(problem.path.absolute()), PACKAGE)),
        env=ready.env,
        cwd=ready.cwd or PACKAGE,
        stdin=b"" if generator.input is None else str(generator.input),
        limits=_limits(problem.limits),
    )
    outcome = sandbox.run(command)
    try:
        _demand_success(generator, case, outcome, command.limits)
        return _with_files(case, generator, outcome, sandbox.folder)
    finally:
        outcome.close()


def _solved(
    case: TestCase, solution: Solution, ready: Ready, place: tuple[Sandbox, Problem]
) -> TestCase:
    sandbox, problem = place
    with sandbox.temporary_folder() as folder:
        command = _solving(case, ready, problem, folder)
        outcome = sandbox.run(command)
    try:
        _demand_success(solution, case, outcome, command.limits)
        found = teststreams.written(problem, outcome)
        if found is None:
            message = f"failed to make the answer of test {case.name}: no {problem.output_file}"
            raise MissingError(solution.program, message, solution.instead or MEND)
        try:
            target = _place(sandbox.folder) / f"{case.name.replace('/', '-')}.ans"
            _write(found.stdout, target)
        finally:
            teststreams.release(outcome, found)
    finally:
        outcome.close()
    return msgspec.structs.replace(case, answer=target, solution=None)


def _solving(case: TestCase, ready: Ready, problem: Problem, folder: Path) -> Command:
    """The solution's run, in a folder of its own where it reads or writes files."""
    files = bool(problem.input_file or problem.output_file)
    given = teststreams.given_input(problem, case, folder)
    work = folder / "work"
    make_folder(work, 0o755)
    teststreams.put_input(problem, given, work)
    return Command(
        argv=ready.argv,
        mounts=ready.mounts,
        work=Work(SOLVING, str(work)) if files else None,
        env=ready.env,
        cwd=ready.cwd or (SOLVING if files else "/"),
        stdin=b"" if problem.input_file and not problem.streams_too else str(given),
        limits=_limits(problem.limits),
    )


def _limits(problem: ProblemLimits) -> Limits:
    return msgspec.structs.replace(
        programs.running(problem), output=MOST_BYTES, scratch=2 * MOST_BYTES
    )


def _demand_success(
    maker: Generator | Solution, case: TestCase, outcome: Outcome, limits: Limits
) -> None:
    if outcome.ending.kind == "cancelled":
        raise CancelledError("generate", "interrupted")
    decision = decide(outcome.ending, outcome.usage, limits)
    if decision.verdict is not Verdict.AC:
        said = next((line for line in text(outcome.stderr).splitlines() if line.strip()), "")
        what = "test" if isinstance(maker, Generator) else "the answer of test"
        message = f"failed to make {what} {case.name}: {decision.reason}"
        message += f": {said.strip()}" if said else ""
        raise MissingError(maker.program, message, maker.instead or MEND)


def _place(top: Path) -> Path:
    place = top / "tests"
    if not place.exists():
        make_folder(place, 0o711)
    return place


def _with_files(case: TestCase, generator: Generator, outcome: Outcome, top: Path) -> TestCase:
    place = _place(top)
    given, expected = (place / f"{case.name.replace('/', '-')}{end}" for end in (".in", ".ans"))
    if generator.makes_input:
        _write(outcome.stdout, given)
        case = msgspec.structs.replace(case, input=given)
    if generator.makes_answer:
        _write(outcome.stderr, expected, unified=generator.unified_answer)
        case = msgspec.structs.replace(case, answer=expected)
    return msgspec.structs.replace(case, generator=None)


def _write(capture: Capture, path: Path, *, unified: bool = False) -> None:
    with capture.open() as source, path.open("wb") as target:
        if unified:
            lineends.unify(source, target)
        else:
            shutil.copyfileobj(source, target)
    path.chmod(0o644)

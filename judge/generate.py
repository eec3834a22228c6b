"""Makes the files of tests that a program of the package has to print, in the sandbox.

What goes wrong there is the package's fault, and told as such.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from judge import lineends, programs
from judge.build import text
from judge.decide import decide
from judge.errors import MissingError
from judge.problem import Generator, ProblemLimits, TestCase
from judge.programs import Ready
from judge.verdict import Verdict
from sandbox import CancelledError, Capture, Command, Outcome, Sandbox, make_folder

MOST_BYTES = 1 << 30
"""Of a test's input, or its answer."""


def completed(case: TestCase, ready: Ready, sandbox: Sandbox, limits: ProblemLimits) -> TestCase:
    """The test with the files that its generator prints.

    They stay as long as the sandbox. Raises MissingError where the generator fails.
    """
    generator = case.generator
    if generator is None:
        return case
    outcome = sandbox.run(_command(generator, ready, limits))
    try:
        _demand_success(generator, case, outcome, limits)
        return _with_files(case, generator, outcome, sandbox.folder)
    finally:
        outcome.close()


def _command(generator: Generator, ready: Ready, limits: ProblemLimits) -> Command:
    return Command(
        argv=(*ready.argv, *generator.arguments),
        mounts=ready.mounts,
        env=ready.env,
        cwd=ready.cwd or "/",
        stdin=b"" if generator.input is None else str(generator.input),
        limits=msgspec.structs.replace(programs.running(limits), output=MOST_BYTES),
    )


def _demand_success(
    generator: Generator, case: TestCase, outcome: Outcome, limits: ProblemLimits
) -> None:
    if outcome.ending.kind == "cancelled":
        raise CancelledError("generate", "interrupted")
    applied = msgspec.structs.replace(programs.running(limits), output=MOST_BYTES)
    decision = decide(outcome.ending, outcome.usage, applied)
    if decision.verdict is not Verdict.AC:
        said = next((line for line in text(outcome.stderr).splitlines() if line.strip()), "")
        message = f"failed to make test {case.name}: {decision.reason}"
        message += f": {said.strip()}" if said else ""
        raise MissingError(generator.program, message, "mend the problem package")


def _with_files(case: TestCase, generator: Generator, outcome: Outcome, top: Path) -> TestCase:
    place = top / "tests"
    if not place.exists():
        make_folder(place, 0o711)
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

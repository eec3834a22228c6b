"""Asks the validators of a problem package what an output is worth.

They run in the sandbox as submissions do, and see the package and the submission's files,
read-only. What goes wrong there is the judge's and the package's fault, and never the
submission's.

Exit codes: the problem package format ("Output validators": 42 and 43), and testlib's
``TResult`` (Codeforces).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import msgspec

from judge import points, programs
from judge.build import text
from judge.decide import Decision
from judge.problem import Problem, TestCase, Validator
from judge.programs import Ready
from judge.verdict import Cause, Verdict
from sandbox import Boxes, Command, Mount, Outcome, Sandbox, Work

PACKAGE, SUBMISSION, FEEDBACK = "/package", "/submission", "/feedback"
MESSAGE = "judgemessage.txt"
LONGEST_MESSAGE = 64 << 10
# How much of a message is a reason.
SHOWN = 200
ICPC = {42: Verdict.AC, 43: Verdict.WA}
TESTLIB = {0: Verdict.AC, 1: Verdict.WA, 2: Verdict.WA, 4: Verdict.WA, 8: Verdict.WA}
TESTLIB_WORDS = ("wrong answer ", "wrong output format ", "unexpected eof ")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the validators are asked about: the output of `case`, by the program in `folder`."""

    problem: Problem
    folder: Path
    case: TestCase
    output: str | bytes


class Validation:
    """The validators of a problem, for one submission: each has a box for all tests."""

    def __init__(self, sandbox: Sandbox, ready: Mapping[Path, Ready], cpu: int | None) -> None:
        self._sandbox, self._ready, self._cpu = sandbox, ready, cpu
        self._boxes = Boxes()

    def decide(self, asked: Asked) -> Decision:
        """What they say: rejected by the first that rejects. Raises SandboxError."""
        validator = asked.case.checker
        assert isinstance(validator, Validator)  # noqa: S101 - a comparison asks nobody
        decision = Decision(verdict=Verdict.AC)
        for path in validator.programs:
            ready = self._ready[path]
            command = _command(asked, validator, ready)
            command = msgspec.structs.replace(command, cpu=self._cpu)
            outcome = self._sandbox.begin(command, self._boxes).run()
            try:
                found = _decision(validator, path, outcome)
                found = points.said(found, asked.case, partial(_feedback, outcome))
            finally:
                outcome.close()
            if found.verdict is not Verdict.AC:
                return found
            decision = points.either(found, decision)
        return decision

    def close(self) -> None:
        """Lets go of the boxes."""
        self._boxes.close()


def _command(asked: Asked, validator: Validator, ready: Ready) -> Command:
    case = asked.case
    files: list[Mount] = []
    paths = [_inside(asked.problem, path, files) for path in (case.input, case.answer)]
    # By this name it is a file that can be opened and searched; nobody can change it.
    order = [*paths, f"{FEEDBACK}/"] if validator.protocol == "icpc" else _testlib(paths)
    return Command(
        argv=(*ready.argv, *order, *validator.arguments),
        mounts=(
            *ready.mounts,
            Mount(str(asked.problem.path.absolute()), PACKAGE),
            Mount(str(asked.folder), SUBMISSION),
            *files,
        ),
        work=Work(FEEDBACK),
        env=ready.env,
        cwd=ready.cwd or SUBMISSION,
        stdin=asked.output,
        limits=programs.running(asked.problem.limits),
    )


def _testlib(paths: list[str]) -> list[str]:
    return [paths[0], "/dev/stdin", paths[1]]


def _inside(problem: Problem, path: Path | None, files: list[Mount]) -> str:
    """Where a file is seen inside; one from outside the package is shown by itself."""
    if path is None:
        return "/dev/null"
    root = problem.path.absolute()
    if path.absolute().is_relative_to(root) and path.absolute() != root:
        return f"{PACKAGE}/{path.absolute().relative_to(root)}"
    target = f"/given/{len(files)}/{path.name}"
    files.append(Mount(str(path.absolute()), target))
    return target


def _decision(validator: Validator, path: Path, outcome: Outcome) -> Decision:
    ending = outcome.ending
    codes = ICPC if validator.protocol == "icpc" else TESTLIB
    if ending.kind == "cancelled":
        return Decision(verdict=Verdict.JE, cause=Cause.SANDBOX, reason="interrupted")
    if ending.kind != "exit" or ending.exit_code not in codes:
        return _failed(validator, path, outcome)
    if codes[ending.exit_code] is Verdict.AC:
        return Decision(verdict=Verdict.AC)
    reason = _message(validator, outcome) or f"rejected by {path.name}"
    return Decision(verdict=Verdict.WA, cause=Cause.OUTPUT, reason=reason)


def _feedback(outcome: Outcome, name: str) -> bytes | None:
    return outcome.workspace.head(name, points.LONGEST) if outcome.workspace else None


def _message(validator: Validator, outcome: Outcome) -> str:
    if validator.protocol == "icpc":
        data = outcome.workspace.head(MESSAGE, LONGEST_MESSAGE) if outcome.workspace else None
        said = (data or b"").decode(errors="replace")
    else:
        said = text(outcome.stderr)
        for word in TESTLIB_WORDS:
            said = said.removeprefix(word)
    return _first_line(said)


def _failed(validator: Validator, path: Path, outcome: Outcome) -> Decision:
    ending = outcome.ending
    if ending.kind != "exit":
        did = f"killed by {ending.signal}" if ending.kind == "signal" else f"over its {ending.kind}"
    elif ending.detail:
        did = ending.detail
    else:
        did = f"exit code {ending.exit_code}"
        did += " (42 accepts, 43 rejects)" if validator.protocol == "icpc" else ""
    said = _first_line(text(outcome.stderr))
    reason = f"the validator {path.name} failed: {did}" + (f": {said}" if said else "")
    return Decision(verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason)


def _first_line(said: str) -> str:
    first = next((line.strip() for line in said.splitlines() if line.strip()), "")
    return first[:SHOWN]

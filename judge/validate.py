"""Asks the validators of a problem package what an output is worth.

They run in the sandbox as submissions do, and see the package and the submission's files,
read-only. What goes wrong there is the judge's and the package's fault, and never the
submission's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import msgspec

from judge import points, programs, protocols
from judge.build import text
from judge.decide import Decision, mib
from judge.points import OneKind
from judge.problem import Problem, TestCase, Validator
from judge.programs import Ready
from judge.protocols import MESSAGE, TEAM_MESSAGE
from judge.verdict import Cause, Verdict
from sandbox import (
    Boxes,
    Command,
    Ending,
    Fed,
    Mount,
    Outcome,
    Prepared,
    Sandbox,
    TooLargeError,
    Work,
    Workspace,
    remove_tree,
)

PACKAGE, SUBMISSION, FEEDBACK, INPUTS = "/package", "/submission", "/feedback", "/inputs"
# What an interactor of Codeforces writes for the checker.
NEXT = "nextpass.in"
WRITTEN = "output"
# Bytes that an interactor may print where the package does not say; and how much feedback
# is handed on.
TALKATIVE = 64 << 20
MOST_KEPT = 128 << 20
LONGEST_MESSAGE = 64 << 10
MESSAGES = (MESSAGE, TEAM_MESSAGE)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the validators are asked about: the output of `case`, by the program in `folder`.

    `kept` is a folder with the feedback of earlier passes, which then takes that of this
    one; `inputs` is a folder of the judge's own that the input may lie in.
    """

    problem: Problem
    folder: Path
    case: TestCase
    output: str | bytes | Fed
    kept: Path | None = None
    inputs: Path | None = None


class Validation:
    """The validators and interactors of a problem, for one submission, in boxes for all tests."""

    def __init__(
        self,
        sandbox: Sandbox,
        ready: Mapping[Path, Ready],
        cpu: int | None,
        one_kind: OneKind | None = None,
    ) -> None:
        self._sandbox, self._ready, self._cpu = sandbox, ready, cpu
        self._one_kind = one_kind or OneKind()
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
                found = self.said(asked, validator, path, outcome)
            finally:
                outcome.close()
            if found.verdict is not Verdict.AC:
                return found
            decision = points.either(found, decision)
        return decision

    def begin(self, asked: Asked, validator: Validator) -> Prepared:
        """Begins to set up the one program of `validator`, to be talked to. Raises SandboxError."""
        ready = self._ready[validator.programs[0]]
        command = _command(asked, validator, ready)
        limits = command.limits
        if asked.problem.limits.validation_output is None:
            limits = msgspec.structs.replace(limits, output=TALKATIVE)
        command = msgspec.structs.replace(command, cpu=self._cpu, limits=limits)
        return self._sandbox.begin(command, self._boxes)

    def said(self, asked: Asked, validator: Validator, path: Path, outcome: Outcome) -> Decision:
        """What the program at `path` has said; its feedback is kept, where that is asked for."""
        decision = _decision(validator, path, outcome)
        read = partial(_feedback, outcome)
        goes_on = asked.kept is not None and read(NEXT) is not None
        decision = points.said(decision, asked.case, read, goes_on=goes_on)
        decision = self._one_kind.checked(decision, asked.case)
        if asked.kept is None or outcome.workspace is None or decision.verdict is Verdict.JE:
            return decision
        try:
            _keep(outcome.workspace, asked.kept)
        except TooLargeError:
            reason = f"the validator {path.name} left more than {mib(MOST_KEPT)} of feedback"
            return Decision(verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason)
        return decision

    def close(self) -> None:
        """Lets go of the boxes."""
        self._boxes.close()


def _command(asked: Asked, validator: Validator, ready: Ready) -> Command:
    case = asked.case
    files: list[Mount] = []
    paths = {
        "input": _inside(asked, case.input, files),
        # By this name it is a file that can be opened and searched; nobody can change it.
        "output": f"{FEEDBACK}/{WRITTEN}" if isinstance(asked.output, Fed) else "/dev/stdin",
        "answer": _inside(asked, case.answer, files),
        "feedback": FEEDBACK,
    }
    order = protocols.arguments(validator.protocol, validator.words, paths)
    if asked.inputs is not None:
        files.append(Mount(str(asked.inputs), INPUTS))
    return Command(
        argv=(*ready.argv, *order, *validator.arguments),
        mounts=(
            *ready.mounts,
            Mount(str(asked.problem.path.absolute()), PACKAGE),
            Mount(str(asked.folder), SUBMISSION),
            *files,
        ),
        work=Work(FEEDBACK, None if asked.kept is None else str(asked.kept)),
        env=ready.env,
        cwd=ready.cwd or SUBMISSION,
        stdin=asked.output,
        limits=programs.running(asked.problem.limits),
    )


def _inside(asked: Asked, path: Path | None, files: list[Mount]) -> str:
    """Where a file is seen inside; one from outside the package is shown by itself."""
    if path is None:
        return "/dev/null"
    if path.parent == asked.inputs:
        return f"{INPUTS}/{path.name}"
    root = asked.problem.path.absolute()
    if path.absolute().is_relative_to(root) and path.absolute() != root:
        return f"{PACKAGE}/{path.absolute().relative_to(root)}"
    target = f"/given/{len(files)}/{path.name}"
    files.append(Mount(str(path.absolute()), target))
    return target


def _keep(workspace: Workspace, folder: Path) -> None:
    for one in folder.iterdir():
        remove_tree(one) if one.is_dir() else one.unlink()
    workspace.take_out(folder, MOST_KEPT)


def _decision(validator: Validator, path: Path, outcome: Outcome) -> Decision:
    ending = outcome.ending
    if ending.kind == "cancelled":
        return Decision(verdict=Verdict.JE, cause=Cause.SANDBOX, reason="interrupted")
    if ending.kind != "exit" or ending.exit_code is None:
        return _failed(path, _did(ending), outcome)
    said = protocols.Said(
        code=ending.exit_code,
        stdout=text(outcome.stdout),
        stderr=text(outcome.stderr),
        messages={name: _message(outcome, name) for name in MESSAGES},
    )
    found = protocols.decision(validator.protocol, said)
    if isinstance(found, str):
        return _failed(path, ending.detail or found, outcome)
    if found.verdict is Verdict.WA and not found.reason:
        return msgspec.structs.replace(found, reason=f"rejected by {path.name}")
    return found


def _did(ending: Ending) -> str:
    if ending.kind == "signal":
        return f"killed by {ending.signal}"
    return ending.detail or f"over its {ending.kind}"


def _feedback(outcome: Outcome, name: str) -> bytes | None:
    return outcome.workspace.head(name, points.LONGEST) if outcome.workspace else None


def _message(outcome: Outcome, name: str) -> str:
    data = outcome.workspace.head(name, LONGEST_MESSAGE) if outcome.workspace else None
    return (data or b"").decode(errors="replace")


def _failed(path: Path, did: str, outcome: Outcome) -> Decision:
    said = protocols.first_line(text(outcome.stderr))
    reason = f"the validator {path.name} failed: {did}" + (f": {said}" if said else "")
    return Decision(verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason)

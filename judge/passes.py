"""Tests that are more than one run of the submission: with an interactor, or in passes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from judge import dialogue, execute
from judge.build import Built
from judge.decide import Decision
from judge.lanes import Lane
from judge.problem import Comparison, Interactor, Problem, ProblemType, TestCase, Validator
from judge.results import TestResult
from judge.validate import NEXT, WRITTEN, Asked, Validation
from judge.verdict import Cause, Verdict
from sandbox import (
    Boxes,
    Command,
    Conversation,
    Ending,
    Fed,
    Outcome,
    converse,
    make_folder,
    remove_tree,
)

DEFAULT_PASSES = 2
ACCEPTED = {"icpc": 42, "testlib": 0}


class Pass(NamedTuple):
    """What came of one pass, and what its validator or interactor alone has said, if asked."""

    result: TestResult
    said: Decision | None


class Passes:
    """Judges such tests, one after the other; `transcript` notes what is said. Close it."""

    def __init__(
        self,
        lane: Lane,
        built: Built,
        problem: Problem,
        validation: Validation,
        *,
        transcript: bool,
    ) -> None:
        self._lane, self._built, self._problem = lane, built, problem
        self._validation, self._transcript = validation, transcript
        self._several = ProblemType.MULTI_PASS in problem.types
        self._boxes = Boxes()
        self._open = ExitStack()
        folder = self._open.enter_context(lane.sandbox.temporary_folder())
        self._kept, self._inputs = folder / "kept", folder / "inputs"
        make_folder(self._inputs, 0o711)

    def close(self) -> None:
        """Lets go of the boxes and folders."""
        self._boxes.close()
        self._open.close()

    def judge(self, case: TestCase) -> TestResult:
        """All passes of one test. Raises InputError, SandboxError."""
        if self._kept.exists():
            remove_tree(self._kept)
        make_folder(self._kept, 0o755)
        done: list[TestResult] = []
        while len(done) < self._most:
            one = self._pass(case, len(done) + 1)
            done.append(one.result)
            following = self._next()
            if following is None:
                return self._joined(done)
            if one.said is not None and one.said.verdict is not Verdict.AC:
                return self._joined([*done[:-1], _wrongly_asked(done[-1])])
            if one.said is None or one.result.verdict not in (Verdict.AC, Verdict.PA):
                return self._joined(done)
            case = msgspec.structs.replace(case, input=following)
        return self._joined([*done[:-1], _asked_too_often(done[-1], self._most)])

    @property
    def _most(self) -> int:
        if not self._several:
            return 1
        return self._problem.limits.validation_passes or DEFAULT_PASSES

    def _pass(self, case: TestCase, number: int) -> Pass:
        command = execute.command(self._built, case, self._lane.cpu)
        if case.interactor is not None:
            try:
                return self._talk(case, case.interactor, command, number)
            finally:
                execute.clear(self._built, case)
        outcome = self._lane.sandbox.begin(command, self._boxes).run()
        heard: list[Decision] = []

        def validate(outcome: Outcome) -> Decision:
            heard.append(self._validation.decide(self._asked(case, outcome.stdout.source())))
            return heard[-1]

        try:
            result = execute.judge(self._built, case, outcome, validate)
            return Pass(result, heard[0] if heard else None)
        finally:
            outcome.close()

    def _asked(self, case: TestCase, output: str | bytes | Fed) -> Asked:
        return Asked(
            problem=self._problem,
            folder=self._built.folder,
            case=case,
            output=output,
            kept=self._kept if self._several or case.interactor else None,
            inputs=self._inputs if self._several else None,
        )

    def _next(self) -> Path | None:
        """The input of a further pass, taken out of the feedback, if there is to be one."""
        asked = self._kept / NEXT
        if not self._several or not asked.is_file():
            return None
        return asked.replace(self._inputs / NEXT)

    def _joined(self, done: list[TestResult]) -> TestResult:
        """One result: of the last pass, with the highest figures and all that was said."""
        last = done[-1]
        if not self._several:
            return last
        where = f"pass {len(done)}: " if last.reason and len(done) > 1 else ""
        heard = [one for result in done for one in result.transcript or ()]
        return msgspec.structs.replace(
            last,
            reason=where + last.reason,
            cpu_time=_highest([one.cpu_time for one in done]),
            wall_time=_highest([one.wall_time for one in done]),
            memory=_highest([one.memory for one in done]),
            memory_at_most=_highest([one.memory_at_most for one in done]),
            passes=len(done),
            transcript=heard if last.transcript is not None else None,
        )

    # ------------------------------------------------------------ with an interactor

    def _talk(self, case: TestCase, interactor: Interactor, command: Command, number: int) -> Pass:
        validator = Validator(
            programs=(interactor.program,),
            protocol=interactor.protocol,
            arguments=interactor.arguments,
            words=interactor.words,
        )
        asked = self._asked(case, Fed())
        command = msgspec.structs.replace(command, stdin=Fed())
        accepted = ACCEPTED.get(interactor.protocol, 0)
        partner = self._validation.begin(asked, validator)
        try:
            program = self._lane.sandbox.begin(command, self._boxes)
        except BaseException:
            partner.discard()
            raise
        talk = converse(program, partner, lambda ending: not _is_exit(ending, accepted))
        try:
            return self._after(talk, asked, validator, number)
        finally:
            talk.close()

    def _after(self, talk: Conversation, asked: Asked, validator: Validator, number: int) -> Pass:
        case, program = asked.case, talk.program
        heard = self._validation.said(asked, validator, validator.programs[0], talk.partner)
        if validator.protocol == "testlib" and heard.verdict is Verdict.AC:
            heard = self._checked(case)
        own = Decision(verdict=Verdict.AC)  # of one that was stopped the interactor's word is all
        if program.ending.kind != "stopped":
            own = dialogue.explained(execute.own(self._built, program), talk)
        first = talk.partner_first or _is_exit(program.ending, 0)
        decision = dialogue.blame(own, heard, interactor_first=first)
        result = execute.result(case, program, decision, (None, self._built.plan.shown))
        if self._transcript:
            told = list(dialogue.transcript(talk, number))
            result = msgspec.structs.replace(result, transcript=told)
        return Pass(result, heard)

    def _checked(self, case: TestCase) -> Decision:
        """What the checker says of the file that an interactor of Codeforces has written."""
        written = self._kept / WRITTEN
        if not written.is_file():
            written.write_bytes(b"")
        if isinstance(case.checker, Comparison):
            return execute.compared(case, _opener(written))[0]
        return self._validation.decide(
            msgspec.structs.replace(self._asked(case, str(written)), kept=None)
        )


def needs_passes(problem: Problem, case: TestCase) -> bool:
    """Whether `case` is more than one run, or one with an interactor."""
    asks = ProblemType.MULTI_PASS in problem.types and isinstance(case.checker, Validator)
    return asks or case.interactor is not None


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _is_exit(ending: Ending, code: int) -> bool:
    return ending.kind == "exit" and ending.exit_code == code


def _highest(values: list[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _wrongly_asked(result: TestResult) -> TestResult:
    reason = f"the validator asked for a further pass ({NEXT}) and did not accept"
    return _broken(result, reason)


def _asked_too_often(result: TestResult, most: int) -> TestResult:
    reason = f"the validator asked for a further pass after {most}, which is the limit"
    return _broken(result, reason)


def _broken(result: TestResult, reason: str) -> TestResult:
    return msgspec.structs.replace(
        result, verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason, score=None
    )

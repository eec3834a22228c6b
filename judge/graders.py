"""Asks a grader of the package what a group is worth.

The problem package format, version legacy ("Graders"): it gets a line ``VERDICT SCORE`` for
each member, and prints one such line. It runs in the sandbox, as validators do; what goes
wrong there is the package's fault.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from judge import programs
from judge.build import text
from judge.decide import Decision
from judge.member import Member
from judge.problem import MOST_POINTS, Grader, Points, Problem
from judge.programs import Ready
from judge.verdict import Cause, Verdict
from sandbox import Command, Outcome, Sandbox

VERDICTS = {
    **{str(one): one for one in (Verdict.AC, Verdict.WA, Verdict.RTE, Verdict.TLE, Verdict.JE)},
    **{str(one): one for one in (Verdict.MLE, Verdict.OLE)},
    "PE": Verdict.WA,
}
_LINE = re.compile(r"\s*([A-Z]+)\s+([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*")


class Graders:
    """The graders of a problem, built."""

    def __init__(self, sandbox: Sandbox, ready: Mapping[Path, Ready], problem: Problem) -> None:
        self._sandbox, self._ready = sandbox, ready
        self._limits = programs.running(problem.limits)

    def ask(self, grader: Grader, members: Sequence[Member]) -> tuple[Decision, Points]:
        """What `grader` says of `members`. Raises SandboxError."""
        ready = self._ready[grader.program]
        command = Command(
            argv=(*ready.argv, *grader.arguments),
            mounts=ready.mounts,
            env=ready.env,
            cwd=ready.cwd or "/tmp",  # noqa: S108 - the sandbox's
            stdin="".join(map(_line, members)).encode(),
            limits=self._limits,
        )
        outcome = self._sandbox.run(command)
        try:
            return _answer(grader, outcome)
        finally:
            outcome.close()


def _line(member: Member) -> str:
    return f"{member.verdict} {0.0 if member.score is None else member.score!r}\n"


def _answer(grader: Grader, outcome: Outcome) -> tuple[Decision, Points]:
    ending, said = outcome.ending, text(outcome.stdout)
    if ending.kind == "cancelled":
        return Decision(verdict=Verdict.JE, cause=Cause.SANDBOX, reason="interrupted"), 0.0
    if ending.kind != "exit" or ending.exit_code != 0:
        did = (
            f"exit code {ending.exit_code}" if ending.kind == "exit" else f"ended by {ending.kind}"
        )
        return _failed(grader, did, text(outcome.stderr))
    match = _LINE.fullmatch(said)
    score = float(match[2]) if match else math.inf
    if match is None or match[1] not in VERDICTS or abs(score) > MOST_POINTS:
        return _failed(
            grader, f"it has to print one line such as 'AC 50', and printed {said[:80]!r}"
        )
    verdict = VERDICTS[match[1]]
    if verdict is Verdict.JE:
        return _failed(grader, "it said JE", text(outcome.stderr))
    if verdict is Verdict.AC:
        return Decision(verdict=verdict), score
    reason = f"the grader {grader.program.name} said {match[1]}"
    return Decision(verdict=verdict, cause=Cause.CHECKER, reason=reason), score


def _failed(grader: Grader, did: str, stderr: str = "") -> tuple[Decision, Points]:
    first = next((line.strip() for line in stderr.splitlines() if line.strip()), "")
    told = f": {first[:200]}" if first else ""
    reason = f"the grader {grader.program.name} failed: {did}{told}"
    return Decision(verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason), 0.0

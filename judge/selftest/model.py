"""The values of the self-test: a program, what is to become of it, and what did."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from judge.limits import GivenLimits
from judge.results import EnforcedBy
from judge.verdict import Cause, Verdict

LAYERS: dict[str, str] = {
    "wall_time": "clock",
    "file_size": "rlimit",
    "core_file": "rlimit",
    "stack": "rlimit",
    "descriptors": "rlimit",
    "shares": "rlimit",
    "watches": "namespace",
    "inherited": "close-on-exec",
    "scratch": "tmpfs",
    "fresh": "namespace",
    "pids": "namespace",
    "ipc": "namespace",
    "cgroup": "namespace",
    "stdin": "sealed",
    "privileges": "user",
    "artefacts": "judge",
    "report": "judge",
}
"""What contains an attack, beside what `Sandbox.enforced_by` knows, and by which mechanism."""


class State(StrEnum):
    """What became of a program."""

    CONTAINED = "contained"
    ESCAPED = "ESCAPED"
    ACCEPTED = "accepted"
    BROKEN = "broken"
    NOT_TRIED = "not tried"

    @property
    def held(self) -> bool:
        """Whether the sandbox is none the worse for it."""
        return self not in (State.ESCAPED, State.BROKEN)


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A program of the self-test: a file, and what its first lines say.

    `expect` is empty for an attack that tries what it can, says so and ends; else it
    holds the verdicts that it may get, and with `cause` by what. `layers` contain it;
    `without` names those that, taken away together, let it succeed, and `unproved` says
    why no such test can be made. `runs` is how often it is run. `code` has placeholders
    such as ``@secret_file@`` for what the bait knows.
    """

    path: Path
    name: str
    category: str
    claim: str
    code: str
    layers: tuple[str, ...] = ()
    expect: tuple[Verdict, ...] = ()
    cause: Cause | None = None
    limits: GivenLimits = GivenLimits()
    without: tuple[str, ...] = ()
    unproved: str = ""
    runs: int = 1
    args: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    stdin: str | None = None
    input: int | None = None
    prints: str | None = None

    @property
    def honest(self) -> bool:
        """Whether it is one that the sandbox must not break."""
        return self.expect == (Verdict.AC,)


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One execution, or the compilation, as far as it counts here.

    `found` is what the host side saw done: a secret in the output, a change, a connection.
    """

    verdict: Verdict
    cause: Cause | None = None
    reason: str = ""
    output: str = ""
    stderr: str = ""
    found: tuple[str, ...] = ()
    cpu_time: float | None = None
    memory: int | None = None


class ProgramResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one program.

    `by` says which mechanism of this host stands behind each layer that contains it,
    null where this host has none. `escaped` lists all that it got through with.
    `verdict` and `cause` are those of its last run, as ``judge exec`` would tell them.
    """

    name: str
    category: str
    language: str
    kind: Literal["attack", "honest"]
    claim: str
    state: State
    reason: str = ""
    by: EnforcedBy = {}
    escaped: list[str] = []
    verdict: Verdict | None = None
    cause: Cause | None = None
    cpu_time: float | None = None
    memory: int | None = None


class SelftestResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge selftest``; `ok` tells that everything held.

    `counts` counts programs by state. What was interrupted lists what had been tried.
    """

    schema: Literal["judge/selftest/1"] = "judge/selftest/1"
    ok: bool
    enforced_by: EnforcedBy
    counts: dict[str, int]
    programs: list[ProgramResult]

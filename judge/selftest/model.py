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

WORDS: dict[str, str] = {
    "cpu_time": "CPU time of all processes together",
    "wall_time": "time on the clock",
    "memory": "memory of all processes together, with /tmp and what the kernel holds for them",
    "processes": "how many processes and threads there are at a time",
    "cpus": "one CPU at a time",
    "output": "how much is printed",
    "file_size": "how large a file may become",
    "scratch": "how much /tmp takes, in bytes and in files",
    "stack": "how large a stack may become",
    "descriptors": "how many files may be open",
    "shares": "its share of what the kernel counts for each user: signals, timers, queues",
    "watches": "its own count of watches over files, not its user's",
    "core_file": "a crash leaves no core file, and starts nothing on the host",
    "syscalls": "which system calls the kernel answers",
    "user": "a user without rights, inside and on the host",
    "privileges": "no better place than others where CPUs are given out",
    "files": "which files are in sight, and which can be written",
    "network": "no network",
    "pids": "no processes in sight but its own, and none that outlives the run",
    "ipc": "no shared memory and no queues but its own",
    "cgroup": "its own place among the host's cgroups is out of sight",
    "init": "the first process inside is the judge's, and out of reach",
    "inherited": "nothing that the judge has open or in its environment",
    "stdin": "no way from the input to the file that it came from",
    "fresh": "nothing left from one run to the next",
    "artefacts": "what a compiler leaves is taken over without being believed",
    "report": "what is printed does nothing where it is shown",
    "mac": "stands behind the others, and may hide that one of them is gone",
}
"""What each layer keeps to, in words; in the order in which they are shown."""


class State(StrEnum):
    """What became of a program; "unclear" is neither contained nor escaped."""

    CONTAINED = "contained"
    ESCAPED = "ESCAPED"
    ACCEPTED = "accepted"
    BROKEN = "broken"
    UNCLEAR = "unclear"
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
    such as ``@secret_file@`` for what the bait knows. `evidence` is what the host side
    must have seen for it to count as contained.
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
    evidence: Literal["", "throttled"] = ""
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
    wall_time: float = 0.0
    throttled: float | None = None
    memory: int | None = None


class ProgramResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one program.

    `by` says which mechanism of this host stands behind each layer that contains it,
    null where this host has none. It would get through if all of those in `without` were
    away, which the judge's own tests show; that list is empty where this can't be shown.
    `escaped` lists all that it got through with. `verdict` and `cause` are those of its last
    run, as ``judge exec`` would tell them.
    """

    name: str
    category: str
    language: str
    kind: Literal["attack", "honest"]
    claim: str
    state: State
    reason: str = ""
    by: EnforcedBy = {}
    without: list[str] = []
    escaped: list[str] = []
    verdict: Verdict | None = None
    cause: Cause | None = None
    cpu_time: float | None = None
    memory: int | None = None


class LayerResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the attacks show of one layer; `by` is null where this host has none.

    `alone` counts the contained attacks that get through wherever this layer alone is away:
    each shows that it stands. `shared` counts those that another layer contains as well, or
    of which that is not known: they show nothing of this one. `escaped` counts those that
    got through.
    """

    name: str
    by: str | None
    alone: int = 0
    shared: int = 0
    escaped: int = 0


class SelftestResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge selftest``; `ok` tells that nothing got through or was broken.

    `counts` counts programs by state. What was interrupted lists what had been tried.
    """

    schema: Literal["judge/selftest/1"] = "judge/selftest/1"
    ok: bool
    enforced_by: EnforcedBy
    counts: dict[str, int]
    layers: list[LayerResult]
    programs: list[ProgramResult]

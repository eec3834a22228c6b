"""The values of the sandbox: what is to be run, within which limits, and how it ended.

Units: seconds (float) and bytes (int). None as a limit means "no such limit";
None as a figure means "not known", never zero.
"""

from __future__ import annotations

from typing import Literal

import msgspec

MIB = 1 << 20

Policy = Literal["run", "compile"]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one execution may use.

    `output` bounds standard output and standard error, each, and the largest file
    written. `scratch` and `inodes` bound the private temporary directory, in bytes
    and in files. `memory` counts all processes of the execution together, with
    what they keep in the temporary directory; there is no swap. `cpu_time` is the
    sum over all processes and threads. `processes` counts threads too. `cpus` is how many
    CPUs they may keep busy at a time. Where `starving_counts` is False, time for which
    the machine was too busy to give them a CPU does not count as wall time.
    """

    cpu_time: float | None = 10.0
    wall_time: float | None = 10.0
    memory: int | None = 512 * MIB
    output: int | None = 16 * MIB
    processes: int | None = 64
    stack: int | None = None
    cpus: float | None = 1.0
    scratch: int = 128 * MIB
    inodes: int = 8192
    starving_counts: bool = True


# Below these nothing can even be started, or the cause of its end is anyone's guess.
LEAST: dict[str, float] = {
    "cpu_time": 0.001,
    "wall_time": 0.001,
    "memory": 4 * MIB,
    "output": 1,
    "processes": 1,
    "stack": 1 << 16,
}


class Mount(msgspec.Struct, frozen=True):
    """A file or folder of the host shown inside, read-only."""

    source: str
    target: str


class Work(msgspec.Struct, frozen=True):
    """A writable folder at `target`, with a copy of what is in the host's folder `source`, if any.

    It is bounded as the temporary directory is, by itself. See `Outcome.workspace`.
    """

    target: str
    source: str | None = None


class Fed(msgspec.Struct, frozen=True):
    """Standard input that comes as another command prints it (`sandbox.converse`)."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A program to run: `argv[0]` is an absolute path as seen inside.

    `stdin` is the path of a file or a pipe on the host or the bytes themselves, or comes
    from another command; None stands for an empty input. `cpu` is the number of the CPU
    that it shall run on.
    """

    argv: tuple[str, ...]
    mounts: tuple[Mount, ...] = ()
    work: Work | None = None
    env: dict[str, str] = {}
    cwd: str = "/"
    stdin: str | bytes | Fed | None = None
    policy: Policy = "run"
    limits: Limits = Limits()
    cpu: int | None = None


EndingKind = Literal[
    "exit", "signal", "cpu-time", "wall-time", "memory", "output-limit", "cancelled", "stopped"
]


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """How an execution ended.

    `kind` is the first cause: a limit that was reached outranks what the program did
    then; ``stopped`` is one whose end did not matter any more. `exit_code` and `signal` (a
    name such as ``SIGSEGV``) say what the program itself did; at most one of them is known.
    `ambiguous` tells that `exit_code` is 128 + n and may as well stand for signal n.
    `detail` is a further fact for people.
    """

    kind: EndingKind
    exit_code: int | None = None
    signal: str | None = None
    ambiguous: bool = False
    detail: str = ""


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What an execution used.

    `memory` is the peak of all its processes together, in bytes, without the page cache of
    files. Where it read files that were not in the page cache, the peak is known within
    bounds alone: it was at least `memory` and at most `memory_at_most`. `memory_refused`
    counts how often memory was refused or somebody killed for it, `processes_refused`
    the attempts to start one that the limit on processes refused. `scratch_full` says
    of what the temporary directory had no more room at the end: of ``bytes`` or ``files``.
    `throttled` are the seconds for which it was kept from more CPUs than it may have at a
    time, summed over these. `starved` is the part of `wall_time` for which it was ready to
    run while the machine had no CPU for it, or had to wait for another command, as far as
    that put off its limit on wall time.
    """

    cpu_time: float | None
    wall_time: float
    memory: int | None
    memory_at_most: int | None = None
    memory_refused: int | None = None
    processes_refused: int | None = None
    scratch_full: Literal["bytes", "files"] | None = None
    throttled: float | None = None
    starved: float = 0.0

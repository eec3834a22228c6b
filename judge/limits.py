"""Which limits hold: the ones given by hand, else the problem's, else the defaults. Pure."""

from __future__ import annotations

import msgspec

from judge.errors import InputError
from judge.language import Language
from judge.problem import ProblemLimits
from judge.results import AppliedLimits
from sandbox import LEAST, MIB, Limits

DEFAULT_TIME = 10.0
COMPILE_TIME = 60.0
COMPILE_MEMORY = 2048 * MIB
# The largest file a compiler may write, and how much it may say.
COMPILE_OUTPUT = 256 * MIB
# What is taken over of all that it wrote.
MOST_COMPILED = 512 * MIB
COMPILE_SCRATCH = 1024 * MIB
COMPILE_INODES = 65536
COMPILE_PROCESSES = 256

MOST = {
    "cpu_time": 86_400.0,
    "wall_time": 86_400.0,
    "memory": 1 << 44,
    "output": 1 << 44,
    "processes": 1 << 20,
    "stack": 1 << 44,
}


class GivenLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits given by hand, in seconds and bytes; None where none was given."""

    cpu_time: float | None = None
    wall_time: float | None = None
    memory: int | None = None
    output: int | None = None
    processes: int | None = None
    stack: int | None = None


def check(given: GivenLimits, place: str = "") -> None:
    """Raise InputError for the first value out of range; `place` stands before its name."""
    for name in given.__struct_fields__:
        value = getattr(given, name)
        if value is not None and not LEAST[name] <= value <= MOST[name]:
            message = f"{value} is out of range"
            raise InputError(f"{place}{name}", message, f"{LEAST[name]} to {MOST[name]}")


def applied(
    given: GivenLimits, problem: ProblemLimits | None = None, language: Language | None = None
) -> AppliedLimits:
    """The limits of a run.

    What is given by hand holds exactly. To the problem's own limits a language may add:
    a time factor and a memory allowance. Where a CPU limit is set and no wall limit, the
    wall limit is twice the CPU limit plus one second, or as many times the CPU limit as the
    problem says. A wall limit that nobody gave by
    hand is there to stop what sleeps: time for which a busy machine had no CPU for the
    program does not count then.
    """
    own = problem or ProblemLimits()
    factor = language.time_factor if language and own.cpu_time and not given.cpu_time else 1.0
    allowance = language.memory_allowance if language and own.memory and not given.memory else 0
    defaults = Limits()
    memory = given.memory or (own.memory or defaults.memory or 0) + allowance
    return AppliedLimits(
        cpu_time=given.cpu_time or (own.cpu_time or DEFAULT_TIME) * factor,
        wall_time=_wall(given, own, factor),
        starving_counts=_exact_wall(given, problem),
        memory=memory,
        output=given.output or own.output or defaults.output,
        processes=given.processes or own.processes or defaults.processes,
        stack=given.stack or own.stack or memory,
        time_factor=factor,
        memory_allowance=allowance,
    )


def compiling(problem: ProblemLimits | None = None) -> Limits:
    """The limits of a compilation: generous, but limits; a package may set its own."""
    own = problem or ProblemLimits()
    time = own.compile_time or COMPILE_TIME
    return Limits(
        cpu_time=time,
        wall_time=2 * time + 1,
        starving_counts=False,
        memory=own.compile_memory or COMPILE_MEMORY,
        output=COMPILE_OUTPUT,
        processes=COMPILE_PROCESSES,
        scratch=COMPILE_SCRATCH,
        inodes=COMPILE_INODES,
    )


def _exact_wall(given: GivenLimits, problem: ProblemLimits | None) -> bool:
    return bool(given.wall_time) or not (given.cpu_time or problem)


def _wall(given: GivenLimits, own: ProblemLimits, factor: float) -> float:
    if given.wall_time:
        return given.wall_time
    if own.wall_factor and not own.wall_time:
        time = given.cpu_time or (own.cpu_time or DEFAULT_TIME) * factor
        return own.wall_factor * time
    if given.cpu_time:
        return 2 * given.cpu_time + 1
    if own.wall_time:
        return own.wall_time * factor
    return 2 * own.cpu_time * factor + 1 if own.cpu_time else DEFAULT_TIME

"""From an ending to a verdict, a cause, and a reason that a person understands. Pure."""

from __future__ import annotations

import signal

import msgspec

from judge.results import AppliedLimits, Refused
from judge.verdict import Cause, Verdict
from sandbox import MIB, Ending, Limits, Usage

KINDS = {
    "memory": (Verdict.MLE, Cause.MEMORY),
    "cpu-time": (Verdict.TLE, Cause.CPU_TIME),
    "wall-time": (Verdict.TLE, Cause.WALL_TIME),
    "output-limit": (Verdict.OLE, Cause.OUTPUT_LIMIT),
    "signal": (Verdict.RTE, Cause.SIGNAL),
    "cancelled": (Verdict.JE, Cause.SANDBOX),
}
# Who used less than this part of the wall time for computing was waiting, whatever else
# the machine had to do.
ASLEEP = 0.1


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict with its cause, for machines, and its reason, for people.

    Of an accepted test a validator may say what it is worth: `score` in points, or `part`,
    from 0 to 1, of what the test is worth at most. None of both is all of it.
    """

    verdict: Verdict
    cause: Cause | None = None
    reason: str = ""
    score: float | None = None
    part: float | None = None


def decide(ending: Ending, usage: Usage, limits: Limits) -> Decision:
    """What an execution is worth before its output is looked at; AC if that decides."""
    if ending.kind == "exit" and ending.exit_code == 0:
        return Decision(verdict=Verdict.AC)
    verdict, cause = KINDS.get(ending.kind, (Verdict.RTE, Cause.EXIT_CODE))
    return Decision(verdict=verdict, cause=cause, reason=_reason(ending, usage, limits))


def ran_out(decision: Decision, stderr: str, markers: tuple[str, ...]) -> Decision:
    """`decision`, but MLE where the language's runtime says that memory was the cause.

    A runtime that is told how much memory there is (a JVM, node) gives up by itself
    before the kernel has to refuse it.
    """
    if decision.verdict is not Verdict.RTE:
        return decision
    said = next((marker for marker in markers if marker in stderr), None)
    if said is None:
        return decision
    reason = f"ran out of memory: its runtime said {said}"
    return Decision(verdict=Verdict.MLE, cause=Cause.MEMORY, reason=reason)


def in_all(decision: Decision, ending: Ending, written: int, limits: Limits) -> Decision:
    """`decision`, but OLE where what was `written` all together is over the limit."""
    if ending.kind not in ("exit", "signal") or limits.output is None or written <= limits.output:
        return decision
    reason = f"wrote {written} bytes in all, limit {limits.output}"
    return Decision(verdict=Verdict.OLE, cause=Cause.OUTPUT_LIMIT, reason=reason)


def refused(usage: Usage) -> Refused:
    """What was refused, for the answer."""
    return Refused(
        memory=usage.memory_refused,
        processes=usage.processes_refused,
        scratch=usage.scratch_full,
    )


def mib(size: float | None) -> str:
    """A size for people: ``313 MiB``, with a digit more below ten."""
    if size is None:
        return "an unknown amount"
    value = size / MIB
    return f"{value:.0f} MiB" if value >= 10 else f"{value:.1f} MiB"


def _reason(ending: Ending, usage: Usage, limits: Limits) -> str:
    match ending.kind:
        case "memory":
            peak = mib(usage.memory)
            return f"stopped at the memory limit: {peak} at its peak, limit {mib(limits.memory)}"
        case "cpu-time":
            return _cpu(usage, limits)
        case "wall-time":
            return _wall(usage, limits)
        case "output-limit" if ending.detail:
            did = f"killed by {ending.signal}" if ending.signal else f"exit code {ending.exit_code}"
            return f"{did}, {ending.detail} of {_size(limits.output)}"
        case "output-limit":
            return f"wrote more than the limit of {_size(limits.output)}"
        case "signal":
            return f"killed by {ending.signal}{_meaning(ending.signal)}{_also(usage, limits)}"
        case "cancelled":
            return "interrupted"
        case _:
            return _exit(ending) + _also(usage, limits)


def _cpu(usage: Usage, limits: Limits) -> str:
    if usage.cpu_time is None:
        return f"a process used more CPU time than the limit of {limits.cpu_time:g} s"
    return f"{usage.cpu_time:.3f} s of CPU time, limit {limits.cpu_time:g} s"


def _wall(usage: Usage, limits: Limits) -> str:
    cpu, wall = usage.cpu_time, usage.wall_time
    if cpu is None:
        return f"{wall:.1f} s of wall time, limit {limits.wall_time:g} s"
    did = "slept" if cpu < ASLEEP * wall else f"wall time limit of {limits.wall_time:g} s"
    return f"{did}: {cpu:.2f} s of CPU time in {wall:.1f} s of wall time"


def _exit(ending: Ending) -> str:
    if ending.detail:
        return ending.detail
    text = f"exit code {ending.exit_code}"
    if ending.ambiguous and ending.exit_code is not None:
        name = _signal_of(ending.exit_code - 128)
        return f"{text}, which here may also stand for {name}"
    return text


def _signal_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _meaning(name: str | None) -> str:
    try:
        words = signal.strsignal(signal.Signals[name or ""])
    except KeyError:
        return ""
    # SIGKILL's description is "Killed": as much as has been said.
    return f" ({words.lower()})" if words and words != "Killed" else ""


def _also(usage: Usage, limits: Limits) -> str:
    """What else it ran into, which may well have been the cause."""
    text = ""
    if usage.processes_refused:
        hit = usage.processes_refused
        times = "once" if hit == 1 else f"{hit} times"
        text = f"; the limit of {limits.processes} processes was hit {times}"
    if usage.scratch_full == "bytes":
        text += f"; its temporary folder was full ({mib(limits.scratch)})"
    elif usage.scratch_full == "files":
        text += f"; its temporary folder was full ({limits.inodes} files)"
    return text


def _size(size: int | None) -> str:
    if size is None or size >= MIB:
        return mib(size)
    return f"{size / 1024:g} KiB" if size >= 1024 else f"{size} bytes"


__all__ = ["AppliedLimits", "Decision", "decide", "in_all", "mib", "ran_out", "refused"]

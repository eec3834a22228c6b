"""How an execution ended, decided once, over finished facts. Pure."""

from __future__ import annotations

import os
import signal
from typing import Literal

import msgspec

from sandbox.model import Ending, EndingKind, Limits, Usage

KilledFor = Literal["memory", "cpu-time", "wall-time", "output-limit", "cancelled", "stopped"]


FILLED = "with a file at the limit"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when everything has ended.

    `wait_status` is the program's raw wait status, or None where only bubblewrap's
    `exit_code` is known, which is 128 + n for signal n. `exec_errno` tells that the
    program could not be executed. `killed_for` is why the judge killed it. `large` is the
    size of a file that a failed program has left and the kernel kept from growing.
    """

    usage: Usage
    limits: Limits
    wait_status: int | None = None
    exit_code: int | None = None
    exec_errno: int | None = None
    killed_for: KilledFor | None = None
    large: int | None = None


def ending(facts: Facts) -> Ending:
    """The ending: memory before time before output before what the program did itself.

    Memory comes first, since a program that the kernel starves of memory is slow too;
    a signal comes last, since every limit ends in one.
    """
    own = _own_ending(facts)
    kind = _limit_reached(facts, own)
    if kind is None:
        return own
    filled = kind == "output-limit" and own.signal != "SIGXFSZ" and _filled_a_file(facts)
    return msgspec.structs.replace(own, kind=kind, detail=FILLED if filled else own.detail)


def signal_name(number: int) -> str:
    """``SIGSEGV`` for 11; ``SIGRTMIN+3`` for those without a name of their own."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIGRTMIN{number - signal.SIGRTMIN:+d}"


def _limit_reached(facts: Facts, own: Ending) -> EndingKind | None:
    usage, limits = facts.usage, facts.limits
    if facts.killed_for in ("cancelled", "stopped"):
        return facts.killed_for
    if usage.memory_refused or facts.killed_for == "memory":
        return "memory"
    if _over(usage.cpu_time, limits.cpu_time) or facts.killed_for == "cpu-time":
        return "cpu-time"
    # Without a cgroup the kernel's word for the limit of a single process has to do.
    if usage.cpu_time is None and limits.cpu_time is not None and own.signal == "SIGXCPU":
        return "cpu-time"
    if _over(usage.wall_time - usage.starved, limits.wall_time) or facts.killed_for == "wall-time":
        return "wall-time"
    # The kernel's word for a file over its limit is a signal of its own.
    if facts.killed_for == "output-limit" or own.signal == "SIGXFSZ":
        return "output-limit"
    return "output-limit" if _filled_a_file(facts) else None


def _filled_a_file(facts: Facts) -> bool:
    """Whether it failed with a file that could not grow: it, or a child, did not die of that."""
    large, most = facts.large, facts.limits.output
    return bool(facts.wait_status) and large is not None and most is not None and large >= most


def _over(used: float | None, limit: float | None) -> bool:
    return used is not None and limit is not None and used > limit


def _own_ending(facts: Facts) -> Ending:
    if facts.exec_errno is not None:
        reason = os.strerror(facts.exec_errno)
        return Ending(kind="exit", exit_code=127, detail=f"could not be executed: {reason}")
    status = facts.wait_status
    if status is not None and os.WIFSIGNALED(status):
        return Ending(kind="signal", signal=signal_name(os.WTERMSIG(status)))
    if status is not None:
        return Ending(kind="exit", exit_code=os.WEXITSTATUS(status))
    return _from_bubblewrap(facts)


def _from_bubblewrap(facts: Facts) -> Ending:
    code = facts.exit_code
    if facts.killed_for is not None or code is None:
        return Ending(kind="exit")
    return Ending(kind="exit", exit_code=code, ambiguous=128 < code <= 128 + signal.NSIG)

"""Processes held by a descriptor, since their numbers are given out again.

The kernel takes a number back when a process has been waited for. What a number is asked
while a descriptor of it is held, and that one is alive afterwards, was asked of the one
process.
"""

from __future__ import annotations

import errno
import os
import select
import signal
from collections.abc import Callable


def kill_if(pid: int, meant: Callable[[int], bool]) -> None:
    """Kills the process `pid`, if `meant`, asked about that number, finds that it is the one.

    One that has gone, or that isn't ours to kill, is left alone.
    """
    try:
        descriptor = os.pidfd_open(pid)
    except OSError:
        return
    try:
        # If it has another's number by the time `meant` looks, it is dead, and nobody is hit.
        if meant(pid):
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    except OSError:
        return
    finally:
        os.close(descriptor)


def child(pid: int, parent: int) -> int:
    """A descriptor of the process `pid`, for the caller to close.

    `parent` is a child of ours that was not waited for. Raises ProcessLookupError where
    `pid` has gone, ChildProcessError where it is not a child of that one, OSError.
    """
    descriptor = os.pidfd_open(pid)
    try:
        found = _parent(pid)
        demand(descriptor)
        if found != parent:
            raise ChildProcessError(errno.ECHILD, f"process {pid} is not bubblewrap's")
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def demand(descriptor: int) -> None:
    """Raises ProcessLookupError where the number may by now be another's."""
    signal.pidfd_send_signal(descriptor, 0)


def has_ended(descriptor: int, seconds: float = 0.0) -> bool:
    """Whether it has ended, within `seconds`; it need not have been waited for."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def await_end(pid: int, seconds: float) -> bool:
    """Whether the process `pid` has ended within `seconds`. Raises OSError."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return has_ended(descriptor, seconds)
    finally:
        os.close(descriptor)


def _parent(pid: int) -> int | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
            stat = file.read()
    except OSError:
        return None
    # The name before it may be any bytes, and hold parentheses itself (proc(5)).
    return int(stat.rpartition(b") ")[2].split()[1])

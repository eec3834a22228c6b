"""What sets an execution up, starts it, and tells how it ended: one face for two ways.

`sandbox.resident` makes it in a box that is there already. `sandbox.plain` starts a
bubblewrap for it alone, where our own first process can't be had.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from pathlib import Path
from typing import Protocol

import msgspec

from sandbox import told
from sandbox.cgroup import Cgroups, Group
from sandbox.descriptors import READABLE
from sandbox.errors import CancelledError, SandboxError
from sandbox.mac import Confinement
from sandbox.model import Command
from sandbox.users import User, Users

SET_UP_SECONDS = 30.0


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What every execution of one sandbox shares; descriptors are borrowed.

    `stop` is an eventfd that becomes readable when all executions are cancelled.
    """

    bwrap: str
    system: tuple[tuple[str, ...], ...]
    filters: dict[str, int]
    hidden: tuple[str, ...]
    helper: int | None
    confinement: Confinement | None
    folder: Path
    stop: int
    cgroups: Cgroups
    users: Users
    network_denied: bool = True


class Starter(Protocol):
    """One execution after the other: `begin`, `hold`, `release`; `leave` at any moment.

    What is inside runs under the `user` of the host, which nothing else has at the time.
    `events` is a descriptor that becomes readable when there is something to `take`.
    `ended` tells that the program itself has ended, `gone` that everything inside has, for
    certain. All raise SandboxError where the sandbox fails.
    """

    group: Group
    user: User
    pid: int
    events: int
    ended: bool
    gone: bool

    def begin(self, command: Command, streams: tuple[int, int, int]) -> None:
        """Begins to set `command` up, and does not wait for it. Takes over `streams`."""

    def hold(self) -> None:
        """Waits until everything is set up, in the cgroup; the program could start."""

    def release(self) -> None:
        """Starts the program."""

    def take(self) -> bool:
        """Takes what the first process tells; False when it tells no more."""

    def end(self) -> told.End:
        """What was told of the end, once everything has ended."""

    def kill(self) -> None:
        """Kills everything inside."""

    def leave(self) -> None:
        """Lets go of the execution; what is left of it is ended first."""


def kill(group: Group, first: int, pid: int) -> None:
    """Kills all in `group`, and the first process, of which `first` is a pidfd."""
    if not group.kill():
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(first, signal.SIGKILL)
    _let_die(first, pid)


def _let_die(first: int, pid: int) -> None:
    """Undoes what a program may have done to the first process to have it get no CPU."""
    try:
        signal.pidfd_send_signal(first, 0)
    except OSError:
        return  # gone, and its number may be another's
    with contextlib.suppress(OSError):
        os.sched_setaffinity(pid, range(os.cpu_count() or 1))
    with contextlib.suppress(OSError):
        os.sched_setscheduler(pid, os.SCHED_OTHER, os.sched_param(0))
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, 0)


def await_readable(descriptor: int, stop: int) -> None:
    """Waits until `descriptor` can be read. Raises CancelledError, SandboxError."""
    poll = select.poll()
    for one in (descriptor, stop):
        poll.register(one, READABLE)
    ready = {fd for fd, _ in poll.poll(SET_UP_SECONDS * 1000)}
    if not ready:
        raise SandboxError("set up", f"not done within {SET_UP_SECONDS:.0f} s")
    if stop in ready:
        raise CancelledError("set up", "cancelled")

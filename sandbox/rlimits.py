"""The resource limits of a process: a second net under the cgroup."""

from __future__ import annotations

import contextlib
import resource
from math import ceil

from sandbox.errors import SandboxError
from sandbox.model import Limits

# 1 and not 0: where the host hands core files to a program (systemd-coredump, apport),
# the kernel starts that, as root, for a limit of 0 too; only 1 says no (core(5)).
CORE = 1
# What the kernel counts for a user, over all that this user runs on the host: so little
# that 64 at a time don't use up what a host usually allows, and enough for what programs do.
SHARES = (
    # Signals on their way that carry a value, and timers. Hosts allow 4 for a MiB of memory.
    (resource.RLIMIT_SIGPENDING, 256),
    # Bytes of POSIX message queues: one queue as it comes when nothing is said.
    (resource.RLIMIT_MSGQUEUE, 96 << 10),
    # What kernels before 5.16 allowed everybody; now it is 8 MiB.
    (resource.RLIMIT_MEMLOCK, 64 << 10),
)


def allow_core_limit() -> None:
    """Sees to it that `CORE` can be had, where our own hard limit is 0 and we may raise it.

    What is run can't raise it any more; ``sudo`` starts a judge with 0.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    if hard == 0:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (soft, CORE))


def rlimits(limits: Limits) -> list[tuple[int, int, int]]:
    """Kind, soft and hard value of each limit of a process under `limits`.

    None for the address space: a reservation that is never touched is honest (Go, Java,
    sanitizers). The CPU time is for each process and in whole seconds, so it comes late.
    """
    found = [(resource.RLIMIT_CORE, CORE), (resource.RLIMIT_NOFILE, 1024), *SHARES]
    if limits.stack is not None:
        found.append((resource.RLIMIT_STACK, limits.stack))
    if limits.output is not None:
        found.append((resource.RLIMIT_FSIZE, limits.output))
    if limits.cpu_time is not None:
        found.append((resource.RLIMIT_CPU, ceil(limits.cpu_time) + 1))
    if limits.processes is not None:
        # Counted for the namespace's user, to whom the first processes of a box and of an
        # execution belong as well. One more than the cgroup allows, which would not learn
        # what this one refuses.
        found.append((resource.RLIMIT_NPROC, limits.processes + 3))
    # A second between the two, so that SIGXCPU tells what SIGKILL would hide.
    return [
        (kind, value, value + 1 if kind == resource.RLIMIT_CPU else value) for kind, value in found
    ]


def set_rlimits(pid: int, limits: Limits) -> None:
    """Sets them for a process from outside. Raises SandboxError.

    A hard limit of the host that is lower already stays.
    """
    for kind, soft, hard in rlimits(limits):
        _set(pid, kind, soft, hard)


def _set(pid: int, kind: int, soft: int, hard: int) -> None:
    _, most = resource.prlimit(pid, kind)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    try:
        resource.prlimit(pid, kind, (soft, hard))
    except PermissionError as error:
        raise SandboxError("set resource limits", str(error)) from error

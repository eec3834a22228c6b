"""Started as root, the judge gives what it runs an unprivileged user of the host.

A user namespace that maps to the host's root lets a program own every file that root
owns, so the thread that starts bubblewrap becomes another user for that moment. The
kernel keeps credentials for each thread, and only the C library spreads a change to
all of them; the system calls are therefore made directly. (`Popen(user=…)` has to copy
the judge's address space at each start: measured 5.2 ms against 0.9 ms.)
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sandbox.errors import SandboxError

# systemd's list of users and groups leaves 65520 to 65533 unused. `sandbox.users` gives
# executions others; this one is for what the judge tries out, and where those can't be had.
SANDBOX_UID = 65533

# setresuid, setresgid, setgroups
NUMBERS = {"x86_64": (117, 119, 116), "aarch64": (147, 149, 159)}


def sandbox_uid() -> int:
    """The host's user that sandboxed processes have where they have none of their own."""
    return SANDBOX_UID if os.geteuid() == 0 else os.geteuid()


def give(pipe_end: int, user: int) -> None:
    """Lets what runs inside open this pipe again, as ``/dev/stdout`` for instance."""
    if os.geteuid() == 0:
        os.fchown(pipe_end, user, user)


@contextmanager
def unprivileged(user: int = SANDBOX_UID) -> Iterator[None]:
    """Inside, this thread is the ordinary `user`, if the judge is root; else nothing.

    Children that are started inside can't get back: for them no user id is left that
    is root. Raises SandboxError if the kernel refuses.
    """
    if os.geteuid() != 0:
        yield
        return
    groups = os.getgroups()
    _switch(user, ())
    try:
        yield
    finally:
        _switch(0, tuple(groups))


def _switch(user: int, groups: tuple[int, ...]) -> None:
    set_uid, set_gid, set_groups = _numbers()
    array = (ctypes.c_uint32 * len(groups))(*groups)
    if user == 0:
        _call(set_uid, 0, 0, 0)
        _call(set_gid, 0, 0, 0)
        _call(set_groups, len(groups), array)
    else:
        # The saved user stays root, which is this thread's way back; exec ends it.
        _call(set_groups, len(groups), array)
        _call(set_gid, user, user, 0)
        _call(set_uid, user, user, 0)


@lru_cache(maxsize=1)
def _numbers() -> tuple[int, int, int]:
    try:
        return NUMBERS[os.uname().machine]
    except KeyError:
        remedy = "run the judge as an ordinary user"
        raise SandboxError("drop root", f"not known for {os.uname().machine}", remedy) from None


def _call(number: int, *arguments: object) -> None:
    if _libc().syscall(ctypes.c_long(number), *arguments) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise SandboxError("drop root", reason, "run the judge as an ordinary user")


@lru_cache(maxsize=1)
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

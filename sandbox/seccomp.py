"""The system-call filter: the policies of `sandbox.syscalls` as BPF, through libseccomp."""

from __future__ import annotations

import errno
import hashlib
import os
from typing import Any

from sandbox import cache, syscalls
from sandbox.errors import UnsupportedHostError

# Above every number that a kernel gives out today, so that newer calls are told apart.
# Each costs two instructions, which the kernel compiles anew for every execution.
NUMBERS_END = 512
REMEDY = "sudo apt install libseccomp2 && pip install pyseccomp"


def program(policy: str) -> bytes:
    """The BPF of `policy` (``run`` or ``compile``), as the kernel takes it.

    Compiling takes some 30 ms, so the result is kept in the user's cache folder.
    Raises UnsupportedHostError where libseccomp is missing.
    """
    name = f"seccomp-{_fingerprint(policy)}.bpf"
    stored = cache.read(name)
    if stored and len(stored) % 8 == 0:
        return stored
    compiled = compile_policy(policy, load_library())
    cache.store(name, compiled)
    return compiled


def compile_policy(policy: str, library: Any) -> bytes:
    """Compiles `policy` with libseccomp's bindings `library`; see `program`."""
    filter_ = library.SyscallFilter(library.ERRNO(errno.EPERM))
    filter_.set_attr(library.Attr.ACT_BADARCH, library.ERRNO(errno.EPERM))
    # 2 is a binary tree: the time of a call must not depend on its place in the list.
    filter_.set_attr(library.Attr.CTL_OPTIMIZE, 2)
    for name in syscalls.allowed(policy):
        _add(library, filter_, library.ALLOW, name)
    for name, argument, mask, values in syscalls.CONDITIONS:
        for value in values:
            rule = library.Arg(argument, library.MASKED_EQ, mask, value)
            _add(library, filter_, library.ALLOW, name, rule)
    for name in syscalls.NOT_IMPLEMENTED:
        _add(library, filter_, library.ERRNO(errno.ENOSYS), name)
    for number in range(_newest(library) + 1, NUMBERS_END):
        filter_.add_rule_exactly(library.ERRNO(errno.ENOSYS), number)
    return _export(filter_)


def load_library() -> Any:
    """The Python bindings of libseccomp: the system's own, else pyseccomp.

    Raises UnsupportedHostError with the remedy where there are none.
    """
    for name in ("seccomp", "pyseccomp"):
        try:
            return __import__(name)
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            cause = error
    raise UnsupportedHostError("system-call filter", f"libseccomp is missing: {cause}", REMEDY)


def _add(library: Any, filter_: Any, action: Any, name: str, *arguments: Any) -> None:
    # A call that this machine's architecture or libseccomp does not know cannot be
    # named, and so stays refused.
    if library.resolve_syscall(_arch(library), name) >= 0:
        filter_.add_rule(action, name, *arguments)


def _arch(library: Any) -> int:
    # Debian's python3-seccomp gives an unsigned number but takes none.
    number = int(library.system_arch())
    return number - (1 << 32) if number >= 1 << 31 else number


def _newest(library: Any) -> int:
    arch = _arch(library)
    everything = [name for policy in syscalls.POLICIES for name in syscalls.allowed(policy)]
    numbers = [library.resolve_syscall(arch, name) for name in everything]
    return int(max(number for number in numbers if number < NUMBERS_END))


def _export(filter_: Any) -> bytes:
    import tempfile  # noqa: PLC0415 - only to compile

    with tempfile.TemporaryFile() as file:
        filter_.export_bpf(file)
        file.seek(0, os.SEEK_SET)
        return file.read()


def _fingerprint(policy: str) -> str:
    parts = (
        syscalls.allowed(policy),
        syscalls.CONDITIONS,
        syscalls.NOT_IMPLEMENTED,
        os.uname().machine,
        NUMBERS_END,
        "1",
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

"""The system-call filter: the policies of `sandbox.syscalls` as BPF, through libseccomp.

libseccomp knows calls by number, one by one. What holds for ranges of numbers, that they
are unknown, and what hangs on several arguments, is asked ahead of its program in a few
instructions of our own.
"""

from __future__ import annotations

import errno
import hashlib
import os
import struct
from typing import Any, TypeAlias

from sandbox import cache, syscall_arguments, syscalls
from sandbox.errors import UnsupportedHostError

# Numbers with this bit are x32's on x86_64. libseccomp refuses them.
X32_BIT = 0x40000000
# Of the classic BPF, as the kernel's linux/filter.h puts them together.
LOAD, JUMP, JUMP_IF, JUMP_ABOVE, JUMP_FROM, RETURN = 0x20, 0x05, 0x15, 0x25, 0x35, 0x06
Instruction: TypeAlias = tuple[int, int, int, int]
# Where the number (0), the ABI and the arguments lie in what a filter sees (seccomp(2));
# both architectures that are known here have the low half of an argument first.
ARCH, ARGUMENTS = 4, 16
ALLOW_ALL = struct.pack("=HBBI", RETURN, 0, 0, 0x7FFF0000)  # SECCOMP_RET_ALLOW
DONE = 0x50000  # SECCOMP_RET_ERRNO with no error
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
    for name, argument, mask, values in syscall_arguments.CONDITIONS[policy]:
        for value in values:
            rule = library.Arg(argument, library.MASKED_EQ, mask, value)
            _add(library, filter_, library.ALLOW, name, rule)
    for name in syscalls.NOT_IMPLEMENTED:
        _add(library, filter_, library.ERRNO(errno.ENOSYS), name)
    return _unknown_first(library) + _ahead(library) + _export(filter_)


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
    number = library.resolve_syscall(_arch(library), name)
    if number == -1:
        number = syscalls.NUMBERS.get(name, -1)
    # What this machine's architecture does not have, or nobody knows here, can't be
    # named, and so stays refused.
    if number >= 0:
        filter_.add_rule(action, number, *arguments)


def _arch(library: Any) -> int:
    # Debian's python3-seccomp gives an unsigned number but takes none.
    number = int(library.system_arch())
    return number - (1 << 32) if number >= 1 << 31 else number


def _unknown_first(library: Any) -> bytes:
    """Instructions that answer ENOSYS for numbers without a call, and else fall through.

    They need not look at the ABI: where it is another one, the call is refused anyway.
    """
    first, last = _unused(library)
    program = (
        (LOAD, 0, 0, 0),  # the number
        (JUMP_FROM, 4, 0, X32_BIT),
        (JUMP_ABOVE, 2, 0, syscalls.NEWEST),
        (JUMP_ABOVE, 2, 0, last),
        (JUMP_FROM, 0, 1, first),
        (RETURN, 0, 0, int(library.ERRNO(errno.ENOSYS))),
    )
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _ahead(library: Any) -> bytes:
    """Instructions that answer what is refused, or pretended, and else fall through.

    The kernel tries out every number when it takes a filter, for each execution: so what
    is asked of all of them is short.
    """
    blocks = _blocks(library)
    whole: list[Instruction] = []
    for number, block in reversed(blocks.items()):
        # What was asked of the arguments is asked of no other number.
        passed = (*block, (JUMP, 0, 0, len(whole)))
        whole = [(JUMP_IF, 0, len(passed), number), *passed, *whole]
    head = (
        (LOAD, 0, 0, ARCH),  # the numbers are those of this ABI alone
        (JUMP_IF, 0, len(whole) + 3, _arch(library) & 0xFFFFFFFF),
        (LOAD, 0, 0, 0),
        (JUMP_FROM, 0, len(whole) + 1, min(blocks)),
        (JUMP_ABOVE, len(whole), 0, max(blocks)),
    )
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in (*head, *whole))


def _blocks(library: Any) -> dict[int, list[Instruction]]:
    """What is asked of the arguments of each call that is answered ahead."""
    blocks: dict[int, list[Instruction]] = {}
    for make, rules in (
        (_refusing, syscall_arguments.REFUSED),
        (_pretending, syscall_arguments.PRETENDED),
    ):
        for name, *rule in rules:
            number = library.resolve_syscall(_arch(library), name)
            if number >= 0:
                blocks.setdefault(number, []).extend(make(*rule))
    return blocks


def _refusing(argument: int, value: int) -> tuple[Instruction, ...]:
    """Leaves with EPERM if `argument` is `value` in its low half."""
    return (
        (LOAD, 0, 0, ARGUMENTS + 8 * argument),
        (JUMP_IF, 0, 1, value),
        (RETURN, 0, 0, DONE | errno.EPERM),
    )


def _pretending(argument: int, value: int, pointer: int) -> tuple[Instruction, ...]:
    """Leaves with 0 if `argument` is `value` in its low half, and `pointer` is not zero."""
    return (
        (LOAD, 0, 0, ARGUMENTS + 8 * argument),
        (JUMP_IF, 0, 5, value),
        (LOAD, 0, 0, ARGUMENTS + 8 * pointer),
        (JUMP_IF, 0, 2, 0),
        (LOAD, 0, 0, ARGUMENTS + 8 * pointer + 4),
        (JUMP_IF, 1, 0, 0),
        (RETURN, 0, 0, DONE),
    )


def _unused(library: Any) -> tuple[int, int]:
    own = _arch(library) & 0xFFFFFFFF
    for name, numbers in syscalls.UNUSED.items():
        if int(getattr(library.Arch, name)) & 0xFFFFFFFF == own:
            return numbers
    return syscalls.NEWEST + 1, syscalls.NEWEST


def _export(filter_: Any) -> bytes:
    import tempfile  # noqa: PLC0415 - only to compile

    with tempfile.TemporaryFile() as file:
        filter_.export_bpf(file)
        file.seek(0, os.SEEK_SET)
        return file.read()


def _fingerprint(policy: str) -> str:
    parts = (
        syscalls.allowed(policy),
        syscall_arguments.CONDITIONS[policy],
        syscalls.NOT_IMPLEMENTED,
        (syscall_arguments.REFUSED, syscall_arguments.PRETENDED),
        (syscalls.NEWEST, syscalls.UNUSED, syscalls.NUMBERS),
        os.uname().machine,
        "5",
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

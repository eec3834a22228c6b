from __future__ import annotations

import errno
import itertools
import struct
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cases import all_cases
from hypothesis import given
from hypothesis import strategies as st
from test_programs import command_of

from sandbox import Sandbox, seccomp, syscall_arguments, syscalls

BINDINGS = ("seccomp", "pyseccomp")
ALLOW, EPERM, ENOSYS = 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
DONE = 0x50000
X86_64, I386, AARCH64 = 0xC000003E, 0x40000003, 0xC00000B7
NUMBERS = range(1200)

NEVER = """
ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp mount umount2 pivot_root chroot setns
move_mount open_tree open_tree_attr fsopen fsconfig fsmount fspick mount_setattr statmount listmount
keyctl add_key request_key bpf perf_event_open userfaultfd open_by_handle_at name_to_handle_at
fanotify_init inotify_add_watch seccomp landlock_create_ruleset io_uring_setup clone clone3 unshare
socket socketpair ioctl fcntl prctl personality mknod mknodat init_module finit_module
delete_module kexec_load kexec_file_load reboot swapon swapoff syslog iopl ioperm modify_ldt
settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname quotactl quotactl_fd
acct vhangup lookup_dcookie set_mempolicy mbind move_pages migrate_pages process_madvise
setxattr setxattrat sync syncfs memfd_secret cachestat
"""


class Elsewhere:
    """libseccomp's bindings as they would be on a machine of aarch64."""

    def __init__(self, library: Any) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def system_arch(self) -> int:
        return AARCH64

    def SyscallFilter(self, action: int) -> FilterElsewhere:  # noqa: N802 - the library's name
        return FilterElsewhere(self._library, action)


class FilterElsewhere:
    def __init__(self, library: Any, action: int) -> None:
        self._library = library
        self._filter = library.SyscallFilter(action)
        self._filter.add_arch(AARCH64)
        self._filter.remove_arch(library.system_arch())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._filter, name)

    def add_rule(self, action: int, number: int, *arguments: Any) -> None:
        # The library takes this machine's number, and finds the other one by the name.
        name = name_of(self._library, AARCH64, number)
        if name is not None:
            self._filter.add_rule(action, name, *arguments)


@pytest.fixture(scope="module")
def library() -> Any:
    return seccomp.load_library()


def answer(program: bytes, number: int, arguments: tuple[int, ...] = (), arch: int = X86_64) -> int:
    """What a BPF program returns for a call."""
    return followed(program, number, arguments, arch)[0]


def followed(
    program: bytes, number: int, arguments: tuple[int, ...] = (), arch: int = X86_64
) -> tuple[int, int]:
    """What a BPF program returns for a call, and after how many instructions."""
    given = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("<IIQ6Q", number, arch, 0, *given)
    code = list(struct.iter_unpack("=HBBI", program))
    at, value = 0, 0
    for steps in itertools.count(1):
        kind, if_true, if_false, operand = code[at]
        match kind:
            case 0x20:
                (value,) = struct.unpack_from("<I", data, operand)
            case 0x54:
                value &= operand
            case 0x06:
                return int(operand), steps
            case 0x05:
                at += operand
            case 0x15:
                at += if_true if value == operand else if_false
            case 0x25:
                at += if_true if value > operand else if_false
            case 0x35:
                at += if_true if value >= operand else if_false
            case _:
                pytest.fail(f"an instruction that is not known here: {kind:#x}")
        at += 1
    raise AssertionError


def expected(policy: str, name: str, arguments: tuple[int, ...]) -> int:
    if name in syscalls.NOT_IMPLEMENTED:
        return ENOSYS
    for call, argument, value in syscall_arguments.REFUSED:
        if name == call and arguments[argument] & 0xFFFFFFFF == value:
            return EPERM
    for call, argument, value, pointer in syscall_arguments.PRETENDED:
        if name == call and arguments[argument] & 0xFFFFFFFF == value and arguments[pointer]:
            return DONE
    rows = [row for row in syscall_arguments.CONDITIONS[policy] if row[0] == name]
    holds = any(arguments[row[1]] & row[2] in row[3] for row in rows)
    return ALLOW if holds or name in syscalls.allowed(policy) else EPERM


def name_of(library: Any, arch: int, number: int) -> str | None:
    """What libseccomp calls it."""
    try:
        return str(library.resolve_syscall(arch, number).decode())
    except (AttributeError, ValueError):
        return None


@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_dangerous_calls_are_never_allowed_whatever_their_arguments(policy: str) -> None:
    assert set(NEVER.split()) & set(syscalls.allowed(policy)) == set()


def test_compilers_may_do_nothing_that_programs_may_not() -> None:
    run, compile_ = set(syscalls.allowed("run")), set(syscalls.allowed("compile"))
    assert compile_ < run
    conditions = syscall_arguments.CONDITIONS
    assert set(conditions["compile"]) < set(conditions["run"])


@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_call_is_named_once_and_not_both_with_and_without_arguments(policy: str) -> None:
    names = syscalls.allowed(policy)
    conditional = {row[0] for row in syscall_arguments.CONDITIONS[policy]}
    assert len(names) == len(set(names))
    assert conditional.isdisjoint(names)
    assert conditional.isdisjoint(syscalls.NOT_IMPLEMENTED)
    assert set(names).isdisjoint(syscalls.NOT_IMPLEMENTED)


@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_conditions_look_at_the_low_half_alone(policy: str) -> None:
    # The kernel drops the upper half of these, so a filter that looks at it can be led astray.
    for name, _, mask, values in syscall_arguments.CONDITIONS[policy]:
        assert mask <= syscall_arguments.LOW_32_BITS, name
        assert all(value & mask == value for value in values), name


def test_typing_into_a_terminal_is_not_among_the_ioctls() -> None:
    assert not {0x5412, 0x541C} & set(syscall_arguments.IOCTLS.values())


@pytest.mark.parametrize("bindings", [name for name in BINDINGS if find_spec(name)])
@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_policy_compiles_to_a_program_that_the_kernel_takes(policy: str, bindings: str) -> None:
    compiled = seccomp.compile_policy(policy, import_module(bindings))
    assert len(compiled) % 8 == 0
    assert 0 < len(compiled) // 8 <= 4096


@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_no_run_pays_for_a_long_filter(policy: str, library: Any) -> None:
    # The kernel translates it anew for every execution.
    program = seccomp.compile_policy(policy, library)
    assert len(program) // 8 < 550
    # And it follows it once for each number, since most calls are then answered without.
    steps = [
        followed(program, number, arch=library.system_arch() & 0xFFFFFFFF)[1]
        for number in range(syscalls.NEWEST + 1)
    ]
    assert sum(steps) / len(steps) < 26


@pytest.mark.parametrize("arch", ["x86_64", "aarch64"])
@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_every_number_is_answered_as_the_table_says(policy: str, arch: str, library: Any) -> None:
    own = library.system_arch() & 0xFFFFFFFF
    wanted = {"x86_64": X86_64, "aarch64": AARCH64}[arch]
    if wanted != own and arch == "x86_64":
        pytest.skip("this machine is of another architecture")
    program = seccomp.compile_policy(policy, library if wanted == own else Elsewhere(library))
    # What libseccomp does not know can't be named for another architecture.
    newer = {number: name for name, number in syscalls.NUMBERS.items() if wanted == own}
    first, last = syscalls.UNUSED[arch.upper()]
    for number in NUMBERS:
        unknown = number > syscalls.NEWEST or first <= number <= last
        name = name_of(library, wanted, number) or newer.get(number, "")
        right = ENOSYS if unknown else expected(policy, name, (0,) * 6)
        assert answer(program, number, arch=wanted) == right, (number, name)


@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_calls_of_other_abis_are_never_allowed(policy: str, library: Any) -> None:
    program = seccomp.compile_policy(policy, library)
    own = library.system_arch() & 0xFFFFFFFF
    for number in NUMBERS:
        assert answer(program, number, arch=I386) in (EPERM, ENOSYS)
        assert answer(program, number | seccomp.X32_BIT, arch=own) == EPERM
        assert answer(program, number | 1 << 31, arch=own) == EPERM


@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_conditions_hold_for_any_arguments(policy: str, library: Any) -> None:
    program, arch = seccomp.compile_policy(policy, library), library.system_arch() & 0xFFFFFFFF
    rows = syscall_arguments.CONDITIONS["run"]
    likely = st.sampled_from([value for row in rows for value in (*row[3], 1, 2, 4)])
    above = st.integers(0, 2**32 - 1).map(lambda number: number << 32)
    argument = st.one_of(
        st.integers(0, 2**64 - 1), likely, st.tuples(likely, above).map(sum), st.integers(0, 2048)
    )

    further = (*syscall_arguments.REFUSED, *syscall_arguments.PRETENDED)
    names = {str(row[0]) for row in (*rows, *further)}

    @given(st.sampled_from(sorted(names)), st.tuples(*[argument] * 6))
    def holds(name: str, arguments: tuple[int, ...]) -> None:
        number = library.resolve_syscall(library.system_arch(), name)
        if number >= 0:
            assert answer(program, number, arguments, arch) == expected(policy, name, arguments)

    holds()


@pytest.mark.parametrize(
    ("name", "argv"),
    [
        ("calls_refused.c", ()),
        ("calls_not_implemented.c", ()),
        ("calls_by_argument.c", ()),
        ("other_abis.c", ()),
        ("calls_of_running.c", ("refused",)),
    ],
)
def test_compiler_is_refused_what_programs_are_and_more(
    name: str, argv: tuple[str, ...], sandbox: Sandbox, compiled: Callable[[Any], Path]
) -> None:
    (case,) = [case for case in all_cases() if case.name == name]
    command = command_of(case, compiled)
    own = msgspec.structs.replace(command, policy="compile", argv=(*command.argv, *argv))
    outcome = sandbox.run(own)
    said = outcome.stdout.head(5000).decode()
    outcome.close()
    assert (outcome.ending.kind, outcome.ending.exit_code) == ("exit", 0), said

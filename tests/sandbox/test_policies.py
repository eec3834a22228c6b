from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest

from sandbox import seccomp, syscalls

BINDINGS = ("seccomp", "pyseccomp")

NEVER = """
ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp mount umount2 pivot_root chroot setns
move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr keyctl add_key request_key bpf
perf_event_open userfaultfd open_by_handle_at name_to_handle_at fanotify_init seccomp
landlock_create_ruleset io_uring_setup clone clone3 unshare socket socketpair ioctl prctl
personality mknod mknodat init_module finit_module delete_module kexec_load reboot swapon swapoff
syslog iopl ioperm settimeofday clock_settime adjtimex sethostname setdomainname quotactl acct
vhangup
"""


@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_dangerous_calls_are_never_allowed_whatever_their_arguments(policy: str) -> None:
    assert set(NEVER.split()) & set(syscalls.allowed(policy)) == set()


def test_conditions_look_at_the_low_half_alone() -> None:
    # The kernel drops the upper half of these, so a filter that looks at it can be led astray.
    for name, _, mask, values in syscalls.CONDITIONS:
        assert mask <= syscalls.LOW_32_BITS, name
        assert all(value & mask == value for value in values), name


def test_typing_into_a_terminal_is_not_among_the_ioctls() -> None:
    assert not {0x5412, 0x541C} & set(syscalls.IOCTLS.values())


@pytest.mark.parametrize("bindings", [name for name in BINDINGS if find_spec(name)])
@pytest.mark.parametrize("policy", syscalls.POLICIES)
def test_policy_compiles_to_a_program_that_the_kernel_takes(policy: str, bindings: str) -> None:
    compiled = seccomp.compile_policy(policy, import_module(bindings))
    assert len(compiled) % 8 == 0
    assert 0 < len(compiled) // 8 <= 4096


def test_unknown_newer_calls_are_told_apart() -> None:
    assert seccomp.NUMBERS_END > 470

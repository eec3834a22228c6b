"""The rest of the host: kernel, filter, first process, temporary folder, user, MAC."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from sandbox import helper, mac, seccomp, syscalls, users, workdir
from sandbox.errors import SandboxError, UnsupportedHostError
from sandbox.privilege import SANDBOX_UID, sandbox_uid, unprivileged
from sandbox.probes import remedies
from sandbox.probes.finding import Finding, holds, lacks
from sandbox.probes.surroundings import Surroundings, text
from sandbox.probes.trial import Trial

# What a compilation and its tests may well take; less is a host that is about to fail.
FREE_BYTES = 64 << 20
FREE_FILES = 1024


def kernel(around: Surroundings) -> Finding:
    """Which kernel this is."""
    if sys.platform != "linux":
        message = f"the sandbox is made of what Linux has; this is {platform.system()}"
        return lacks("kernel", message, "use Linux, a virtual machine with it, or WSL 2")
    where = f" in a {around.container} container" if around.container else ""
    message = f"Linux {around.kernel} on {platform.machine()}{where}"
    return holds("kernel", message, by="linux")


def system_calls(around: Surroundings) -> Finding:
    """Whether the system-call filters can be made, and the kernel takes such filters."""
    if not Path("/proc/sys/kernel/seccomp/actions_avail").exists():
        message = f"Linux {around.kernel} has been built without system-call filters"
        return lacks("syscalls", message, "boot a kernel that has CONFIG_SECCOMP_FILTER=y")
    try:
        for policy in syscalls.POLICIES:
            seccomp.program(policy)
    except UnsupportedHostError as error:
        return lacks("syscalls", *_without_library(error, around))
    return holds("syscalls", "system calls are filtered", by="seccomp")


def first_process(trial: Trial, around: Surroundings) -> Finding:
    """Whether our own first process starts the program, or bubblewrap's has to do."""
    if trial.plain:
        return lacks("init", f"our own first process fails: {trial.failure}", required=False)
    descriptor = helper.open_helper()
    if descriptor is None:
        message = f"{helper.why_missing()}: 'exit 139' and SIGSEGV look alike,"
        message += " and files are not counted"
        return lacks("init", message, remedies.install("compiler", around), required=False)
    os.close(descriptor)
    message = "signals and exit codes can be told apart, and files are counted"
    return holds("init", message, by="helper", required=False)


def temporary(around: Surroundings) -> Finding:
    """Whether the temporary folder can take what the judge puts there."""
    try:
        folder = str(workdir.temporary_parent())
        with tempfile.TemporaryDirectory(prefix="judge-probe-", dir=folder):
            pass
    except (OSError, SandboxError):
        message = "neither $TMPDIR nor /tmp nor /var/tmp can be written"
        return lacks("temporary", message, _new_folder(around))
    message = room(os.statvfs(folder)) or _closed(folder)
    if message:
        return lacks("temporary", f"{folder} {message}", _other_folder(around))
    return holds("temporary", f"{folder} can be written and has room")


def room(status: os.statvfs_result) -> str:
    """What a file system lacks to be used for temporary files; nothing if it will do."""
    if status.f_flag & os.ST_NOEXEC:
        return "is mounted noexec: what is compiled there can't be run"
    if status.f_bavail * status.f_frsize < FREE_BYTES:
        return f"has only {status.f_bavail * status.f_frsize >> 20} MiB left"
    # Some file systems count no files and say 0 of 0.
    if status.f_files and status.f_favail < FREE_FILES:
        return f"has only {status.f_favail} files left"
    return ""


def files(trial: Trial, _around: Surroundings) -> Finding:
    """Whether programs see a file system of their own, read-only but for ``/tmp``."""
    if trial.failure:
        return lacks("files", "not tried, since nothing could be run", by="sandbox")
    message = "the file system is read-only, with a temporary folder of the run's own"
    return holds("files", message, by="namespace")


def output(_trial: Trial, _around: Surroundings) -> Finding:
    """How output is cut off at its limit."""
    return holds("output", "output is cut off at its limit", by="pipe")


def identity(around: Surroundings) -> Finding:
    """Whether a judge that is root can give what it runs an ordinary user of the host."""
    if not around.root:
        message = f"the judge is an ordinary user ({os.geteuid()}), and so is what it runs"
        return holds("identity", message, by="user")
    if not users.maps(text("/proc/self/uid_map"), range(SANDBOX_UID, SANDBOX_UID + 1)):
        message = f"user {SANDBOX_UID}, which root's programs get, does not exist in this container"
        return lacks("identity", message, "run the judge as an ordinary user")
    with unprivileged():
        pass
    return holds("identity", "the judge is root; what it runs is not", by="user")


def own_user(around: Surroundings) -> Finding:
    """Whether programs that run at the same time have different users of the host."""
    found = users.obstacle()
    if found is None:
        numbers = users.configured()
        message = f"each has one of its own, of {numbers[0]} to {numbers[-1]}"
        return holds("own_user", message, by="user", required=False)
    if around.root and users.VARIABLE in os.environ:  # which the sandbox insists on
        return lacks("own_user", found.message, found.remedy)
    message = f"all that runs at a time is user {sandbox_uid()}: {found.message}"
    return lacks("own_user", message, found.remedy, required=False)


def mandatory(trial: Trial, around: Surroundings) -> Finding:
    """Which mandatory access control confines what is run, on top of all else."""
    by = trial.enforced_by.get("mac")
    if by is not None:
        return holds("mac", f"{by} confines what is run", by=by, required=False)
    message, remedy = "neither AppArmor nor SELinux is active here", ""
    if around.apparmor:
        message = f"AppArmor is active, but the profile {mac.PROFILE} is not loaded"
        remedy = remedies.load_profile(mac.PROFILE, around)
    elif around.selinux:
        message = f"SELinux is active, but {mac.LABEL} names no label for what is run"
        remedy = f"export {mac.LABEL}=USER:ROLE:TYPE:LEVEL"
    message += "; namespaces and the filter hold without"
    return lacks("mac", message, remedy, required=False)


def whole(trial: Trial, around: Surroundings) -> Finding:
    """Whether a program has really run in a sandbox."""
    if not trial.failure:
        return holds("sandbox", "a program has been run in the sandbox")
    remedy = ""
    if trial.plain and around.shipped_profile:
        remedy = remedies.lift_profile(around)
    return lacks("sandbox", f"a trial run failed: {trial.failure}", remedy)


def _without_library(error: UnsupportedHostError, around: Surroundings) -> tuple[str, str]:
    if find_spec("pyseccomp") is None and find_spec("seccomp") is None:
        return "the Python package pyseccomp is missing", "pip install pyseccomp"
    return error.message, remedies.install("libseccomp", around)


def _closed(folder: str) -> str:
    with unprivileged():
        reachable = os.access(folder, os.X_OK)
    return "" if reachable else f"is closed to user {SANDBOX_UID}, which root's programs get"


def _other_folder(around: Surroundings) -> str:
    return "export TMPDIR=/var/tmp" if around.root else _new_folder(around)


def _new_folder(around: Surroundings) -> str:
    # The home of root is closed to the user that root's programs get.
    folder = "/var/lib/judge-tmp" if around.root else '"$HOME/judge-tmp"'
    return f"mkdir -p {folder} && export TMPDIR={folder}"

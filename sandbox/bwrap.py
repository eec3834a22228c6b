"""The bubblewrap command lines: pure, so that a test needs no kernel.

One makes a box for our own first process, which makes the executions in it. The other
makes a sandbox for one execution, where that can't be had.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from shlex import quote
from typing import Self

import msgspec

from sandbox.mac import Confinement
from sandbox.model import Command, Mount

INSIDE_UID = 65534
NO_NETWORK = "--unshare-net"
SCRATCH = "/tmp"  # noqa: S108
DEVICES = ("null", "zero", "full", "random", "urandom")
PSEUDO_DEVICES = (
    ("/proc/self/fd", "/dev/fd"),
    ("/proc/self/fd/0", "/dev/stdin"),
    ("/proc/self/fd/1", "/dev/stdout"),
    ("/proc/self/fd/2", "/dev/stderr"),
    # One private tmpfs serves both: its bytes and files are counted together.
    (SCRATCH, "/dev/shm"),  # noqa: S108
)
TOP_LEVEL = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
# An empty folder, with which the helper covers others.
EMPTY = "/dev/empty"
# Where the helper has the message queues of an execution, until it covers them.
QUEUES = "/dev/mqueue"
# What the loader and Debian's alternatives need; nothing that names the host's users.
ETC = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")


class Descriptors(msgspec.Struct, frozen=True, kw_only=True):
    """The descriptors that the bubblewrap of one execution inherits, and its first process.

    A shell waits there for the release (`hold`); `block` keeps bubblewrap from starting
    that shell until the first process, whose child it is, has been put into its cgroup.
    `told` is the other end of `info`: without it bubblewrap would die of telling a dead
    judge, and its child wait for it for ever.
    """

    args: int
    info: int
    told: int
    status: int
    hold: int
    filter: int
    block: int

    def all(self) -> tuple[int, ...]:
        """Every descriptor to hand down."""
        return msgspec.structs.astuple(self)


class Shown(msgspec.Struct, frozen=True):
    """What may be seen in a box beside the system: `mounts`, and a place for a `work` folder."""

    mounts: tuple[Mount, ...]
    work: str

    @classmethod
    def to(cls, command: Command) -> Self:
        """What is to be shown to `command`."""
        return cls(command.mounts, command.work.target if command.work else "")


def system_mounts() -> tuple[tuple[str, ...], ...]:
    """The options that show this host's ``/usr``, its loader and nothing else of it."""
    options: list[tuple[str, ...]] = [("--ro-bind", "/usr", "/usr")]
    for name in TOP_LEVEL:
        path = f"/{name}"
        if os.path.islink(path):  # noqa: PTH114
            options.append(("--symlink", os.readlink(path), path))  # noqa: PTH115
        elif os.path.isdir(path):  # noqa: PTH112
            options.append(("--ro-bind", path, path))
    options += [("--ro-bind", path, path) for path in ETC if os.path.exists(path)]  # noqa: PTH110
    return tuple(options)


def box_options(
    shown: Shown, system: tuple[tuple[str, ...], ...], hidden: tuple[str, ...] = ()
) -> list[str]:
    """The options for a box, to be handed over through ``--args``.

    Of what is mounted, the folders `hidden` are shown empty.
    """
    parts = [
        *_namespaces(),
        # It gives up what it needs for its work before it starts anything of a command.
        ("--as-pid-1",),
        *(("--cap-add", f"CAP_SYS_{name}") for name in ("ADMIN", "CHROOT", "RESOURCE")),
        *system,
        *_filesystem(),
        ("--dir", SCRATCH),
        *map(_mount, shown.mounts),
        *_covers(hidden, ("/usr", *(mount.target for mount in shown.mounts))),
        ("--dir", shown.work) if shown.work else (),
        ("--remount-ro", "/"),
        ("--clearenv",),
    ]
    return [word for part in parts for word in part]


def options(
    command: Command,
    descriptors: Descriptors,
    system: tuple[tuple[str, ...], ...],
    hidden: tuple[str, ...] = (),
) -> list[str]:
    """The same for the sandbox of one execution."""
    work = command.work.target if command.work else ""
    parts = [
        *_namespaces(),
        ("--info-fd", str(descriptors.info)),
        ("--die-with-parent", "--unshare-cgroup", "--disable-userns"),
        ("--seccomp", str(descriptors.filter)),
        ("--block-fd", str(descriptors.block)),
        *system,
        *_filesystem(),
        _tmpfs(SCRATCH, "1777", command),
        *map(_mount, command.mounts),
        *_covers(hidden, ("/usr", *(mount.target for mount in command.mounts))),
        _tmpfs(work, "0755", command) if work else (),
        ("--remount-ro", "/"),
        ("--clearenv",),
        *(("--setenv", name, value) for name, value in command.env.items()),
        ("--chdir", command.cwd),
    ]
    return [word for part in parts for word in part]


def with_hosts_network(words: list[str]) -> list[str]:
    """The same options, less the one that takes the network away."""
    return [word for word in words if word != NO_NETWORK]


def box_argv(program: str, args: int, helper: int, ends: tuple[int, int]) -> list[str]:
    """The command line of a box; the first process there gets the descriptors `ends`."""
    words = [program, "--args", str(args), "--", f"/proc/self/fd/{helper}"]
    return [*words, *map(str, ends)]


def argv(
    program: str, command: Command, descriptors: Descriptors, confinement: Confinement | None
) -> list[str]:
    """The command line: what names the host's paths goes through ``--args``.

    The first process inside can be asked for its command line by what it starts.
    """
    status, hold = str(descriptors.status), str(descriptors.hold)
    # A read that meets the end of the pipe fails: no judge, no program.
    close = f"{status}>&- {hold}<&- {descriptors.told}<&-"
    # bash exports a variable of its own; `env` would take a path with "=" for another.
    clean = "" if "=" in command.argv[0] else "/usr/bin/env -u SHLVL "
    script = f"{_confining(confinement)}echo ready >&{status}; read -r -n 1 -u {hold} || exit 125; "
    script += f'exec {clean}"$@" {close}'
    words = [program, "--args", str(descriptors.args), "--"]
    return [*words, "/usr/bin/bash", "-c", script, "bash", *command.argv]


def _confining(confinement: Confinement | None) -> str:
    """The shell's way to ask that what it executes be confined."""
    if confinement is None:
        return ""
    label = quote(confinement.label)
    if confinement.by != "apparmor":
        return f"printf %s {label} >/proc/self/attr/exec || exit 125; "
    # What confines the shell itself already has to hold on: the profile is added to it.
    return (
        "read -r now </proc/self/attr/current; "
        "case $now in unconfined|*'(unconfined)') how=exec;; *) how=stack;; esac; "
        f'printf "%s %s" $how {label} >/proc/self/attr/apparmor/exec || exit 125; '
    )


def _namespaces() -> Iterator[tuple[str, ...]]:
    # Said by name: --unshare-all takes "try" for user and cgroup namespaces.
    for namespace in ("user", "pid", "ipc", "uts"):
        yield (f"--unshare-{namespace}",)
    yield (NO_NETWORK,)
    yield ("--uid", str(INSIDE_UID), "--gid", str(INSIDE_UID), "--hostname", "sandbox")
    yield ("--new-session",)


def _filesystem() -> Iterator[tuple[str, ...]]:
    yield ("--proc", "/proc")
    # A tenth of the cost of --dev, which brings terminals along.
    for name in DEVICES:
        yield ("--dev-bind", f"/dev/{name}", f"/dev/{name}")
    for target, link in PSEUDO_DEVICES:
        yield ("--symlink", target, link)
    for folder in (EMPTY, QUEUES):
        yield ("--dir", folder)


def _tmpfs(target: str, mode: str, command: Command) -> tuple[str, ...]:
    return ("--perms", mode, "--size", str(command.limits.scratch), "--tmpfs", target)


def _covers(hidden: tuple[str, ...], shown: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for path in hidden:
        if any(path.startswith(f"{target}/") for target in shown):
            # Read-only, since what is inside owns the folder and could give itself the right.
            yield ("--perms", "0555", "--size", "4096", "--tmpfs", path, "--remount-ro", path)


def _mount(mount: Mount) -> tuple[str, ...]:
    return ("--ro-bind", mount.source, mount.target)

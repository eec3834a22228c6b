"""The bubblewrap command line for a command: pure, so that a test needs no kernel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from shlex import quote

import msgspec

from sandbox.errors import CommandError
from sandbox.mac import Confinement
from sandbox.model import Command, Mount

INSIDE_UID = 65534
NO_NETWORK = "--unshare-net"
DEVICES = ("null", "zero", "full", "random", "urandom")
PSEUDO_DEVICES = (
    ("/proc/self/fd", "/dev/fd"),
    ("/proc/self/fd/0", "/dev/stdin"),
    ("/proc/self/fd/1", "/dev/stdout"),
    ("/proc/self/fd/2", "/dev/stderr"),
    # One private tmpfs serves both: its bytes and files are counted together.
    ("/tmp", "/dev/shm"),  # noqa: S108
)
TOP_LEVEL = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
# An empty folder, with which the helper covers others.
EMPTY = "/dev/empty"
# What the loader and Debian's alternatives need; nothing that names the host's users.
ETC = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")


class Descriptors(msgspec.Struct, frozen=True, kw_only=True):
    """The descriptors that bubblewrap and the first process inside inherit.

    `helper` is None where bubblewrap's own first process has to do; a shell then
    waits for the release, and `block` keeps bubblewrap from starting that shell until
    the first process, whose child it is, has been put into its cgroup. `life` ends
    with the judge (see `sandbox.tether`). `told` is the other end of `info`: without it
    bubblewrap would die of telling a dead judge, and its child wait for it for ever.
    """

    args: int
    info: int
    told: int
    status: int
    hold: int
    filter: int
    life: int
    helper: int | None = None
    block: int | None = None

    def all(self) -> tuple[int, ...]:
        """Every descriptor to hand down."""
        return tuple(fd for fd in msgspec.structs.astuple(self) if fd is not None)


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


def options(
    command: Command,
    descriptors: Descriptors,
    system: tuple[tuple[str, ...], ...],
    hidden: tuple[str, ...] = (),
) -> list[str]:
    """The options for `command`, to be handed over through ``--args``.

    Of what is mounted, the folders `hidden` are shown empty.
    """
    fixed = _fixed(
        system,
        (command.mounts, hidden),
        tuple(command.env.items()),
        (command.cwd, command.limits.scratch, command.work.target if command.work else ""),
    )
    return [*(word for part in _isolation(descriptors) for word in part), *fixed]


def with_hosts_network(words: list[str]) -> list[str]:
    """The same options, less the one that takes the network away."""
    return [word for word in words if word != NO_NETWORK]


@lru_cache(maxsize=64)
def _fixed(
    system: tuple[tuple[str, ...], ...],
    shown: tuple[tuple[Mount, ...], tuple[str, ...]],
    env: tuple[tuple[str, str], ...],
    rest: tuple[str, int, str],
) -> tuple[str, ...]:
    """What is the same for every test of a submission."""
    (mounts, hidden), (cwd, scratch, work) = shown, rest
    parts = [
        *system,
        *_filesystem(scratch),
        *map(_mount, mounts),
        *_covers(hidden, ("/usr", *(mount.target for mount in mounts))),
        ("--perms", "0755", "--size", str(scratch), "--tmpfs", work) if work else (),
        ("--remount-ro", "/"),
        ("--clearenv",),
        *(("--setenv", name, value) for name, value in env),
        ("--chdir", cwd),
    ]
    return tuple(word for part in parts for word in part)


def encode(words: list[str]) -> bytes:
    """`words` as ``--args`` reads them: each ended by a zero byte.

    Raises CommandError for one that holds such a byte: what follows it would be an option.
    """
    for word in words:
        if "\0" in word:
            raise CommandError("command", f"{word!r} holds a zero byte", "leave it out")
    return os.fsencode("\0".join(words)) + b"\0"


def argv(
    program: str, command: Command, descriptors: Descriptors, confinement: Confinement | None
) -> list[str]:
    """The command line: what names the host's paths goes through ``--args``.

    The first process inside can be asked for its command line by what it starts.
    """
    words = [program, "--args", str(descriptors.args), "--"]
    return [*words, *_first(command, descriptors, confinement)]


def _first(
    command: Command, descriptors: Descriptors, confinement: Confinement | None
) -> list[str]:
    status, hold = str(descriptors.status), str(descriptors.hold)
    if descriptors.helper is not None:
        head = [f"/proc/self/fd/{descriptors.helper}", status, hold, str(descriptors.filter)]
        head.append(str(descriptors.life))
        confined = confinement.word() if confinement else ""
        work = command.work.target if command.work else ""
        return [*head, str(command.limits.inodes), work, confined, *command.argv]
    # A read that meets the end of the pipe fails: no judge, no program.
    close = f"{status}>&- {hold}<&- {descriptors.life}<&- {descriptors.told}<&-"
    # bash exports a variable of its own; `env` would take a path with "=" for another.
    clean = "" if "=" in command.argv[0] else "/usr/bin/env -u SHLVL "
    script = f"{_confining(confinement)}echo ready >&{status}; read -r -n 1 -u {hold} || exit 125; "
    script += f'exec {clean}"$@" {close}'
    return ["/usr/bin/bash", "-c", script, "bash", *command.argv]


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


def _isolation(descriptors: Descriptors) -> Iterator[tuple[str, ...]]:
    # Said by name: --unshare-all takes "try" for user and cgroup namespaces.
    for namespace in ("user", "pid", "ipc", "uts"):
        yield (f"--unshare-{namespace}",)
    yield (NO_NETWORK,)
    yield ("--uid", str(INSIDE_UID), "--gid", str(INSIDE_UID), "--hostname", "sandbox")
    yield ("--new-session",)
    yield ("--info-fd", str(descriptors.info))
    if descriptors.helper is None:
        yield ("--die-with-parent", "--unshare-cgroup", "--disable-userns")
        yield ("--seccomp", str(descriptors.filter))
        yield ("--block-fd", str(descriptors.block))
    else:
        # The helper makes the cgroup namespace, when it is in its cgroup; it gives up
        # what it needs for its work before it starts anything.
        yield ("--as-pid-1",)
        for name in ("ADMIN", "CHROOT", "RESOURCE"):
            yield ("--cap-add", f"CAP_SYS_{name}")


def _filesystem(scratch: int) -> Iterator[tuple[str, ...]]:
    yield ("--proc", "/proc")
    # A tenth of the cost of --dev, which brings terminals along.
    for name in DEVICES:
        yield ("--dev-bind", f"/dev/{name}", f"/dev/{name}")
    for target, link in PSEUDO_DEVICES:
        yield ("--symlink", target, link)
    yield ("--dir", EMPTY)
    yield ("--perms", "1777", "--size", str(scratch), "--tmpfs", "/tmp")  # noqa: S108


def _covers(hidden: tuple[str, ...], shown: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for path in hidden:
        if any(path.startswith(f"{target}/") for target in shown):
            yield ("--perms", "0555", "--size", "4096", "--tmpfs", path)


def _mount(mount: Mount) -> tuple[str, ...]:
    return ("--ro-bind", mount.source, mount.target)

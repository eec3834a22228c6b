"""Bubblewrap, and whether it may do here what it is for."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

from sandbox import bwrap
from sandbox.privilege import unprivileged
from sandbox.probes import remedies
from sandbox.probes.finding import Finding, holds, lacks
from sandbox.probes.refusals import blame
from sandbox.probes.surroundings import Surroundings

SECONDS = 10
# --size came with 0.7.0, --disable-userns with 0.8.0.
OLDEST = "0.8.0"
OPTIONS = """
--args --as-pid-1 --block-fd --cap-add --clearenv --dev-bind --die-with-parent --disable-userns
--info-fd --new-session --perms --remount-ro --seccomp --size --symlink --tmpfs --unshare-user
"""
NO_BUBBLEWRAP = "not tried, since there is no bubblewrap"
ALL = ("user", "pid", "ipc", "uts", "cgroup")


def bubblewrap(around: Surroundings) -> Finding:
    """Whether bubblewrap is here and knows the options that we use."""
    program = shutil.which("bwrap")
    if program is None:
        return lacks("bubblewrap", "bwrap is not installed", remedies.install("bubblewrap", around))
    if not _reachable(program):
        message = f"{program} is closed to the ordinary user that root's programs get"
        return lacks("bubblewrap", message, remedies.install("bubblewrap", around))
    missing = sorted(set(OPTIONS.split()) - options_of(_output(program, "--help")))
    version = version_of(_output(program, "--version"))
    if missing:
        message = f"{program} {version} does not know {' '.join(missing)}; {OLDEST} is needed"
        return lacks("bubblewrap", message, remedies.build_bubblewrap(around))
    if is_setuid(program):
        message = f"{program} is setuid root, and then refuses --size and --cap-add"
        return lacks("bubblewrap", message, remedies.as_root(f"chmod u-s {program}", around))
    return holds("bubblewrap", f"{program} {version}", by="bubblewrap")


def user(around: Surroundings) -> Finding:
    """Whether an ordinary user can make namespaces: bubblewrap is really started."""
    program = shutil.which("bwrap")
    setuid = program is not None and is_setuid(program)
    done, words = _start()
    created = done if done and not setuid else _creates()
    if done and created is not False:
        return holds("user", "user namespaces work", by="namespace")
    if program is None:
        return _untried("user", around, created=created)
    found = blame(around, created=created, words=words)
    return lacks("user", found.message, found.remedy, by=found.by)


def network(around: Surroundings) -> Finding:
    """Whether a program can be given a network of its own, with nothing in it."""
    return _one_more("network", "programs get no network", around, "--unshare-net")


def proc(around: Surroundings) -> Finding:
    """Whether a fresh ``/proc`` can be mounted, which shows the sandbox's processes alone."""
    found = _one_more("proc", "a fresh /proc can be mounted", around, "--proc", "/proc")
    if found.ok or found.by != "unknown" or not around.masked:
        return found
    message = f"a fresh /proc is refused, since parts of this one are covered: {around.masked[0]}"
    if len(around.masked) > 1:
        message += f" and {len(around.masked) - 1} more"
    remedy = remedies.start_container(around) or f"umount {' '.join(around.masked)}"
    return lacks("proc", message, remedy, by=around.container)


def options_of(usage: str) -> frozenset[str]:
    """The options that ``bwrap --help`` tells of."""
    return frozenset(re.findall(r"^\s+(--[a-z0-9-]+)", usage, re.MULTILINE))


def version_of(answer: str) -> str:
    """``0.8.0`` of ``bubblewrap 0.8.0``."""
    return answer.strip().rpartition(" ")[2]


def is_setuid(program: str) -> bool:
    """Whether `program` runs as root whoever starts it."""
    status = Path(program).stat()
    return bool(status.st_mode & stat.S_ISUID) and status.st_uid == 0


def true() -> str:
    """A program that does nothing; where sandboxes have it, if it is there."""
    usual = "/usr/bin/true"
    return usual if Path(usual).exists() else shutil.which("true") or usual


def _one_more(name: str, message: str, around: Surroundings, *options: str) -> Finding:
    if shutil.which("bwrap") is None:
        return lacks(name, NO_BUBBLEWRAP, by="bubblewrap")
    if not _start()[0]:
        return lacks(name, "not tried, since user namespaces don't work", by="user")
    done, words = _start(*options)
    if done:
        return holds(name, message, by="namespace")
    found = blame(around, created=True, words=words)
    return lacks(name, found.message, found.remedy, by=found.by)


def _untried(name: str, around: Surroundings, *, created: bool | None) -> Finding:
    if created is False:
        found = blame(around, created=False, words="user namespaces are refused")
        return lacks(name, found.message, found.remedy, by=found.by)
    return lacks(name, NO_BUBBLEWRAP, by="bubblewrap")


def _start(*options: str) -> tuple[bool, str]:
    """Starts bubblewrap as an ordinary user; its own words where it fails."""
    basic = [f"--unshare-{name}" for name in ALL]
    basic += [word for part in bwrap.system_mounts() for word in part]
    program = shutil.which("bwrap")
    if program is None:
        return False, "bwrap is not installed"
    with unprivileged():
        done = subprocess.run(
            [program, *basic, *options, "--", true()],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env={},
            timeout=SECONDS,
            check=False,
        )
    words = done.stderr.decode(errors="replace").strip().removeprefix("bwrap: ")
    return done.returncode == 0, words or f"it ended with {done.returncode}, without a word"


def _reachable(program: str) -> bool:
    with unprivileged():
        return os.access(program, os.X_OK)


def _creates() -> bool | None:
    """Whether a user namespace can be made, whatever may be done in it then."""
    program = shutil.which("unshare")
    if program is None:
        return None
    with unprivileged():
        done = subprocess.run(
            [program, "--user", true()],
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    return done.returncode == 0


def _output(*argv: str) -> str:
    # Some versions print their usage to standard error.
    done = subprocess.run(
        argv, capture_output=True, env={**os.environ, "LC_ALL": "C"}, timeout=SECONDS, check=False
    )
    return (done.stdout + done.stderr).decode(errors="replace")

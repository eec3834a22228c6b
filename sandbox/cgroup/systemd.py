"""Asks systemd for a scope that is delegated to this process.

In a plain login session the session's cgroup is root's. The user's own systemd gives
a program a cgroup when it is asked over D-Bus (``StartTransientUnit`` with ``PIDs`` and
``Delegate``, org.freedesktop.systemd1(5)); it removes the scope, with all that is in
it, when the last process has left.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from sandbox.cgroup.mounts import hierarchies
from sandbox.errors import SandboxError

SECONDS = 10
REMEDY = "start it with: systemd-run --user --scope -p Delegate=yes -- judge …"


def runs_here() -> bool:
    """Whether systemd is this host's init (sd_booted(3))."""
    return Path("/run/systemd/system").is_dir()


def delegated_scope() -> Path:
    """Moves this process into a fresh delegated scope and returns its cgroup.

    Takes some 50 ms. Raises SandboxError with systemd's own words where it refuses.
    """
    import shutil  # noqa: PLC0415

    program = shutil.which("busctl")
    if program is None:
        raise SandboxError("systemd scope", "busctl is not installed", "sudo apt install systemd")
    before = own_cgroup()
    _call(program, f"judge-{os.getpid()}-{os.urandom(4).hex()}.scope")
    deadline = time.monotonic() + SECONDS
    # The move is a job of systemd's that the answer does not wait for.
    while (own := own_cgroup()) == before:
        if time.monotonic() > deadline:
            raise SandboxError("systemd scope", f"not moved within {SECONDS} s", REMEDY)
        time.sleep(0.002)
    return own


def own_cgroup() -> Path:
    """This process's cgroup in the version 2 hierarchy. Raises SandboxError without one."""
    for hierarchy in hierarchies():
        if hierarchy.version == 2:
            return hierarchy.own
    raise SandboxError("cgroup", "no version 2 hierarchy is mounted")


def _call(program: str, scope: str) -> None:
    whose = "--system" if os.geteuid() == 0 else "--user"
    unit = ("org.freedesktop.systemd1", "/org/freedesktop/systemd1")
    method = ("org.freedesktop.systemd1.Manager", "StartTransientUnit", "ssa(sv)a(sa(sv))")
    properties = ("2", "PIDs", "au", "1", str(os.getpid()), "Delegate", "b", "1")
    argv = [program, whose, "--quiet", "call", *unit, *method, scope, "fail", *properties, "0"]
    try:
        done = subprocess.run(
            argv, env=_environment(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SandboxError("systemd scope", f"no answer within {SECONDS} s", REMEDY) from error
    if done.returncode != 0:
        raise SandboxError("systemd scope", done.stderr.decode(errors="replace").strip(), REMEDY)


def _environment() -> dict[str, str]:
    # A shell that su or cron made has not been told where the user's bus is.
    runtime = f"/run/user/{os.getuid()}"
    defaults = {
        "XDG_RUNTIME_DIR": runtime,
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
    }
    return {**defaults, **os.environ}

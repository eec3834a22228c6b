"""What there is of cgroups on this host, and why there is nothing for us."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import msgspec

from sandbox.cgroup.mounts import Hierarchy, hierarchies
from sandbox.probes import remedies
from sandbox.probes.refusals import Blame
from sandbox.probes.surroundings import Surroundings, text

NEEDED = frozenset({"memory", "pids"})
SCOPE = "systemd-run --user --scope -p Delegate=yes -- judge …"
AS_ROOT = "sudo $(command -v judge) …"
BOOT_V2 = "add systemd.unified_cgroup_hierarchy=1 to the kernel's command line and reboot"
DELEGATE = (
    r"printf '[Service]\nDelegate=cpu cpuset io memory pids\n'"
    " | sudo install -D -m 644 /dev/stdin /etc/systemd/system/user@.service.d/delegate.conf"
    " && sudo systemctl daemon-reload"
)


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of cgroups here.

    `top` are the controllers of the version 2 hierarchy, `delegated` those that the
    user's systemd has, None where it has no cgroup; `older` those of version 1.
    `bus` tells whether the user's D-Bus can be reached, `runtime` whether the user has
    a runtime folder, which comes with a login session.
    """

    mounted: bool = True
    top: frozenset[str] = frozenset()
    older: frozenset[str] = frozenset()
    delegated: frozenset[str] | None = None
    busctl: bool = True
    runtime: bool = True
    bus: bool = True


def survey() -> Ground:
    """What there is of cgroups on this host."""
    found = hierarchies()
    newer = [one.own for one in found if one.version == 2]
    runtime = Path(f"/run/user/{os.getuid()}")
    return Ground(
        mounted=bool(found),
        top=_controllers(_top(newer[0])) if newer else frozenset(),
        older=_older(found),
        delegated=_delegated(_top(newer[0])) if newer else None,
        busctl=shutil.which("busctl") is not None,
        runtime=runtime.is_dir(),
        bus=bus_exists(os.environ.get("DBUS_SESSION_BUS_ADDRESS", ""), runtime / "bus"),
    )


def bus_exists(address: str, usual: Path) -> bool:
    """Whether the socket of the user's D-Bus is there: of `address`, else the `usual` one."""
    found = re.match(r"unix:path=([^,;]+)", address)
    if address and not found:  # an abstract socket can't be looked for
        return True
    return (Path(found[1]) if found else usual).exists()


def blame(ground: Ground, around: Surroundings, refusal: str = "") -> Blame:
    """Why there are no cgroups for us, from the facts alone.

    `refusal` is what was said when they were asked for, repeated where nothing explains it.
    """
    if not ground.mounted:
        return _not_mounted(around)
    if around.cgroups_read_only:
        remedy = remedies.start_container(around) or "mount -o remount,rw /sys/fs/cgroup"
        return Blame(by="mount", message="/sys/fs/cgroup is mounted read-only", remedy=remedy)
    if not (ground.top | ground.older) >= NEEDED:
        return _no_controllers(ground)
    if not ground.top >= NEEDED:
        return _version_1(around, refusal)
    if around.systemd:
        return _systemd(ground, around, refusal)
    return _version_2_without_systemd(around, refusal)


def _not_mounted(around: Surroundings) -> Blame:
    command = remedies.as_root("mount -t cgroup2 none /sys/fs/cgroup", around)
    remedy = remedies.start_container(around) or command
    return Blame(by="mount", message="no cgroup hierarchy is mounted", remedy=remedy)


def _no_controllers(ground: Ground) -> Blame:
    missing = sorted(NEEDED - ground.top - ground.older)
    message = f"this kernel runs without the cgroup controller {' and '.join(missing)}"
    words = " ".join(f"cgroup_enable={name}" for name in missing)
    remedy = f"add {words} to the kernel's command line and reboot"
    return Blame(by="kernel", message=message, remedy=remedy)


def _version_1(around: Surroundings, refusal: str) -> Blame:
    message = "cgroups are version 1 here, which only root may divide"
    if around.root:
        message = f"this host's version 1 cgroups can't be divided: {refusal}"
        return Blame(by="cgroup-v1", message=message, remedy=remedies.start_container(around))
    remedy = f"{_as_root(around)}, or {BOOT_V2}" if around.systemd else _as_root(around)
    return Blame(by="cgroup-v1", message=message, remedy=remedy)


def _systemd(ground: Ground, around: Surroundings, refusal: str) -> Blame:
    if not ground.busctl:
        message = "busctl, to ask systemd with, is missing"
        remedy = remedies.install("busctl", around)
    elif around.root:
        message = f"systemd does not give root a scope: {refusal}"
        remedy = "systemd-run --scope -p Delegate=yes -- judge …"
    elif not ground.runtime:
        message = "this user has no login session, and so no systemd that could give a cgroup"
        remedy = f"sudo loginctl enable-linger {around.user}"
    elif not ground.bus:
        message = "the user's systemd can't be reached, since the session has no D-Bus"
        remedy = f"{remedies.install('user bus', around)}, then log in anew"
    elif ground.delegated is not None and not ground.delegated >= NEEDED:
        missing = " and ".join(sorted(NEEDED - ground.delegated))
        message = f"the user's systemd has not been given the controller {missing}"
        remedy = f"{DELEGATE}, then log in anew"
    else:
        message, remedy = f"the user's systemd does not give us a cgroup: {refusal}", SCOPE
    return Blame(by="systemd", message=message, remedy=remedy)


def _version_2_without_systemd(around: Surroundings, refusal: str) -> Blame:
    message = "the cgroup we are in belongs to root, and no systemd runs that could give one"
    remedy = _as_root(around)
    if around.wsl:
        remedy = r"printf '[boot]\nsystemd=true\n' | sudo tee -a /etc/wsl.conf, then in Windows:"
        remedy += " wsl --shutdown"
    elif around.container:
        remedy = "run the judge as root of this container"
    if around.root:
        message = f"the cgroup we are in can't be divided: {refusal}"
        remedy = remedies.start_container(around) or "start a new login session"
    return Blame(by="cgroup-v2", message=message, remedy=remedy)


def _as_root(around: Surroundings) -> str:
    # Safe: what a judge that is root runs gets an ordinary user all the same.
    return AS_ROOT if around.sudo else "run the judge as root"


def _top(own: Path) -> Path:
    while (own.parent / "cgroup.controllers").exists():
        own = own.parent
    return own


def _controllers(folder: Path) -> frozenset[str]:
    return frozenset(text(str(folder / "cgroup.controllers")).split())


def _delegated(top: Path) -> frozenset[str] | None:
    number = os.getuid()
    folder = top / f"user.slice/user-{number}.slice/user@{number}.service"
    return _controllers(folder) if folder.is_dir() else None


def _older(found: list[Hierarchy]) -> frozenset[str]:
    return frozenset(name for one in found if one.version == 1 for name in one.controllers)

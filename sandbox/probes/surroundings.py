"""Where we are: the facts about this host on which causes and remedies depend."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

# Each of them at 0 keeps an ordinary user from making some namespace.
SYSCTLS = (
    "kernel/unprivileged_userns_clone",
    "kernel/apparmor_restrict_unprivileged_userns",
    *(f"user/max_{kind}_namespaces" for kind in ("user", "pid", "net", "ipc", "uts", "mnt")),
    "user/max_cgroup_namespaces",
)
# Nothing that a kernel insists on seeing lies under these.
HARMLESS = ("/proc/sys/fs/binfmt_misc",)
SHIPPED_PROFILE = Path("/etc/apparmor.d/bwrap-userns-restrict")


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """Facts, each as the kernel or the host's own files tell it.

    `container` is what kind of container this looks like. `profile` is the AppArmor
    profile or the SELinux domain of this process, None where it is not confined.
    `filtered` tells that a system-call filter holds for us. `masked` lists what is
    mounted over parts of ``/proc``.
    """

    root: bool = False
    user: str = "$USER"
    container: str | None = None
    distribution: tuple[str, ...] = ()
    kernel: str = ""
    sysctls: dict[str, int] = {}
    namespaces: bool = True
    profile: str | None = None
    apparmor: bool = False
    selinux: bool = False
    shipped_profile: bool = False
    filtered: bool = False
    chroot: bool = False
    masked: tuple[str, ...] = ()
    cgroups_read_only: bool = False
    systemd: bool = False
    wsl: bool = False
    sudo: bool = True


def look() -> Surroundings:
    """The facts of this host, from files alone; takes about a millisecond."""
    mounts = text("/proc/self/mountinfo")
    return Surroundings(
        root=os.geteuid() == 0,
        user=os.environ.get("USER") or str(os.geteuid()),
        container=container_of(_marks()),
        distribution=distribution_of(text("/etc/os-release")),
        kernel=platform.release(),
        sysctls=_sysctls(),
        namespaces=Path("/proc/self/ns/user").exists(),
        profile=profile_of(text("/proc/self/attr/current")),
        apparmor=text("/sys/module/apparmor/parameters/enabled").startswith("Y"),
        selinux=text("/sys/fs/selinux/enforce").startswith("1"),
        shipped_profile=SHIPPED_PROFILE.exists(),
        filtered=filtered_by(text("/proc/self/status")),
        chroot=_in_chroot(mounts),
        masked=masked_by(mounts),
        cgroups_read_only=cgroups_read_only(mounts),
        systemd=Path("/run/systemd/system").is_dir(),
        wsl="microsoft" in platform.release().lower(),
        sudo=shutil.which("sudo") is not None,
    )


def text(path: str) -> str:
    """What a small file holds; nothing where it can't be read."""
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""


def distribution_of(os_release: str) -> tuple[str, ...]:
    """The distribution's ID and what it is like, nearest first (os-release(5))."""
    fields = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    words = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}"
    return tuple(words.replace('"', "").replace("'", "").split())


def profile_of(attribute: str) -> str | None:
    """The security context in ``/proc/self/attr/current``, None for an unconfined one."""
    context = attribute.strip("\0\n ")
    if not context or context == "unconfined" or context.endswith("(unconfined)"):
        return None
    if context.count(":") >= 3:  # SELinux: user:role:type:level
        domain = context.split(":")[2]
        return None if domain in {"unconfined_t", "unconfined_service_t", "kernel_t"} else domain
    return context.removesuffix("(enforce)").strip()


def filtered_by(status: str) -> bool:
    """Whether ``/proc/self/status`` tells of a system-call filter (seccomp mode 2)."""
    return any(line.split() == ["Seccomp:", "2"] for line in status.splitlines())


def mounted(mountinfo: str) -> list[str]:
    """The mount points in the text of ``/proc/self/mountinfo`` (proc(5))."""
    return [line.split(" ")[4] for line in mountinfo.split("\n") if line]


def masked_by(mountinfo: str) -> tuple[str, ...]:
    """What is mounted over parts of ``/proc``: beside it, no fresh one may be mounted."""
    points = (point for point in mounted(mountinfo) if point.startswith("/proc/"))
    return tuple(sorted({point for point in points if point not in HARMLESS}))


def cgroups_read_only(mountinfo: str) -> bool:
    """Whether every cgroup hierarchy is mounted read-only."""
    lines = [line for line in mountinfo.split("\n") if " - cgroup" in line]
    return bool(lines) and all("ro" in line.split(" ")[5].split(",") for line in lines)


def container_of(marks: Iterable[str]) -> str | None:
    """The kind of container that `marks` (see `_marks`) speak of, the surest first."""
    known = ("kubernetes", "podman", "docker", "lxc", "systemd-nspawn")
    found = set(marks)
    return next((kind for kind in known if kind in found), next(iter(sorted(found)), None))


def _in_chroot(mountinfo: str) -> bool:
    try:
        return not Path("/proc/1/root").samefile("/")
    except OSError:  # only root may look there
        return bool(mountinfo) and "/" not in mounted(mountinfo)


def _marks() -> list[str]:
    marks = [text("/run/systemd/container").strip(), os.environ.get("container", "")]  # noqa: SIM112
    if Path("/.dockerenv").exists():
        marks.append("docker")
    if Path("/run/.containerenv").exists():
        marks.append("podman")
    if "KUBERNETES_SERVICE_HOST" in os.environ:
        marks.append("kubernetes")
    return [mark for mark in marks if mark]


def _sysctls() -> dict[str, int]:
    values = {name: text(f"/proc/sys/{name}").strip() for name in SYSCTLS}
    return {name: int(value) for name, value in values.items() if value.isdigit()}

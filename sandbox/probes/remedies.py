"""The commands that mend a host: one line each, to be pasted into a shell."""

from __future__ import annotations

from shlex import quote

from sandbox import mac
from sandbox.probes.surroundings import SHIPPED_PROFILE, Surroundings

# How a family of distributions installs, and what it calls what we need.
INSTALL = {
    "debian": "apt install",
    "fedora": "dnf install",
    "rhel": "dnf install",
    "arch": "pacman -S",
    "suse": "zypper install",
    "alpine": "apk add",
}
PACKAGES = {
    "compiler": {
        "debian": "gcc libc6-dev",
        "fedora": "gcc glibc-static",
        "rhel": "gcc glibc-static",
        "suse": "gcc glibc-devel-static",
        "alpine": "gcc musl-dev",
        "arch": "gcc",
    },
    "libseccomp": {"debian": "libseccomp2", "suse": "libseccomp2"},
    "user bus": {"debian": "dbus-user-session", "fedora": "dbus-broker", "arch": "dbus-broker"},
    "build tools": {
        "debian": "git gcc meson pkg-config libcap-dev",
        "fedora": "git gcc meson pkgconf libcap-devel",
        "rhel": "git gcc meson pkgconf libcap-devel",
        "arch": "git gcc meson pkgconf libcap",
        "suse": "git gcc meson pkgconf libcap-devel",
        "alpine": "git gcc musl-dev meson pkgconf libcap-dev",
    },
    "busctl": dict.fromkeys(INSTALL, "systemd"),
}
BUBBLEWRAP = "git clone -b v0.11.0 https://github.com/containers/bubblewrap && cd bubblewrap"
OPTIONS = {
    "docker": {
        "filtered": "--security-opt seccomp=unconfined",
        "profile": "--security-opt apparmor=unconfined",
        "masked": "--security-opt systempaths=unconfined",
        "cgroups_read_only": "--security-opt writable-cgroups=true",
    },
    "podman": {
        "filtered": "--security-opt seccomp=unconfined",
        "profile": "--security-opt apparmor=unconfined",
        "masked": "--security-opt unmask=ALL",
        "cgroups_read_only": "--security-opt unmask=ALL",
    },
}


def as_root(command: str, around: Surroundings) -> str:
    """`command` for somebody who has to become root first, or is root already."""
    return command if around.root else f"sudo {command}"


def install(what: str, around: Surroundings) -> str:
    """The command that installs `what` on this distribution."""
    family = next((name for name in _families(around) if name in INSTALL), None)
    if family is None:
        return f"install {what} with this system's package manager"
    package = PACKAGES.get(what, {}).get(family, what)
    return as_root(f"{INSTALL[family]} {package}", around)


def build_bubblewrap(around: Surroundings) -> str:
    """The command that builds bubblewrap, where the distribution's is too old."""
    tools, put = install("build tools", around), as_root("meson install -C build", around)
    return f"{tools} && {BUBBLEWRAP} && meson setup build && {put}"


def set_sysctl(name: str, value: int, around: Surroundings) -> str:
    """The command that sets a kernel parameter, now and after the next boot."""
    file, line = "/etc/sysctl.d/60-judge.conf", f"{name.replace('/', '.')}={value}"
    tee, load = as_root(f"tee -a {file}", around), as_root(f"sysctl -p {file}", around)
    command = f"echo {line} | {tee} && {load}"
    return f"on the host of this container: {command}" if around.container else command


def allow_in_apparmor(around: Surroundings) -> str:
    """The command that lets bubblewrap, and nothing else, make user namespaces."""
    command = load_profile("bwrap", around)
    if around.shipped_profile:
        command = f"{lift_profile(around)} && {command}"
    return f"on the host of this container: {command}" if around.container else command


def load_profile(name: str, around: Surroundings) -> str:
    """The command that loads one of our AppArmor profiles, now and after the next boot."""
    profile, file = mac.PROFILES / name, f"/etc/apparmor.d/{name}"
    if around.container:  # whose host does not have our files
        lines = [line for line in profile.read_text().splitlines() if line[:1] not in ("", "#")]
        tee = as_root(f"tee {file}", around)
        put = f"printf '%s\\n' {' '.join(map(quote, lines))} | {tee}"
    else:
        put = as_root(f"install -m 644 {quote(str(profile))} {file}", around)
    return f"{put} && {as_root(f'apparmor_parser -r {file}', around)}"


def start_container(around: Surroundings) -> str:
    """How to start this container again, with every permission that it lacks."""
    known = OPTIONS.get(around.container or "")
    if known is not None:
        words = [word for fact, word in known.items() if getattr(around, fact)]
        return " ".join([f"{around.container} run", *dict.fromkeys(words), "…"]) if words else ""
    if around.container == "lxc":
        return "on the host: lxc config set NAME security.nesting=true && lxc restart NAME"
    if around.container == "kubernetes":
        return "set securityContext.privileged: true for this container"
    return ""


def lift_profile(around: Surroundings) -> str:
    """The command that lifts the distribution's own profile for bubblewrap.

    It lets bubblewrap do everything and what bubblewrap starts nothing, our own first
    process included.
    """
    link = as_root(f"ln -sf {SHIPPED_PROFILE} /etc/apparmor.d/disable/", around)
    return f"{link} && {as_root(f'apparmor_parser -R {SHIPPED_PROFILE}', around)}"


def _families(around: Surroundings) -> list[str]:
    names = [name.removeprefix("open").split("-")[0] for name in around.distribution]
    return ["debian" if name == "ubuntu" else name for name in names]

"""Why bubblewrap can't make its namespaces: the causes, from facts alone. Pure."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sandbox.probes import remedies
from sandbox.probes.surroundings import Surroundings


class Blame(msgspec.Struct, frozen=True, kw_only=True):
    """What prevents something, and what mends it."""

    by: str | None
    message: str
    remedy: str


def blame(around: Surroundings, *, created: bool | None, words: str) -> Blame:
    """Why bubblewrap can't start: the first cause that the facts allow for.

    `created` tells whether a user namespace can be made at all; None is "not known".
    `words` are bubblewrap's own, repeated where nothing explains them.
    """
    rules: list[Callable[[Surroundings], Blame | None]] = [_sysctl]
    if created is not True:
        rules += [_no_namespaces, _chroot, _filter]
    rules += [_confined, _restricted, _selinux]
    for rule in rules:
        found = rule(around)
        if found is not None:
            return found
    remedy = remedies.start_container(around)
    return Blame(by="unknown", message=f"bubblewrap can't start: {words}", remedy=remedy)


def _sysctl(around: Surroundings) -> Blame | None:
    for name, value in around.sysctls.items():
        if value == 0 and name != "kernel/apparmor_restrict_unprivileged_userns":
            dotted = name.replace("/", ".")
            set_to = 1 if name.startswith("kernel/") else 15000
            remedy = remedies.set_sysctl(name, set_to, around)
            message = f"the kernel parameter {dotted} is 0: no namespaces for ordinary users"
            return Blame(by="sysctl", message=message, remedy=remedy)
    return None


def _no_namespaces(around: Surroundings) -> Blame | None:
    if around.namespaces:
        return None
    message = f"this kernel ({around.kernel}) has been built without user namespaces"
    return Blame(by="kernel", message=message, remedy="boot a kernel that has CONFIG_USER_NS=y")


def _chroot(around: Surroundings) -> Blame | None:
    if not around.chroot:
        return None
    message = "in a chroot the kernel refuses to make user namespaces"
    return Blame(by="chroot", message=message, remedy="run the judge outside of the chroot")


def _filter(around: Surroundings) -> Blame | None:
    if not around.filtered:
        return None
    where = f"this {around.container} container" if around.container else "whatever started us"
    message = f"the system-call filter of {where} refuses to make user namespaces"
    remedy = remedies.start_container(around) or (
        "start the judge from a login shell (in a systemd unit: RestrictNamespaces=no,"
        " and no SystemCallFilter=)"
    )
    return Blame(by="seccomp", message=message, remedy=remedy)


def _confined(around: Surroundings) -> Blame | None:
    if around.profile is None or not around.apparmor:
        return None
    message = f"AppArmor's profile {around.profile}, which confines this process,"
    message += " refuses what namespaces need"
    remove = f"sh -c 'printf %s {around.profile} > /sys/kernel/security/apparmor/.remove'"
    remedy = remedies.start_container(around) or remedies.as_root(remove, around)
    return Blame(by="apparmor", message=message, remedy=remedy)


def _restricted(around: Surroundings) -> Blame | None:
    if not around.sysctls.get("kernel/apparmor_restrict_unprivileged_userns"):
        return None
    message = "AppArmor refuses user namespaces to programs without a profile that allows them"
    remedy = remedies.allow_in_apparmor(around)
    return Blame(by="apparmor", message=message, remedy=remedy)


def _selinux(around: Surroundings) -> Blame | None:
    if not around.selinux:
        return None
    where = f" ({around.profile})" if around.profile else ""
    remedy = remedies.as_root("ausearch -m avc -ts recent -c bwrap", around)
    return Blame(
        by="selinux", message=f"SELinux{where} seems to refuse what namespaces need", remedy=remedy
    )

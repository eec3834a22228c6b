"""cgroups: which kind this host has for us, behind one face."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sandbox.cgroup import systemd
from sandbox.cgroup.model import Cgroups, Figures, Group, NoCgroups, NoGroup
from sandbox.cgroup.mounts import Hierarchy, hierarchies
from sandbox.cgroup.v1 import V1Cgroups
from sandbox.cgroup.v2 import LEAF, NEEDED, V2Cgroups, usable_controllers
from sandbox.errors import SandboxError

__all__ = ["Cgroups", "Figures", "Group", "NoCgroups", "NoGroup", "open_cgroups"]


def open_cgroups() -> Cgroups:
    """The cgroups that this host has for us.

    In this order: version 2 in the cgroup we are in, if it is ours; version 2 in a
    scope that systemd gives; version 1. Raises SandboxError with the reason of each.
    """
    reasons = []
    for attempt in _attempts(hierarchies()):
        try:
            return attempt()
        except SandboxError as error:
            reasons.append(error)
    if not reasons:
        raise SandboxError("cgroup", "no cgroup hierarchy is mounted", "mount /sys/fs/cgroup")
    remedy = next((error.remedy for error in reversed(reasons) if error.remedy), "")
    raise SandboxError("cgroup", "; ".join(error.message for error in reasons), remedy)


def _attempts(found: list[Hierarchy]) -> list[Callable[[], Cgroups]]:
    attempts: list[Callable[[], Cgroups]] = []
    for hierarchy in found:
        if hierarchy.version == 2 and _has_controllers(hierarchy.own):
            if _is_ours(hierarchy.own):
                attempts.append(partial(V2Cgroups, hierarchy.own))
            if systemd.runs_here():
                attempts.append(lambda: V2Cgroups(systemd.delegated_scope()))
    older = [hierarchy for hierarchy in found if hierarchy.version == 1]
    if any(name in hierarchy.controllers for hierarchy in older for name in NEEDED):
        attempts.append(lambda: V1Cgroups(older))
    return attempts


def _has_controllers(own: Path) -> bool:
    # A session's cgroup may have fewer controllers than a scope of its own gets, so the
    # hierarchy's top decides whether version 2 is the one that is used here.
    top = own
    while (top.parent / "cgroup.controllers").exists():
        top = top.parent
    return all(name in usable_controllers(top) for name in NEEDED)


def _is_ours(own: Path) -> bool:
    """Whether systemd, where it runs, has handed this cgroup over to be divided."""
    place = own.parent if own.name == LEAF else own
    if not os.access(place, os.W_OK) or not os.access(place / "cgroup.procs", os.W_OK):
        return False
    # Root may write everywhere; systemd marks what it has given away.
    return not systemd.runs_here() or os.geteuid() != 0 or _is_marked(place)


def _is_marked(place: Path) -> bool:
    for name in ("trusted.delegate", "user.delegate"):
        try:
            if os.getxattr(place, name) == b"1":
                return True
        except OSError:
            continue
    return False

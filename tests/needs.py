"""What a test needs of this host, found out by trying; and how slow the host is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sandbox import Sandbox
from sandbox.host import PROBES, why_not

# A machine that is emulated takes a multiple of the time that a real one takes.
SCALE = float(os.environ.get("JUDGE_TEST_SCALE", "1"))
# Where hundreds of small trees of files are made; elsewhere where the system has no such place.
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
LIMITS = frozenset({"cpu_time", "memory", "processes"})


def requires(*names: str) -> None:
    """Skips the test where this host lacks one of `names`; fails instead in CI.

    A name is a finding of ``judge doctor``, else a program.
    """
    for name in names:
        reason = _why_not(name)
        if reason is not None:
            (pytest.fail if _must_have(name) else pytest.skip)(reason)


def open_sandbox(*, use_helper: bool = True, hide: tuple[Path, ...] = ()) -> Sandbox:
    """A sandbox that enforces what this host can."""
    return Sandbox(allow_unenforced=LIMITS, use_helper=use_helper, hide=hide)


def _why_not(name: str) -> str | None:
    if name in PROBES:
        return why_not(name)
    return None if shutil.which(name) else f"{name} is not installed"


def _must_have(name: str) -> bool:
    # An ordinary user of a host without systemd has no cgroups, none can become another
    # one, and a host without AppArmor has no profiles: that is no defect.
    if name == "mac" or (name in (*LIMITS, "own_user") and os.geteuid() != 0):
        return False
    return bool(os.environ.get("CI"))

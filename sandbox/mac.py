"""Mandatory access control over what is run: a layer of its own, where the host has one.

AppArmor: the profile `judge-program`, shipped beside this module, once an administrator
has loaded it. SELinux: a label that the administrator configures. Either way the first
process asks the kernel that what it executes next be confined so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from sandbox.errors import UnsupportedHostError

PROFILE = "judge-program"
PROFILES = Path(__file__).with_name("profiles")
LABEL = "JUDGE_SELINUX_LABEL"
"""The environment variable that names the SELinux label for what is run."""

ACCESS = Path("/sys/kernel/security/apparmor/.access")
SELINUX = Path("/sys/fs/selinux/enforce")
_CLASS_FILE = b"\x02"
_MAY_READ = 4


class Confinement(msgspec.Struct, frozen=True):
    """Who confines what is run (``apparmor`` or ``selinux``), and under which label."""

    by: str
    label: str

    def word(self) -> str:
        """What the first process is told."""
        return f"{self.by}:{self.label}"

    def covers(self, targets: Iterable[str]) -> bool:
        """Whether what is mounted at `targets` may be read under it."""
        return self.by != "apparmor" or all(_readable(target) for target in targets)


def confinement() -> Confinement | None:
    """The confinement that this host is prepared for; None where there is none.

    Raises UnsupportedHostError where one is configured that this host can't give.
    """
    label = os.environ.get(LABEL)
    if label:
        if not SELINUX.exists():
            remedy = f"unset {LABEL}"
            raise UnsupportedHostError("SELinux", f"{LABEL} is set, SELinux is not here", remedy)
        return Confinement("selinux", label)
    return Confinement("apparmor", PROFILE) if _allowed("/usr/bin/env") else None


@lru_cache(maxsize=256)
def _readable(target: str) -> bool:
    # Of a folder, what lies in it counts.
    return _allowed(f"{target}/any") or _allowed(target)


def _allowed(path: str) -> bool:
    """Whether the loaded profile lets `path` be read; False where it isn't loaded.

    The question has the form of ``aa_query_label(2)``; everybody may ask it.
    """
    question = b"label\0" + PROFILE.encode() + b"\0" + _CLASS_FILE + os.fsencode(path)
    try:
        descriptor = os.open(ACCESS, os.O_RDWR | os.O_CLOEXEC)
        try:
            os.write(descriptor, question)
            answer = os.read(descriptor, 4096)
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return bool(allowed_by(answer) & _MAY_READ)


def allowed_by(answer: bytes) -> int:
    """The permissions in the kernel's answer: those allowed that are not denied."""
    words = dict(line.split()[:2] for line in answer.splitlines() if len(line.split()) >= 2)
    allow, deny = (int(words.get(word, b"0"), 16) for word in (b"allow", b"deny"))
    return allow & ~deny

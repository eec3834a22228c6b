"""What a test needs of this host, found out by trying; and how slow the host is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import cache

import pytest

from sandbox import Command, Sandbox, SandboxError, UnsupportedHostError

# A machine that is emulated takes a multiple of the time that a real one takes.
SCALE = float(os.environ.get("JUDGE_TEST_SCALE", "1"))
UNENFORCED = frozenset({"cpu_time", "memory"})


def open_sandbox(*, use_helper: bool = True) -> Sandbox:
    """A sandbox that enforces what this host can."""
    return Sandbox(allow_unenforced=UNENFORCED, use_helper=use_helper)


def requires(*probes: Callable[[], str | None]) -> None:
    """Skips the test for the first reason that a probe gives; fails instead in CI."""
    for probe in probes:
        reason = probe()
        if reason is not None:
            (pytest.fail if must_have(probe) else pytest.skip)(reason)


def must_have(probe: Callable[[], str | None]) -> bool:
    """Whether this host's lack of it is a defect of the host: where CI has been set up."""
    # An ordinary user may well have no cgroups; root, and a sandbox at all, is another thing.
    return bool(os.environ.get("CI")) and not (probe is cgroups and os.geteuid() != 0)


@cache
def sandboxing() -> str | None:
    """Why this host can't run a sandbox at all."""
    try:
        with open_sandbox() as sandbox:
            sandbox.run(Command(argv=("/usr/bin/true",))).close()
    except SandboxError as error:
        return f"this host can't run a sandbox: {error}"
    return None


@cache
def cgroups() -> str | None:
    """Why this host can't limit CPU time and memory."""
    if (reason := sandboxing()) is not None:
        return reason
    try:
        Sandbox().close()
    except UnsupportedHostError as error:
        return str(error)
    return None


@cache
def helper() -> str | None:
    """Why a sandbox has bubblewrap's own first process here."""
    with open_sandbox() as sandbox:
        found = sandbox.enforced_by["init"] == "helper"
    return None if found else "the sandbox's first process can't be built"


@cache
def c_compiler() -> str | None:
    """Why C programs can't be compiled."""
    return program("gcc")()


@cache
def program(name: str) -> Callable[[], str | None]:
    """The probe for a program of this host."""

    def probe() -> str | None:
        return None if shutil.which(name) else f"{name} is not installed"

    return probe

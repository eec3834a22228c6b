"""The final truth about a host: a program is really run in a sandbox, and what it shows."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from sandbox import workdir
from sandbox.box import REQUIRED, Sandbox
from sandbox.cgroup import open_cgroups
from sandbox.cgroup.mounts import hierarchies
from sandbox.cgroup.v2 import LEAF
from sandbox.errors import SandboxError
from sandbox.model import Command
from sandbox.probes.namespaces import true
from sandbox.process import Outcome

MEMORY_FILES = ("memory.peak", "memory.swap.max", "memory.memsw.limit_in_bytes", "cgroup.kill")


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What came of running ``true`` in a sandbox.

    `enforced_by` is the sandbox's own; where none could be made, what cgroups alone
    would do. `refusal` says why there are no cgroups for us. `memory` is the peak that
    was measured, in bytes. `files` are those of `MEMORY_FILES` that this kernel gave the
    sandbox's cgroup. `failure` says why it did not run; `plain` tells that it did with
    bubblewrap's own first process.
    """

    enforced_by: dict[str, str | None] = {}
    refusal: str = ""
    memory: int | None = None
    files: frozenset[str] = frozenset()
    failure: str = ""
    plain: bool = False


def run() -> Trial:
    """Runs it, and once more without the helper if that may be what is in the way."""
    found = _attempt(use_helper=True)
    if not found.enforced_by.get("cpu_time"):
        found = _with_cgroups(found)
    if not found.failure or found.enforced_by.get("init") != "helper":
        return found
    second = _attempt(use_helper=False)
    return msgspec.structs.replace(found, plain=not second.failure)


def _attempt(*, use_helper: bool) -> Trial:
    found = Trial()
    try:
        with Sandbox(allow_unenforced=frozenset(REQUIRED), use_helper=use_helper) as sandbox:
            found = Trial(enforced_by=sandbox.enforced_by, files=_files())
            return _with_outcome(found, sandbox.run(Command(argv=(true(),))))
    except SandboxError as error:
        return msgspec.structs.replace(found, failure=f"{error.step}: {error.message}")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this host's answer
        return msgspec.structs.replace(found, failure=f"{type(error).__name__}: {error}")


def _with_outcome(found: Trial, outcome: Outcome) -> Trial:
    ending, memory = outcome.ending, outcome.usage.memory
    said = outcome.stderr.head(200).decode(errors="replace").strip()
    outcome.close()
    how = ending.signal or ending.exit_code
    failed = ending.kind != "exit" or ending.exit_code != 0
    failure = f"true ended by {ending.kind} ({how}) {said}".strip() if failed else ""
    return msgspec.structs.replace(found, memory=memory, failure=failure)


def _with_cgroups(found: Trial) -> Trial:
    """`found`, with what cgroups would do without a sandbox, or why they won't."""
    by = found.enforced_by or {"processes": "rlimit"}
    try:
        cgroups = open_cgroups()
    except SandboxError as error:
        return msgspec.structs.replace(found, enforced_by=by, refusal=error.message)
    cgroups.close()
    return msgspec.structs.replace(found, enforced_by={**by, **cgroups.enforces})


def _files() -> frozenset[str]:
    return frozenset(
        name for folder in _cgroups() for name in MEMORY_FILES if (folder / name).exists()
    )


def _cgroups() -> list[Path]:
    """The cgroups that the sandbox of this process has made for itself."""
    found: list[Path] = []
    for hierarchy in hierarchies():
        own = hierarchy.own
        place = own.parent if hierarchy.version == 2 and own.name == LEAF else own
        found += place.glob(f"{workdir.PREFIX}{os.getpid()}-*")
    return found

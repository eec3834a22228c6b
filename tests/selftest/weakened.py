"""Sandboxes with layers taken away: what an attack needs in order to succeed.

For tests alone. Whatever a layer is called in the self-test (`judge.selftest.reading`),
`LAYERS` says what being without it means; nothing else of the sandbox changes.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any

import msgspec
import pytest
from needs import SCALE, open_sandbox

from sandbox import (
    MIB,
    Command,
    Outcome,
    Sandbox,
    box,
    bwrap,
    helper,
    process,
    remove_tree,
    rlimits,
    seccomp,
)
from sandbox.feed import Feed, sealed
from sandbox.users import OneUser

# What a program may take where the limit that is to stop it is away: the host must live.
SAFE = {"cpu_time": 1.5, "wall_time": 30.0}
ENDLESS = 3.0  # seconds on the clock, for what nothing else would end

Words = list[str]
Change = Callable[["Weakening"], None]


class Weakening:
    """Which parts of the sandbox are replaced, until the test is over."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self.patch, self.folder = patch, folder
        self.limits: dict[str, Any] = {}
        self.steps: set[str] = set()
        self.flags: set[str] = set()
        self.words: list[Callable[[Words], Words]] = []
        self.use_helper = True
        self.filter: bytes | None = None
        self.ends_by_itself = True
        self.system: tuple[tuple[str, ...], ...] | None = None

    def limit(self, **values: float | None) -> None:
        self.limits |= values

    def replace(self, old: Words, new: Words) -> None:
        def replaced(found: Words) -> Words:
            at = next(i for i in range(len(found)) if found[i : i + len(old)] == old)
            return [*found[:at], *new, *found[at + len(old) :]]

        self.words.append(replaced)


# ---------------------------------------------------------------- the layers


def _cpu_time(weakening: Weakening) -> None:
    weakening.limit(cpu_time=None, wall_time=ENDLESS * SCALE)


def _wall_time(weakening: Weakening) -> None:
    weakening.limit(wall_time=None)
    weakening.ends_by_itself = False


def _output(weakening: Weakening) -> None:
    # As much as can be printed in a moment, not all that the disk would take.
    weakening.limit(output=None, cpu_time=0.3)


def _scratch(weakening: Weakening) -> None:
    weakening.limit(scratch=1024 * MIB, inodes=1 << 20)


def _rlimit(*kinds: str) -> Change:
    def change(weakening: Weakening) -> None:
        import resource  # noqa: PLC0415 - names of the platform's own

        left_out = {getattr(resource, kind) for kind in kinds}
        real = rlimits.rlimits
        weakening.patch.setattr(
            rlimits,
            "rlimits",
            lambda limits: [one for one in real(limits) if one[0] not in left_out],
        )

    return change


def _syscalls(weakening: Weakening) -> None:
    weakening.filter = seccomp.ALLOW_ALL


def _user(weakening: Weakening) -> None:
    weakening.steps |= {"drop_capabilities();", "forbid_user_namespaces();"}
    weakening.words.append(lambda found: [*found, "--cap-add", "ALL"])


def _files(weakening: Weakening) -> None:
    """The host's folders, but for those that the sandbox makes anew, as they are."""
    shown: list[tuple[str, ...]] = []
    for path in sorted(Path("/").iterdir()):
        if path.name in {"proc", "dev", "tmp", "box"}:
            continue
        if path.is_symlink():
            shown.append(("--symlink", str(path.readlink()), str(path)))
        elif _is_open(path):
            shown.append(("--bind", str(path), str(path)))
    weakening.system = tuple(shown)
    # The bait would lie below what is covered by a temporary folder of the sandbox's own.
    weakening.patch.setenv("TMPDIR", str(weakening.folder))


def _is_open(path: Path) -> bool:
    """Whether whoever runs inside may pass; below what is closed a toolchain is shown else."""
    if os.geteuid() == 0:
        return path.stat().st_mode & 0o005 == 0o005
    return os.access(path, os.R_OK | os.X_OK)


def _pids(weakening: Weakening) -> None:
    weakening.replace(["--proc", "/proc"], ["--ro-bind", "/proc", "/proc"])
    steps = ("mount_proc", "cover_proc", "forbid_user_namespaces", "hide_host_paths")
    weakening.steps |= {f"{step}();" for step in steps}
    _watches(weakening)


def _watches(weakening: Weakening) -> None:
    weakening.steps.add("bound_shares();")


def _fresh(weakening: Weakening) -> None:
    kept = weakening.folder / "kept"
    kept.mkdir()
    kept.chmod(0o1777)
    weakening.replace(["--dir", "/tmp"], ["--bind", str(kept), "/tmp"])
    weakening.steps.add('mount_scratch(order, "/tmp", "1777");')


def _ipc(weakening: Weakening) -> None:
    weakening.replace(["--unshare-ipc"], [])
    weakening.flags.add("CLONE_NEWIPC")
    weakening.steps.add("remove_shared(spaces.queues);")
    # What a run leaves on the host is for the next one to take away.
    _own_user(weakening)


def _own_user(weakening: Weakening) -> None:
    weakening.patch.setattr(box, "open_users", OneUser)


def _inherited(weakening: Weakening) -> None:
    weakening.steps.add("close_all_others();")
    real = subprocess.Popen
    extra = os.open(weakening.folder, os.O_RDONLY)

    def start(*given: Any, **options: Any) -> Any:
        if "pass_fds" in options:
            options["pass_fds"] = (*options["pass_fds"], extra)
        return real(*given, **options)

    weakening.patch.setattr(subprocess, "Popen", start)


class _TheFileItself(Feed):
    """Descriptor 0 is the file, opened for reading."""

    def _open(self, source: str | bytes | None) -> int:
        if isinstance(source, str):
            return os.open(source, os.O_RDONLY | os.O_CLOEXEC)
        return super()._open(source)


def _stdin(weakening: Weakening) -> None:
    weakening.patch.setattr(process, "Feed", _TheFileItself)


def _init(weakening: Weakening) -> None:
    weakening.use_helper = False


LAYERS: dict[str, Change] = {
    "cpu_time": _cpu_time,
    "wall_time": _wall_time,
    "memory": lambda weakening: weakening.limit(memory=None),
    "processes": lambda weakening: weakening.limit(processes=None),
    "cpus": lambda weakening: weakening.limit(cpus=None),
    "output": _output,
    "scratch": _scratch,
    "file_size": _rlimit("RLIMIT_FSIZE"),
    "descriptors": _rlimit("RLIMIT_NOFILE"),
    "core_file": _rlimit("RLIMIT_CORE"),
    "shares": _rlimit("RLIMIT_SIGPENDING", "RLIMIT_MSGQUEUE", "RLIMIT_MEMLOCK"),
    "watches": _watches,
    "syscalls": _syscalls,
    "user": _user,
    "own_user": _own_user,
    "network": lambda weakening: weakening.words.append(bwrap.with_hosts_network),
    "ipc": _ipc,
    "files": _files,
    "pids": _pids,
    "fresh": _fresh,
    "inherited": _inherited,
    "stdin": _stdin,
    "init": _init,
}


# ---------------------------------------------------------------- the sandbox


class WeakenedSandbox:
    """A sandbox with these changes, behind the same face."""

    def __init__(self, real: Sandbox, weakening: Weakening) -> None:
        self._real, self._weakening = real, weakening

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def run(self, command: Command) -> Outcome:
        given = command.limits
        patient = {
            name: max(value * SCALE, getattr(given, name) or 0.0) for name, value in SAFE.items()
        }
        limits = msgspec.structs.replace(given, **{**patient, **self._weakening.limits})
        if command.policy == "compile":
            limits = msgspec.structs.replace(limits, **_but_for_times(given))
        command = msgspec.structs.replace(command, limits=limits)
        if self._weakening.ends_by_itself:
            return self._real.run(command)
        timer = Timer(ENDLESS * SCALE, self._real.cancel)
        timer.start()
        try:
            return self._real.run(command)
        finally:
            timer.cancel()


def _but_for_times(given: Any) -> dict[str, float | None]:
    return {"cpu_time": given.cpu_time, "wall_time": given.wall_time}


@contextmanager
def weakened(layers: tuple[str, ...]) -> Iterator[Sandbox]:
    """A sandbox without these layers. What has no entry in `LAYERS` can't be taken away."""
    with (
        _folder() as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        weakening = Weakening(patch, folder)
        for layer in layers:
            LAYERS[layer](weakening)
        _apply(weakening)
        with open_sandbox(use_helper=weakening.use_helper) as sandbox:
            _change_tools(sandbox, weakening)
            yield WeakenedSandbox(sandbox, weakening)  # type: ignore[misc]


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that is removed whatever an attack has made of it."""
    folder = Path(tempfile.mkdtemp(prefix="judge-weak-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        remove_tree(folder)


def _apply(weakening: Weakening) -> None:
    patch = weakening.patch
    for name in ("options", "box_options"):
        real = getattr(bwrap, name)
        patch.setattr(bwrap, name, partial(_changed, weakening, real))
    if weakening.steps or weakening.flags:
        program = _without_steps(weakening)
        patch.setattr(helper, "open_helper", lambda: os.open(program, os.O_RDONLY | os.O_CLOEXEC))


def _changed(weakening: Weakening, real: Callable[..., Words], *given: Any) -> Words:
    found = real(*given)
    for change in weakening.words:
        found = change(found)
    return found


def _without_steps(weakening: Weakening) -> Path:
    """Our own first processes, less some of what they do."""
    text = helper.source().decode()
    for step in weakening.steps:
        assert text.count(f"\t{step}") == 1, step
        text = text.replace(f"\t{step}", "\t;")
    for flag in weakening.flags:
        assert text.count(f"{flag} |") == 1, flag
        text = text.replace(f"{flag} |", "")
    source, program = weakening.folder / "box.c", weakening.folder / "box-program"
    source.write_text(text)
    subprocess.run(["cc", "-w", "-static", "-o", program, source], check=True)
    program.chmod(0o755)
    return program


def _change_tools(sandbox: Sandbox, weakening: Weakening) -> None:
    tools = sandbox._tools
    if weakening.filter is not None:
        own = sandbox._keep(sealed(weakening.filter))
        tools = msgspec.structs.replace(tools, filters=dict.fromkeys(tools.filters, own))
    if weakening.system is not None:
        tools = msgspec.structs.replace(tools, system=weakening.system, hidden=())
    sandbox._tools = tools

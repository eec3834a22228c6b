"""The sandbox: prepare a command, then run it; cancel all; close."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec

from sandbox import bwrap, helper, mac, seccomp, tether, workdir
from sandbox.boxes import Boxes
from sandbox.cgroup import Cgroups, NoCgroups, open_cgroups
from sandbox.descriptors import allow_most
from sandbox.errors import (
    CommandError,
    EntryBarredError,
    HelperRefusedError,
    LostBoxError,
    SandboxError,
    UnsupportedHostError,
)
from sandbox.feed import sealed
from sandbox.model import Command
from sandbox.privilege import unprivileged
from sandbox.process import Outcome, Process
from sandbox.reach import Reach
from sandbox.rlimits import allow_core_limit
from sandbox.starter import Tools
from sandbox.users import OneUser, User, Users, open_users

# What a host must enforce, unless the caller says that it need not.
REQUIRED = ("cpu_time", "memory", "processes", "network", "syscalls")
INSTALL_BWRAP = "sudo apt install bubblewrap"


class Prepared:
    """A command that is being set up: `start` and `finish` it once each, or `discard` it.

    All of it in the thread that began it, or while that thread lives.
    """

    def __init__(
        self, begin: Callable[[], Process], failed: Callable[[SandboxError], bool]
    ) -> None:
        self._begin, self._failed = begin, failed
        self._process = begin()
        self._is_held = False

    def hold(self) -> None:
        """Waits until everything is set up and the command could start.

        Raises SandboxError where it can't be set up.
        """
        while not self._is_held:
            try:
                self._process.hold()
            except SandboxError as error:
                # Nothing of the command has run so far.
                if not self._failed(error):
                    raise
                self._process = self._begin()
            else:
                self._is_held = True

    def held(self) -> Process:
        """The execution itself, held, for `sandbox.converse`. Raises what `hold` raises."""
        self.hold()
        return self._process

    def run(self) -> Outcome:
        """Starts it and waits for its end. Raises SandboxError if the sandbox fails."""
        self.start()
        return self.finish()

    def start(self) -> None:
        """Starts it alone; `finish` has to follow at once, to watch over its limits.

        For a caller with something short to do meanwhile. Raises what `run` raises.
        """
        self.hold()
        self._process.start()

    def finish(self) -> Outcome:
        """Waits for the end of what was started. Raises what `run` raises."""
        return self._process.finish()

    def discard(self) -> None:
        """Ends it without having run anything."""
        self._process.discard()


class Sandbox:
    """Runs commands under limits, each in a fresh sandbox; usable from several threads.

    `allow_unenforced` names limits that this host need not enforce (see `REQUIRED`).
    `use_helper` False takes bubblewrap's own first process even where a better one can
    be built. Folders named in `hide`, and this package's own, are seen empty inside, if
    they lie in something that is mounted. Raises UnsupportedHostError, with the remedy,
    where this host can't do it.
    """

    def __init__(
        self,
        *,
        allow_unenforced: frozenset[str] = frozenset(),
        use_helper: bool = True,
        hide: tuple[Path, ...] = (),
    ) -> None:
        self._open: list[int] = []
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._cgroups: Cgroups = NoCgroups()
        self._users: Users = OneUser()
        self._folder: workdir.LockedFolder | None = None
        self._reach: Reach | None = None
        self._unconfined = self._cancelled = False
        self._filtered = True
        try:
            self._build(allow_unenforced, use_helper=use_helper, hide=hide)
        except BaseException:
            self.close()
            raise

    def _build(self, allowed: frozenset[str], *, use_helper: bool, hide: tuple[Path, ...]) -> None:
        program = shutil.which("bwrap")
        if program is None:
            raise UnsupportedHostError("bubblewrap", "bwrap is not installed", INSTALL_BWRAP)
        allow_most()
        allow_core_limit()
        parent = workdir.temporary_parent()
        workdir.sweep(parent, _clear_away)
        # Others may pass through, to what has been made for them inside.
        self._folder = workdir.LockedFolder(parent, mode=0o711)
        self._reach = Reach(self._folder.path)
        self._cgroups = _cgroups(allowed)
        self._users = open_users()
        self._stop = self._keep(os.eventfd(0, os.EFD_CLOEXEC))
        self._helper = helper.open_helper() if use_helper else None
        if self._helper is not None:
            self._keep(self._helper)
        self._tools = Tools(
            bwrap=program,
            system=bwrap.system_mounts(),
            filters={
                policy: self._keep(sealed(self._filter(policy, allowed)))
                for policy in ("run", "compile")
            },
            network_denied="network" not in allowed or _can_deny_network(program),
            hidden=tuple(str(path.resolve()) for path in (Path(__file__).parent, *hide)),
            helper=self._helper,
            confinement=mac.confinement(),
            folder=self._folder.path,
            stop=self._stop,
            cgroups=self._cgroups,
            users=self._users,
        )

    def _filter(self, policy: str, allowed: frozenset[str]) -> bytes:
        try:
            return seccomp.program(policy)
        except UnsupportedHostError:
            if "syscalls" not in allowed:
                raise
            self._filtered = False
            return seccomp.ALLOW_ALL

    @property
    def folder(self) -> Path:
        """A private folder of the host that is removed on `close`."""
        return self._tools.folder

    @property
    def enforced_by(self) -> dict[str, str | None]:
        """Which mechanism of this host enforces what; None where nothing does."""
        limits, confinement = self._cgroups.enforces, self._tools.confinement
        return {
            "cpu_time": limits.get("cpu_time"),
            "memory": limits.get("memory"),
            "processes": limits.get("processes", "rlimit"),
            "cpus": limits.get("cpus"),
            "output": "pipe",
            "network": "namespace" if self._tools.network_denied else None,
            "files": "namespace",
            "syscalls": "seccomp" if self._filtered else None,
            "user": "namespace",
            "own_user": "user" if self._users.own else None,
            "init": "helper" if self._helper is not None else "bubblewrap",
            "mac": confinement.by if confinement and not self._unconfined else None,
        }

    def prepare(self, command: Command) -> Prepared:
        """Sets up everything for `command`, in a box of its own; nothing of it runs yet.

        Raises CommandError where the command can't be run as given, SandboxError where
        the sandbox can't be set up. The calling thread must live until it has ended.
        """
        prepared = self.begin(command, Boxes(keep=False))
        prepared.hold()
        return prepared

    def begin(self, command: Command, boxes: Boxes) -> Prepared:
        """Begins to set `command` up, in one of the `boxes` of its submission.

        Raises CommandError where the command can't be run as given, SandboxError where
        nothing can be begun. What fails later is told where it is waited for.
        """
        check(command)
        assert self._reach is not None  # noqa: S101 - built
        mounts = tuple(map(self._reach.within, command.mounts))
        command = msgspec.structs.replace(command, mounts=mounts)
        return Prepared(lambda: boxes.begin(command, self._tools_for(command)), self._goes_on)

    def _goes_on(self, error: SandboxError) -> bool:
        """Whether there is another way, after what has failed before anything ran."""
        # Each is the last of its kind for an execution; others may have been begun before.
        if isinstance(error, EntryBarredError):
            self._cgroups.bar_entry()
        elif isinstance(error, HelperRefusedError):
            # Some hosts' AppArmor takes away what bubblewrap gives it; the other way stays.
            self._helper = None
            self._tools = msgspec.structs.replace(self._tools, helper=None)
        elif not isinstance(error, LostBoxError):
            return False
        return True

    def _tools_for(self, command: Command) -> Tools:
        """Without the confinement, where that would keep `command` from its own toolchain."""
        confinement = self._tools.confinement
        if confinement is None:
            return self._tools
        # Root would be told what the owner of a file may do, whom what is run is not.
        with unprivileged():
            covered = confinement.covers(mount.target for mount in command.mounts)
        if covered:
            return self._tools
        self._unconfined = True
        return msgspec.structs.replace(self._tools, confinement=None)

    def run(self, command: Command) -> Outcome:
        """Prepares and runs `command`. Raises what `prepare` and `Prepared.run` raise."""
        return self.prepare(command).run()

    @contextmanager
    def temporary_folder(self) -> Iterator[Path]:
        """A fresh folder below `folder` that executions can be shown parts of."""
        # Not to be guessed by whoever should get out: what is in it can be read by others.
        path = self.folder / f"work-{next(self._numbers)}-{os.urandom(8).hex()}"
        workdir.make_folder(path, 0o711)
        try:
            yield path
        finally:
            workdir.remove_tree(path)

    def take_user(self) -> User:
        """A user of the host as executions have one outside, for the caller to release.

        Raises SandboxError.
        """
        return self._users.take()

    def cancel(self) -> None:
        """Ends all executions, from any thread or a signal handler; none starts any more."""
        self._cancelled = True
        os.eventfd_write(self._stop, 1)

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def close(self) -> None:
        """Removes what this sandbox has on the host. Everything must have ended."""
        with self._lock:
            self._cgroups.close()
            self._users.close()
            if self._reach is not None:
                self._reach.close()
            if self._folder is not None:
                workdir.remove_tree(self._folder.path)
                self._folder.release()
                self._folder = None
            for descriptor in self._open:
                os.close(descriptor)
            self._open = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _keep(self, descriptor: int) -> int:
        self._open.append(descriptor)
        return descriptor


def _clear_away(folder: Path) -> None:
    """What a dead judge has left: nothing of it may run on."""
    tether.kill_marked(folder.name)
    workdir.remove_tree(folder)


def check(command: Command) -> None:
    """Raises CommandError where `command` can't be run as it is."""
    if not command.argv:
        raise CommandError("command", "argv is empty")
    if not command.argv[0].startswith("/"):
        message = f"{command.argv[0]} is not an absolute path"
        raise CommandError("command", message, "give the path as seen inside")
    if any("\0" in word for word in (*command.argv, *command.env, *command.env.values())):
        raise CommandError("command", "an argument holds a zero byte")


def _can_deny_network(program: str) -> bool:
    """Whether bubblewrap can make a network namespace here; some containers forbid it."""
    argv = [program, "--unshare-user", bwrap.NO_NETWORK, "--ro-bind", "/", "/", "/usr/bin/true"]
    with unprivileged():
        done = subprocess.run(argv, env={}, capture_output=True, check=False)
    return done.returncode == 0


def _cgroups(allowed: frozenset[str]) -> Cgroups:
    try:
        return open_cgroups()
    except SandboxError as error:
        if {"cpu_time", "memory"} <= allowed:
            return NoCgroups()
        raise UnsupportedHostError(
            "cgroup",
            f"CPU time and memory can't be limited here: {error.message}",
            error.remedy,
        ) from error

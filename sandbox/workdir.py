"""Folders whose owner can be told dead: a lock that the kernel drops with the process.

Temporary folders and cgroups are both folders that outlive a killed judge. Each is held
by a lock (`flock`) on the folder itself; whoever gets that lock on a folder with our
name knows that its owner has gone, and clears it away. It works across PID namespaces,
where a process number would not.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from sandbox.errors import SandboxError
from sandbox.interruption import undisturbed

PREFIX = "judge-box-"


class LockedFolder:
    """A fresh folder below `parent`, held until `close`."""

    def __init__(self, parent: Path, *, mode: int = 0o700) -> None:
        self.path, self._lock = _create(parent, mode)

    def release(self) -> None:
        """Gives up the lock; the folder is the caller's to remove before."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A fresh folder of the caller's, removed at the end; what a killed one leaves, later.

    Nobody else can list it. Where the judge is root, its name and those in it are no secret
    of it: the sandbox's user passes through, to names that it has been told.
    """
    held = LockedFolder(temporary_parent(), mode=0o711 if os.geteuid() == 0 else 0o700)
    try:
        path = held.path / os.urandom(16).hex()
        make_folder(path, 0o755)
        yield path
    finally:
        with undisturbed():
            remove_tree(held.path)
            held.release()


def make_folder(path: Path, mode: int) -> None:
    """Makes a folder with just this mode, whatever the umask: others have to pass through."""
    path.mkdir()
    path.chmod(mode)


def abandoned(parent: Path) -> Iterator[Path]:
    """The folders below `parent` whose owner has died, each locked while it is yielded."""
    with contextlib.suppress(OSError):
        for entry in sorted(parent.iterdir()):
            if entry.name.startswith(PREFIX):
                yield from _if_abandoned(entry)


def sweep(parent: Path, remove: Callable[[Path], None]) -> None:
    """Removes what dead owners left below `parent`; what can't be removed stays."""
    for path in abandoned(parent):
        # Whatever is wrong with it must not keep this judge from starting.
        with contextlib.suppress(Exception):
            remove(path)


def temporary_parent() -> Path:
    """Where work folders are made: ``$TMPDIR``, else ``/tmp``, else ``/var/tmp``.

    Raises SandboxError where none of them can be written.
    """
    wanted = os.environ.get("TMPDIR")
    # Not the standard library's `tempfile`: importing it takes as long as a whole run.
    for name in (wanted, "/tmp", "/var/tmp"):  # noqa: S108
        if name and os.path.isdir(name) and os.access(name, os.W_OK | os.X_OK):  # noqa: PTH112
            return Path(name).absolute()
    raise SandboxError("temporary folder", "none can be written", "set TMPDIR to one that can")


def remove_tree(path: Path) -> None:
    """Removes a folder and what is in it, as far as that is possible.

    A program may have taken all rights away from what it wrote, and may have nested it
    deeper than any recursion or path reaches: folders further down are moved up first.
    """
    numbers = itertools.count()
    stuck: set[str] = set()
    while inside := _folders(path, stuck):
        for folder in inside:
            try:
                _empty(folder, path, numbers)
            except OSError:
                stuck.add(folder)
    with contextlib.suppress(OSError):
        path.rmdir()


def _folders(path: Path, stuck: set[str]) -> list[str]:
    """The folders right below `path`, whose files are removed; none if it can't be read."""
    try:
        return [folder for folder in _without_files(str(path)) if folder not in stuck]
    except OSError:
        return []


def _without_files(folder: str) -> list[str]:
    """Removes the files in `folder`, and returns its folders."""
    os.chmod(folder, 0o700)  # noqa: PTH101
    folders = []
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                os.unlink(entry.path)  # noqa: PTH108
    return folders


def _empty(folder: str, path: Path, numbers: Iterator[int]) -> None:
    """Removes `folder`; the folders in it move up to `path`."""
    for inner in _without_files(folder):
        os.chmod(inner, 0o700)  # noqa: PTH101 - or its ".." can't be changed
        os.rename(inner, path / f"moved-up-{next(numbers)}")  # noqa: PTH104
    os.rmdir(folder)  # noqa: PTH106


def _create(parent: Path, mode: int) -> tuple[Path, int]:
    while True:
        path = parent / f"{PREFIX}{os.getpid()}-{os.urandom(4).hex()}"
        make_folder(path, mode)
        lock = _lock(path)
        # Another judge's sweep may have come between the two steps.
        if lock is not None and path.exists():
            return path, lock


def _lock(path: Path) -> int | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _if_abandoned(path: Path) -> Iterator[Path]:
    try:
        mine = path.lstat().st_uid == os.geteuid()
    except OSError:
        return
    lock = _lock(path) if mine else None
    if lock is None:
        return
    try:
        yield path
    finally:
        os.close(lock)

"""Lets the sandbox's user see what only root can reach, such as a toolchain in ``/root``.

bubblewrap is started as an unprivileged user and opens what it mounts as that user. A
folder below one that is closed to others is therefore mounted a second time, read-only,
in a place that is open, inside a mount namespace of the judge's own: the host sees none
of it, and it is gone with the judge. Only the folder itself becomes visible this way.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
from functools import lru_cache
from pathlib import Path

import msgspec

from sandbox.errors import SandboxError
from sandbox.model import Mount
from sandbox.privilege import unprivileged
from sandbox.workdir import make_folder

CLONE_NEWNS = 0x00020000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_SLAVE = 1, 32, 4096, 16384, 1 << 19
MNT_DETACH = 2
OWN_NAMESPACE = "/proc/thread-self/ns/mnt"


class Reach:
    """Second mounts below `folder`, for a judge that is root; for others it does nothing.

    To be made before the threads that start sandboxes, which inherit its namespace.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "reach"
        self._known: dict[str, str] = {}
        self._made: list[Path] = []
        self._lock = threading.Lock()
        self._namespace = ""
        if os.geteuid() == 0:
            self._leave_the_hosts_namespace()

    def within(self, mount: Mount) -> Mount:
        """`mount` with a source that the sandbox's user can reach.

        Raises SandboxError where the source is missing or can't be made reachable.
        """
        if os.geteuid() != 0:
            return mount
        with self._lock:
            if mount.source not in self._known:
                self._known[mount.source] = self._reachable(mount.source)
            return msgspec.structs.replace(mount, source=self._known[mount.source])

    def close(self) -> None:
        """Takes the mounts away again; a folder that is still mounted is left alone."""
        for path in self._made:
            if _libc().umount2(os.fsencode(path), MNT_DETACH) == 0:
                with contextlib.suppress(OSError):
                    path.rmdir() if path.is_dir() else path.unlink()
        self._made = []
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    def _leave_the_hosts_namespace(self) -> None:
        # Once for all sandboxes of a thread: the mounts of one would be left behind else.
        if os.readlink(OWN_NAMESPACE) not in _made():  # noqa: PTH115
            # In a container without the right to do so, what is closed stays out of reach.
            if _libc().unshare(CLONE_NEWNS) != 0:
                return
            _mount(None, "/", MS_REC | MS_SLAVE)
        self._namespace = os.readlink(OWN_NAMESPACE)  # noqa: PTH115
        _made().add(self._namespace)

    def _reachable(self, source: str) -> str:
        if not os.path.exists(source):  # noqa: PTH110
            raise SandboxError("mount", f"{source} does not exist")
        with unprivileged():
            if os.access(source, os.R_OK):
                return source
        if os.readlink(OWN_NAMESPACE) != self._namespace:  # noqa: PTH115
            remedy = "install it below /usr/local, or run the judge as an ordinary user"
            raise SandboxError("mount", f"{source} can be reached by root alone", remedy)
        return str(self._mounted(source))

    def _mounted(self, source: str) -> Path:
        target = self._folder / str(len(self._made))
        if not self._folder.exists():
            make_folder(self._folder, 0o711)
        if os.path.isdir(source):  # noqa: PTH112
            make_folder(target, 0o755)
        else:
            target.touch(mode=0o644)
        _mount(source, str(target), MS_BIND)
        self._made.append(target)
        # Only now, since a bind takes no other flags; nothing may be deleted through it.
        _mount(None, str(target), MS_BIND | MS_REMOUNT | MS_RDONLY)
        return target


@lru_cache(maxsize=1)
def _made() -> set[str]:
    """The mount namespaces that this process has made."""
    return set()


def _mount(source: str | None, target: str, flags: int) -> None:
    words = (None if source is None else os.fsencode(source), os.fsencode(target))
    if _libc().mount(*words, None, ctypes.c_ulong(flags), None) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise SandboxError("mount", f"{source or target}: {reason}")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

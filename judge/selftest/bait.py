"""The bait: what an attacker would want of the host, put there for as long as a test runs.

Everything is harmless, carries a random token that must not come out, and is looked at
after each run: nothing may have been changed, created, connected to, or killed. What the
programs are told is where it is, never the token.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from sandbox import Sandbox, cache

PREFIX = "judge-selftest-"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the bait has to lie where others look
SIZE = 4096
OLD = 3600.0
IPC_RMID = 0


class Bait:
    """Bait for the programs of one lane; `places` says where it is. Close it when done.

    `folder` is one of the sandbox's, which is removed with it.
    """

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.token = f"token-{secrets.token_hex(16)}"
        self.places: dict[str, str] = {}
        self._folder = folder
        self._closing = contextlib.ExitStack()
        self._watched: dict[Path, tuple[object, ...]] = {}
        self._listening: list[socket.socket] = []
        try:
            self._plant(sandbox)
        except BaseException:
            self.close()
            raise

    def _plant(self, sandbox: Sandbox) -> None:
        open_folder = self._folder / "open"
        open_folder.mkdir()
        self._file("secret_file", self._folder / "secret", 0o644)
        self._file("open_file", open_folder / "note", 0o666)
        self._sockets(open_folder)
        # As if another submission's run had it, under the same user if all have one: nothing
        # but the sandbox is to stand before it.
        user = self._user(sandbox)
        _give(open_folder, user)
        open_folder.chmod(0o777)
        self._kept_file("cache_file", cache.folder())
        self._kept_file("shm_file", SHARED_MEMORY)
        self._process(user)
        self._segment()
        self.places |= {
            "open_folder": str(open_folder),
            "judge_pid": str(os.getpid()),
            "judge_code": str(Path(__file__).parent.parent),
            "home": str(Path.home()),
        }
        self._watched = {path: _state(path) for path in self._files()}
        self._entries = _entries(open_folder)

    @property
    def told(self) -> bytes:
        """Where everything is, as programs read it from standard input."""
        lines = "".join(f"{name}={value}\n" for name, value in sorted(self.places.items()))
        return lines.encode(errors="surrogateescape")

    def input_file(self, data: bytes) -> Path:
        """A file with `data` that whoever runs inside might write to; it is watched too."""
        path = self._folder / "open" / "input"
        path.write_bytes(data)
        path.chmod(0o666)
        self._watched[path] = _state(path)
        self._entries = _entries(path.parent)
        return path

    def seen_in(self, text: str) -> bool:
        """Whether the token has come out, straight or turned round or in hexadecimal."""
        plain = self.token.encode()
        forms = (self.token, self.token[::-1], plain.hex(), plain.hex().upper())
        return any(form in text for form in forms)

    def found(self) -> Iterator[str]:
        """What was done to it since it was planted."""
        for path, state in self._watched.items():
            if _state(path) != state:
                yield f"changed {path}"
        for name in sorted(_entries(self._folder / "open") - self._entries):
            yield f"created {name}"
        if self._child.poll() is not None:
            yield "killed a process of the host"
        if self._memory and ctypes.string_at(self._memory, len(self.token)) != self.token.encode():
            yield "changed a shared memory segment of the host"
        for listener in self._listening:
            yield from _heard(listener)

    def close(self) -> None:
        """Removes all of it."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _user(self, sandbox: Sandbox) -> int:
        user = sandbox.take_user()
        self._closing.callback(user.release)
        return user.number

    def _file(self, name: str, path: Path, mode: int) -> None:
        path.write_text(self.token)
        path.chmod(mode)
        self.places[name] = str(path)
        self._closing.callback(path.unlink, missing_ok=True)

    def _kept_file(self, name: str, folder: Path) -> None:
        """A file in a folder that is not ours alone, held by a lock while we live."""
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sweep(folder)
            path = folder / f"{PREFIX}{secrets.token_hex(8)}"
            self._file(name, path, 0o644)
            lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            self._closing.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX)

    def _files(self) -> list[Path]:
        return [Path(self.places[name]) for name in self.places if name.endswith("_file")]

    def _sockets(self, folder: Path) -> None:
        abstract, path = f"{PREFIX}{secrets.token_hex(8)}", str(folder / "socket")
        tcp = self._socket(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        udp = self._socket(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._socket(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{abstract}")
        self._socket(socket.AF_UNIX, socket.SOCK_STREAM, path)
        Path(path).chmod(0o666)
        self.places |= {
            "tcp_port": str(tcp.getsockname()[1]),
            "udp_port": str(udp.getsockname()[1]),
            "abstract_socket": abstract,
            "socket_path": path,
        }

    def _socket(self, family: int, kind: int, address: object) -> socket.socket:
        found = self._closing.enter_context(socket.socket(family, kind))
        found.setblocking(False)
        found.bind(address)  # type: ignore[arg-type]
        if kind == socket.SOCK_STREAM:
            found.listen(8)
        self._listening.append(found)
        return found

    def _process(self, user: int) -> None:
        """A process that the sandbox's user might touch; it ends when we do, by its input."""
        root = {"user": user, "group": user, "extra_groups": []} if os.geteuid() == 0 else {}
        words = ["/bin/sh", "-c", "read -r line; exit 0", "bait", self.token]
        env = {"TOKEN": self.token}
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(words, stdin=pipe, env=env, cwd="/", **root)  # type: ignore[call-overload]
        self._closing.callback(self._child.wait)
        self._closing.callback(self._child.kill)
        self._closing.callback(self._child.stdin.close)
        self.places["pid"] = str(self._child.pid)

    def _segment(self) -> None:
        """A System V segment. It is marked as removed at once, so that it goes with us."""
        libc = ctypes.CDLL(None, use_errno=True)
        libc.shmat.restype = ctypes.c_void_p
        self._memory = 0
        number = libc.shmget(0, SIZE, 0o1666)
        if number < 0:
            return
        address = libc.shmat(number, None, 0)
        libc.shmctl(number, IPC_RMID, None)
        if address in (None, ctypes.c_void_p(-1).value):
            return
        self._memory = address
        self._closing.callback(libc.shmdt, ctypes.c_void_p(address))
        data = self.token.encode()
        ctypes.memmove(address, data, len(data))
        self.places["shm_id"] = str(number)


def _give(folder: Path, user: int) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, user, follow_symlinks=False)


def _state(path: Path) -> tuple[object, ...]:
    try:
        status = path.stat()
        content = path.read_bytes()
    except OSError:
        return ()
    return (content, status.st_mode, status.st_mtime_ns, status.st_nlink, status.st_uid)


def _entries(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


def _heard(listener: socket.socket) -> Iterator[str]:
    name = listener.getsockname()
    with contextlib.suppress(BlockingIOError):
        if listener.type == socket.SOCK_DGRAM:
            listener.recv(SIZE)
            yield f"sent a datagram to {name}"
        else:
            listener.accept()[0].close()
            yield f"connected to {name!r}"


def _sweep(folder: Path) -> None:
    """Removes what a self-test that was killed has left in `folder`."""
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            # A younger one may just be about to be locked.
            if path.stat().st_mtime > time.time() - OLD:
                continue
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(descriptor)


@contextlib.contextmanager
def planted(sandbox: Sandbox) -> Iterator[Bait]:
    """Bait in a folder of its own. Raises OSError where it can't be planted."""
    with sandbox.temporary_folder() as folder, Bait(sandbox, folder) as bait:
        try:
            yield bait
        finally:
            shutil.rmtree(folder / "open", ignore_errors=True)

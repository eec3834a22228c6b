"""A writable folder inside that is bounded, and what is left in it taken out again.

It is a tmpfs of the execution's own: nothing that is written there touches the host's
disk. The judge opens it from outside while the program is held, puts files in, and takes
out what the program has left after everything inside has ended; by then only the
descriptor keeps it alive. What is taken out is a stranger's: plain files and folders
alone, no link followed, no deeper and no larger than a caller allows.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sandbox.capture import Capture
from sandbox.errors import SandboxError, unreadable
from sandbox.privilege import unprivileged

# No compiler nests folders deeper; each level costs two descriptors while it is copied.
DEEPEST = 64
PIECE = 1 << 20
TEMPORARY = "/tmp"  # noqa: S108 - the sandbox's
LONG_AGO = 946_684_800  # the year 2000: some archives know none before 1980
# Without waiting: a pipe in a file's place would never answer.
READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class TooLargeError(Exception):
    """There is more in a workspace than was to be taken out."""


class Workspace:
    """The workspace of one execution, by its descriptor; `close` lets go of it for good."""

    def __init__(self, pid: int, target: str, user: int) -> None:
        """Opens the folder `target` of the held process `pid`, which belongs to `user`.

        Raises SandboxError.
        """
        self._user = user
        self._descriptor = self._temporary = -1
        self._put: set[tuple[int, ...]] = set()
        try:
            # As the user it belongs to, who may look into any process of its namespace.
            with unprivileged(user):
                self._descriptor = os.open(f"/proc/{pid}/root{target}", DIRECTORY)
                self._temporary = os.open(f"/proc/{pid}/root{TEMPORARY}", DIRECTORY)
        except OSError as error:
            self.close()
            raise SandboxError("open the workspace", f"{target}: {error.strerror}") from error

    def put_in(self, source: str) -> None:
        """Copies the files and folders in `source`, a folder of the host.

        Raises CommandError where they can't be read, SandboxError where they don't fit.
        """
        try:
            folder = os.open(source, DIRECTORY)
        except OSError as error:
            raise unreadable("workspace", error, source) from error
        try:
            with unprivileged(self._user):
                _copy(folder, self._descriptor, Allowance(None), DEEPEST)
                self._put = {_state(one) for one in _files(self._descriptor, DEEPEST)}
        except OSError as error:
            raise SandboxError.of("fill the workspace", error) from error
        finally:
            os.close(folder)

    def written(self) -> int:
        """The bytes in the files that were made or changed, here and in the temporary folder.

        What lies too deep, or can't be read, does not count.
        """
        found = {}
        for folder in (self._descriptor, self._temporary):
            for one in _files(folder, DEEPEST):
                if _state(one) not in self._put:
                    found[one.st_dev, one.st_ino] = one.st_size  # once, whatever its names
        return sum(found.values())

    def head(self, name: str, size: int) -> bytes | None:
        """The first `size` bytes of the file `name` in it; None where there is no such file."""
        found = self.read(name)
        if found is None:
            return None
        try:
            return found.head(size)
        finally:
            found.close()

    def read(self, name: str) -> Capture | None:
        """The file `name` in it, which the caller closes; None where there is no such file."""
        descriptor = _opened(name, self._descriptor, READING)
        if descriptor is None:
            return None
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return Capture.of_file(descriptor)
        os.close(descriptor)
        return None

    def take_out(self, target: Path, most: int) -> None:
        """Copies what was left into the folder `target`, which must exist; `most` bytes.

        Links, pipes, sockets, devices and what can't be read are left out. Raises
        TooLargeError, SandboxError where the host has no room.
        """
        folder = os.open(target, DIRECTORY)
        try:
            _copy(self._descriptor, folder, Allowance(most), DEEPEST)
        except OSError as error:
            raise SandboxError.of("take over", error) from error
        finally:
            os.close(folder)

    def close(self) -> None:
        """Lets go of it: the kernel frees what was in it."""
        for descriptor in {self._descriptor, self._temporary} - {-1}:
            os.close(descriptor)
        self._descriptor = self._temporary = -1


class Allowance:
    """How many bytes may still be copied; None stands for any number."""

    def __init__(self, most: int | None) -> None:
        self._left = most

    def take(self, count: int) -> None:
        """Uses up `count` bytes. Raises TooLargeError where there are not as many left."""
        if self._left is None:
            return
        self._left -= count
        if self._left < 0:
            raise TooLargeError


def _files(folder: int, depth: int) -> Iterator[os.stat_result]:
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_file(follow_symlinks=False):
            with contextlib.suppress(OSError):  # its folder may be closed to us
                yield entry.stat(follow_symlinks=False)
        elif entry.is_dir(follow_symlinks=False) and depth > 0:
            inner = _opened(entry.name, folder, DIRECTORY)
            if inner is not None:
                try:
                    yield from _files(inner, depth - 1)
                finally:
                    os.close(inner)


def _state(file: os.stat_result) -> tuple[int, ...]:
    """What differs after a change: the first of the times alone can't be set to any value."""
    return (file.st_dev, file.st_ino, file.st_ctime_ns, file.st_mtime_ns, file.st_size)


def _copy(source: int, target: int, allowance: Allowance, depth: int) -> None:
    with os.scandir(source) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if depth > 0:
                _copy_folder(entry.name, (source, target), allowance, depth - 1)
        elif entry.is_file(follow_symlinks=False):
            _copy_file(entry.name, (source, target), allowance)


def _copy_folder(name: str, ends: tuple[int, int], allowance: Allowance, depth: int) -> None:
    source, target = ends
    inner = _opened(name, source, DIRECTORY)
    if inner is None:
        return
    try:
        os.mkdir(name, dir_fd=target)
        outer = os.open(name, DIRECTORY, dir_fd=target)
        try:
            os.fchmod(outer, 0o755)  # whatever the umask
            _copy(inner, outer, allowance, depth)
        finally:
            os.close(outer)
    finally:
        os.close(inner)


def _copy_file(name: str, ends: tuple[int, int], allowance: Allowance) -> None:
    source, target = ends
    reader = _opened(name, source, READING)
    if reader is None:
        return
    try:
        mode = os.fstat(reader).st_mode
        if not stat.S_ISREG(mode):
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        writer = os.open(name, flags, 0o600, dir_fd=target)
        try:
            # An allowance is used up before a hole is written out as zeros.
            allowance.take(os.fstat(reader).st_size)
            while os.sendfile(writer, reader, None, PIECE):
                pass
            os.fchmod(writer, 0o755 if mode & stat.S_IXUSR else 0o644)
            # The kernel's clock for files is coarse: a change at once would show in no other.
            os.utime(writer, (LONG_AGO, LONG_AGO))
        finally:
            os.close(writer)
    finally:
        os.close(reader)


def _opened(name: str, folder: int, flags: int) -> int | None:
    """None for what can't be read or has been changed into something else."""
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError:
        return None

"""Packed packages (``.zip``, ``.kpp``): looked over as a whole, then unpacked.

Nothing is written before the archive's own directory has been found to name plain files,
folders and links, each once, inside the package, and of a size within reason. A member is
unpacked as far as its size was stated there, never further.
"""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.formats.packagefiles import check_inside
from judge.formats.zipend import check_directory
from judge.formats.zipmembers import PACK_ANEW, UNPACK, Member, members

if TYPE_CHECKING:
    from zipfile import ZipFile


def unpack(source: Path, target: Path) -> None:
    """Unpack the archive at `source` into the empty folder `target`.

    Raise InputError that names the member and the remedy for what must not be in one.
    """
    with _told(source):
        check_directory(source)
        with zipfile.ZipFile(source) as archive:
            _write(archive, members(archive, source), (source, target))


@contextmanager
def _told(source: Path) -> Iterator[None]:
    """Inside, what the library says of a broken archive becomes an InputError."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise InputError(source, f"is a broken archive: {error}", PACK_ANEW) from error
    except RuntimeError as error:  # so it says that a password is needed
        raise InputError(source, f"can't be unpacked: {error}", UNPACK) from error


def _write(archive: ZipFile, found: list[Member], where: tuple[Path, Path]) -> None:
    """Write files first and links last, so that nothing is written through a link."""
    source, target = where
    links = [member for member in found if member.kind == stat.S_IFLNK]
    for member in (member for member in found if member.kind != stat.S_IFLNK):
        path = target / member.path
        with _place(source, member):
            if member.kind == stat.S_IFDIR:
                path.mkdir(0o755, parents=True, exist_ok=True)
            else:
                path.parent.mkdir(0o755, parents=True, exist_ok=True)
                _write_file(archive, member, path)
    try:
        _write_links(archive, links, where)
    except BaseException:
        for member in links:  # none may lead out, not even for a moment longer
            (target / member.path).unlink(missing_ok=True)
        raise


def _write_links(archive: ZipFile, links: list[Member], where: tuple[Path, Path]) -> None:
    """Make all links, and then look where they lead: one may lead through another."""
    source, target = where
    for member in links:
        path = target / member.path
        with _place(source, member):
            path.parent.mkdir(0o755, parents=True, exist_ok=True)
            path.symlink_to(archive.read(member.info).decode())
    for member in links:
        with _place(source, member):
            _check_link(target / member.path, target)


@contextmanager
def _place(source: Path, member: Member) -> Iterator[None]:
    """Inside, an error is told with the member that it is about."""
    try:
        with _told(source):
            yield
    except InputError as error:
        place = f"{source}: {member.info.filename}"
        raise InputError(place, error.message, error.remedy) from error


def _write_file(archive: ZipFile, member: Member, path: Path) -> None:
    with archive.open(member.info) as packed, path.open("xb") as file:
        shutil.copyfileobj(packed, file)
        if file.tell() != member.info.file_size:
            raise zipfile.BadZipFile("a member is shorter than it is said to be")
    path.chmod(member.mode)


def _check_link(path: Path, target: Path) -> None:
    if path.readlink().is_absolute():
        raise InputError(path, f"is a link to {path.readlink()}", "make it relative")
    try:
        check_inside(path, target)
    except InputError as error:
        message = f"is a link out of the package, to {path.readlink()}"
        raise InputError(path, message, error.remedy) from error

"""What an archive's directory names: looked over as a whole, before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MOST_MEMBERS = 20_000
"""Files and folders, those that are only part of a path too."""
MOST_BYTES = 4 << 30
SUSPICIOUS_BYTES, MOST_RATIO = 100 << 20, 100
"""What unpacks to more than so many bytes, and so many times its size, is no package."""
LONGEST_NAME, LONGEST_PART, DEEPEST = 1000, 255, 50
LONGEST_LINK = 1000

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
HEADER_SIZE = 30
"""Bytes before each member, without its name."""
ENCRYPTED = 0x1
UNIX = 3
LEFT_OUT = "__MACOSX"
PACK_ANEW = "pack it anew, say with: zip -r"
UNPACK = "unpack it, and give the folder"


class Member(msgspec.Struct, frozen=True):
    """What is unpacked: a file, a folder or a link at `path` below the package."""

    info: ZipInfo
    path: PurePosixPath
    kind: int

    @property
    def mode(self) -> int:
        """The file's mode: readable by all, and a program where it was one."""
        return 0o755 if self.info.external_attr >> 16 & 0o111 else 0o644


def members(archive: ZipFile, source: Path) -> list[Member]:
    """The members that are to be unpacked: plain files, folders and links, each once.

    Raise InputError that names the member and the remedy for any other.
    """
    found = [_member(info, source) for info in archive.infolist()]
    found = [member for member in found if member.path.parts[:1] != (LEFT_OUT,)]
    found = [member for member in found if member.path.parts]
    _check_distinct(found, source)
    _check_apart(archive, source)
    _check_sizes(found, source)
    return found


def _member(info: ZipInfo, source: Path) -> Member:
    place = f"{source}: {info.filename}"
    if info.flag_bits & ENCRYPTED:
        raise InputError(place, "is encrypted", f"{UNPACK}, or pack it without a password")
    if info.compress_type not in METHODS:
        raise InputError(place, "is packed by a method that is not supported", PACK_ANEW)
    return Member(info, _inside(info.filename, place), _kind(info, place))


def _inside(name: str, place: str) -> PurePosixPath:
    """The path of a member; raise InputError where it is none below the package."""
    parts = name.removesuffix("/").split("/")
    if not name:
        raise InputError(place, "holds a member without a name", PACK_ANEW)
    if "\\" in name:
        raise InputError(place, "has a backslash in its name", PACK_ANEW)
    if name.startswith("/") or (len(parts[0]) == 2 and parts[0][1] == ":"):
        raise InputError(place, "has an absolute name", "name members relative to the package")
    if ".." in parts:
        raise InputError(place, "leads out of the package", "name it without '..'")
    too_long = len(name) > LONGEST_NAME or len(parts) > DEEPEST
    if too_long or any(len(part.encode(errors="replace")) > LONGEST_PART for part in parts):
        raise InputError(place, "has too long a name, or too many folders in it", "shorten it")
    return PurePosixPath(name)


def _kind(info: ZipInfo, place: str) -> int:
    """What it is, as `stat.S_IFMT` has it; only archives made on Unix say so."""
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == UNIX else 0
    if info.is_dir():
        return stat.S_IFDIR
    if kind in {0, stat.S_IFREG}:
        return stat.S_IFREG
    if kind != stat.S_IFLNK:
        raise InputError(place, "is neither a file nor a folder nor a link", "leave it out")
    return kind


def _check_distinct(members: list[Member], source: Path) -> None:
    """Raise InputError for a path given twice, or as a file and as a folder."""
    kinds: dict[PurePosixPath, int] = {}
    for member in members:
        for parent in member.path.parents:
            kinds.setdefault(parent, stat.S_IFDIR)
    implied = set(kinds)
    for member in members:
        place = f"{source}: {member.info.filename}"
        if kinds.setdefault(member.path, member.kind) != member.kind:
            raise InputError(place, "is both a file and a folder", PACK_ANEW)
        if member.kind != stat.S_IFDIR and member.path in implied:
            raise InputError(place, "is there twice", "leave one of them out")
        implied.add(member.path)
    if len(kinds) > MOST_MEMBERS:
        message = f"holds {len(kinds)} files and folders, at most {MOST_MEMBERS} are unpacked"
        raise InputError(source, message, UNPACK)


def _check_apart(archive: ZipFile, source: Path) -> None:
    """Raise InputError where two members share bytes, as bombs have it."""
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            place = f"{source}: {info.filename}"
            raise InputError(place, "lies inside another member", PACK_ANEW)
        end = info.header_offset + HEADER_SIZE + info.compress_size
    if end > archive.start_dir:
        raise InputError(source, "is cut off", PACK_ANEW)


def _check_sizes(members: Iterable[Member], source: Path) -> None:
    unpacked, packed = 0, source.stat().st_size
    for member in members:
        unpacked += member.info.file_size
        if member.kind == stat.S_IFLNK and member.info.file_size > LONGEST_LINK:
            place = f"{source}: {member.info.filename}"
            raise InputError(place, "is too long a link", "put the file itself there")
        bomb = unpacked > max(SUSPICIOUS_BYTES, MOST_RATIO * packed)
        if unpacked > MOST_BYTES or bomb:
            place = f"{source}: {member.info.filename}"
            message = f"with it, the package of {packed} bytes unpacks to {unpacked} bytes or more"
            raise InputError(place, message, f"if that is meant, {UNPACK}")

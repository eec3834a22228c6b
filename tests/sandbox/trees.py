"""Trees of files as a program might leave them, and what may be taken out of one."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

ROOT = os.geteuid() == 0


class File(NamedTuple):
    """A file of these bytes, followed by a hole of so many."""

    content: bytes
    hole: int
    mode: int


class Folder(NamedTuple):
    inside: dict[bytes, Any]
    mode: int


class Link(NamedTuple):
    target: bytes


class Special(NamedTuple):
    """A pipe or a socket."""

    kind: int


MODES = st.sampled_from([0o644, 0o755, 0o4777, 0o600, 0o100, 0o200, 0o400, 0o500, 0o000])
NAMES = st.sampled_from(
    [b"a", b"b", b"-rf", b" ", b"\n", b"\xff\xfe", b"\xed\xa0\x80", "\u202eä".encode(), b"x" * 255]
) | st.binary(min_size=1, max_size=5).filter(
    lambda name: not set(name) & {0, 47} and name not in (b".", b"..")
)
LEAVES = st.one_of(
    st.builds(File, st.binary(max_size=50), st.sampled_from([0, 0, 5000]), MODES),
    st.sampled_from([b"/", b".", b"..", b"a", b"b/../..", b"PRECIOUS", b"nothing"]).map(Link),
    st.sampled_from([stat.S_IFIFO, stat.S_IFSOCK]).map(Special),
)


def _nested(levels: int) -> Folder:
    folder = Folder({b"file": File(b"deep", 0, 0o644)}, 0o755)
    for _ in range(levels):
        folder = Folder({b"d": folder}, 0o755)
    return folder


FOLDERS = st.integers(0, 70).map(_nested)
TREES = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES | FOLDERS,
        lambda inner: st.builds(Folder, st.dictionaries(NAMES, inner, max_size=4), MODES),
        max_leaves=10,
    ),
    max_size=5,
)


def build(inside: dict[bytes, Any], folder: Path, precious: Path) -> None:
    """Makes the tree `inside` in `folder`; some links lead to `precious`."""
    for name, node in inside.items():
        path = folder / os.fsdecode(name)
        match node:
            case File():
                path.write_bytes(node.content)
                os.truncate(path, len(node.content) + node.hole)
            case Folder():
                path.mkdir()
                build(node.inside, path, precious)
            case Link():
                target = os.fsdecode(node.target)
                path.symlink_to(target.replace("PRECIOUS", str(precious)))
            case Special():
                os.mknod(path, node.kind | 0o600)
        if isinstance(node, File | Folder):
            path.chmod(node.mode)


def takeable(inside: dict[bytes, Any], depth: int) -> dict[bytes, tuple[int, bytes]]:
    """By path: the mode and the content of what may be taken out, `depth` folders deep."""
    found = {}
    for name, node in inside.items():
        if isinstance(node, File) and (ROOT or node.mode & 0o400):
            mode = 0o755 if node.mode & 0o100 else 0o644
            found[name] = (stat.S_IFREG | mode, node.content + bytes(node.hole))
        if isinstance(node, Folder) and depth > 0 and (ROOT or node.mode & 0o400):
            found[name] = (stat.S_IFDIR | 0o755, b"")
            inner = takeable(node.inside, depth - 1) if ROOT or node.mode & 0o100 else {}
            found |= {name + b"/" + below: what for below, what in inner.items()}
    return found


def seen(folder: bytes, prefix: bytes = b"") -> dict[bytes, tuple[int, bytes]]:
    """By path: mode and content of all in `folder`, no link followed."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            path, mode = prefix + entry.name, os.lstat(entry.path).st_mode
            content = Path(os.fsdecode(entry.path)).read_bytes() if stat.S_ISREG(mode) else b""
            found[path] = (mode, content)
            if stat.S_ISDIR(mode):
                found |= seen(entry.path, path + b"/")
    return found

"""Which folders of the host a toolchain may have shown inside the sandbox.

The system's own programs are there anyway. Of everything else only a toolchain's own
folder is shown, read-only and at the same path, and never one that holds people's files
as well.
"""

from __future__ import annotations

import os
import pwd
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ALWAYS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
"""What is shown inside in any case; on most systems all but /usr are links into it."""

_SYSTEM = frozenset(
    {"bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root"}
    | {"run", "sbin", "srv", "sys", "tmp", "var"}
)
_PRIVATE = frozenset({".cache", ".config", ".gnupg", ".local", ".local/share", ".ssh"})
"""Folders of a home directory that hold more than programs."""


def within(path: str, folders: Sequence[str]) -> bool:
    """Tell whether `path` is one of `folders` or lies below one."""
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def folder_of(program: str) -> str:
    """Name the folder that a program outside /usr belongs to: the one above its ``bin``."""
    parent = os.path.dirname(os.path.realpath(program))  # noqa: PTH120
    return os.path.dirname(parent) if os.path.basename(parent) == "bin" else parent  # noqa: PTH119, PTH120


def objection(prefix: str) -> str:
    """Say why this folder must not be shown inside; empty if it may be."""
    folder = Path(prefix)
    if len(folder.parts) <= 2 and folder.name in _SYSTEM | {""}:
        return f"{prefix} is a folder of the system"
    for home in _homes(folder):
        if home.is_relative_to(folder):
            return f"{prefix} holds the home folder {home}"
        if folder.is_relative_to(home) and str(folder.relative_to(home)) in _PRIVATE:
            return f"{prefix} holds personal files"
    return ""


def as_seen_inside(program: str, shown: Sequence[str]) -> str:
    """Find the path by which `program` can be started inside, where only `shown` exists.

    That is the first of its chain of symbolic links from which on all lie in `shown`
    (programs such as clang++ go by the name that they are called by); empty if even the
    last one does not.
    """
    chain = _chain(program)
    inside = ""
    while chain and within(chain[-1], shown):
        inside = chain.pop()
    return inside


def _chain(program: str) -> list[str]:
    """List the program and what each link points to, with their folders resolved."""
    path = program
    chain: list[str] = []
    while len(chain) < 40:  # as many links as Linux follows (MAXSYMLINKS)
        folder, name = os.path.split(path)
        path = os.path.join(os.path.realpath(folder), name)  # noqa: PTH118
        chain.append(path)
        if not os.path.islink(path):  # noqa: PTH114
            break
        path = os.path.join(os.path.dirname(path), os.readlink(path))  # noqa: PTH115, PTH118, PTH120
    return chain


def _homes(folder: Path) -> set[Path]:
    """List the home folders that matter to `folder`: this user's, root's, the one around it."""
    homes = {Path("/root"), Path(os.path.realpath(os.path.expanduser("~")))}  # noqa: PTH111
    if folder.parts[:2] == ("/", "home"):
        homes.add(Path(*folder.parts[:3]))
    with suppress(KeyError):  # a user id without an entry
        homes.add(Path(os.path.realpath(pwd.getpwuid(os.getuid()).pw_dir)))
    return homes - {Path("/")}

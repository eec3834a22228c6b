"""Which folders of the host a toolchain may have shown inside the sandbox.

`/usr` is there anyway. Of everything else only a toolchain's own folder is shown,
read-only and at the same path, and never one that holds people's files as well.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

USR = "/usr"
_SYSTEM = frozenset(
    {"bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root"}
    | {"run", "sbin", "srv", "sys", "tmp", "var"}
)
_PRIVATE = frozenset({".cache", ".config", ".gnupg", ".local", ".local/share", ".ssh"})
"""Folders of a home directory that hold more than programs."""


def within(path: str, folders: Sequence[str]) -> bool:
    """Whether `path` is one of `folders` or lies below one."""
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def folder_of(program: str) -> str:
    """The folder that a program outside /usr belongs to: the one above its ``bin``."""
    parent = os.path.dirname(os.path.realpath(program))  # noqa: PTH120
    return os.path.dirname(parent) if os.path.basename(parent) == "bin" else parent  # noqa: PTH119, PTH120


def objection(prefix: str) -> str:
    """Why this folder must not be shown inside; empty if it may be."""
    folder = Path(prefix)
    if len(folder.parts) <= 2 and folder.name in _SYSTEM | {""}:
        return f"{prefix} is a folder of the system"
    for home in _homes():
        if home.is_relative_to(folder):
            return f"{prefix} holds the home folder {home}"
        if folder.is_relative_to(home) and str(folder.relative_to(home)) in _PRIVATE:
            return f"{prefix} holds personal files"
    return f"{prefix} is a home folder" if folder.parent == Path("/home") else ""


def as_seen_inside(program: str, shown: Sequence[str]) -> str:
    """The path by which `program` can be started inside, where only `shown` exists.

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
    """The program and what each link points to, with their folders resolved."""
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


def _homes() -> list[Path]:
    homes = {os.path.expanduser("~"), "/root"}  # noqa: PTH111
    try:
        homes.add(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        pass
    return [Path(os.path.realpath(home)) for home in homes if len(home) > 1]

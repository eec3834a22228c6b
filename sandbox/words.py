"""Words, each ended by a zero byte: what bubblewrap and `box.c` are told. Pure."""

from __future__ import annotations

import os

from sandbox import rlimits
from sandbox.bwrap import SCRATCH
from sandbox.errors import CommandError
from sandbox.mac import Confinement
from sandbox.model import Command


def order(command: Command, confinement: Confinement | None) -> bytes:
    """The order for `command`: words, each ended by a zero byte.

    Raises CommandError for one that holds such a byte: what follows it would be another.
    """
    limits = command.limits
    words = [
        str(limits.scratch),
        str(limits.inodes),
        command.work.target if command.work else "",
        confinement.word() if confinement else "",
        command.cwd,
        *_counted(_covered(command)),
        str(-1 if command.cpu is None else command.cpu),
        *(str(number) for one in rlimits.rlimits(limits) for number in one),
        "",
        *_counted([f"{name}={value}" for name, value in command.env.items()]),
        *_counted(command.argv),
    ]
    return encode(words)


def encode(words: list[str]) -> bytes:
    """`words`, each ended by a zero byte.

    Raises CommandError for one that holds such a byte, or half of a character.
    """
    for word in words:
        if "\0" in word:
            raise CommandError("command", f"{word!r} holds a zero byte", "leave it out")
    try:
        return os.fsencode("\0".join(words)) + b"\0"
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise CommandError("command", f"{half!r} is half of a character", "leave it out") from error


def _covered(command: Command) -> list[str]:
    """What is mounted below a folder that a temporary one of the execution's own covers."""
    covering = [SCRATCH, *([command.work.target] if command.work else [])]
    return [
        mount.target
        for mount in command.mounts
        if any(mount.target.startswith(f"{folder}/") for folder in covering)
    ]


def _counted(words: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (str(len(words)), *words)

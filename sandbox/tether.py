"""What ends a run whose judge has died, in the middle of its set-up too.

With our own first process: that one holds a pipe, `life`, whose other end is the judge's
alone, and ends when the kernel tells it that this has gone (`init.c`). Until it is there,
bubblewrap is left to get on: what it starts meets the end of another pipe.

Without it: bubblewrap is told to die with the judge. If it is killed so while it sets up,
its child waits for it for ever; then the next judge that starts finds the child by its
environment, and kills it.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator

from sandbox import pidfd

VARIABLE = "JUDGE_BOX"


def mark(folder: str) -> dict[str, str]:
    """The environment of a bubblewrap of the judge with the folder `folder`.

    It may be seen inside, where bubblewrap is the first process: it is but a number.
    """
    return {VARIABLE: folder.rpartition("-")[2]}


def kill_marked(folder: str) -> None:
    """Kills what the dead judge with the folder `folder` has left in a set-up."""
    word = f"{VARIABLE}={mark(folder)[VARIABLE]}".encode()
    for pid in _processes():
        if word in _environment(pid):
            pidfd.kill_if(pid, lambda one: word in _environment(one))


def kill_group(leader: int) -> None:
    """Kills the process group of `leader`, a child that has not been waited for yet.

    A child of its that is being made right now is not missed: the kernel lets no fork get
    past a signal to the group.
    """
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _processes() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208


def _environment(pid: int) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
            return file.read().split(b"\0")
    except OSError:
        return []  # another user's, or gone

"""What ties a bubblewrap to its judge: no run outlives that, in the middle of its set-up too.

With our own first process: that one holds a pipe, `life`, whose other end is the judge's
alone, and ends when the kernel tells it that this has gone (`box.c`). Until it is there,
bubblewrap is left to get on: what it starts meets the end of another pipe.

Without it: bubblewrap is told to die with the judge. If it is killed so while it sets up,
its child waits for it for ever; then the next judge that starts finds the child by its
environment, and kills it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from functools import partial

from sandbox import pidfd

VARIABLE = "JUDGE_BOX"
# How long the kernel may take to clear away what was killed.
REAP_SECONDS = 30.0
LONGEST_COMPLAINT = 2000


def mark(folder: str) -> dict[str, str]:
    """The environment of a bubblewrap of the judge with the folder `folder`.

    It may be seen inside, where bubblewrap is the first process: it is but a number.
    """
    return {VARIABLE: folder.rpartition("-")[2]}


def kill_marked(folder: str) -> None:
    """Kills what the dead judge with the folder `folder` has left in a set-up."""
    for pid in marked(folder):
        pidfd.kill_if(pid, partial(_is_marked, folder))


def marked(folder: str) -> Iterator[int]:
    """The bubblewraps of the judge with the folder `folder`."""
    return filter(partial(_is_marked, folder), _processes())


def _is_marked(folder: str, pid: int) -> bool:
    return f"{VARIABLE}={mark(folder)[VARIABLE]}".encode() in _environment(pid)


def kill_group(leader: int) -> None:
    """Kills the process group of `leader`, a child that has not been waited for yet.

    A child of its that is being made right now is not missed: the kernel lets no fork get
    past a signal to the group.
    """
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def reap(child: subprocess.Popen[bytes]) -> None:
    """Waits for a bubblewrap whose end is certain; makes it so where it takes too long."""
    try:
        # `Popen.wait` with a time limit looks but now and then.
        ended = child.returncode is not None or pidfd.await_end(child.pid, REAP_SECONDS)
    except OSError:
        ended = _is_over(child)
    if not ended:
        kill_group(child.pid)
    child.wait()


def _is_over(child: subprocess.Popen[bytes]) -> bool:
    """Waits for its end without a descriptor, where there is none to be had."""
    try:
        child.wait(REAP_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def complaint(reader: int) -> str:
    """What a bubblewrap that has ended had to say, from the pipe that it said it to."""
    text = b""
    with contextlib.suppress(BlockingIOError):
        while len(text) < LONGEST_COMPLAINT and (data := os.read(reader, LONGEST_COMPLAINT)):
            text += data
    said = text[:LONGEST_COMPLAINT].decode(errors="replace").strip()
    return said.removeprefix("bwrap: ") or "bubblewrap gave up without a word"


@contextlib.contextmanager
def no_signal_blocked() -> Iterator[None]:
    """What is started inside takes every signal, whatever this thread does."""
    before = signal.pthread_sigmask(signal.SIG_SETMASK, ())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _processes() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208


def _environment(pid: int) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
            return file.read().split(b"\0")
    except OSError:
        return []  # another user's, or gone

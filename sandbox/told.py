"""What bubblewrap and the first process inside tell the judge, as values. Pure.

The program can't write there. A sandbox that tells anything else has failed, which is an
exception and never read as an ending.
"""

from __future__ import annotations

import errno
import os
from typing import Literal

import msgspec

from sandbox.errors import EntryBarredError, HelperRefusedError, SandboxError

REFUSALS = (errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOSYS)


class _Info(msgspec.Struct, frozen=True):
    """The object that ``--info-fd`` asks for; there is more in it."""

    pid: int = msgspec.field(name="child-pid")


class End(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was told after the release; None where it was not.

    `ended` is the program's raw wait status, `exec` the errno with which it could not be
    executed, `full` of what the temporary directory had no more room, `large` the size of a
    file that it has left, if it failed and the file could not become any larger. `code` is
    what bubblewrap ended with, where that is all that is known.
    """

    ended: int | None = None
    exec: int | None = None
    full: Literal["bytes", "files"] | None = None
    code: int | None = None
    large: int | None = None


def first_pid(info: bytes) -> int:
    """The host's number of the first process inside. Raises SandboxError."""
    try:
        return msgspec.json.decode(info, type=_Info).pid
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SandboxError("set up", f"bubblewrap tells {info!r}") from error


def failure(line: bytes) -> SandboxError:
    """The error that the line ``failed STEP ERRNO`` tells."""
    match line.split(b" "):
        case [b"failed", step, number] if number.isdigit() and len(number) < 5:
            kind = HelperRefusedError if int(number) in REFUSALS else SandboxError
            if step == b"start-in-cgroup":
                kind = EntryBarredError
            return kind(f"set up ({step.decode(errors='replace')})", os.strerror(int(number)))
        case _:
            return SandboxError("set up", f"the first process tells {line!r}")


def end(status: bytes) -> End:
    """What the lines after ``ready`` tell: a word and its value each. Raises SandboxError."""
    lines = [line.split(b" ") for line in status.split(b"\n") if line]
    try:
        words = {key.decode(): value.decode() for key, value in lines}
        return msgspec.convert(words, End, strict=False)
    except (ValueError, msgspec.ValidationError) as error:
        raise failure(status.partition(b"\n")[0]) from error

"""``judge doctor``: can this host sandbox, by what, and what mends it."""

from __future__ import annotations

import platform
import sys

from judge.errors import HostError


def doctor(*, json: bool, allowed: frozenset[str]) -> int:
    """Shows what this host can do, and returns 0 where it can sandbox, else 3.

    `allowed` names the limits that it need not enforce. Raises HostError on a system
    that is not Linux.
    """
    if sys.platform != "linux":
        message = f"the sandbox is made of what Linux has, and this is {platform.system()}"
        raise HostError(f"{message} (use Linux, a virtual machine with it, or WSL 2)")
    from judge.cli import findings  # noqa: PLC0415 - can't be imported elsewhere
    from sandbox import Interruption  # noqa: PLC0415
    from sandbox.host import probe  # noqa: PLC0415

    # What it tries leaves something behind if it is broken off.
    with Interruption() as taken:
        answer = findings.answer(probe(), allowed)
        taken.check()
    findings.write(answer, json=json)
    return 0 if answer.ok else HostError.exit_code

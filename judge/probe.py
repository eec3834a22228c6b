"""Asking the host's own programs where they lie and what they can, outside the sandbox.

Only programs that `languages.yaml` names are run here, never anything of a submission.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMEOUT = 20.0
"""Seconds; a shim that asks the network or the user gets no further."""

OUTPUT_LIMIT = 1 << 16
"""Bytes that are read of an answer."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a program printed, and whether it ended well (None: it could not be asked)."""

    ok: bool
    text: str
    problem: str = ""

    @property
    def first_line(self) -> str:
        """The first line that is not blank."""
        lines = (line.strip() for line in self.text.splitlines())
        return next(filter(None, lines), "")


def ask(argv: Sequence[str], *, cwd: str = "/", timeout: float = TIMEOUT) -> Answer:
    """Run a program as the current user and return what it printed, on either stream.

    It never raises and never takes longer than `timeout` seconds: a program that cannot be started
    or does not end is a `problem`.
    """
    # A file and not a pipe: a child that is left behind can't keep us waiting for its end.
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                argv,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=os.environ | {"LC_ALL": "C"},
            )
        except OSError as error:
            return Answer(ok=False, text="", problem=error.strerror or str(error))
        problem = _wait(process, timeout)
        output.seek(0)
        text = output.read(OUTPUT_LIMIT).decode("utf-8", "replace")
    return Answer(ok=not problem, text=text, problem=problem)


def succeeds_in_scratch(argv: Sequence[str]) -> bool:
    """Tell whether a program ends with exit code 0, run in an empty folder of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        return ask(argv, cwd=scratch).ok


def _wait(process: subprocess.Popen[bytes], timeout: float) -> str:
    try:
        code = process.wait(timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"it did not end within {timeout:g} s"
    return f"exit code {code}" if code else ""

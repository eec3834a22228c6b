"""``python -m sandbox [OPTION...] -- COMMAND [ARGUMENT...]``: one run, as JSON.

Exit status: 0 the run was made, whatever became of it; 2 wrong usage; 3 this host
can't sandbox; 130 interrupted (SIGINT, SIGTERM, SIGHUP), with nothing left behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sandbox import arguments
from sandbox.box import Sandbox
from sandbox.capture import Capture
from sandbox.errors import CommandError, SandboxError
from sandbox.interruption import Interruption, ignore_signals, mind_signals
from sandbox.model import Command
from sandbox.ownstdin import own_input
from sandbox.process import Outcome

WRONG_USAGE = 2
CANNOT_SANDBOX = 3
INTERRUPTED = 130
TEXT = 64 << 10


def main(argv: list[str]) -> int:
    """Runs what `argv` says, prints the answer, and returns the exit status."""
    try:
        try:
            mind_signals()
            return _main(argv)
        finally:
            ignore_signals()
    except KeyboardInterrupt:
        return INTERRUPTED
    except CommandError as error:
        return _fail(WRONG_USAGE, error)
    except SandboxError as error:
        return _fail(CANNOT_SANDBOX, error)


def _main(argv: list[str]) -> int:
    asked = arguments.parse(argv)
    answer = _run(asked)
    return _print(msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")


def _run(asked: arguments.Asked) -> dict[str, Any]:
    """The answer. Raises KeyboardInterrupt where it was interrupted."""
    allowed, helper = asked.allow_unenforced, asked.use_helper
    with (
        Interruption() as taken,
        Sandbox(allow_unenforced=allowed, use_helper=helper) as sandbox,
        taken.calls(sandbox.cancel),
        _with_own_input(asked.command, sandbox.folder) as command,
    ):
        try:
            outcome = sandbox.run(command)
        finally:
            taken.check()
        answer = _answer(outcome, sandbox)
        outcome.close()
    return answer


def _answer(outcome: Outcome, sandbox: Sandbox) -> dict[str, Any]:
    return {
        "ending": msgspec.to_builtins(outcome.ending),
        "usage": msgspec.to_builtins(outcome.usage),
        "stdout": _text(outcome.stdout),
        "stderr": _text(outcome.stderr),
        "enforced_by": sandbox.enforced_by,
    }


def _text(capture: Capture) -> str:
    return capture.head(TEXT).decode(errors="replace")


@contextlib.contextmanager
def _with_own_input(command: Command, folder: Path) -> Iterator[Command]:
    """Hands this process's own input through, unless there is a person at it."""
    if command.stdin is not None or not _readable(0) or os.isatty(0):
        yield command
        return
    with own_input(folder) as path:
        yield msgspec.structs.replace(command, stdin=str(path))


def _readable(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _print(text: bytes) -> int:
    try:
        while text:
            text = text[os.write(1, text) :]
    except BrokenPipeError:
        return 0  # whoever asked has heard enough
    except OSError as error:
        return _fail(CANNOT_SANDBOX, SandboxError("standard output", str(error)))
    return 0


def _fail(status: int, error: SandboxError) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"sandbox: {error}\n")
    return status

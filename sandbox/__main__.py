"""``python -m sandbox [OPTION...] -- COMMAND [ARGUMENT...]``: one run, as JSON.

Exit status: 0 the run was made, whatever became of it; 2 wrong usage; 3 this host
can't sandbox; 130 interrupted (SIGINT, SIGTERM, SIGHUP), with nothing left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import msgspec

from sandbox import arguments
from sandbox.box import Sandbox
from sandbox.capture import Capture
from sandbox.errors import CommandError, SandboxError
from sandbox.model import Command
from sandbox.process import Outcome

WRONG_USAGE = 2
CANNOT_SANDBOX = 3
INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TEXT = 64 << 10


class Interruption:
    """Turns a signal into the cancelling of a sandbox; `came` tells that there was one."""

    def __init__(self) -> None:
        self.came = False
        self._sandbox: Sandbox | None = None

    @contextlib.contextmanager
    def cancels(self, sandbox: Sandbox) -> Iterator[None]:
        """Inside, a signal cancels `sandbox`; so does one that came before."""
        self._sandbox = sandbox
        try:
            if self.came:
                sandbox.cancel()
            yield
        finally:
            self._sandbox = None

    def take(self, *_: object) -> None:
        """The signal handler."""
        self.came = True
        if self._sandbox is not None:
            self._sandbox.cancel()


def main(argv: list[str]) -> int:
    """Runs what `argv` says, prints the answer, and returns the exit status."""
    for number in SIGNALS:
        signal.signal(number, signal.default_int_handler)
    try:
        return _main(argv)
    except KeyboardInterrupt:
        return INTERRUPTED
    except CommandError as error:
        return _fail(WRONG_USAGE, error)
    except SandboxError as error:
        return _fail(CANNOT_SANDBOX, error)


def _main(argv: list[str]) -> int:
    asked = arguments.parse(argv)
    with contextlib.ExitStack() as stack:
        command = _with_own_stdin(asked.command, stack)
        answer = _run(command, asked)
    if answer is None:
        return INTERRUPTED
    return _print(msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")


def _run(command: Command, asked: arguments.Asked) -> dict[str, Any] | None:
    """The answer; None if it was interrupted."""
    interruption = Interruption()
    for number in SIGNALS:
        signal.signal(number, interruption.take)
    try:
        with Sandbox(
            allow_unenforced=asked.allow_unenforced, use_helper=asked.use_helper
        ) as sandbox:
            with interruption.cancels(sandbox):
                outcome = sandbox.run(command)
            answer = _answer(outcome, sandbox)
            outcome.close()
    except SandboxError:
        if not interruption.came:
            raise
    return None if interruption.came else answer


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


def _with_own_stdin(command: Command, stack: contextlib.ExitStack) -> Command:
    """Hands this process's own input through, unless there is a person at it."""
    if command.stdin is not None or not _readable(0) or os.isatty(0):
        return command
    # What comes through a pipe is needed as a file.
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack does
    _copy(0, file)
    return msgspec.structs.replace(command, stdin=f"/proc/self/fd/{file.fileno()}")


def _readable(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _copy(descriptor: int, file: IO[bytes]) -> None:
    try:
        with open(descriptor, "rb", closefd=False) as source:
            shutil.copyfileobj(source, file)
        file.flush()
    except OSError as error:
        message = error.strerror or str(error)
        raise CommandError("standard input", message, "give a file with --stdin") from error


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

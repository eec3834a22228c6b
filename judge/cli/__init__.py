"""The command line: the only place that prints errors and exits.

Each command is a module of its own, imported when it is called.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import typer

from judge.cli.app import app
from judge.errors import HostError, JudgeError

INTERRUPTED = 130
TRACEBACK = "JUDGE_TRACEBACK"
# typer's base of every error in a command line: click's own class in older versions, one
# of typer's in newer ones, and in both the base of the base of this.
WRONG_USAGE: Any = typer.BadParameter.__mro__[2]


def main() -> NoReturn:
    """Runs the command that the command line names, and exits as the contract says."""
    _open_standard_streams()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = 3  # whoever read our answer has left
    except OSError as error:
        code = _complain(_io_error(error))
    _end_output()
    sys.exit(code)


def _open_standard_streams() -> None:
    """Takes the places of streams that were closed, lest files that we open get them."""
    # What can't be told is an error when it is told: standard output can only be read.
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 - a descriptor
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115


def _end_output() -> None:
    """Flushes standard output; what can't be told now can't be told at exit either."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run() -> int:
    try:
        return app(standalone_mode=False) or 0
    except typer.Exit as done:
        return done.exit_code
    except typer.Abort:
        return INTERRUPTED
    except WRONG_USAGE as error:
        error.show()
        return 2
    except JudgeError as error:
        return _complain(error)
    except Exception as error:
        return _complain(_failure(error))


def _complain(error: JudgeError) -> int:
    print(f"judge: {error}", file=sys.stderr)  # noqa: T201 - the one place
    return error.exit_code


def _failure(error: Exception) -> JudgeError:
    from sandbox import CommandError, SandboxError  # noqa: PLC0415 - may be late

    if isinstance(error, CommandError | SandboxError):
        return HostError(str(error))
    if isinstance(error, OSError) or os.environ.get(TRACEBACK):
        raise error
    remedy = f"please report it with what {TRACEBACK}=1 shows"
    return HostError(f"internal error: {type(error).__name__}: {error} ({remedy})")


def _io_error(error: OSError) -> JudgeError:
    where = f"{error.filename}: " if error.filename else ""
    return HostError(f"{where}{error.strerror or error}")


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


__all__ = ["app", "main", "typer"]

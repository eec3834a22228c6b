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
# typer's base of every error in a command line: click's own class in older versions, one
# of typer's in newer ones, and in both the base of the base of this.
WRONG_USAGE: Any = typer.BadParameter.__mro__[2]


def main() -> NoReturn:
    """Runs the command that the command line names, and exits as the contract says."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # Whoever read our answer has left; nothing more can be told, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 3
    except OSError as error:
        code = _complain(_io_error(error))
    sys.exit(code)


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
        return _complain(_sandbox_error(error))


def _complain(error: JudgeError) -> int:
    print(f"judge: {error}", file=sys.stderr)  # noqa: T201 - the one place
    return error.exit_code


def _sandbox_error(error: Exception) -> JudgeError:
    from sandbox import CommandError, SandboxError  # noqa: PLC0415 - may be late

    if isinstance(error, CommandError | SandboxError):
        return HostError(str(error))
    raise error


def _io_error(error: OSError) -> JudgeError:
    where = f"{error.filename}: " if error.filename else ""
    return HostError(f"{where}{error.strerror or error}")


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


__all__ = ["app", "main", "typer"]

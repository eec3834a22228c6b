"""The command line: the only place that prints errors and exits.

Each command is a module of its own, imported when it is called.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Any, NoReturn

from judge.cli import streams
from judge.errors import HostError, InputError, JudgeError, abridged
from sandbox import ignore_signals, mind_signals

INTERRUPTED = 130
UNHEARD = 3
TRACEBACK = "JUDGE_TRACEBACK"


def main() -> NoReturn:
    """Runs the command that the command line names, and exits as the contract says."""
    _open_standard_streams()
    try:
        try:
            code = _run()
            sys.stdout.flush()
        finally:
            # Once all is told and cleared away, the exit code is not to be changed.
            ignore_signals()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = UNHEARD
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
    sys.stdout = streams.named(sys.stdout or open(1, "w", closefd=False))  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115


def _end_output() -> None:
    """Flushes the streams; what can't be told now can't be told at exit either."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run() -> int:
    import typer  # noqa: PLC0415 - it takes most of the time of a start

    from judge.cli.app import app  # noqa: PLC0415
    from judge.cli.commands import leave_the_called_one  # noqa: PLC0415

    mind_signals()
    leave_the_called_one(app, sys.argv[1:])

    # typer's base of every error in a command line: click's own class in older versions,
    # one of typer's in newer ones, and in both the base of the base of this.
    wrong_usage: Any = typer.BadParameter.__mro__[2]
    try:
        return app(standalone_mode=False) or 0
    except typer.Exit as done:
        return done.exit_code
    except typer.Abort:
        return INTERRUPTED
    except SystemExit:
        return UNHEARD  # so typer takes it when the reader of our answer has left
    except wrong_usage as error:
        from judge.harmless import for_terminal  # noqa: PLC0415 - it quotes what was typed

        error.message = for_terminal(abridged(error.message))
        error.show()
        return 2
    except JudgeError as error:
        return _complain(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, no one else tells it
        return _complain(_failure(error))


def _complain(error: JudgeError) -> int:
    from judge.harmless import for_terminal  # noqa: PLC0415 - names of files are others' words

    with contextlib.suppress(OSError):  # nobody can be told
        print(f"judge: {for_terminal(str(error))}", file=sys.stderr)  # noqa: T201 - the one place
    return error.exit_code


def _failure(error: Exception) -> JudgeError:
    from sandbox import CommandError, SandboxError  # noqa: PLC0415 - may be late

    if isinstance(error, CommandError):
        return InputError(error.step, error.message, error.remedy)
    if isinstance(error, SandboxError):
        return HostError.of_sandbox(error)
    if isinstance(error, OSError) or os.environ.get(TRACEBACK):
        raise error
    remedy = f"please report it with what {TRACEBACK}=1 shows"
    return HostError(f"internal error: {type(error).__name__}: {error} ({remedy})")


def _io_error(error: OSError) -> JudgeError:
    if error.errno == errno.ENAMETOOLONG:
        return InputError(error.filename or "", "is too long a name", "check the path")
    why = error.strerror or str(error)
    if error.filename == streams.STANDARD_OUTPUT:
        return HostError(f"{error.filename}: {why} (send it to where it can be written)")
    if error.errno == errno.ENOENT and not error.filename:
        message = "the current folder does not exist any more"
        return InputError("", message, "go to one that does, say with: cd")
    return HostError.of(error)

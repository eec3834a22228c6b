"""A program that is running while the test looks at it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
from leftovers import command_line, eventually, with_word
from needs import SCALE

from sandbox import Command, Limits, Mount, Outcome, Sandbox

PATIENT = Limits(cpu_time=20 * SCALE, wall_time=60 * SCALE)


def sleeper() -> Command:
    """A command that sleeps, and can be told from all others by its last word."""
    return Command(argv=("/usr/bin/sleep", f"1000.{secrets.randbelow(10**12)}"), limits=PATIENT)


def word_of(command: Command) -> str:
    return command.argv[-1]


def pid_of(command: Command) -> int | None:
    """The process number on the host, once the program itself has been started."""
    # What leads to it has the whole command in its own command line as well.
    argv = list(command.argv)
    found = [pid for pid in with_word(word_of(command)) if command_line(pid) == argv]
    return found[0] if found else None


@contextmanager
def started(sandbox: Sandbox, command: Command) -> Iterator[tuple[int, Future[Outcome]]]:
    """Inside, `command` runs: its process number, and its outcome to come."""
    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(sandbox.run, command)
        try:
            assert eventually(partial(pid_of, command)), outcome
            yield pid_of(command) or 0, outcome
        finally:
            if not outcome.done():
                sandbox.cancel()


def shell(script: str, **fields: object) -> Command:
    """A command that runs `script`."""
    command = Command(argv=("/usr/bin/bash", "-c", script), limits=PATIENT)
    return msgspec.structs.replace(command, **fields)


class Mark:
    """Tells whether a program has run: `command` writes into a pipe in a folder of the host."""

    def __init__(self, folder: Path) -> None:
        path = folder / "mark"
        os.mkfifo(path)
        path.chmod(0o666)
        self._reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        self.command = shell("echo x >/out/mark", mounts=(Mount(str(folder), "/out"),))

    def made(self) -> bool:
        """Whether it has run since this was asked before."""
        try:
            return bool(os.read(self._reader, 100))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._reader)


def output_of(sandbox: Sandbox, command: Command) -> str:
    """What a command prints that must succeed."""
    outcome = sandbox.run(command)
    text, complaint = outcome.stdout.head(1 << 20).decode(), outcome.stderr.head(2000)
    outcome.close()
    assert (outcome.ending.kind, outcome.ending.exit_code) == ("exit", 0), (text, complaint)
    return text

"""The command line as other programs use it: a process with streams and an exit code."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
from array import array
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
from leftovers import eventually, left_behind, with_word
from needs import SCALE, requires

JUDGE = (sys.executable, "-m", "judge")
EXAMPLES = Path(__file__).parents[2] / "problems_example"
APLUSB = EXAMPLES / "aplusb"
# A cap on a hang, not a measure.
PATIENCE = 300 * SCALE
EXIT_CODES = {0, 1, 2, 3, 130}

ECHO = "read x; echo $x\n"


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object that was printed, on a line of its own."""
        assert self.out.endswith("\n")
        assert self.out.count("\n") == 1
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects that were printed, one a line."""
        assert not self.out or self.out.endswith("\n")
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaint(self) -> str:
        """The one message of a command that was refused; nothing was answered."""
        assert self.code in {2, 3}
        assert self.out == ""
        assert self.err.strip()
        return self.err


def sandboxing() -> None:
    """Skips the test where this host can't judge at all."""
    requires("sandbox", "cpu_time", "memory", "processes")


def judge(
    *args: str | bytes | Path, stdin: str | bytes = b"", cwd: Path | None = None, **env: str
) -> Said:
    """Runs the command to its end: no traceback, a known exit code, nothing left behind."""
    process = start(*args, cwd=cwd, **env)
    return finish(process, stdin)


def start(
    *args: str | bytes | Path, cwd: Path | None = None, **streams: Any
) -> subprocess.Popen[bytes]:
    env = {key: streams.pop(key) for key in list(streams) if key.isupper()}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    # Nobody's own languages, and the locale of a cron job.
    own = {"XDG_CONFIG_HOME": "/nonexistent", "LC_ALL": "C"}
    return subprocess.Popen(
        [*JUDGE, *args], cwd=cwd, env=os.environ | own | env, **(pipes | streams)
    )


def finish(process: subprocess.Popen[bytes], stdin: str | bytes = b"") -> Said:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    try:
        out, err = process.communicate(data if process.stdin else None, timeout=PATIENCE)
    finally:
        process.kill()
    said = Said(process.returncode, (out or b"").decode(), (err or b"").decode())
    assert "Traceback" not in said.err, said.err
    assert "internal error" not in said.err, said.err
    assert said.code in EXIT_CODES, (said.code, said.err)
    assert _left_behind(process.pid) == []
    return said


def _left_behind(pid: int) -> list[str]:
    while True:
        try:
            return left_behind(pid)
        except FileNotFoundError:
            pass  # what another judge has made went while we looked


def begun(process: subprocess.Popen[bytes], word: str) -> None:
    """Waits until a program runs that has `word` in its command line."""
    assert eventually(lambda: with_word(word) or process.poll() is not None)
    assert process.poll() is None


def drained(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Waits until the command has read `data`, and so waits for more."""
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.flush()
    assert eventually(lambda: not _unread(process.stdin))


def _unread(pipe: Any) -> int:
    count = array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def interrupt(process: subprocess.Popen[bytes], number: int = signal.SIGINT) -> Said:
    """Sends the signal and waits for the end."""
    process.send_signal(number)
    return finish(process)


class Service:
    """A running ``judge exec --jsonl``: a line for a line."""

    def __init__(self, *args: str) -> None:
        self.process = start("exec", "--jsonl", *args)

    def send(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self) -> Any:
        """The next answer, which comes without a further request."""
        assert self.process.stdout is not None
        found = json.loads(self.process.stdout.readline())
        validate(found, "exec")
        return found

    def ask(self, line: bytes) -> Any:
        self.send(line)
        return self.receive()


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema that the command prints, with nothing allowed that it does not name."""
    said = judge("schema", name)
    assert said.code == 0
    found: dict[str, Any] = json.loads(said.out)
    jsonschema.Draft202012Validator.check_schema(found)
    for definition in found["$defs"].values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    return found


def validate(value: Any, name: str) -> None:
    """Demands that `value` is just what the schema says."""
    jsonschema.Draft202012Validator(schema(name)).validate(value)

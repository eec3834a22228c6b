"""The programs of the tests: each a file that says in its first lines how it must end.

The lines, each in a comment of the program's language, are `key: value`:

    expect    the ending's kind, and for `exit` the code, for `signal` the name
    plain     the same where bubblewrap's own first process starts it, if it can't tell
    limits    name=number…, as in sandbox.Limits
    refuses   `processes`: attempts to start one must have been refused
    starter   `helper`: only our own first process holds this
    prints    the whole of standard output, stripped
    detail    the ending's detail
    stdin, env, argv, flags (the C compiler's)
"""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import msgspec
from needs import SCALE

from sandbox import Command, Limits, Mount

FOLDER = Path(__file__).parent / "programs"
HEADER = re.compile(r"^(?:/\*|#) (\w+):\s?(.*?)(?:\s*\*/)?$")
INTERPRETERS = {".py": ("/usr/bin/python3", "-I"), ".sh": ("/usr/bin/bash",), ".c": ()}
KEYS = {"expect", "plain", "limits", "refuses", "starter", "prints", "detail"} | {
    "stdin",
    "env",
    "argv",
    "flags",
}
OWN = {"cpu_time": 5.0, "wall_time": 20.0}


class Case(msgspec.Struct, frozen=True):
    path: Path
    says: dict[str, str]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def kind(self) -> str:
        return self.says["expect"].split()[0]

    @property
    def needs_cgroups(self) -> bool:
        return self.kind in ("cpu-time", "memory") or "refuses" in self.says

    @property
    def limits(self) -> Limits:
        words = dict(word.split("=") for word in self.says.get("limits", "").split())
        # What must happen before the limit takes longer on a slow machine.
        factor = SCALE if "refuses" in self.says else 1
        given: dict[str, Any] = {
            name: float(value) * factor if name.endswith("_time") else int(value)
            for name, value in words.items()
        }
        patient = {name: value * SCALE for name, value in OWN.items()}
        return Limits(**{**patient, **given})

    @property
    def command(self) -> Command:
        """The command, but for a compiled program's mount."""
        inside = f"/box/{self.path.stem if self.path.suffix == '.c' else self.name}"
        env = dict(word.split("=", 1) for word in self.says.get("env", "").split())
        default = (*INTERPRETERS[self.path.suffix], inside)
        return Command(
            argv=tuple(self.says["argv"].split()) if "argv" in self.says else default,
            mounts=(Mount(str(self.path), inside),),
            env=env,
            cwd="/tmp",
            stdin=self.says["stdin"].encode() if "stdin" in self.says else None,
            limits=self.limits,
        )

    def expected(self, starter: str) -> dict[str, Any]:
        """What the ending must hold."""
        kind, *value = self._words(starter)
        found: dict[str, Any] = {"kind": kind}
        if kind == "exit":
            found["exit_code"] = int(value[0])
            found["ambiguous"] = starter == "bubblewrap" and int(value[0]) > 128
        if kind == "signal":
            found["signal"] = value[0]
        return found

    def _words(self, starter: str) -> list[str]:
        own = self.says["expect"].split()
        if starter != "bubblewrap":
            return own
        if own[0] == "signal":
            return ["exit", str(128 + _number(own[1]))]
        return self.says.get("plain", self.says["expect"]).split()


def all_cases() -> list[Case]:
    paths = sorted(path for path in FOLDER.iterdir() if path.suffix in INTERPRETERS)
    return [Case(path, _header(path)) for path in paths]


def compile_program(case: Case, folder: Path) -> Path:
    program = folder / case.path.stem
    flags = ["-O2", "-pthread", "-w", *case.says.get("flags", "").split()]
    argv = ["gcc", *flags, "-o", str(program), str(case.path), "-lrt"]
    subprocess.run(argv, check=True, timeout=120 * SCALE)
    program.chmod(0o755)
    return program


def _number(name: str) -> int:
    base, _, offset = name.partition("+")
    return getattr(signal, base) + int(offset or 0)


def _header(path: Path) -> dict[str, str]:
    found = {}
    for line in path.read_text().splitlines():
        match = HEADER.match(line)
        if not match or match[1] not in KEYS:
            break
        found[match[1]] = match[2]
    assert "expect" in found, f"{path}: its first line must say what to expect"
    return found

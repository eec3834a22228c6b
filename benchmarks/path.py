"""The whole of a command, against the same programs run without a judge, interleaved."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.common import PROBLEM, environment, row
from benchmarks.cost import LIMITS, above, bare_argv, below
from judge import languages, prepare, session
from judge.cli.sandboxing import bench
from judge.results import CompileEvent
from sandbox import Command, Mount
from sandbox.privilege import unprivileged

ROUNDS = 7
REQUESTS = 1000
TESTS = 100
JUDGE = (sys.executable, "-m", "judge")
# Not the virtual environment's: with what that reads first, starting takes longer.
PYTHON = os.path.realpath(sys.executable)
ADD = "a, b = map(int, input().split())\nprint(a + b)\n"


def main() -> bool:
    """Prints the table; False if a figure misses what is wanted."""
    with tempfile.TemporaryDirectory() as name, environment():
        folder = Path(name)
        folder.chmod(0o755)
        return all([requests(folder), *tests(folder), short(folder)])


def interleaved(ways: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """The seconds that each of `ways` takes, by its own account, in each round."""
    for way in ways.values():
        way()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(way())
    return taken


def over(one: list[float], two: list[float]) -> list[float]:
    """`one` over `two` in each round."""
    return [a / b for a, b in zip(one, two, strict=True)]


# ---------------------------------------------------------------- many requests


def requests(folder: Path) -> bool:
    """``judge exec --jsonl`` against the same programs, run by a loop."""
    file, asked = folder / "add.py", folder / "requests"
    file.write_text(ADD)
    request = {"language": "python3", "code": ADD}
    lines = (json.dumps(request | {"stdin": f"{number} 1\n"}) for number in range(REQUESTS))
    asked.write_text("\n".join(lines))
    ways = {
        "bare": lambda: _bare_requests(file),
        "exec": lambda: _seconds([*JUDGE, "exec", "--jsonl", str(asked)]),
    }
    taken = interleaved(ways, 3)
    what = f"exec --jsonl, {REQUESTS} Python requests / bare python3"
    return below(what, over(taken["exec"], taken["bare"]), 1.2)


def _bare_requests(file: Path) -> float:
    begin = time.perf_counter()
    for number in range(REQUESTS):
        data = f"{number} 1\n".encode()
        subprocess.run([PYTHON, str(file)], input=data, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - begin


def _seconds(argv: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(argv, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


# ---------------------------------------------------------------- many tests


def tests(folder: Path) -> list[bool]:
    """A+B in C on 100 tests: all but compiling, against a loop over bare bubblewrap."""
    data = folder / "data"
    data.mkdir()
    for number in range(TESTS):
        (data / f"{number:03}.in").write_text(f"{number} 1\n")
        (data / f"{number:03}.ans").write_text(f"{number + 1}\n")
    source, program = PROBLEM / "submissions/accepted/sum.c", folder / "sum"
    subprocess.run(["cc", "-O2", "-o", program, source], check=True)
    program.chmod(0o755)
    inputs = [file.read_bytes() for file in sorted(data.glob("*.in"))]
    ways = {
        "bare": lambda: _bare_tests(program, inputs),
        "one": lambda: _judged(source, data, 1),
        "two": lambda: _judged(source, data, 2),
    }
    taken = interleaved(ways, ROUNDS)
    what = f"run, A+B on {TESTS} tests, less compiling"
    return [
        below(f"{what}: -j 1 / bare bwrap", over(taken["one"], taken["bare"]), 0.45),
        above(f"{what}: -j 1 / -j 2", over(taken["one"], taken["two"]), 1.5),
    ]


def _bare_tests(program: Path, inputs: list[bytes]) -> float:
    inside = Command(argv=("/box/a",), mounts=(Mount(str(program), "/box/a"),), limits=LIMITS)
    argv = bare_argv(inside)
    begin = time.perf_counter()
    for data in inputs:
        with unprivileged():
            child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/")
        child.communicate(data)
    return time.perf_counter() - begin


def _judged(source: Path, data: Path, jobs: int) -> float:
    """All that the command does once its interpreter is there, but the compiler's time."""
    begin = time.perf_counter()
    compiling = 0.0
    known = languages.load(None)
    with prepare.given_problem(prepare.Named(tests=data)) as problem:
        job = prepare.job([source], problem, known, prepare.Wishes())
        with bench(jobs, frozenset()) as where:
            for event in session.judge(job, where.lanes):
                if isinstance(event, CompileEvent) and event.compile:
                    compiling = event.compile.wall_time
    return time.perf_counter() - begin - compiling


# ---------------------------------------------------------------- one test


def short(folder: Path) -> bool:
    """``judge run --json`` on one test, in an interpreted language, over the program itself."""
    data = folder / "one"
    data.mkdir()
    (data / "1.in").write_text("3 4\n")
    (data / "1.ans").write_text("7\n")
    source = str(PROBLEM / "submissions/accepted/sum.pl")
    argv = [*JUDGE, "run", "--json", "--tests", str(data), source]
    ways = {"bare": lambda: _bare_perl(source), "run": lambda: _seconds(argv)}
    taken = interleaved(ways, 3 * ROUNDS)
    more = [1e3 * (a - b) for a, b in zip(taken["run"], taken["bare"], strict=True)]
    middle = statistics.median(more)
    what = "run --json, one test in Perl, over the program itself"
    return row(what, f"{middle:.0f} ms", "<= 130 ms", ok=middle <= 130)


def _bare_perl(source: str) -> float:
    begin = time.perf_counter()
    subprocess.run(["perl", source], input=b"3 4\n", stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)

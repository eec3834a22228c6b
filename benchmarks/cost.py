"""What a run costs, against bare bubblewrap with the same mounts, interleaved in one run.

Each way runs in a process of its own inside a cgroup of its own, so that the CPU time of
everything it causes is counted, whoever waits for it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from benchmarks.common import command, compile_program, row
from sandbox import Command, Limits, Sandbox, bwrap
from sandbox.cgroup import Group, open_cgroups
from sandbox.privilege import unprivileged

ROUNDS = 9
# Runs in a round: of bare bubblewrap, and of a submission with so many tests, one box after
# the other or a box for all of them.
RUNS = 40
TESTS = 200
LIMITS = Limits(cpu_time=1.0, wall_time=5.0)
NOTHING = Limits(cpu_time=None, wall_time=None, memory=None, output=None, processes=None, cpus=None)
# What a round took: CPU and wall seconds a run.
Figures: TypeAlias = list[tuple[float, float]]
CPU, WALL = 0, 1


def main() -> bool:
    """Prints the table; False if a figure misses what is wanted."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        program = compile_program(Path(name))
        results = measure(program)
    burnt, alone, bare = (results[f"{way}-burn"] for way in ("sequence", "fork", "bare"))
    return all(
        [
            below(
                "hello, a box for each run: CPU time / of bare bwrap",
                ratios(results["run"], results["bare"], CPU),
                1.6,
            ),
            below(
                "hello, tests in sequence: wall time / of bare bwrap",
                ratios(results["sequence"], results["bare"], WALL),
                0.33,
            ),
            above(
                "hello, 2 workers: runs a second / of bare bwrap",
                ratios(results["bare-2"], results["sequence-2"], WALL),
                2.6,
            ),
            below(
                "hello, tests in sequence: wall time / of fork and exec",
                ratios(results["sequence"], results["fork"], WALL),
                None,
            ),
            below(
                "10 ms burnt: what a test costs over it / bare bwrap",
                [
                    (one[WALL] - own[WALL]) / (other[WALL] - own[WALL])
                    for one, own, other in zip(burnt, alone, bare, strict=True)
                ],
                0.6,
            ),
        ]
    )


def ratios(one: Figures, two: Figures, which: int) -> list[float]:
    """`one` over `two` in each round."""
    return [a[which] / b[which] for a, b in zip(one, two, strict=True)]


def below(what: str, values: list[float], most: float | None) -> bool:
    """A row for a figure that is to be at most `most`; None: whatever it is."""
    middle = statistics.median(values)
    wanted = "" if most is None else f"<= {most}"
    return row(what, spread(values), wanted, ok=most is None or middle <= most)


def above(what: str, values: list[float], least: float) -> bool:
    """A row for a figure that is to be at least `least`."""
    return row(what, spread(values), f">= {least}", ok=statistics.median(values) >= least)


def spread(values: list[float]) -> str:
    """The median, and between what the middle half of the rounds lies."""
    lower, _, upper = statistics.quantiles(values, n=4)
    return f"{statistics.median(values):.2f} ({lower:.2f}-{upper:.2f})"


# ---------------------------------------------------------------- the parent


def measure(program: Path) -> dict[str, Figures]:
    """CPU and wall seconds a run, of each way, for each round."""
    cgroups = open_cgroups()
    ways = {name: Way(name, program, cgroups.create(NOTHING)) for name in WAYS}
    results: dict[str, Figures] = {name: [] for name in WAYS}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            results[name].append(way.round())
    for way in ways.values():
        way.close()
    cgroups.close()
    for name, values in results.items():
        cpu, wall = (statistics.median(value[which] for value in values) for which in (CPU, WALL))
        print(f"      {name:14} {cpu * 1e3:7.2f} ms CPU {wall * 1e3:7.2f} ms wall a run")
    return results


class Way:
    """A process that runs the program in one way, when it is told to."""

    def __init__(self, name: str, program: Path, group: Group) -> None:
        self._group = group
        self._runs = WAYS[name]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.cost", name, str(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        group.add(self._process.pid)
        self._tell()

    def round(self) -> tuple[float, float]:
        """CPU and wall seconds a run."""
        before = self._group.cpu_time() or 0.0
        wall = float(self._tell())
        time.sleep(0.1)  # what the kernel still clears away is part of the cost
        return ((self._group.cpu_time() or 0.0) - before) / self._runs, wall / self._runs

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()
        self._group.remove()

    def _tell(self) -> bytes:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


# ---------------------------------------------------------------- the ways


def single(sandbox: Sandbox, what: Command) -> None:
    """One run after the other, nothing ahead."""
    for _ in range(RUNS):
        sandbox.run(what).close()


def sequence(sandbox: Sandbox, what: Command, count: int) -> None:
    """As a judge does it: the next one prepared while one runs."""
    from judge.lanes import Lane  # noqa: PLC0415 - the judge's own way

    for _, outcome in Lane(sandbox).run(range(count), lambda _: what, lambda _: True):
        outcome.close()


def two(one: Callable[[], None]) -> None:
    """Two workers, half of the runs each."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(one), pool.submit(one)]:
            done.result()


def bare(argv: list[str], count: int = RUNS) -> None:
    """bubblewrap, or nothing, around the program."""
    for _ in range(count):
        with unprivileged():
            child = subprocess.Popen(argv, stdout=subprocess.PIPE, cwd="/")
        child.communicate()


def bare_argv(what: Command) -> list[str]:
    """bubblewrap with the mounts and namespaces that ours has, and nothing else."""
    parts = [
        *bwrap.system_mounts(),
        *bwrap._filesystem(),
        bwrap._tmpfs(bwrap.SCRATCH, "1777", what),
        *map(bwrap._mount, what.mounts),
    ]
    words = [f"--unshare-{name}" for name in ("user", "pid", "net", "ipc", "uts", "cgroup")]
    return [
        "bwrap",
        *words,
        "--uid",
        "65534",
        "--gid",
        "65534",
        *(word for part in parts for word in part),
        "--remount-ro",
        "/",
        "--new-session",
        "--die-with-parent",
        *what.argv,
    ]


def act(name: str, program: Path, sandbox: Sandbox) -> Callable[[], None]:
    """The function that makes one round of the way called `name`."""
    hello = command(program, "hello", limits=LIMITS)
    burn = command(program, "burn", "0.01", limits=LIMITS)
    half = RUNS // 2
    return {
        "fork": lambda: bare([str(program), "hello"]),
        "bare": lambda: bare(bare_argv(hello)),
        "run": lambda: single(sandbox, hello),
        "sequence": lambda: sequence(sandbox, hello, TESTS),
        "bare-2": lambda: two(lambda: bare(bare_argv(hello), half)),
        "sequence-2": lambda: two(lambda: sequence(sandbox, hello, TESTS // 2)),
        "fork-burn": lambda: bare([str(program), "burn", "0.01"]),
        "bare-burn": lambda: bare(bare_argv(burn)),
        "sequence-burn": lambda: sequence(sandbox, burn, RUNS),
    }[name]


# How many runs a round of each has.
WAYS = {
    "fork": RUNS,
    "bare": RUNS,
    "run": RUNS,
    "sequence": TESTS,
    "bare-2": RUNS,
    "sequence-2": TESTS,
    "fork-burn": RUNS,
    "bare-burn": RUNS,
    "sequence-burn": RUNS,
}


def serve(name: str, program: Path) -> None:
    """A round for each line on standard input."""
    sys.stdin.readline()  # the parent has put us into our cgroup by now
    with Sandbox() as sandbox:
        one = act(name, program, sandbox)
        one()
        print("ready", flush=True)
        for _ in sys.stdin:
            start = time.perf_counter()
            one()
            print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1], Path(sys.argv[2]))
    else:
        raise SystemExit(0 if main() else 1)

"""What the judge itself takes: start-up time against bare Python's, and memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import SOURCE, environment, row

ROUNDS = 15
JUDGE = (sys.executable, "-m", "judge")
MIB = 1 << 20


def main() -> bool:
    """Prints the table; False if a figure misses what is wanted."""
    return all([*start(), *memory()])


def start() -> list[bool]:
    """Interleaved medians, with byte code on disk as every installed package has it."""
    ways = {"pass": [sys.executable, "-c", "pass"], "help": [*JUDGE, "--help"]}
    taken: dict[str, list[float]] = {way: [] for way in ways}
    with environment():
        for argv in ways.values():
            seconds(argv)
        for _ in range(ROUNDS):
            for way, argv in ways.items():
                taken[way].append(seconds(argv))
    middle = {way: statistics.median(values) * 1e3 for way, values in taken.items()}
    more = middle["help"] - middle["pass"]
    return [row("judge --help over python -c pass", f"{more:.0f} ms", "<= 70 ms", ok=more <= 70)]


def seconds(argv: list[str]) -> float:
    """How long a command takes."""
    begin = time.perf_counter()
    subprocess.run(argv, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def memory() -> list[bool]:
    """The judge's own peak, whatever a program prints or is given."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        flood, reader, huge = folder / "flood.c", folder / "reader.c", folder / "1.in"
        nothing = folder / "nothing"
        nothing.touch()
        text = SOURCE.read_text()
        flood.write_text(
            text.replace('argc > 1 ? argv[1] : "hello"', '"print"').replace(
                "argc > 2 ? atof(argv[2]) : 0", "1e10"
            )
        )
        reader.write_text(text.replace('argc > 1 ? argv[1] : "hello"', '"read"'))
        with huge.open("wb") as file:
            for _ in range(1024):
                file.write(b"1 2 3 4 5 6 7 8\n" * (MIB // 16))
        printed = peak([*JUDGE, "run", "--json", str(flood), "-i", str(nothing)])
        limit = str(11 * 10**6)
        whole = (
            peak(
                [
                    *JUDGE,
                    "run",
                    "--json",
                    str(flood),
                    "-i",
                    str(nothing),
                    "--output",
                    limit,
                    "--time",
                    "60",
                ]
            )
            if room(folder)
            else 0
        )
        read = peak([*JUDGE, "run", "--json", str(reader), "-i", str(huge)])
    return [
        row(
            "judge's memory: a program prints 10 GB, cut off",
            f"{printed / MIB:.0f} MiB",
            "< 100 MiB",
            ok=printed < 100 * MIB,
        ),
        row(
            "judge's memory: 10 GB of output taken whole",
            f"{whole / MIB:.0f} MiB" if whole else "no room on disk",
            "< 100 MiB",
            ok=whole < 100 * MIB,
        ),
        row(
            "judge's memory: an input of 1 GiB",
            f"{read / MIB:.0f} MiB",
            "< 100 MiB",
            ok=read < 100 * MIB,
        ),
    ]


def room(folder: Path) -> bool:
    """Whether 10 GB of output would fit into the temporary folder."""
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize > 15 * 10**9


def peak(argv: list[str]) -> int:
    """The largest memory of a command, in bytes."""
    script = "import resource, subprocess, sys; assert subprocess.run(sys.argv[1:], stdout=subprocess.PIPE).stdout; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", script, *argv], stdout=subprocess.PIPE, check=True)
    return int(done.stdout) * 1024


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)

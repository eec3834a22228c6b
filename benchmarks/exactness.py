"""How exact limits and figures are, each as a ratio or a difference in one run."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from benchmarks.common import command, compile_program, row
from sandbox import MIB, Limits, Sandbox

ROUNDS = 5
TOUCHED = 100 * MIB


def main() -> bool:
    """Prints the table; False if a figure misses what is wanted."""
    with tempfile.TemporaryDirectory() as name, Sandbox() as sandbox:
        folder = Path(name)
        folder.chmod(0o755)
        program = compile_program(folder)
        return all([*times(sandbox, program), *memory(sandbox, program, folder)])


def times(sandbox: Sandbox, program: Path) -> list[bool]:
    """CPU time, wall time."""
    one = Limits(cpu_time=1.0, wall_time=20.0)
    loop = worst(sandbox, command(program, "loop", limits=one))
    threads = worst(sandbox, command(program, "threads", "4", limits=one))
    asleep = [
        sandbox.run(command(program, "sleep", "9", limits=Limits(wall_time=1.0))).usage.wall_time
        for _ in range(ROUNDS)
    ]
    burnt = [burn(sandbox, program) for _ in range(ROUNDS)]
    off = max(burnt, key=lambda ratio: abs(ratio - 1))
    return [
        row(
            "endless loop under 1 s: CPU time at its end",
            f"{loop:.3f} s",
            "<= 1.01",
            ok=loop <= 1.01,
        ),
        row(
            "four threads under 1 s: CPU time, summed",
            f"{threads:.3f} s",
            "<= 1.01",
            ok=threads <= 1.01,
        ),
        row(
            "sleeper under 1 s: wall time at its end",
            f"{max(asleep):.3f} s",
            "<= 1.01",
            ok=max(asleep) <= 1.01,
        ),
        row(
            "0.5 s burnt: reported / getrusage",
            f"{off:.4f}",
            "0.98 to 1.02",
            ok=abs(off - 1) <= 0.02,
        ),
    ]


def worst(sandbox: Sandbox, what: object) -> float:
    """The most CPU time of some runs."""
    return max(sandbox.run(what).usage.cpu_time or 0.0 for _ in range(ROUNDS))  # type: ignore[arg-type]


def burn(sandbox: Sandbox, program: Path) -> float:
    """Reported CPU time over what the program says of itself."""
    outcome = sandbox.run(command(program, "burn", "0.5", limits=Limits()))
    return (outcome.usage.cpu_time or 0.0) / float(outcome.stdout.head(100))


def memory(sandbox: Sandbox, program: Path, folder: Path) -> list[bool]:
    """100 MiB touched, above the same program touching nothing."""
    source = folder / "input"
    with source.open("wb") as file:
        for _ in range(100):
            file.write(b"1 2 3 4 5\n" * 100_000)
    plans = {
        "touch, warm page cache": ("touch", None, False),
        "touch, cold page cache": ("touch", None, True),
        "touch after reading 100 MB": ("read-touch", str(source), False),
        "touch after printing 50 MB": ("print-touch", None, False),
    }
    return [grown(sandbox, program, what, plan) for what, plan in plans.items()]


def grown(sandbox: Sandbox, program: Path, what: str, plan: tuple[str, str | None, bool]) -> bool:
    """One row of `memory`."""
    word, source, cold = plan
    limits = Limits(output=64 * MIB)
    figures = []
    for size in (0, TOUCHED):
        if cold and not drop_caches():
            return row(f"100 MiB {what}", "not measured", "needs root", ok=True)
        outcome = sandbox.run(command(program, word, str(size), limits=limits, stdin=source))
        figures.append(outcome.usage.memory or 0)
        outcome.close()
    ratio = (figures[1] - figures[0]) / TOUCHED
    return row(
        f"100 MiB {what}: reported above nothing",
        f"{ratio:.4f}",
        "0.97 to 1.03",
        ok=abs(ratio - 1) <= 0.03,
    )


def drop_caches() -> bool:
    """Empties the page cache; False where that isn't ours to do."""
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3")
    except OSError:
        return False
    return True


def median(values: list[float]) -> float:
    """The median of `values`."""
    return statistics.median(values)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)

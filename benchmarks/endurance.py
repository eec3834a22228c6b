"""``python -m benchmarks.endurance``: the same verdict every time, and nothing leaks.

Mixed hostile programs, many at once in one process, in boxes that serve many of them; ten
thousand runs in one process; and a program near its limit, on a machine that is overloaded.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks.common import command, compile_program, row
from sandbox import MIB, Boxes, Command, Ending, Limits, Sandbox

SOURCE = Path(__file__).with_name("hostile.c")
RUNS = int(os.environ.get("RUNS", "2000"))
WORKERS = 4
SETTLED = 200
# How many executions a box serves, as many as a submission may have tests.
TESTS = 50
MANY = int(os.environ.get("MANY", "10000"))
GROWTH = 10 * MIB
OVERLOAD = 4
NEAR = 300
LIMITS = Limits(
    cpu_time=0.2, wall_time=1.0, starving_counts=False, memory=48 * MIB, output=4 * MIB, processes=24, inodes=500,
    scratch=16 * MIB,
)  # fmt: skip
WANTED = {
    "honest": "exit 0",
    "loop": "cpu-time",
    "daemon": "exit 0",
    "children": "cpu-time",
    "threads": "cpu-time",
    "memory": "memory",
    "child-memory": "memory",
    "shared-memory": "memory",
    "flood": "output-limit",
    "flood-stderr": "output-limit",
    "files": "exit 3",
    "disk": "exit 3",
    "descriptors": "exit 3",
    "kill": "exit 3",
    "sleep": "exit 0",
    "wait": "wall-time",
    "crash": "signal SIGSEGV",
}
"""What becomes of each program, and never anything else."""


def main() -> int:
    """Prints the table; 1 if a figure misses what is wanted."""
    with tempfile.TemporaryDirectory(prefix="judge-endurance-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        return 0 if all([*mixed(folder), *many(folder), *near_the_limit(folder)]) else 1


def mixed(folder: Path) -> Iterator[bool]:
    """Hostile programs in a random order, several at once."""
    program = folder / "hostile"
    subprocess.run(["cc", "-O2", "-static", "-pthread", "-o", program, SOURCE], check=True)
    program.chmod(0o755)
    names = [list(WANTED)[number % len(WANTED)] for number in range(RUNS)]
    random.Random(1).shuffle(names)
    wrong: Counter[str] = Counter()
    with Sandbox() as sandbox, ThreadPoolExecutor(WORKERS) as pool:

        def some(names: list[str]) -> None:
            boxes = Boxes()
            for name in names:
                ending = end_of(sandbox, command(program, name, limits=LIMITS), boxes)
                if ending != WANTED[name]:
                    wrong[f"{name}: {ending}"] += 1
            boxes.close()

        list(pool.map(some, batched(names[:SETTLED])))
        before = Holdings()
        list(pool.map(some, batched(names[SETTLED:])))
        after = Holdings()
    gone = Holdings()
    print(f"{RUNS} runs of {len(WANTED)} programs, {WORKERS} at a time")
    yield row("wrong endings", ", ".join(map(str, wrong.items())) or "0", "0", ok=not wrong)
    yield from flat(before, after, gone)


def many(folder: Path) -> Iterator[bool]:
    """Very many runs of a program that does nothing, one after the other."""
    hello = command(compile_program(folder), "hello", limits=LIMITS)
    taken = []
    with Sandbox() as sandbox:
        for number in range(MANY // TESTS):
            start = time.perf_counter()
            boxes = Boxes()
            for _ in range(TESTS):
                sandbox.begin(hello, boxes).run().close()
            boxes.close()
            taken.append(time.perf_counter() - start)
            if (number + 1) * TESTS == SETTLED:
                before = Holdings()
        after = Holdings()
    part = len(taken) // 4
    growth = statistics.median(taken[-part:]) / statistics.median(taken[:part])
    print(f"{MANY} runs in sequence, {TESTS} in a box")
    yield row(
        "time of the last quarter / of the first", f"{growth:.2f}", "<= 1.1", ok=growth <= 1.1
    )
    yield from flat(before, after, Holdings())


def flat(before: Holdings, after: Holdings, gone: Holdings) -> Iterator[bool]:
    """That nothing has grown, and nothing is left."""
    yield row(
        f"memory gained after the first {SETTLED} runs",
        f"{(after.memory - before.memory) / MIB:.1f} MiB",
        f"<= {GROWTH // MIB} MiB",
        ok=after.memory - before.memory <= GROWTH,
    )
    for what in ("descriptors", "threads", "processes", "cgroups"):
        was, now = getattr(before, what), getattr(after, what)
        yield row(f"{what}, before and after", f"{was}, {now}", "no more", ok=now <= was + WORKERS)
    left = gone.processes + gone.cgroups
    yield row("processes and cgroups left at the end", str(left), "0", ok=left == 0)


def batched(names: list[str]) -> list[list[str]]:
    """As many for each box as a submission may have tests."""
    return [names[start : start + TESTS] for start in range(0, len(names), TESTS)]


def near_the_limit(folder: Path) -> Iterator[bool]:
    """A program just below and just above its limit on CPU time, on an overloaded machine."""
    program = compile_program(folder)
    limit = 0.5
    limits = Limits(cpu_time=limit, wall_time=2 * limit + 1, starving_counts=False)
    cpus = len(os.sched_getaffinity(0))
    for part, wanted in ((0.8, "exit 0"), (1.2, "cpu-time")):
        with busy(OVERLOAD * cpus), Sandbox() as sandbox, ThreadPoolExecutor(cpus) as pool:
            burn = command(program, "burn", str(part * limit), limits=limits)
            endings = Counter(
                pool.map(lambda _, one=burn: end_of(sandbox, one, Boxes(keep=False)), range(NEAR))
            )
        found = ", ".join(f"{count} {ending}" for ending, count in endings.items())
        what = f"{part:.0%} of the limit, {OVERLOAD} busy processes a CPU"
        yield row(what, found, f"{NEAR} {wanted}", ok=set(endings) == {wanted})


def end_of(sandbox: Sandbox, what: Command, boxes: Boxes) -> str:
    """How it ended, in a word or two."""
    outcome = sandbox.begin(what, boxes).run()
    outcome.close()
    return words(outcome.ending)


def words(ending: Ending) -> str:
    """``exit 3``, ``signal SIGSEGV``, or the limit that was reached."""
    if ending.kind == "exit":
        return f"exit {ending.exit_code}"
    return f"signal {ending.signal}" if ending.kind == "signal" else ending.kind


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that take all the CPU time they get."""
    hogs = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(count)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


class Holdings:
    """What this process has on the host at the moment."""

    def __init__(self) -> None:
        status = Path("/proc/self/statm").read_text().split()
        self.memory = int(status[1]) * resource.getpagesize()
        self.descriptors = len(list(Path("/proc/self/fd").iterdir()))
        self.threads = threading.active_count()
        self.processes = len(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
        mine = f"judge-box-{os.getpid()}-"
        self.cgroups = sum(
            1 for path, _, _ in os.walk("/sys/fs/cgroup") if mine in path and "/run-" in path
        )


if __name__ == "__main__":
    sys.exit(main())

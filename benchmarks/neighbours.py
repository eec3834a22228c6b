"""``python -m benchmarks.neighbours``: a trivial run in other sandboxes that are installed here.

Each is found by its command in PATH and asked for what judges ask of it: namespaces, limits
on time and memory, no network. They take turns with bare bubblewrap, a bare start of the
program, and ours. One that can't run the program here is named with its own words.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias

from benchmarks.common import command, compile_program
from benchmarks.cost import LIMITS, bare_argv
from sandbox import Boxes, Sandbox

ROUNDS = 7
RUNS = 20
WORDS = b"hello"

Run: TypeAlias = Callable[[], bytes]
Make: TypeAlias = Callable[[Path], AbstractContextManager[Run]]


def main() -> int:
    """Prints the table; 1 if ours can't run here."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        program = compile_program(folder)
        ways = {way: stack.enter_context(make(program)) for way, make in _found().items()}
        taken: dict[str, list[float]] = {}
        for way, run in list(ways.items()):
            problem = _problem(run)
            if problem:
                print(f"{way:22} can't run here: {problem}")
            else:
                taken[way] = []
        for _ in range(ROUNDS):
            for way, values in taken.items():
                values.append(_seconds(ways[way]))
    bare = statistics.median(taken.get("bubblewrap", [float("nan")]))
    for way, values in taken.items():
        middle, ratios = statistics.median(values), [value / bare for value in values]
        lower, _, upper = statistics.quantiles(ratios, n=4)
        print(
            f"{way:22} {middle * 1e3:8.2f} ms a run  {middle / bare:5.2f} times bubblewrap"
            f"  ({lower:.2f}-{upper:.2f})"
        )
    return 0 if "judge, one box" in taken else 1


def _found() -> dict[str, Make]:
    """What is installed, ours among it."""
    commands = {
        "isolate": isolate,
        "nsjail": nsjail,
        "firejail": firejail,
        "runexec": runexec,
    }
    there: dict[str, Make] = {name: make for name, make in commands.items() if shutil.which(name)}
    return {
        "fork and exec": lambda program: plain([str(program), "hello"]),
        "bubblewrap": lambda program: plain(bare_argv(command(program, "hello", limits=LIMITS))),
        **there,
        "judge, a box for each": lambda program: ours(program, keep=False),
        "judge, one box": lambda program: ours(program, keep=True),
    }


@contextmanager
def plain(argv: list[str]) -> Iterator[Run]:
    """A command that is started and waited for."""
    yield lambda: subprocess.run(argv, capture_output=True, check=True).stdout


@contextmanager
def ours(program: Path, *, keep: bool) -> Iterator[Run]:
    """Our own sandbox: one box for all runs, or one for each."""
    hello = command(program, "hello", limits=LIMITS)
    with Sandbox() as sandbox:
        boxes = Boxes(keep=keep)

        def run() -> bytes:
            outcome = sandbox.begin(hello, boxes).run()
            try:
                return outcome.stdout.head(100)
            finally:
                outcome.close()

        yield run
        boxes.close()


@contextmanager
def isolate(program: Path) -> Iterator[Run]:
    """https://github.com/ioi/isolate: a box that was made before, with its own checks."""
    subprocess.run(["isolate", "--init"], capture_output=True, check=False)
    try:
        show = [f"--dir=box2={program.parent}", "--time=1", "--wall-time=5", "--mem=524288"]
        with plain(["isolate", *show, "--run", "--", f"/box2/{program.name}", "hello"]) as run:
            yield run
    finally:
        subprocess.run(["isolate", "--cleanup"], capture_output=True, check=False)


@contextmanager
def nsjail(program: Path) -> Iterator[Run]:
    """https://github.com/google/nsjail: everything new for each run."""
    limits = ["--time_limit", "5", "--rlimit_cpu", "1", "--rlimit_as", "512"]
    where = ["--chroot", "/", "--really_quiet"]
    with plain(["nsjail", "-Mo", *where, *limits, "--", str(program), "hello"]) as run:
        yield run


@contextmanager
def firejail(program: Path) -> Iterator[Run]:
    """https://github.com/netblue30/firejail: without a profile, without a network."""
    limits = ["--quiet", "--noprofile", "--net=none", "--rlimit-cpu=1", "--seccomp"]
    with plain(["firejail", *limits, str(program), "hello"]) as run:
        yield run


@contextmanager
def runexec(program: Path) -> Iterator[Run]:
    """https://github.com/sosy-lab/benchexec: it writes what the program prints to a file."""
    output = program.with_name("runexec.log")
    argv = ["runexec", "--quiet", "--timelimit", "1", "--output", str(output)]

    def run() -> bytes:
        subprocess.run([*argv, "--", str(program), "hello"], capture_output=True, check=True)
        return output.read_bytes()

    yield run


def _problem(run: Run) -> str:
    """Why it can't run the program here, in its own words; empty if it can."""
    try:
        found = run()
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout or b"").decode(errors="replace").strip()
        return said.splitlines()[-1] if said else f"exit code {error.returncode}"
    except OSError as error:
        return str(error)
    return "" if WORDS in found else "the program's output is not there"


def _seconds(run: Run) -> float:
    start = time.perf_counter()
    for _ in range(RUNS):
        run()
    return (time.perf_counter() - start) / RUNS


if __name__ == "__main__":
    sys.exit(main())

"""What the benchmarks share: the program they run, and how a row is printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox import Command, Limits, Mount

SOURCE = Path(__file__).with_name("programs.c")
INSIDE = "/box/program"
PROBLEM = Path(__file__).parent.parent / "problems_example" / "aplusb"


def compile_program(folder: Path) -> Path:
    """Builds `programs.c`, statically, into `folder`."""
    program = folder / "program"
    subprocess.run(["cc", "-O2", "-static", "-pthread", "-o", program, SOURCE], check=True)
    program.chmod(0o755)
    return program


def command(program: Path, *arguments: str, limits: Limits, **rest: object) -> Command:
    """A run of the program with `arguments`."""
    return Command(
        argv=(INSIDE, *arguments),
        mounts=(Mount(str(program), INSIDE),),
        limits=limits,
        **rest,  # type: ignore[arg-type]
    )


@contextmanager
def environment() -> Iterator[None]:
    """Inside, commands find byte code on disk, as every installed package has it."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as compiled:
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def row(what: str, figure: str, wanted: str, *, ok: bool) -> bool:
    """Prints a line of the table and hands `ok` on."""
    print(f"{'ok  ' if ok else 'MISS'}  {what:58} {figure:>22}   {wanted}")
    sys.stdout.flush()
    return ok

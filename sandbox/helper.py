"""Builds `box.c`, the first process of a sandbox, when it is first needed.

It is built on the machine where it runs, into the user's cache folder, by the
C compiler that a judge of C programs has anyway. Where there is none, bubblewrap's
own first process does its work, less exactly: see `sandbox.bwrap`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from functools import lru_cache
from pathlib import Path

from sandbox import cache

COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-O2", "-static", "-Wall", "-Wextra", "-Werror")
BUILD_SECONDS = 60


@lru_cache(maxsize=1)
def source() -> bytes:
    """The text of `box.c` as shipped."""
    return Path(__file__).with_name("box.c").read_bytes()


def open_helper() -> int | None:
    """A descriptor of the built helper, or None where it can't be built.

    The caller owns the descriptor. It is executed through the descriptor, so that
    the user that runs the sandbox need not be able to reach the cache folder.
    """
    return _open(_name()) or _build()


def why_missing() -> str:
    """What keeps the helper from being built, for the doctor."""
    if not _compiler():
        return "no C compiler"
    return "the C compiler can't build it (is libc6-dev installed?)"


def _name() -> str:
    key = hashlib.sha256(source() + os.uname().machine.encode()).hexdigest()[:16]
    return f"box-{key}"


def _open(name: str) -> int | None:
    try:
        descriptor = os.open(cache.folder() / name, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    status = os.fstat(descriptor)
    if status.st_uid == os.geteuid() and not status.st_mode & 0o022 and status.st_mode & 0o001:
        return descriptor
    os.close(descriptor)
    return None


def _compiler() -> str | None:
    import shutil  # noqa: PLC0415 - only to build

    return next((found for name in COMPILERS if (found := shutil.which(name))), None)


def _build() -> int | None:
    import tempfile  # noqa: PLC0415 - only to build

    compiler = _compiler()
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory(prefix="judge-build-") as folder:
        program = Path(folder, "box")
        if not _compile(compiler, program):
            return None
        stored = cache.store(_name(), program.read_bytes(), mode=0o755)
        # Without a cache folder the open descriptor keeps the program alive.
        program.chmod(0o755)
        return _open(_name()) if stored else os.open(program, os.O_RDONLY | os.O_CLOEXEC)


def _compile(compiler: str, program: Path) -> bool:
    text = program.with_suffix(".c")
    text.write_bytes(source())
    argv = [compiler, *FLAGS, "-o", str(program), str(text)]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=BUILD_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

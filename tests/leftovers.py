"""What a sandbox has on the host: its processes, cgroups and folders."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from needs import SCALE

from sandbox.cgroup.mounts import hierarchies
from sandbox.workdir import PREFIX


def left_behind(pid: int) -> list[str]:
    """What the judge with the process number `pid` has on the host."""
    folders = (*Path(tempfile.gettempdir()).iterdir(), *_cgroups())
    mine = [str(path) for path in folders if path.name.startswith(f"{PREFIX}{pid}-")]
    return [*mine, *(f"process {child}: {command_line(child)}" for child in children(pid))]


def children(pid: int) -> list[int]:
    """The processes that `pid` has started and that have not been waited for."""
    return [one for one in _processes() if _parent(one) == pid]


def with_word(word: str) -> list[int]:
    """The processes that have `word` in their command line."""
    return [pid for pid in _processes() if word in command_line(pid)]


def open_descriptors() -> int:
    """How many descriptors this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def command_line(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def eventually(holds: Callable[[], object]) -> bool:
    """Whether it comes to hold before long; "long" is but a cap on a hang."""
    deadline = time.monotonic() + 20 * SCALE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def _cgroups() -> Iterator[Path]:
    seen = set()
    for hierarchy in hierarchies():
        # A scope of systemd's may lie beside our own: look from the user's part on.
        for place in (hierarchy.own, *list(hierarchy.own.parents)[:3]):
            if place not in seen and (place / "cgroup.procs").exists():
                seen.add(place)
                # Others' come and go meanwhile, which this does not mind.
                yield from (Path(folder) for folder, _, _ in os.walk(place))

"""Where this process's own cgroups are, from ``/proc/self/mountinfo`` and ``cgroup``."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec


class Hierarchy(msgspec.Struct, frozen=True, kw_only=True):
    """A mounted cgroup hierarchy and this process's own place in it."""

    version: int
    controllers: frozenset[str]
    own: Path


def hierarchies() -> list[Hierarchy]:
    """All mounted hierarchies of this host, in the order of the mounts."""
    # Whoever may mount something chooses its name, which need not be text.
    texts = (Path(f"/proc/self/{name}").read_bytes() for name in ("mountinfo", "cgroup"))
    return parse(*map(os.fsdecode, texts))


def parse(mountinfo: str, cgroup: str) -> list[Hierarchy]:
    """`hierarchies`, from the text of the two files (cgroups(7), proc(5))."""
    places = _places(cgroup)
    found = []
    for line in filter(None, mountinfo.split("\n")):
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        if kind not in ("cgroup", "cgroup2"):
            continue
        root, mount = (_unescape(field) for field in before.split(" ")[3:5])
        words = frozenset() if kind == "cgroup2" else frozenset(options.split(","))
        controllers = words & frozenset(places)
        key = next(iter(controllers), None) if kind == "cgroup" else ""
        if key in places:
            own = _own(Path(mount), root, places[key])
            version = 2 if kind == "cgroup2" else 1
            found.append(Hierarchy(version=version, controllers=controllers, own=own))
    return found


def _places(cgroup: str) -> dict[str, str]:
    places = {}
    for line in filter(None, cgroup.split("\n")):
        _, names, path = line.split(":", 2)
        places.update(dict.fromkeys(names.split(","), path))
    return places


def _own(mount: Path, root: str, path: str) -> Path:
    # In a container the mount may show a part of the hierarchy alone; a path that
    # leads out of it ("/../x") or isn't there stands for the part's own root.
    inside = Path(path)
    if root != "/":
        inside = inside.relative_to(root) if inside.is_relative_to(root) else Path()
    own = mount / str(inside).lstrip("/")
    return own if ".." not in inside.parts and own.is_dir() else mount


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)

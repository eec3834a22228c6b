"""Real texts of ``/proc/self/mountinfo`` and ``cgroup``; `/tmp` stands for the mounts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.cgroup.mounts import parse
from sandbox.probes.surroundings import cgroups_read_only, mounted

OTHER = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro\n"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return tmp_path


def test_unified_hierarchy_of_an_ordinary_machine(top: Path) -> None:
    own = top / "user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope"
    own.mkdir(parents=True)
    options = "rw,nsdelegate,memory_recursiveprot"
    mounts = f"{OTHER}29 24 0:26 / {top} rw,nosuid shared:4 - cgroup2 cgroup2 {options}\n"
    text = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope\n"
    (found,) = parse(mounts, text)
    assert (found.version, found.own, found.controllers) == (2, own, frozenset())


def test_hierarchies_of_version_1(top: Path) -> None:
    for name in ("cpu,cpuacct", "memory", "pids"):
        (top / name / "user.slice").mkdir(parents=True)
    mounts = OTHER + "".join(
        f"3{n} 24 0:3{n} / {top}/{name} rw,nosuid shared:1{n} - cgroup cgroup rw,{name}\n"
        for n, name in enumerate(("cpu,cpuacct", "memory", "pids"))
    )
    text = (
        "5:pids:/user.slice\n4:memory:/user.slice\n3:cpu,cpuacct:/user.slice\n1:name=systemd:/x\n"
    )
    found = parse(mounts, text)
    assert [sorted(one.controllers) for one in found] == [["cpu", "cpuacct"], ["memory"], ["pids"]]
    assert [one.own for one in found] == [
        top / "cpu,cpuacct/user.slice",
        top / "memory/user.slice",
        top / "pids/user.slice",
    ]
    assert {one.version for one in found} == {1}


def test_hybrid_has_both(top: Path) -> None:
    (top / "unified").mkdir()
    (top / "memory").mkdir()
    mounts = (
        f"27 24 0:23 / {top}/unified rw - cgroup2 cgroup2 rw,nsdelegate\n"
        f"28 24 0:24 / {top}/systemd rw - cgroup cgroup rw,xattr,name=systemd\n"
        f"32 24 0:28 / {top}/memory rw - cgroup cgroup rw,memory\n"
    )
    text = "4:memory:/\n1:name=systemd:/init.scope\n0::/init.scope\n"
    found = {
        (one.version, one.own) for one in parse(mounts, text) if one.controllers or one.version == 2
    }
    assert {(2, top / "unified"), (1, top / "memory")} <= found


def test_container_sees_only_a_part(top: Path) -> None:
    (top / "memory").mkdir()
    # Docker without a cgroup namespace: the path is the host's, the mount shows its end.
    mounts = (
        f"40 35 0:30 /docker/0123abcd {top}/memory ro,nosuid master:14 - cgroup cgroup rw,memory\n"
    )
    (found,) = parse(mounts, "4:memory:/docker/0123abcd\n")
    assert found.own == top / "memory"
    (top / "memory/inner").mkdir()
    (found,) = parse(mounts, "4:memory:/docker/0123abcd/inner\n")
    assert found.own == top / "memory/inner"


def test_path_outside_of_what_is_mounted_is_its_top(top: Path) -> None:
    mounts = f"40 35 0:30 / {top} rw - cgroup2 cgroup rw\n"
    # With a cgroup namespace whose root is somewhere else.
    (found,) = parse(mounts, "0::/../other.scope\n")
    assert found.own == top
    (found,) = parse(mounts, "0::/not/there\n")
    assert found.own == top


def test_hierarchy_without_a_place_for_this_process_is_left_out(top: Path) -> None:
    mounts = f"40 35 0:30 / {top} rw - cgroup cgroup rw,memory\n"
    assert parse(mounts, "1:cpu:/\n") == []


def test_mount_point_with_spaces_is_unescaped(top: Path) -> None:
    (top / "with space").mkdir()
    mounts = f"40 35 0:30 / {top}/with\\040space rw - cgroup2 none rw\n"
    (found,) = parse(mounts, "0::/\n")
    assert found.own == top / "with space"


NAMES = st.binary(min_size=1, max_size=8).map(
    lambda name: os.fsdecode(name.replace(b"/", b"-").replace(b"\0", b"0"))
)
ODD = "/mnt/\u00e4 \\040\r\u2028\u00a0\udcff\t\n"


def kernels(name: str) -> str:
    """As the kernel writes it: of the blanks it escapes three."""
    return re.sub(r"[ \t\n\\]", lambda sign: f"\\{ord(sign[0]):03o}", name)


@given(st.lists(NAMES, max_size=5), NAMES, st.sampled_from(["cgroup", "cgroup2"]))
@example([ODD], ODD, "cgroup2")
def test_hierarchies_are_found_whatever_is_mounted_beside_them(
    others: list[str], name: str, kind: str
) -> None:
    entry = "0::/" if kind == "cgroup2" else "4:memory:/"
    place = name.replace("\n", "-")  # the kernel refuses it in the name of a cgroup
    points = [f"/{one}" for one in (*others, name)]
    lines = [f"30 24 0:30 / {kernels(point)} ro shared:1 - fuse x rw" for point in points]
    lines[-1] = lines[-1].replace("- fuse x rw", f"- {kind} none rw,memory")
    found = parse("".join(f"{line}\n" for line in lines), f"{entry}{place}\n")
    assert [one.own for one in found] == [Path(f"/{name}")]
    assert found[0].controllers == frozenset(["memory"] if kind == "cgroup" else [])
    assert mounted("\n".join(lines)) == list(map(kernels, points))
    assert cgroups_read_only("\n".join(lines))

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import Command, CommandError, Limits, Mount, Work
from sandbox.mac import Confinement
from sandbox.rlimits import rlimits
from sandbox.words import encode, order

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)
LIMITS = Limits(cpu_time=1.0, scratch=4096, inodes=99)


def test_words_end_in_zero_bytes() -> None:
    assert encode(["--dir", "/ž\udcff"]) == b"--dir\0/\xc5\xbe\xff\0"


@given(st.lists(st.binary(max_size=20), min_size=1))
def test_words_of_any_bytes_arrive_as_they_are_or_are_refused(words: list[bytes]) -> None:
    encoded = list(map(os.fsdecode, words))
    if any(b"\0" in word for word in words):
        with pytest.raises(CommandError, match="zero byte"):
            encode(encoded)
    else:
        assert encode(encoded).split(b"\0") == [*words, b""]


def test_half_of_a_character_is_refused() -> None:
    with pytest.raises(CommandError, match=r"ud800' is half of a character"):
        encode(["/usr/bin/echo", "a\ud800b"])


def read(text: bytes) -> dict[str, object]:
    """An order, read as the first process reads it."""
    words = iter(text.decode().split("\0")[:-1])

    def counted() -> list[str]:
        return [next(words) for _ in range(int(next(words)))]

    found: dict[str, object] = {
        name: next(words) for name in ("scratch", "inodes", "work", "confinement", "cwd")
    }
    found["kept"], found["cpu"] = counted(), next(words)
    found["limits"] = [int(word) for word in iter(words.__next__, "")]
    found["env"], found["argv"] = counted(), counted()
    assert list(words) == []
    return found


@given(
    st.lists(NAMES, min_size=1, max_size=4),
    st.dictionaries(NAMES, NAMES, max_size=3),
    st.none() | st.integers(0, 500),
)
def test_what_is_ordered_is_what_is_read(
    argv: list[str], env: dict[str, str], cpu: int | None
) -> None:
    command = Command(argv=tuple(argv), env=env, cwd="/box", cpu=cpu, limits=LIMITS)
    assert read(order(command, None)) == {
        "scratch": "4096",
        "inodes": "99",
        "work": "",
        "confinement": "",
        "cwd": "/box",
        "kept": [],
        "cpu": str(-1 if cpu is None else cpu),
        "limits": [number for one in rlimits(LIMITS) for number in one],
        "env": [f"{name}={value}" for name, value in env.items()],
        "argv": argv,
    }


def test_what_a_temporary_folder_would_cover_is_kept() -> None:
    mounts = tuple(Mount("/x", at) for at in ("/tmp/tool", "/tmpfile", "/work", "/work/in"))
    command = Command(argv=("/x",), mounts=mounts, work=Work("/work", "/srv/work"))
    found = read(order(command, Confinement("apparmor", "some-profile")))
    assert found["kept"] == ["/tmp/tool", "/work/in"]
    assert (found["work"], found["confinement"]) == ("/work", "apparmor:some-profile")

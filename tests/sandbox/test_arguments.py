from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox import CommandError, Limits
from sandbox.arguments import LARGEST, LONGEST, MOST_PROCESSES, count, parse, seconds, size


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("64K", 64 << 10),
        ("256M", 256 << 20),
        ("256MiB", 256 << 20),
        ("256MB", 256 << 20),
        ("1.5g", 3 << 29),
        ("2T", 2 << 40),
    ],
)
def test_sizes_are_powers_of_1024(text: str, expected: int) -> None:
    assert size(text) == expected


def test_everything_after_the_command_is_its_own() -> None:
    asked = parse(["--cpu", "2", "true", "--cpu", "x", "--", "--help"])
    assert asked.command.argv == ("/usr/bin/true", "--cpu", "x", "--", "--help")


def test_wall_time_follows_the_cpu_time() -> None:
    limits = parse(["--cpu", "2", "--", "true"]).command.limits
    assert (limits.cpu_time, limits.wall_time) == (2.0, 5.0)
    assert parse(["--cpu", "2", "--wall", "3", "--", "true"]).command.limits.wall_time == 3.0


def test_options_may_not_be_abbreviated() -> None:
    with pytest.raises(CommandError, match="did you mean --memory"):
        parse(["--mem", "1", "--", "true"])


def test_absolute_path_is_one_inside() -> None:
    command = parse(["--", "/no/such/program"]).command
    assert (command.argv, command.mounts) == (("/no/such/program",), ())


def test_program_of_this_host_is_a_file(tmp_path: Path) -> None:
    for name in (f"{tmp_path}/.."[1:], "./..", "./."):
        with pytest.raises(CommandError, match=r"no file|No such file"):
            parse(["--", name])


NUMBERS = (
    st.from_regex(r"[-+]?[0-9_]{0,20}\.?[0-9]{0,9}(e[-+]?[0-9]{1,4})?", fullmatch=True)
    | st.floats().map(str)
    | st.sampled_from(["nan", "inf", "-inf", "1e400", "9" * 400, "0x10", "", "\u0663", " 1"])
)
FIRST = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def taken(convert: Callable[[str], float], text: str) -> float | None:
    """What `text` is converted to; None where it is refused."""
    with suppress(argparse.ArgumentTypeError):
        return convert(text)
    return None


@given(NUMBERS | st.text())
def test_time_is_what_is_written_or_is_refused(text: str) -> None:
    value = math.nan
    with suppress(ValueError):
        value = float(text)
    assert taken(seconds, text) == (value if 0 < value <= LONGEST else None)


@given(NUMBERS, st.sampled_from([*FIRST, "x", "kk"]), st.sampled_from(["", "B", "iB", "i", "b"]))
@example("9" * 400, "", "")
@example("1", "k", "ib")
def test_size_is_what_is_written_or_is_refused(number: str, unit: str, rest: str) -> None:
    plain = re.fullmatch(r"[0-9]+(\.[0-9]+)?", number, re.ASCII) and unit in FIRST and rest != "i"
    exact = Fraction(number) * FIRST[unit] if plain else Fraction(0)
    found = taken(size, number + unit + rest)
    if 1 <= exact <= LARGEST:
        assert found == pytest.approx(math.floor(exact), rel=1e-12, abs=1)
    else:
        assert found is None or exact == pytest.approx(found, rel=1e-12)


@given(st.integers().map(str) | NUMBERS | st.text())
def test_count_is_what_is_written_or_is_refused(text: str) -> None:
    found = taken(count, text)
    assert found is None or (0 < found <= MOST_PROCESSES and text.lstrip("0") == str(found))
    if found is None and re.fullmatch(r"[1-9][0-9]*", text, re.ASCII):
        assert int(text) > MOST_PROCESSES


WORDS = st.lists(
    st.sampled_from(
        [
            *("--cpu", "--memory", "--env", "--bind", "--stdin", "--", "true", "1", "64M", "./x"),
            *("..", ".", "", "a=b", "x" * 300, "./" + "x" * 5000, "/usr:/../x", "--no-helper"),
        ]
    )
    | st.text(max_size=5),
    max_size=6,
)


@given(WORDS)
@example(["--", "x" * 300])
@example(["--bind", "/usr:/x/../..", "true"])
def test_any_words_are_a_command_or_are_refused(words: list[str]) -> None:
    try:
        asked = parse(words)
    except CommandError as error:
        assert error.step == "command line"  # noqa: PT017 - both outcomes are fine
        return
    except SystemExit as done:
        assert done.code == 0  # noqa: PT017 - it was asked for help
        return
    command = asked.command
    assert command.argv[0].startswith("/")
    assert list(command.argv[1:]) == words[len(words) - len(command.argv) + 1 :]
    for mount in command.mounts:
        assert mount.target.startswith("/")
        assert ".." not in Path(mount.target).parts
        assert Path(mount.source).exists()
    assert type(command.limits) is Limits

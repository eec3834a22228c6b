from __future__ import annotations

import pytest

from sandbox import CommandError
from sandbox.arguments import parse, size


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

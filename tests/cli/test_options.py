"""What is typed: every number is the limit exactly, or is refused with its option."""

from __future__ import annotations

import contextlib
import io
import math

import pytest
import typer
from hypothesis import example, given
from hypothesis import strategies as st

from judge.cli import execute, options
from judge.cli.app import app
from judge.cli.commands import leave_the_called_one
from judge.cli.execute import ExecOptions
from judge.errors import InputError
from judge.limits import MOST
from sandbox import LEAST

NUMBERS = st.one_of(
    st.floats().map(repr),
    st.integers(-5, 1 << 46).map(str),
    st.sampled_from(
        ["nan", "inf", "-inf", "1e400", "1e-400", "9" * 400, "9" * 5000, "1_0", "0x10"]
    ),
    st.text(max_size=5),
)


def typed(words: list[str]) -> dict[str, float | int | None] | None:
    """The limits of ``judge exec`` with these words; None where they are refused."""
    seen: list[ExecOptions] = []

    def take(found: ExecOptions) -> int:
        seen.append(found)
        return 0

    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(io.StringIO()):
        patch.setattr(execute, "execute", take)
        try:
            app(["exec", *words], standalone_mode=False)
        except InputError as error:
            assert error.place in {option for option, _ in options.LIMITS.values()}  # noqa: PT017
            return None
        except Exception as error:  # noqa: BLE001 - the class depends on the version
            assert hasattr(error, "exit_code"), error  # noqa: PT017
            return None
    return seen[0].limits


@given(st.sampled_from([*options.LIMITS]), NUMBERS)
@example("processes", "9" * 400)
@example("memory", "4")
@example("stack", "1e300")
def test_number_that_is_typed_is_the_limit_or_is_refused(name: str, text: str) -> None:
    option, unit = options.LIMITS[name]
    found = typed([f"{option}={text}"])
    value = math.nan
    with contextlib.suppress(ValueError, OverflowError):
        value = int(text) if name == "processes" else float(text)
    if LEAST[name] / unit <= value <= MOST[name] / unit:
        expected = value if name.endswith("_time") else round(value * unit)
        assert found == dict.fromkeys(options.LIMITS) | {name: expected}
    else:
        assert found is None


@given(
    st.sampled_from([*options.LIMITS]),
    st.floats() | st.integers(-(10**400), 10**400) | st.just(10**4000),
)
def test_limit_is_within_its_range_or_is_refused(name: str, value: float) -> None:
    try:
        found = options.limits(**{name: value})[name]
    except InputError as error:
        assert error.place == options.LIMITS[name][0]  # noqa: PT017 - both outcomes are fine
    else:
        assert found is not None
        assert LEAST[name] <= found <= MOST[name]


@given(st.lists(st.sampled_from(options.NAMES) | st.text(max_size=4), max_size=3))
def test_what_need_not_be_enforced_is_known_by_name(names: list[str]) -> None:
    try:
        found = options.allowed(names)
    except InputError as error:
        assert error.place == "--allow-unenforced"  # noqa: PT017 - both outcomes are fine
        assert not set(names) <= set(options.NAMES)
    else:
        assert found == set(names) <= set(options.NAMES)


@pytest.mark.parametrize(
    ("words", "left"),
    [(["run", "exec"], ["run"]), (["-v", "exec"], ["exec"]), (["rnu"], None), (["-h"], None)],
)
def test_only_the_called_command_is_made(words: list[str], left: list[str] | None) -> None:
    made = typer.Typer()
    for name in ("run", "exec", "grade"):
        made.command(name)(lambda: None)
    leave_the_called_one(made, words)
    assert [one.name for one in made.registered_commands] == (left or ["run", "exec", "grade"])

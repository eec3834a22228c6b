"""Which limits hold: given by hand, else the problem's, else the defaults."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from judge.errors import InputError
from judge.language import Language
from judge.limits import MOST, GivenLimits, applied, check, compiling
from judge.problem import ProblemLimits
from sandbox import LEAST, MIB

PLAIN = Language(id="plain", name="Plain", executables=("x",), run=("x",))
SLOW = Language(
    id="slow",
    name="Slow",
    executables=("x",),
    run=("x",),
    time_factor=3.0,
    memory_allowance=100 * MIB,
)
NOTHING = GivenLimits()


def test_without_a_problem_the_defaults_hold() -> None:
    found = applied(NOTHING)
    assert (found.cpu_time, found.wall_time) == (10, 10)
    assert (found.memory, found.output, found.processes) == (512 * MIB, 16 * MIB, 64)


def test_the_stack_may_be_as_large_as_the_memory() -> None:
    assert applied(NOTHING).stack == 512 * MIB
    assert applied(GivenLimits(memory=32 * MIB)).stack == 32 * MIB
    assert applied(GivenLimits(memory=32 * MIB, stack=8 * MIB)).stack == 8 * MIB
    assert applied(NOTHING, ProblemLimits(stack=16 * MIB)).stack == 16 * MIB


def test_the_wall_limit_is_twice_the_cpu_limit_and_a_second() -> None:
    assert applied(GivenLimits(cpu_time=2)).wall_time == 5
    assert applied(NOTHING, ProblemLimits(cpu_time=1)).wall_time == 3


def test_a_wall_limit_given_holds_exactly() -> None:
    assert applied(GivenLimits(cpu_time=2, wall_time=2.5)).wall_time == 2.5
    assert applied(GivenLimits(wall_time=2.5)).wall_time == 2.5
    assert applied(GivenLimits(wall_time=2.5), ProblemLimits(cpu_time=1), SLOW).wall_time == 2.5


def test_a_wall_limit_of_the_problem_holds() -> None:
    assert applied(NOTHING, ProblemLimits(cpu_time=1, wall_time=9)).wall_time == 9


def test_a_cpu_limit_given_outranks_the_wall_limit_of_the_problem() -> None:
    found = applied(GivenLimits(cpu_time=20), ProblemLimits(cpu_time=1, wall_time=9))
    assert (found.cpu_time, found.wall_time) == (20, 41)


def test_only_a_wall_limit_leaves_the_cpu_limit_alone() -> None:
    assert applied(GivenLimits(wall_time=30)).cpu_time == 10
    assert applied(GivenLimits(wall_time=30), ProblemLimits(cpu_time=1)).cpu_time == 1


def test_what_is_given_outranks_the_problem() -> None:
    own = ProblemLimits(cpu_time=1, memory=64 * MIB, output=MIB, processes=2, stack=MIB)
    given = GivenLimits(cpu_time=4, memory=32 * MIB, output=5, processes=7, stack=9 * MIB)
    found = applied(given, own)
    assert (found.cpu_time, found.memory, found.output) == (4, 32 * MIB, 5)
    assert (found.processes, found.stack) == (7, 9 * MIB)


def test_what_is_not_given_is_the_problems() -> None:
    own = ProblemLimits(cpu_time=1.5, memory=64 * MIB, output=MIB, processes=2)
    found = applied(GivenLimits(processes=9), own)
    assert (found.cpu_time, found.memory, found.output) == (1.5, 64 * MIB, MIB)
    assert found.processes == 9


def test_a_language_adds_to_the_problems_own_limits_and_says_so() -> None:
    found = applied(NOTHING, ProblemLimits(cpu_time=1, memory=200 * MIB), SLOW)
    assert (found.cpu_time, found.wall_time, found.memory) == (3, 7, 300 * MIB)
    assert (found.time_factor, found.memory_allowance) == (3, 100 * MIB)


def test_a_language_multiplies_the_problems_wall_limit_too() -> None:
    assert applied(NOTHING, ProblemLimits(cpu_time=1, wall_time=4), SLOW).wall_time == 12


@pytest.mark.parametrize("own", [None, ProblemLimits(), ProblemLimits(cpu_time=1, memory=MIB)])
def test_a_language_adds_nothing_to_what_is_given(own: ProblemLimits | None) -> None:
    found = applied(GivenLimits(cpu_time=2, memory=50 * MIB), own, SLOW)
    assert (found.cpu_time, found.wall_time, found.memory) == (2, 5, 50 * MIB)
    assert (found.time_factor, found.memory_allowance) == (1, 0)


@pytest.mark.parametrize("own", [None, ProblemLimits()])
def test_a_language_adds_nothing_to_the_defaults(own: ProblemLimits | None) -> None:
    found = applied(NOTHING, own, SLOW)
    assert found.starving_counts is (own is None)  # of a problem's tests it never does
    assert msgspec.structs.replace(found, starving_counts=True) == applied(NOTHING)
    assert (found.time_factor, found.memory_allowance) == (1, 0)


def test_what_is_given_and_what_is_added_to_do_not_mix() -> None:
    found = applied(GivenLimits(cpu_time=2), ProblemLimits(cpu_time=1, memory=200 * MIB), SLOW)
    assert (found.cpu_time, found.time_factor) == (2, 1)
    assert (found.memory, found.memory_allowance) == (300 * MIB, 100 * MIB)


def test_a_language_that_adds_nothing_changes_nothing() -> None:
    own = ProblemLimits(cpu_time=1, memory=200 * MIB)
    assert applied(NOTHING, own, PLAIN) == applied(NOTHING, own)


@for_all(cpu=st.floats(0.001, 86_400), memory=st.integers(4 * MIB, 1 << 44))
def test_any_number_given_is_the_limit_exactly(cpu: float, memory: int) -> None:
    own = ProblemLimits(cpu_time=7, memory=7 * MIB, wall_time=7)
    found = applied(GivenLimits(cpu_time=cpu, memory=memory), own, SLOW)
    assert (found.cpu_time, found.memory) == (cpu, memory)
    assert found.wall_time == 2 * cpu + 1


@pytest.mark.parametrize("name", GivenLimits.__struct_fields__)
def test_the_ends_of_each_range_are_in_it(name: str) -> None:
    for value in (LEAST[name], MOST[name]):
        check(GivenLimits(**{name: value}))


@pytest.mark.parametrize("name", GivenLimits.__struct_fields__)
@pytest.mark.parametrize("wrong", [0, -1, -0.5, math.nan, math.inf, -math.inf, 1e300, 1 << 70])
def test_a_number_out_of_range_is_refused_with_its_place(name: str, wrong: float) -> None:
    with pytest.raises(InputError) as caught:
        check(GivenLimits(**{name: wrong}), "$.limits.")
    assert caught.value.place == f"$.limits.{name}"
    assert f"{LEAST[name]}" in caught.value.remedy


def test_a_compilation_is_limited_without_being_asked() -> None:
    found = compiling()
    for name in ("cpu_time", "wall_time", "memory", "output", "processes"):
        assert getattr(found, name) is not None
    assert found.wall_time == 2 * (found.cpu_time or 0) + 1


def test_a_package_limits_its_own_compilations() -> None:
    found = compiling(ProblemLimits(compile_time=5, compile_memory=300 * MIB))
    assert (found.cpu_time, found.wall_time, found.memory) == (5, 11, 300 * MIB)


def test_the_limits_of_a_run_do_not_limit_its_compilation() -> None:
    assert compiling(ProblemLimits(cpu_time=0.1, memory=MIB)) == compiling()


def test_only_a_wall_limit_that_follows_from_another_is_put_off_on_a_busy_machine() -> None:
    derived = [
        applied(GivenLimits(cpu_time=2)),
        applied(NOTHING, ProblemLimits(cpu_time=1)),
        applied(NOTHING, ProblemLimits(cpu_time=1, wall_time=9)),
    ]
    exact = [
        applied(NOTHING),
        applied(GivenLimits(wall_time=2)),
        applied(GivenLimits(cpu_time=2, wall_time=2), ProblemLimits(cpu_time=1)),
    ]
    assert [limits.starving_counts for limits in (*derived, *exact)] == [False] * 3 + [True] * 3

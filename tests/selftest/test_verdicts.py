"""From what was seen of a program to what became of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from judge.selftest import verdicts
from judge.selftest.model import Program, Run, State
from judge.verdict import Cause, Verdict

CONTAINED = Run(verdict=Verdict.AC, output="tried\ncontained\n")


def program(*expect: Verdict, **more: object) -> Program:
    return Program(
        path=Path("a.c"), name="x/a.c", category="x", claim="", code="", expect=expect, **more
    )


def state(one: Program, *runs: Run, compiled: Run | None = None) -> State:
    return verdicts.state(one, compiled, runs)[0]


def test_an_attack_that_has_tried_everything_in_vain_is_contained() -> None:
    assert state(program(), CONTAINED) is State.CONTAINED
    assert state(program(), CONTAINED, CONTAINED) is State.CONTAINED


@pytest.mark.parametrize(
    "run",
    [
        Run(verdict=Verdict.AC, output="ESCAPED: read it\ncontained\n"),
        Run(verdict=Verdict.AC, stderr="ESCAPED: read it\n", output="contained\n"),
        Run(verdict=Verdict.AC, output="contained\n", found=("read it",)),
        Run(verdict=Verdict.RTE, output="ESCAPED: read it\n"),
    ],
)
def test_whoever_says_or_shows_that_it_got_through_has_escaped(run: Run) -> None:
    for one in (program(), program(Verdict.RTE), program(Verdict.AC)):
        found = verdicts.state(one, None, [CONTAINED, run])
        assert found == (State.ESCAPED, "read it")


def test_what_a_compiler_let_out_is_an_escape() -> None:
    compiled = Run(verdict=Verdict.CE, found=("read a secret of the host",))
    assert state(program(Verdict.CE), compiled=compiled) is State.ESCAPED


@pytest.mark.parametrize(
    "run",
    [
        Run(verdict=Verdict.AC, output=""),
        Run(verdict=Verdict.AC, output="contained\nand more\n"),
        Run(verdict=Verdict.TLE, output="contained\n"),
        Run(verdict=Verdict.JE, reason="the sandbox was killed from outside"),
    ],
)
def test_an_attack_that_did_not_try_everything_proves_nothing(run: Run) -> None:
    assert state(program(), run) is State.BROKEN


def test_an_attack_gets_the_verdict_that_is_due() -> None:
    run = Run(verdict=Verdict.MLE, cause=Cause.MEMORY)
    assert state(program(Verdict.MLE), run) is State.CONTAINED
    assert state(program(Verdict.MLE, cause=Cause.MEMORY), run) is State.CONTAINED
    assert state(program(Verdict.TLE, Verdict.MLE), run) is State.CONTAINED


def test_an_attack_that_nothing_stopped_has_escaped() -> None:
    assert state(program(Verdict.MLE), Run(verdict=Verdict.AC)) is State.ESCAPED


def test_another_verdict_or_cause_than_is_due_is_no_containment() -> None:
    run = Run(verdict=Verdict.TLE, cause=Cause.WALL_TIME)
    assert state(program(Verdict.MLE), run) is State.BROKEN
    assert state(program(Verdict.TLE, cause=Cause.CPU_TIME), run) is State.BROKEN


@pytest.mark.parametrize(
    ("cpu_time", "throttled", "found"),
    [
        (2.0, 2.0, State.CONTAINED),
        (1.0, 1.8, State.CONTAINED),
        (1.9, 0.1, State.UNCLEAR),
        (0.7, 0.0, State.UNCLEAR),
        (2.0, None, State.UNCLEAR),
        (None, 2.0, State.UNCLEAR),
    ],
)
def test_who_was_not_seen_to_be_kept_from_cpus_may_have_found_none(
    cpu_time: float | None, throttled: float | None, found: State
) -> None:
    run = msgspec.structs.replace(CONTAINED, wall_time=2.0, cpu_time=cpu_time, throttled=throttled)
    assert state(program(evidence="throttled"), run) is found
    assert state(program(), run) is State.CONTAINED


def test_who_had_more_than_one_cpu_has_escaped_whatever_was_seen() -> None:
    run = Run(verdict=Verdict.AC, output="ESCAPED: had 1.90 CPUs at once\ncontained\n")
    assert state(program(evidence="throttled"), run) is State.ESCAPED


def test_what_can_not_be_compiled_here_was_not_tried() -> None:
    compiled = Run(verdict=Verdict.CE, reason="no such header")
    assert state(program(), compiled=compiled) is State.NOT_TRIED
    assert state(program(Verdict.CE), compiled=compiled) is State.CONTAINED
    assert state(program(Verdict.AC), compiled=compiled) is State.BROKEN


def test_an_honest_program_has_to_print_what_is_right() -> None:
    one = program(Verdict.AC, prints="42")
    assert state(one, Run(verdict=Verdict.AC, output="42\n")) is State.ACCEPTED
    assert state(one, Run(verdict=Verdict.AC, output="41\n")) is State.BROKEN
    assert state(one, Run(verdict=Verdict.RTE, output="42\n")) is State.BROKEN


def test_layers_are_told_with_what_stands_behind_them() -> None:
    one = program(layers=("memory", "wall_time", "mac"))
    assert verdicts.by(one, {"memory": "cgroup-v2", "mac": None}) == {
        "memory": "cgroup-v2",
        "wall_time": "clock",
        "mac": None,
    }

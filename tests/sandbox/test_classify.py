from __future__ import annotations

import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.classify import Facts, KilledFor, ending, signal_name
from sandbox.model import Ending, Limits, Usage

LARGEST = 1000
LIMITS = Limits(cpu_time=1.0, wall_time=2.0, output=LARGEST)
REASONS: tuple[KilledFor | None, ...] = (
    None,
    "cpu-time",
    "wall-time",
    "output-limit",
    "cancelled",
)

usages = st.builds(
    Usage,
    cpu_time=st.sampled_from([None, 0.5, 1.0, 1.5]),
    wall_time=st.sampled_from([0.5, 2.0, 2.5]),
    memory=st.none() | st.integers(0, 1 << 40),
    memory_refused=st.sampled_from([None, 0, 1, 7]),
    processes_refused=st.none() | st.integers(0, 9),
)
exits = st.integers(0, 255).map(lambda code: code << 8)
deaths = st.integers(1, 64)
facts_of_the_helper = st.builds(
    Facts,
    usage=usages,
    limits=st.just(LIMITS),
    wait_status=st.none() | exits | deaths,
    exec_errno=st.none(),
    killed_for=st.sampled_from(REASONS),
    large=st.sampled_from([None, 1, LARGEST - 1, LARGEST]),
)
facts_of_bubblewrap = st.builds(
    Facts,
    usage=usages,
    limits=st.just(LIMITS),
    exit_code=st.integers(0, 255),
    killed_for=st.sampled_from(REASONS),
)
all_facts = facts_of_the_helper | facts_of_bubblewrap


def cause(facts: Facts) -> str | None:
    """The order of causes once more, as a table: the first that holds counts."""
    usage = facts.usage
    status = facts.wait_status
    table = (
        ("cancelled", facts.killed_for == "cancelled"),
        ("memory", (usage.memory_refused or 0) > 0),
        ("cpu-time", (usage.cpu_time or 0) > 1.0 or facts.killed_for == "cpu-time"),
        ("wall-time", usage.wall_time > 2.0 or facts.killed_for == "wall-time"),
        ("output-limit", facts.killed_for == "output-limit" or status == signal.SIGXFSZ),
        ("output-limit", status not in (0, None) and facts.large == LARGEST),
    )
    return next((kind for kind, holds in table if holds), None)


@given(all_facts)
def test_first_cause_that_holds_is_the_ending(facts: Facts) -> None:
    expected = cause(facts)
    kind = ending(facts).kind
    assert kind == expected if expected else kind in ("exit", "signal")


@given(all_facts)
def test_at_most_one_of_exit_code_and_signal_is_known(facts: Facts) -> None:
    found = ending(facts)
    assert found.exit_code is None or found.signal is None
    assert not (found.kind == "signal" and found.signal is None)


@given(facts_of_the_helper)
def test_helper_leaves_nothing_ambiguous(facts: Facts) -> None:
    assert not ending(facts).ambiguous


@given(facts_of_bubblewrap)
def test_bubblewrap_alone_never_claims_a_signal(facts: Facts) -> None:
    found = ending(facts)
    assert found.signal is None
    assert found.ambiguous == (found.exit_code is not None and 128 < found.exit_code <= 193)


def of(**fields: object) -> Ending:
    usage = Usage(cpu_time=0.1, wall_time=0.1, memory=1)
    return ending(Facts(**{"usage": usage, "limits": LIMITS, **fields}))


@pytest.mark.parametrize("code", [0, 1, 137, 139, 255])
def test_exit_code_is_the_programs_own(code: int) -> None:
    assert of(wait_status=code << 8) == Ending(kind="exit", exit_code=code)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_signal_is_told_by_name_with_and_without_a_core(number: signal.Signals) -> None:
    for status in (number, number | 0x80):
        assert of(wait_status=int(status)) == Ending(kind="signal", signal=number.name)


def test_program_that_could_not_be_executed_says_why() -> None:
    found = of(wait_status=127 << 8, exec_errno=13)
    assert found.exit_code == 127
    assert found.detail == "could not be executed: Permission denied"


def test_limit_keeps_what_the_program_did_itself() -> None:
    found = of(wait_status=9, killed_for="cpu-time")
    assert found == Ending(kind="cpu-time", signal="SIGKILL")


def test_every_signal_has_a_name() -> None:
    names = {signal_name(number) for number in range(1, 65)}
    assert len(names) == 64
    assert {"SIGKILL", "SIGRTMIN+3", "SIGRTMIN-2"} <= names

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from leftovers import eventually
from needs import SCALE
from running import PATIENT, shell

from sandbox import Sandbox, watch
from sandbox.starvation import counted_in, starved


@pytest.fixture
def rivals() -> Iterator[list[int]]:
    """Two processes that both want all of one and the same CPU."""
    cpu = min(os.sched_getaffinity(0))
    pids = []
    for _ in range(2):
        pid = os.fork()
        if pid == 0:
            os.sched_setaffinity(0, {cpu})
            signal.alarm(120)
            while True:
                pass
        pids.append(pid)
    yield pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_processes_that_share_a_cpu_starve(rivals: list[int]) -> None:
    assert eventually(lambda: starved(rivals, wall_time=1000, cpu_time=0) > 0.05)


def test_while_it_computes_nothing_starves(rivals: list[int]) -> None:
    assert eventually(lambda: starved(rivals, wall_time=1000, cpu_time=0) > 0.05)
    assert starved(rivals, wall_time=7.0, cpu_time=6.99) <= 0.01 + 1e-9
    # As if the rest had been their siblings': then these were what they waited for.
    assert starved(rivals, wall_time=1000, cpu_time=500) == 0.0
    assert starved(rivals, wall_time=7.0, cpu_time=7.5) == 0.0


def test_what_has_ended_is_not_seen() -> None:
    assert starved([], wall_time=5, cpu_time=0) == 0.0
    assert starved([2**22 + 1], wall_time=5, cpu_time=0) == 0.0


SECONDS = st.floats(0, 1e9)


@given(st.lists(st.tuples(SECONDS, SECONDS), max_size=3), SECONDS, SECONDS)
def test_what_starved_is_within_what_has_passed(
    threads: list[tuple[float, float]], wall: float, cpu: float
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sandbox.starvation._counted", lambda _: iter(threads))
        found = starved([1], wall_time=wall, cpu_time=cpu)
    assert 0.0 <= found <= max(wall - cpu, 0.0)
    assert found <= max((delay for _, delay in threads), default=0.0)


def test_a_thread_that_waits_for_its_siblings_does_not_starve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads = [(0.1, 0.9)] * 10  # on one CPU, with nobody else on it
    monkeypatch.setattr("sandbox.starvation._counted", lambda _: iter(threads))
    assert starved([1], wall_time=3.0, cpu_time=1.0) == pytest.approx(0.0)


@given(st.binary(max_size=60) | st.from_regex(rb"[0-9 .+-]{1,30}", fullmatch=True))
def test_what_the_kernel_does_not_count_is_nothing(text: bytes) -> None:
    counted = re.fullmatch(rb"\s*([0-9]+)\s+([0-9]+)\s+\S+\s*", text)
    right = (int(counted[1]) / 1e9, int(counted[2]) / 1e9) if counted else (0.0, 0.0)
    assert counted_in(text) == right


def test_the_second_field_is_the_delay() -> None:
    assert counted_in(b"2000000000 4500000000 12\n") == (2.0, 4.5)


class TestWallLimit:
    """The limit on wall time, for one that sleeps a little longer than it may."""

    LIMITS = msgspec.structs.replace(PATIENT, wall_time=0.5, starving_counts=False)
    COMMAND = shell(f"sleep {0.6 + 0.3 * SCALE}; echo done", limits=LIMITS)

    def test_is_put_off_by_what_it_starved(
        self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watch, "starved", lambda *_, **__: 60.0)
        monkeypatch.setattr(watch, "MOST_STARVED", 1000)
        outcome = sandbox.run(self.COMMAND)
        assert (outcome.ending.kind, outcome.ending.exit_code) == ("exit", 0)
        assert outcome.usage.wall_time > 0.5
        assert outcome.usage.starved == 60.0
        outcome.close()

    def test_holds_for_one_that_did_not_starve(
        self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watch, "starved", lambda *_, **__: 0.001)
        outcome = sandbox.run(self.COMMAND)
        assert outcome.ending.kind == "wall-time"
        outcome.close()

    def test_holds_exactly_where_starving_counts(
        self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watch, "starved", lambda *_, **__: 60.0)
        limits = msgspec.structs.replace(self.LIMITS, starving_counts=True)
        outcome = sandbox.run(msgspec.structs.replace(self.COMMAND, limits=limits))
        assert (outcome.ending.kind, outcome.usage.starved) == ("wall-time", 0.0)
        outcome.close()

    def test_is_not_put_off_for_ever(
        self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks = iter(range(1, 1000))
        monkeypatch.setattr(watch, "starved", lambda *_, **__: 0.2 * next(looks))
        monkeypatch.setattr(watch, "MOST_STARVED", 2)
        limits = msgspec.structs.replace(PATIENT, wall_time=0.1, starving_counts=False)
        outcome = sandbox.run(shell("sleep 1000", limits=limits))
        assert outcome.ending.kind == "wall-time"
        assert outcome.usage.starved == pytest.approx(0.1)
        outcome.close()

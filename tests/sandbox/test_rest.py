"""Telling a program that waits from one that has something to do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from leftovers import eventually
from needs import requires
from running import sleeper

from sandbox import Boxes, Sandbox
from sandbox.cgroup import NoGroup
from sandbox.rest import INTERVAL, LONGEST, LOOKS, Rest, are_at_rest

WAITING = "import threading, time; threading.Thread(target=time.sleep, args=(99,)).start(); input()"
BUSY = (
    "import threading\ndef run():\n while True: pass\nthreading.Thread(target=run).start(); input()"
)


class Group(NoGroup):
    """A cgroup of known figures."""

    def __init__(self, pids: list[int]) -> None:
        self.used, self._pids = 0.0, pids

    def cpu_time(self) -> float | None:
        return self.used

    def pids(self) -> list[int]:
        return self._pids


@pytest.fixture
def waiting() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", WAITING], stdin=subprocess.PIPE) as child:
        yield child
        child.kill()


def test_who_waits_is_at_rest(waiting: subprocess.Popen[bytes]) -> None:
    assert eventually(lambda: are_at_rest([waiting.pid]))


def test_who_computes_in_any_thread_is_not() -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE) as child:
        assert eventually(lambda: not are_at_rest([child.pid]))
        child.kill()
    assert not are_at_rest([os.getpid()])  # this one asks


def test_who_has_just_ended_is_not_at_rest(waiting: subprocess.Popen[bytes]) -> None:
    assert eventually(lambda: are_at_rest([waiting.pid]))
    waiting.kill()
    assert eventually(lambda: not are_at_rest([waiting.pid]))
    waiting.wait()
    assert not are_at_rest([waiting.pid])


def test_rest_is_told_after_several_looks_that_found_it(waiting: subprocess.Popen[bytes]) -> None:
    assert eventually(lambda: are_at_rest([waiting.pid]))
    group = Group([waiting.pid, waiting.pid])
    rest = Rest(group, 0.0)
    looks = [rest.look(number * INTERVAL, has_all=True) for number in range(1, LOOKS + 1)]
    assert looks == [False] * (LOOKS - 1) + [True]


@pytest.mark.parametrize("why", ["computes", "has more to read", "has ended"])
def test_who_has_something_to_do_does_not_rest_for_a_while(
    why: str, waiting: subprocess.Popen[bytes]
) -> None:
    assert eventually(lambda: are_at_rest([waiting.pid]))
    group = Group([waiting.pid] * (1 if why == "has ended" else 2))
    rest = Rest(group, 0.0)
    now = 0.0
    while now + INTERVAL < LONGEST:
        now += INTERVAL
        group.used += INTERVAL / 2 if why == "computes" else 0.0
        assert not rest.look(now, has_all=why != "has more to read")
        assert rest.next_look > now
    assert rest.look(LONGEST, has_all=False)


def test_the_processes_of_each_execution_in_a_box_are_listed_as_they_are(sandbox: Sandbox) -> None:
    requires("cpu_time")
    boxes = Boxes()
    for _ in range(3):
        prepared = sandbox.begin(sleeper(), boxes)
        process = prepared.held()
        process.start()
        listed = process.starter.group.pids()
        assert process.starter.pid in listed
        prepared.discard()
    boxes.close()

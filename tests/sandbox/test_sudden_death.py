"""What becomes of a run whose judge is killed, and of what that judge had on the host."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from leftovers import children, eventually, left_behind, with_word
from needs import open_sandbox
from running import Mark, pid_of, shell, sleeper, word_of

from sandbox import Command, Sandbox, SandboxError

JUDGE = """
import pickle, sys
from sandbox import Sandbox
running, held = pickle.load(sys.stdin.buffer)
allowed = frozenset({"cpu_time", "memory"})
with Sandbox(use_helper=sys.argv[1] == "helper", allow_unenforced=allowed) as sandbox:
    prepared = sandbox.prepare(held)
    try:
        sandbox.run(running)
    finally:
        prepared.discard()
"""


class Judge:
    """A judge of its own, with one program running and one held."""

    def __init__(self, starter: str, held: Command) -> None:
        self.running, self.held = sleeper(), held
        argv = [sys.executable, "-c", JUDGE, starter]
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdin is not None
        with self.process.stdin as pipe:
            pickle.dump((self.running, held), pipe)

    def kill(self) -> None:
        self.process.kill()
        if self.process.stderr is not None:
            self.process.stderr.close()
        self.process.wait()

    def programs(self) -> list[int]:
        words = (word_of(self.running), word_of(self.held))
        return [pid for word in words for pid in with_word(word)]


@pytest.fixture
def mark(folder: Path) -> Iterator[Mark]:
    mark = Mark(folder)
    yield mark
    mark.close()


@pytest.fixture
def judge(starter: str, mark: Mark) -> Iterator[Judge]:
    script = f"{mark.command.argv[-1]}; # {word_of(sleeper())}"
    judge = Judge(starter, shell(script, mounts=mark.command.mounts))
    try:
        assert eventually(lambda: pid_of(judge.running) or judge.process.poll() is not None)
        yield judge
    finally:
        judge.kill()


def test_killed_judge_leaves_no_program_running(judge: Judge, mark: Mark) -> None:
    assert judge.process.poll() is None
    assert len(judge.programs()) >= 2
    judge.kill()
    assert eventually(lambda: not judge.programs())
    assert not mark.made()


def test_next_start_clears_away_what_a_killed_judge_left(judge: Judge) -> None:
    pid = judge.process.pid
    assert left_behind(pid)
    judge.kill()
    assert eventually(lambda: not judge.programs())
    open_sandbox().close()
    assert eventually(lambda: not left_behind(pid))


def test_start_leaves_a_living_judge_alone(judge: Judge) -> None:
    before = left_behind(judge.process.pid)
    open_sandbox().close()
    assert left_behind(judge.process.pid) == before
    assert judge.process.poll() is None
    assert pid_of(judge.running)


def test_interrupted_judge_leaves_nothing(judge: Judge) -> None:
    judge.process.send_signal(signal.SIGINT)
    judge.process.wait()
    assert left_behind(judge.process.pid) == []
    assert judge.programs() == []


def test_killed_bubblewrap_is_an_error_of_the_sandbox(own_sandbox: Sandbox) -> None:
    command = sleeper()
    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(own_sandbox.run, command)
        assert eventually(lambda: pid_of(command))
        for pid in own_bubblewraps(command):
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(SandboxError):
            outcome.result()
    assert eventually(lambda: not with_word(word_of(command)))


def own_bubblewraps(command: Command) -> list[int]:
    return [pid for pid in with_word(word_of(command)) if pid in children(os.getpid())]

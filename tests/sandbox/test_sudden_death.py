"""What becomes of a run whose judge is killed, and of what that judge had on the host."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from leftovers import children, eventually, left_behind, with_word
from needs import open_sandbox
from running import Mark, pid_of, shell, sleeper, word_of

from sandbox import CancelledError, Command, Sandbox, SandboxError, tether, workdir

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


def start_judge(starter: str, running: Command, held: Command) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-c", JUDGE, starter]
    process = subprocess.Popen(argv, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None
    with process.stdin as pipe:
        pickle.dump((running, held), pipe)
    return process


class Judge:
    """A judge of its own, with one program running and one held."""

    def __init__(self, starter: str, held: Command) -> None:
        self.running, self.held = sleeper(), held
        self.process = start_judge(starter, self.running, held)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def programs(self) -> list[int]:
        words = (word_of(self.running), word_of(self.held))
        return [pid for word in words for pid in with_word(word)]

    def boxes(self) -> list[int]:
        """What has the mark of its boxes."""
        return [pid for folder in self._folders() for pid in tether.marked(folder)]

    def _folders(self) -> list[str]:
        start = f"{workdir.PREFIX}{self.process.pid}-"
        names = (Path(path).name for path in left_behind(self.process.pid))
        return sorted({name for name in names if name.startswith(start)})


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
    assert judge.programs()
    assert len(judge.boxes()) >= 2  # one that runs, and one that is held
    judge.kill()
    assert eventually(lambda: not judge.programs() and not judge.boxes())
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


def test_judge_killed_in_the_middle_of_a_set_up_leaves_nothing(starter: str) -> None:
    command = sleeper()
    for delay in range(20):
        process = start_judge(starter, command, command)
        assert eventually(partial(children, process.pid))
        time.sleep(delay * 0.0003)
        process.kill()
        process.wait()
    open_sandbox().close()
    assert eventually(lambda: not with_word(word_of(command)))


def test_cancel_in_the_middle_of_a_set_up_leaves_nothing(starter: str) -> None:
    command = sleeper()
    for delay in range(20):
        with (
            open_sandbox(use_helper=starter != "bubblewrap") as sandbox,
            ThreadPoolExecutor(1) as pool,
        ):
            held = pool.submit(sandbox.prepare, command)
            time.sleep(delay * 0.0003)
            sandbox.cancel()
            with contextlib.suppress(CancelledError):
                held.result().discard()
    assert with_word(word_of(command)) == []


def test_killed_bubblewrap_leaves_nothing(own_sandbox: Sandbox, starter: str) -> None:
    command = sleeper()
    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(own_sandbox.run, command)
        assert eventually(lambda: pid_of(command))
        for pid in bubblewraps():
            os.kill(pid, signal.SIGKILL)
        if starter != "bubblewrap":
            # It has done its part: what it has started is watched all the same.
            assert not outcome.done()
            own_sandbox.cancel()
            assert outcome.result().ending.kind == "cancelled"
        else:
            with pytest.raises(SandboxError):
                outcome.result()
    assert eventually(lambda: not with_word(word_of(command)))


@pytest.mark.helper_only
def test_killed_first_process_is_an_error_of_the_sandbox(own_sandbox: Sandbox) -> None:
    command = sleeper()
    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(own_sandbox.run, command)
        assert eventually(lambda: pid_of(command))
        for bubblewrap in bubblewraps():
            for pid in children(bubblewrap):
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(SandboxError):
            outcome.result()
    assert eventually(lambda: not with_word(word_of(command)))


def bubblewraps() -> list[int]:
    """Those that this process has started."""
    mine = children(os.getpid())
    return [pid for pid in mine if "bwrap" in Path(f"/proc/{pid}/comm").read_text()]

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from leftovers import eventually, left_behind, open_descriptors, with_word
from needs import SCALE, open_sandbox
from running import Mark, output_of, shell, sleeper, started, word_of

from sandbox import Command, CommandError, Limits, Mount, Sandbox, SandboxError
from sandbox.cgroup.model import NoGroup
from sandbox.feed import IN_MEMORY


class FailingGroup(NoGroup):
    """A cgroup that takes nobody in."""

    def add(self, pid: int) -> None:
        raise SandboxError("cgroup", f"{pid} was not taken in")


class FailingCgroups:
    def __init__(self) -> None:
        self.enforces: dict[str, str] = {}

    def create(self, limits: Limits) -> FailingGroup:  # noqa: ARG002
        return FailingGroup()

    def bar_entry(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def mark(folder: Path) -> Iterator[Mark]:
    """A command that can't run without being noticed."""
    mark = Mark(folder)
    yield mark
    mark.close()


def test_prepared_command_runs_only_when_it_is_told_to(sandbox: Sandbox, mark: Mark) -> None:
    prepared = sandbox.prepare(mark.command)
    time.sleep(0.05)
    assert not mark.made()
    prepared.run().close()
    assert mark.made()


def test_discarded_command_never_runs(sandbox: Sandbox, mark: Mark) -> None:
    for _ in range(3):
        sandbox.prepare(mark.command).discard()
    output_of(sandbox, Command(argv=("/usr/bin/true",)))
    assert not mark.made()


def test_discarding_leaves_nothing(sandbox: Sandbox) -> None:
    command = sleeper()
    sandbox.prepare(command).discard()
    before = open_descriptors()
    sandbox.prepare(command).discard()
    assert eventually(lambda: not with_word(word_of(command)))
    assert open_descriptors() == before


def test_an_input_that_is_not_read_is_let_go(sandbox: Sandbox, folder: Path) -> None:
    huge = folder / "input"
    with huge.open("wb") as file:
        file.truncate(IN_MEMORY + 1)  # too large for a copy in memory: a pipe
    command = msgspec.structs.replace(shell("exit 0"), stdin=str(huge))
    sandbox.run(command).close()
    before = open_descriptors()
    for _ in range(20):
        sandbox.run(command).close()
    assert open_descriptors() == before


def test_discarding_twice_or_after_a_run_does_no_harm(sandbox: Sandbox) -> None:
    for end in ("run", "discard"):
        prepared = sandbox.prepare(shell("exit 0"))
        getattr(prepared, end)()
        prepared.discard()
        first, second = (sandbox.prepare(shell("echo fine")) for _ in range(2))
        assert first._process.starter.group is not second._process.starter.group
        assert [one.run().stdout.head(9) for one in (first, second)] == [b"fine\n"] * 2


def test_commands_prepared_ahead_run_in_any_order(sandbox: Sandbox) -> None:
    prepared = [sandbox.prepare(shell(f"echo {n}; cat", stdin=b"in %d" % n)) for n in range(3)]
    for n in (1, 0, 2):
        outcome = prepared[n].run()
        assert outcome.stdout.head(99) == b"%d\nin %d" % (n, n)


def test_waiting_while_prepared_is_not_counted(sandbox: Sandbox) -> None:
    command = msgspec.structs.replace(shell("exit 0"), limits=Limits(wall_time=0.3 * SCALE))
    prepared = sandbox.prepare(command)
    time.sleep(0.4 * SCALE)
    assert prepared.run().ending.kind == "exit"


def test_several_threads_use_one_sandbox(sandbox: Sandbox) -> None:
    def run(n: int) -> str:
        return output_of(sandbox, shell(f"echo {n}"))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(12))) == [f"{n}\n" for n in range(12)]


def test_bad_mount_fails_with_bubblewraps_words(sandbox: Sandbox, mark: Mark) -> None:
    missing = Mount("/nowhere/at/all", "/data")
    command = msgspec.structs.replace(mark.command, mounts=(*mark.command.mounts, missing))
    with pytest.raises(SandboxError, match="/nowhere/at/all"):
        sandbox.run(command)
    assert not mark.made()


def test_failed_set_up_leaves_nothing(sandbox: Sandbox) -> None:
    command = msgspec.structs.replace(sleeper(), mounts=(Mount("/nowhere/at/all", "/data"),))
    with pytest.raises(SandboxError):
        sandbox.prepare(command)
    before = open_descriptors()
    for _ in range(5):
        with pytest.raises(SandboxError):
            sandbox.prepare(command)
    assert eventually(lambda: not with_word(word_of(command)))
    assert open_descriptors() == before


def test_failed_adoption_never_runs_the_program(own_sandbox: Sandbox, mark: Mark) -> None:
    own_sandbox._cgroups.close()
    own_sandbox._tools = msgspec.structs.replace(own_sandbox._tools, cgroups=FailingCgroups())
    for _ in range(3):
        with pytest.raises(SandboxError, match="not taken in"):
            own_sandbox.run(mark.command)
    assert not mark.made()


def test_command_that_can_not_be_run_as_it_is_is_refused(sandbox: Sandbox) -> None:
    for argv in ((), ("true",), ("./a.out",), ("/usr/bin/echo", "a\0b")):
        with pytest.raises(CommandError):
            sandbox.prepare(Command(argv=argv))


def test_working_directory_that_is_not_there_is_an_error_of_the_sandbox(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="/nowhere"):
        sandbox.run(Command(argv=("/usr/bin/true",), cwd="/nowhere"))


def test_program_that_is_not_there_is_told_from_one_that_fails(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Command(argv=("/nowhere/program",)))
    assert (outcome.ending.kind, outcome.ending.exit_code) == ("exit", 127)


def test_cancel_from_another_thread_ends_a_sleeper(own_sandbox: Sandbox) -> None:
    with started(own_sandbox, sleeper()) as (_, outcome):
        threading.Thread(target=own_sandbox.cancel).start()
        assert outcome.result(timeout=20 * SCALE).ending.kind == "cancelled"


def test_cancelled_sandbox_starts_nothing_any_more(own_sandbox: Sandbox, mark: Mark) -> None:
    held = own_sandbox.prepare(mark.command)
    own_sandbox.cancel()
    with pytest.raises(SandboxError, match="cancelled"):
        own_sandbox.run(mark.command)
    assert held.run().ending.kind == "cancelled"
    assert not mark.made()


def test_program_killed_from_outside_is_not_called_a_limit(own_sandbox: Sandbox) -> None:
    with started(own_sandbox, sleeper()) as (pid, outcome):
        os.kill(pid, 9)
        ending = outcome.result(timeout=20 * SCALE).ending
    if own_sandbox.enforced_by["init"] == "helper":
        assert (ending.kind, ending.signal) == ("signal", "SIGKILL")
    else:
        assert (ending.kind, ending.exit_code, ending.ambiguous) == ("exit", 137, True)


def test_many_runs_leak_no_descriptor(sandbox: Sandbox) -> None:
    output_of(sandbox, shell("true"))
    before = open_descriptors()
    for n in range(50 if SCALE == 1 else 12):
        limits = Limits(output=1000, wall_time=60 * SCALE)
        script = ("exit 3", "head -c 2000 /dev/zero", "kill -9 $$")[n % 3]
        sandbox.run(shell(script, limits=limits, stdin=b"some")).close()
    assert open_descriptors() == before


def test_closed_sandbox_leaves_nothing(starter: str) -> None:
    before, opened = set(left_behind(os.getpid())), open_descriptors()
    with open_sandbox(use_helper=starter != "bubblewrap") as sandbox:
        sandbox.run(shell("head -c 3M /dev/zero; sleep 9 &")).close()
        sandbox.prepare(sleeper()).discard()
        assert set(left_behind(os.getpid())) != before
    assert set(left_behind(os.getpid())) == before
    assert open_descriptors() == opened


def test_closing_twice_does_no_harm(own_sandbox: Sandbox) -> None:
    own_sandbox.close()
    own_sandbox.close()

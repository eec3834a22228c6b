"""Numbers of processes are given out again: whoever has one by then is left alone."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from leftovers import eventually, with_word
from running import shell, sleeper, word_of

from sandbox import Sandbox, SandboxError, pidfd, tether
from sandbox.cgroup import v1
from sandbox.cgroup.model import NoGroup
from sandbox.plain import Plain
from sandbox.privilege import sandbox_uid
from sandbox.resident import Box

LAST = Path("/proc/sys/kernel/ns_last_pid")


def start(**fields: object) -> subprocess.Popen[bytes]:
    """A process that says what it is told."""
    pipe = subprocess.PIPE
    return subprocess.Popen("/usr/bin/cat", stdin=pipe, stdout=pipe, bufsize=0, **fields)  # type: ignore[call-overload]


def lives(process: subprocess.Popen[bytes] | None) -> bool:
    """Whether nobody has killed it: who is being killed says nothing any more."""
    assert process is not None
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(b"x")
    return process.stdout.read(1) == b"x"


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


class Reused:
    """A process that makes room for another one with its number."""

    def __init__(self, env: dict[str, str]) -> None:
        self._first = start(env=env)
        self.pid = self._first.pid
        self.second: subprocess.Popen[bytes] | None = None

    def give_up(self) -> None:
        """From here on its number is another's."""
        while self.second is None:
            end(self._first)
            LAST.write_text(str(self.pid - 1))
            found = start(env={})
            if found.pid == self.pid:
                self.second = found
            else:  # somebody else on this machine was faster
                end(found)
                if Path(f"/proc/{self.pid}").exists():
                    pytest.skip("the number is in use")

    def close(self) -> None:
        for process in filter(None, (self.second, self._first)):
            end(process)


@pytest.fixture
def reused() -> Iterator[Reused]:
    if os.geteuid() != 0 or not LAST.exists():
        pytest.skip("only root can say which number comes next")
    found = Reused(tether.mark("judge-box-1-00facade"))
    yield found
    found.close()


def test_who_is_meant_is_killed() -> None:
    process = start()
    pidfd.kill_if(process.pid, lambda _: False)
    assert lives(process)
    pidfd.kill_if(process.pid, lambda _: True)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    pidfd.kill_if(process.pid, lambda _: True)  # gone


def test_who_has_the_number_by_the_time_it_is_meant_lives(reused: Reused) -> None:
    def meant(_: int) -> bool:
        reused.give_up()
        return True

    pidfd.kill_if(reused.pid, meant)
    assert lives(reused.second)


def test_who_has_the_number_of_a_dead_judges_process_lives(
    reused: Reused, monkeypatch: pytest.MonkeyPatch
) -> None:
    def environment(pid: int) -> list[bytes]:
        found = real(pid)
        if pid == reused.pid:
            reused.give_up()
        return found

    real = tether._environment
    monkeypatch.setattr(tether, "_environment", environment)
    tether.kill_marked("judge-box-1-00facade")
    assert lives(reused.second)


def test_who_has_the_number_of_a_cgroups_process_lives(
    reused: Reused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "cgroup.procs").touch()

    def read(_: str) -> str:
        if reused.second is not None:
            return ""
        reused.give_up()
        return f"{reused.pid}\n"

    with monkeypatch.context() as patch:
        patch.setattr(v1, "read", read)
        patch.setattr(v1, "remove_cgroup", lambda _: None)
        v1.kill_and_remove(tmp_path)
    assert lives(reused.second)


@pytest.mark.parametrize("name", [b") Z (", b"\xff\xfe) X", b"a b) S 1", b"(((", b"\n) Z 0 0"])
def test_child_is_known_whatever_it_calls_itself(name: bytes) -> None:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).prctl(15, name)  # PR_SET_NAME
        os.write(writer, b"named")
        signal.pause()
    assert os.read(reader, 5) == b"named"
    child = pidfd.child(pid, os.getpid())
    with pytest.raises(ChildProcessError):
        pidfd.child(pid, pid)
    told = [pidfd.has_ended(child)]
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    told.append(pidfd.has_ended(child))
    pidfd.demand(child)  # its number is its own until it has been waited for
    os.waitpid(pid, 0)
    told.append(pidfd.has_ended(child))
    assert told == [False, True, True]
    with pytest.raises(ProcessLookupError):
        pidfd.demand(child)
    for descriptor in (child, reader, writer):
        os.close(descriptor)


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process of the user that programs have outside."""
    user = sandbox_uid()
    whose = {"user": user, "group": user, "extra_groups": []} if os.geteuid() == 0 else {}
    process = start(**whose)
    yield process
    end(process)


class Resident(NoGroup):
    """A cgroup of a box, of which somebody has to be in it: as version 1 has it everywhere."""

    resident = True

    def __init__(self) -> None:
        self.settled: list[int] = []

    def settle(self, pid: int) -> None:
        self.settled.append(pid)


def test_process_that_is_not_bubblewraps_is_not_adopted(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, stranger: subprocess.Popen[bytes]
) -> None:
    def state() -> list[str]:
        return [Path(f"/proc/{stranger.pid}/{name}").read_text() for name in ("cgroup", "limits")]

    before = state()

    def receive(box: Box) -> tuple[bytes, int, int]:
        return real(box)[0], stranger.pid, -1

    real = Box._receive
    monkeypatch.setattr(Box, "_receive", receive)
    monkeypatch.setattr(Plain, "_told_pid", lambda _: stranger.pid)
    group = Resident()
    if own_sandbox.enforced_by["init"] == "helper":  # else everybody is adopted by a number
        monkeypatch.setattr(own_sandbox._cgroups, "create", lambda _: group)
    command = sleeper()
    with pytest.raises(SandboxError, match="not bubblewrap's"):
        own_sandbox.run(command)
    assert group.settled == []
    assert state() == before
    assert lives(stranger)
    assert eventually(lambda: not with_word(word_of(command)))


class Deadly(NoGroup):
    """A cgroup whose member has died, and been waited for, just before it gets in."""

    def __init__(self, *, resident: bool) -> None:
        self.resident = resident
        self.killed = False

    def settle(self, pid: int) -> None:
        self.add(pid)

    def add(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not Path(f"/proc/{pid}").exists())

    def kill(self) -> bool:
        self.killed = True
        return True


@pytest.mark.parametrize("kind", ["resident", "put in"])
def test_who_got_into_the_cgroup_by_a_dead_ones_number_is_not_killed(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    group = Deadly(resident=kind == "resident")

    monkeypatch.setattr(own_sandbox._cgroups, "create", lambda _: group)
    with pytest.raises(SandboxError, match="set up"):
        own_sandbox.run(shell("echo fine"))
    assert not group.killed

"""Users of the host for executions: each its own, whoever else judges on this machine."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leftovers import eventually
from needs import open_sandbox, requires
from running import shell, sleeper, started

from sandbox import Boxes, Sandbox, SandboxError, UnsupportedHostError, userlock, users
from sandbox.users import DEFAULT, VARIABLE, OneUser, OwnUsers

FIRST = 2100000000  # a multiple of a block's size
BLOCK = range(FIRST, FIRST + userlock.SIZE)

HOLD = """
import sys
from pathlib import Path
from sandbox.users import OwnUsers
users = OwnUsers(range(int(sys.argv[2]), int(sys.argv[3])), Path(sys.argv[1]))
print(users.take().number, flush=True)
sys.stdin.read()
"""


class Judge:
    """A judge of its own that has taken a user."""

    def __init__(self, folder: Path, numbers: range) -> None:
        argv = [sys.executable, "-c", HOLD, str(folder), str(numbers.start), str(numbers.stop)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True)
        assert self._process.stdout is not None
        self.number = int(self._process.stdout.readline())

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[Callable[[range], Judge]]:
    """Starts judges that lock their numbers in `tmp_path`."""
    with ExitStack() as stack:

        def start(numbers: range) -> Judge:
            found = Judge(tmp_path, numbers)
            stack.callback(found.kill)
            return found

        yield start


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[[range], OwnUsers]]:
    with ExitStack() as stack:

        def opened(numbers: range) -> OwnUsers:
            found = OwnUsers(numbers, tmp_path)
            stack.callback(found.close)
            return found

        yield opened


Own = Callable[[range], OwnUsers]
Judges = Callable[[range], Judge]


def test_nobody_has_the_number_of_another(own: Own) -> None:
    numbers = range(FIRST, FIRST + 4 * userlock.SIZE)
    judges = [own(numbers), own(numbers)]
    taken = [one.take().number for _ in range(100) for one in judges]
    assert len(set(taken)) == 200
    assert set(taken) <= set(numbers)


def test_judges_with_different_ranges_share_no_number(own: Own) -> None:
    first, second = own(range(FIRST, FIRST + 100)), own(range(FIRST + 50, FIRST + 150))
    taken = [first.take().number for _ in range(65)]
    taken += [second.take().number for _ in range(22)]
    assert len(set(taken)) == 87


def test_a_number_is_used_again_as_late_as_possible(own: Own) -> None:
    one = own(BLOCK)
    seen = []
    for _ in BLOCK:
        user = one.take()
        seen.append(user.number)
        user.release()
        user.release()  # once
    assert len(set(seen)) == userlock.SIZE
    assert one.take().number == seen[0]


def test_number_under_which_something_may_run_is_not_used_again(own: Own) -> None:
    one = own(BLOCK)
    one.take().release(ended=False)
    taken = [one.take() for _ in range(userlock.SIZE - 1)]
    with pytest.raises(SandboxError, match="in use"):
        one.take()
    taken[0].release()
    assert one.take().number == taken[0].number


def test_closing_leaves_nothing_and_frees_the_numbers(own: Own, tmp_path: Path) -> None:
    first, second = own(BLOCK), own(BLOCK)
    first.take().release()
    first.take().release(ended=False)
    with pytest.raises(SandboxError, match=f"{BLOCK[0]} to {BLOCK[-1]} are in use"):
        second.take()
    first.close()
    assert list(tmp_path.iterdir()) == []
    assert second.take().number in BLOCK


def test_numbers_of_a_living_judge_are_not_taken(own: Own, judge: Judges) -> None:
    other = judge(BLOCK)
    with pytest.raises(SandboxError, match="in use"):
        own(BLOCK).take()
    wider = own(range(FIRST, FIRST + 2 * userlock.SIZE))
    assert other.number not in [wider.take().number for _ in BLOCK]


def test_numbers_of_a_killed_judge_are_free_again(own: Own, judge: Judges, tmp_path: Path) -> None:
    far = judge(range(FIRST + 1000 * userlock.SIZE, FIRST + 1001 * userlock.SIZE))
    for one in (far, judge(BLOCK)):
        one.kill()
    again = own(BLOCK)
    assert again.take().number in BLOCK
    # Nor is anything left of those that nobody needs.
    assert [path.name for path in tmp_path.iterdir()] == [f"users-{FIRST}"]


@pytest.fixture
def leftover() -> Iterator[subprocess.Popen[bytes]]:
    """Something that runs on under the last number of the block, though its judge is dead."""
    if os.geteuid() != 0 or users.obstacle():
        pytest.skip("there is but one user")
    number = BLOCK[-1]
    sleep = ("/usr/bin/sleep", "1000")
    process = subprocess.Popen(sleep, user=number, group=number, extra_groups=[])
    yield process
    process.kill()
    process.wait()


def test_number_under_which_something_of_a_killed_judge_runs_is_not_taken(
    own: Own, judge: Judges, leftover: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(BLOCK).kill()
    monkeypatch.setattr(users, "PATIENCE", 0.0)
    with pytest.raises(SandboxError, match="in use"):
        own(BLOCK).take()
    assert leftover.poll() is None
    leftover.kill()
    # It has ended before it has been waited for.
    assert eventually(lambda: userlock.is_idle(BLOCK))
    assert own(BLOCK).take().number in BLOCK


def test_what_is_just_ending_is_waited_for(
    own: Own, judge: Judges, leftover: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(pid: int, seconds: float) -> bool:
        assert pid == leftover.pid
        leftover.kill()
        return real(pid, seconds)

    real = userlock.pidfd.await_end
    monkeypatch.setattr(userlock.pidfd, "await_end", end)
    judge(BLOCK).kill()
    assert own(BLOCK).take().number in BLOCK


def test_a_range_is_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert (users.configured()[0], users.configured()[-1]) == (2100000000, 2100065535)
    assert users.parse("65520-65533") == range(65520, 65534)
    for text in ("", "1", "2-1", "0-9", "65000-66000", "9-2147483648", "1-2-3", " 1-2", "٣-٤"):
        with pytest.raises(UnsupportedHostError, match=VARIABLE) as error:
            users.parse(text)
        assert DEFAULT in error.value.remedy


@given(st.from_regex(r"\d{1,12}-\d{1,12}", fullmatch=True) | st.text("0123456789- +_", max_size=99))
def test_whatever_is_configured_is_refused_or_a_range(text: str) -> None:
    try:
        found = users.parse(text)
    except UnsupportedHostError:
        return
    assert [int(word) for word in text.split("-")] == [found[0], found[-1]]
    assert not {0, 65534, 65535, 2147483648} & {found[0], found[-1]}


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5),
    st.integers(0, 60),
    st.integers(1, 20),
)
def test_users_of_a_namespace_are_read_from_its_map(
    spans: list[tuple[int, int]], first: int, count: int
) -> None:
    text = "".join(f"{start:10} {start + 1000:10} {length:10}\n" for start, length in spans)
    known = set(itertools.chain(*(range(start, start + length) for start, length in spans)))
    wanted = range(first, first + count)
    assert users.maps(text, wanted) == known.issuperset(wanted)


class TestRoot:
    """What a judge that is root does on a host or in a container."""

    @pytest.fixture(autouse=True)
    def _root(self, monkeypatch: pytest.MonkeyPatch) -> None:
        if os.geteuid() != 0:
            pytest.skip("needs root")
        monkeypatch.delenv(VARIABLE, raising=False)

    def test_where_the_numbers_are_no_users_one_is_used_for_all(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(users, "maps", lambda _, numbers: numbers[-1] < 65536)
        assert isinstance(users.open_users(), OneUser)
        with open_sandbox() as sandbox:
            assert sandbox.enforced_by["own_user"] is None
            with started(sandbox, sleeper()) as (pid, _):
                assert user_of(pid) == 65533
        monkeypatch.setenv(VARIABLE, "60000-60100")
        assert isinstance(users.open_users(), OwnUsers)

    def test_where_what_is_configured_can_not_be_had_nothing_is_run(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(users, "maps", lambda *_: False)
        monkeypatch.setenv(VARIABLE, "70000-70100")
        with pytest.raises(UnsupportedHostError, match="70000 to 70100 are no users"):
            users.open_users()

    def test_folder_that_is_not_roots_alone_is_not_used(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name in ("others", "link", "file", "missing/folder"):
            path = tmp_path / name
            monkeypatch.setattr(userlock, "FOLDER", path)
            if name == "others":
                path.mkdir()
                os.chown(path, 1000, 1000)
            elif name == "link":
                path.symlink_to(tmp_path)
            elif name == "file":
                path.touch()
            assert isinstance(users.open_users(), OneUser)


def user_of(pid: int) -> int:
    text = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in text.splitlines() if line.startswith("Uid:"))
    (number,) = set(line.split()[1:])
    return int(number)


def test_executions_at_the_same_time_have_different_users(starter: str) -> None:
    requires("own_user")
    helper = starter == "helper"
    with open_sandbox(use_helper=helper) as one, open_sandbox(use_helper=helper) as other:
        with ExitStack() as stack:
            running = [stack.enter_context(started(box, sleeper())) for box in (one, other, one)]
            found = [user_of(pid) for pid, _ in running]
        assert len(set(found)) == 3
        assert set(found) <= set(users.configured())


def test_an_ended_executions_user_is_given_back(starter: str) -> None:
    requires("own_user")
    with open_sandbox(use_helper=starter == "helper") as sandbox:
        for _ in range(2):
            sandbox.prepare(sleeper()).discard()
            sandbox.run(shell("exit 3")).close()
        assert idle_users(sandbox) == userlock.SIZE


def test_a_box_has_one_user_until_it_is_closed() -> None:
    requires("own_user", "init")
    with open_sandbox() as sandbox, ExitStack() as stack:
        boxes = [Boxes(), Boxes()]
        for one in boxes:
            stack.callback(one.close)
        for _ in range(2):
            begun = [sandbox.begin(shell("exit 0"), one) for one in boxes]
            found = [one._process.starter.user.number for one in begun]
            assert len(set(found)) == 2
            for one in begun:
                one.run().close()
            assert idle_users(sandbox) == userlock.SIZE - 2
        stack.close()
        assert idle_users(sandbox) == userlock.SIZE


def idle_users(sandbox: Sandbox) -> int:
    users = sandbox._users
    assert isinstance(users, OwnUsers)
    return len(users._idle)

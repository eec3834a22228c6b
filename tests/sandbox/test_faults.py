"""What goes wrong around a run is an error of the sandbox, never an ending, and leaves nothing."""

from __future__ import annotations

import errno
import itertools
import os
import resource
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from leftovers import children, eventually, left_behind, open_descriptors
from needs import open_sandbox, requires
from running import output_of, shell, sleeper

from sandbox import Boxes, Prepared, Sandbox, SandboxError, starter, watch, workdir
from sandbox.cgroup import v1
from sandbox.feed import Feed
from sandbox.plain import Plain
from sandbox.process import Process
from sandbox.resident import Box

# More than one execution opens.
DESCRIPTORS = 40


@contextmanager
def at_most_descriptors(count: int) -> Iterator[None]:
    """No more than `count` open at a time."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (number_for(count), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def number_for(count: int) -> int:
    """The number that no descriptor may reach then: some may be open far above it."""
    room = count - open_descriptors()
    if room < 0:
        return count
    # The listing's own descriptor is closed again.
    named = list(Path("/proc/self/fd").iterdir())
    taken = {int(path.name) for path in named if path.exists()}
    free = (number for number in itertools.count() if number not in taken)
    return next(itertools.islice(free, room, None))


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def ended(sandbox: Sandbox) -> None:
    """That nothing is left of what failed, and that the sandbox is as good as before."""
    assert eventually(lambda: not children(os.getpid()))
    assert output_of(sandbox, shell("echo fine")) == "fine\n"


def test_want_of_descriptors_is_told_wherever_it_is_met(own_sandbox: Sandbox) -> None:
    output_of(own_sandbox, shell("echo fine"))
    before = open_descriptors()
    failures = 0
    for more in range(DESCRIPTORS):
        try:
            with at_most_descriptors(before + more):
                own_sandbox.run(shell("echo fine")).close()
        except SandboxError as error:
            failures += 1
            assert os.strerror(errno.EMFILE) in error.message  # noqa: PT017
        assert open_descriptors() <= before + 1  # a cgroup that waits for the next one
    assert 0 < failures < DESCRIPTORS
    ended(own_sandbox)


def test_want_of_descriptors_is_told_before_anything_is_made(own_sandbox: Sandbox) -> None:
    with at_most_descriptors(3), pytest.raises(SandboxError, match=os.strerror(errno.EMFILE)):
        own_sandbox.begin(shell("echo fine"), Boxes())
    ended(own_sandbox)


@pytest.mark.helper_only
def test_want_of_descriptors_is_told_where_one_arrives(own_sandbox: Sandbox) -> None:
    boxes = Boxes()
    own_sandbox.begin(shell("echo fine"), boxes).run().close()
    begun = own_sandbox.begin(shell("echo fine"), boxes)
    assert eventually(lambda: boxes_told(begun))
    before = time.monotonic()
    with at_most_descriptors(3), pytest.raises(SandboxError, match=os.strerror(errno.EMFILE)):
        begun.hold()
    assert time.monotonic() - before < starter.SET_UP_SECONDS
    ended(own_sandbox)


def boxes_told(begun: Prepared) -> bool:
    return bool(select.select([begun._process.starter.events], (), (), 0)[0])


@pytest.mark.helper_only
def test_box_in_which_a_first_process_died_is_not_used_again(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes, asked = Boxes(), []
    own_sandbox.begin(shell("echo fine"), boxes).run().close()

    def dead(box: Box) -> tuple[bytes, int, int]:
        asked.append(box)
        return b"gone", -1, -1

    with monkeypatch.context() as patch:
        patch.setattr(Box, "_receive", dead)
        with pytest.raises(SandboxError):
            own_sandbox.begin(shell("echo fine"), boxes).hold()
    assert len(asked) == 2  # this box, and a fresh one
    boxes.close()
    ended(own_sandbox)


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ENOMEM, errno.ENFILE])
def test_want_of_processes_is_told(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = open_descriptors()
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", failing(number))
        with pytest.raises(SandboxError, match=os.strerror(number)):
            own_sandbox.run(shell("echo fine"))
    assert open_descriptors() <= before + len(v1.FILES) + 9
    ended(own_sandbox)


@pytest.mark.parametrize(
    "place",
    [
        (Box, "_start"),
        (Box, "_await_keeper"),
        (Box, "_ask"),
        (Box, "_hear"),
        (Box, "end"),
        (Box, "leave"),
        (Plain, "_start"),
        (Plain, "_told_pid"),
        (Plain, "_adopt"),
        (Plain, "_await_ready"),
        (Plain, "end"),
        (Process, "_release"),
        (watch.Watch, "until_end"),
        (watch.Watch, "look"),
        (Process, "_outcome"),
        (Process, "_usage"),
        (Feed, "close"),
    ],
)
@pytest.mark.parametrize("error", [RuntimeError("a mistake"), KeyboardInterrupt(), MemoryError()])
def test_exception_in_the_judge_ends_the_run(
    own_sandbox: Sandbox,
    starter: str,
    monkeypatch: pytest.MonkeyPatch,
    place: tuple[type, str],
    error: BaseException,
) -> None:
    where, name = place
    raised = []

    def once(*arguments: object) -> object:
        if raised:
            return real(*arguments)
        raised.append(error)
        raise error

    if where is (Plain if starter != "bubblewrap" else Box):
        return  # the other one's
    real = getattr(where, name)
    with monkeypatch.context() as patch:
        patch.setattr(where, name, once)
        with pytest.raises(type(error)):
            own_sandbox.run(shell("sleep 1000 & echo started; sleep 0.01"))
    ended(own_sandbox)


def test_exception_where_an_execution_is_discarded_leaves_nothing(
    own_sandbox: Sandbox, starter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared, raised = own_sandbox.prepare(sleeper()), []
    where = Plain if starter == "bubblewrap" else Box
    real = where.leave

    def once(starter: Any) -> None:
        if not raised:
            raised.append(starter)
            raise KeyboardInterrupt
        real(starter)

    monkeypatch.setattr(where, "leave", once)
    with pytest.raises(KeyboardInterrupt):
        prepared.discard()
    ended(own_sandbox)


def test_wait_that_fails_ends_the_run(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = own_sandbox.prepare(sleeper())
    prepared.start()
    with monkeypatch.context() as patch:
        patch.setattr(select, "poll", failing(errno.ENOMEM))
        with pytest.raises((SandboxError, OSError)):
            prepared.finish()
    ended(own_sandbox)


@pytest.fixture
def places(starter: str) -> Iterator[tuple[Sandbox, Callable[[], list[Path]]]]:
    """A sandbox, and the cgroups that it has at the moment, inner ones first."""
    requires("memory")
    before = set(cgroups(os.getpid()))
    with open_sandbox(use_helper=starter != "bubblewrap") as sandbox:
        output_of(sandbox, shell("echo fine"))
        yield sandbox, lambda: [path for path in cgroups(os.getpid()) if path not in before]


def test_cgroup_that_somebody_removes_between_two_runs_is_made_anew(
    places: tuple[Sandbox, Callable[[], list[Path]]],
) -> None:
    sandbox, own = places
    for path in own():
        if path.name.startswith("run-"):
            path.rmdir()
    ended(sandbox)


def test_place_of_the_cgroups_that_somebody_removes_is_made_anew(
    places: tuple[Sandbox, Callable[[], list[Path]]],
) -> None:
    sandbox, own = places
    for _ in range(2):
        for path in own():
            path.rmdir()
        ended(sandbox)
    assert own()


def test_place_in_one_hierarchy_that_somebody_removes_is_made_anew(
    places: tuple[Sandbox, Callable[[], list[Path]]],
) -> None:
    sandbox, own = places
    hierarchies = {path.parent for path in own() if path.name.startswith(workdir.PREFIX)}
    for hierarchy in hierarchies:
        for path in own():
            if path.is_relative_to(hierarchy):
                path.rmdir()
        ended(sandbox)


def test_several_threads_find_the_place_of_the_cgroups_removed(
    places: tuple[Sandbox, Callable[[], list[Path]]],
) -> None:
    sandbox, own = places
    for path in own():
        path.rmdir()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: output_of(sandbox, shell("echo fine")), range(8)))
    assert found == ["fine\n"] * 8


def test_work_folder_that_somebody_removes_is_told(own_sandbox: Sandbox) -> None:
    own_sandbox.folder.rmdir()
    with pytest.raises(SandboxError):
        # More than is held in memory.
        own_sandbox.run(shell("head -c 9M /dev/zero")).close()
    assert eventually(lambda: not children(os.getpid()))


def test_closing_after_a_failure_leaves_nothing(starter: str) -> None:
    before = left_behind(os.getpid())
    sandbox = open_sandbox(use_helper=starter != "bubblewrap")
    with at_most_descriptors(open_descriptors() + 3), pytest.raises(SandboxError):
        sandbox.run(sleeper())
    sandbox.close()
    assert left_behind(os.getpid()) == before


def cgroups(pid: int) -> list[Path]:
    """The cgroups of the sandboxes of `pid`, and those in them, the inner ones first."""
    own = {Path(path) for path in left_behind(pid) if "/cgroup" in path}
    inner = {path for place in own for path in place.iterdir() if path.is_dir()}
    return [*inner, *own]

"""What one run takes of what the kernel counts for a user, another one does not miss."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest
from leftovers import eventually
from needs import SCALE, open_sandbox, requires
from running import PATIENT, Mark, started

from sandbox import Command, Mount, Outcome, Sandbox, box
from sandbox.users import OneUser

PROGRAM = "/box/neighbour"
# What a run can be bounded in, and what only a user of its own keeps it from taking.
BOUNDED = ("instances", "watches", "signals", "timers", "queues", "memory")
UNBOUNDED = ("pipes", "descriptors")


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Mount]:
    requires("gcc")
    with tempfile.TemporaryDirectory(prefix="judge-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        source, program = Path(__file__).with_name("neighbour.c"), folder / "neighbour"
        argv = ["gcc", "-O2", "-w", "-o", str(program), str(source), "-lrt"]
        subprocess.run(argv, check=True, timeout=120 * SCALE)
        program.chmod(0o755)
        yield Mount(str(folder), "/box")


@pytest.fixture
def mark(folder: Path) -> Iterator[Mark]:
    mark = Mark(folder)
    yield mark
    mark.close()


@contextmanager
def sandboxes(starter: str, *, judges: int) -> Iterator[tuple[Sandbox, Sandbox]]:
    """One for the run that takes, and one for the run that needs."""
    with ExitStack() as stack:
        found = [
            stack.enter_context(open_sandbox(use_helper=starter == "helper")) for _ in range(judges)
        ]
        yield found[0], found[-1]


def need(boxes: tuple[Sandbox, Sandbox], neighbour: Mount, mark: Mark, what: str) -> Outcome:
    """How a run ends that needs a little of what another one has taken all of."""
    greedy, modest = boxes
    mounts = (neighbour, *mark.command.mounts)
    command = Command(argv=(PROGRAM, "take", what), mounts=mounts, limits=PATIENT)
    with started(greedy, command) as (_, taking):
        assert eventually(lambda: mark.made() or taking.done())
        assert not taking.done(), taking.result().stderr.head(999)
        argv = (PROGRAM, "need", what)
        return modest.run(msgspec.structs.replace(command, argv=argv))


@pytest.mark.parametrize("judges", [1, 2])
@pytest.mark.parametrize("what", [*UNBOUNDED, *BOUNDED])
def test_a_run_misses_nothing_that_another_one_takes(
    starter: str, neighbour: Mount, mark: Mark, what: str, judges: int
) -> None:
    requires("own_user")
    with sandboxes(starter, judges=judges) as boxes:
        outcome = need(boxes, neighbour, mark, what)
    assert (outcome.stdout.head(99), outcome.stderr.head(99)) == (b"fine\n", b"")


@pytest.mark.helper_only
@pytest.mark.parametrize("what", BOUNDED)
def test_a_run_of_the_same_user_can_take_but_a_share(
    starter: str, neighbour: Mount, mark: Mark, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "open_users", OneUser)
    with sandboxes(starter, judges=2) as boxes:
        outcome = need(boxes, neighbour, mark, what)
    assert (outcome.stdout.head(99), outcome.stderr.head(99)) == (b"fine\n", b"")


@pytest.mark.parametrize("what", UNBOUNDED)
def test_a_run_of_the_same_user_can_take_all_of_what_has_no_bound(
    starter: str, neighbour: Mount, mark: Mark, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As SECURITY.md says; and the test before would not be one otherwise."""
    monkeypatch.setattr(box, "open_users", OneUser)
    with sandboxes(starter, judges=2) as boxes:
        outcome = need(boxes, neighbour, mark, what)
    assert outcome.ending.exit_code == 1, outcome.stdout.head(99)

"""One execution after the other in one box: none is felt by the next, nor sees what it held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cases import Case, all_cases
from leftovers import eventually
from needs import open_sandbox, requires
from running import Mark, output_of, shell, started
from test_faults import at_most_descriptors
from test_programs import command_of

from sandbox import Command, Sandbox

CASES = {case.name: case for case in all_cases()}
RUNS = 25


def results(sandbox: Sandbox, command: Command) -> set[tuple[int | None, bytes]]:
    """The exit codes and outputs of `command`, run often."""
    found = set()
    for _ in range(RUNS):
        outcome = sandbox.run(command)
        found.add((outcome.ending.exit_code, outcome.stdout.head(4000)))
        outcome.close()
    return found


@pytest.mark.helper_only
def test_what_is_covered_stays_so_until_everything_has_ended(
    sandbox: Sandbox, compiled: Callable[[Case], Path]
) -> None:
    requires("gcc")
    command = command_of(CASES["looks_beneath_covers.c"], compiled)
    assert results(sandbox, command) == {(0, b"")}


def test_what_one_run_shares_and_leaves_does_not_count_for_the_next(
    sandbox: Sandbox, compiled: Callable[[Case], Path]
) -> None:
    requires("gcc")
    command = command_of(CASES["leaves_what_is_shared.c"], compiled)
    assert results(sandbox, command) == {(0, b"")}


SENDS = """
import socket, time
ends = []
try:
    while True:
        ends.append(socket.socketpair())
        for _ in range(4):
            socket.send_fds(ends[-1][0], [b"x"], [0] * 250)
except OSError:
    open("/out/mark", "w").write("as many as there may be")
time.sleep(1000)
"""


@pytest.mark.helper_only
@pytest.mark.usefixtures("starter")
def test_descriptors_that_a_program_has_on_their_way_keep_no_other_box_from_working(
    folder: Path,
) -> None:
    mark = Mark(folder)
    argv = ("/usr/bin/python3", "-I", "-S", "-c", SENDS)
    command = msgspec.structs.replace(mark.command, argv=argv)
    with at_most_descriptors(1024), open_sandbox() as sandbox, started(sandbox, command):
        assert eventually(mark.made)
        assert output_of(sandbox, shell("echo fine")) == "fine\n"
    mark.close()

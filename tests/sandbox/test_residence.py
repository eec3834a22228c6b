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

from sandbox import Boxes, Command, Sandbox

CASES = {case.name: case for case in all_cases()}
RUNS = 25


def python(script: str) -> Command:
    return shell("", argv=("/usr/bin/python3", "-I", "-S", "-c", script))


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


LEAVES_A_SOCKET = """
import socket, sys
print(open("/proc/self/net/unix").read().count("note"))
named, (one, other) = socket.socket(socket.AF_UNIX), socket.socketpair()
named.bind("\\0note")
socket.send_fds(one, [b"x"], [one.fileno(), other.fileno(), named.fileno()])
"""


def test_socket_that_one_run_leaves_on_its_way_is_not_met_by_the_next(sandbox: Sandbox) -> None:
    assert results(sandbox, python(LEAVES_A_SOCKET)) == {(0, b"0\n")}


@pytest.mark.helper_only
def test_sockets_that_are_closed_leave_the_box_as_it_was(own_sandbox: Sandbox) -> None:
    boxes, command = Boxes(), python("import socket; socket.socketpair()[0].send(b'x')")
    starters = set()
    for _ in range(5):
        begun = own_sandbox.begin(command, boxes)
        begun.run().close()
        starters.add(begun._process.starter)
    assert len(starters) == 1
    boxes.close()


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
    command = msgspec.structs.replace(mark.command, argv=python(SENDS).argv)
    with at_most_descriptors(1024), open_sandbox() as sandbox, started(sandbox, command):
        assert eventually(mark.made)
        assert output_of(sandbox, shell("echo fine")) == "fine\n"
    mark.close()

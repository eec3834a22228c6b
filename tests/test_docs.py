"""docs/system-calls.md says what the policies are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sandbox import syscall_arguments, syscalls

PAGE = (Path(__file__).parent.parent / "docs" / "system-calls.md").read_text()
CONDITIONAL = {row[0] for row in syscall_arguments.RUN_CONDITIONS}
LISTED = {
    "ioctl": syscall_arguments.IOCTLS,
    "fcntl": syscall_arguments.FCNTLS,
    "prctl": syscall_arguments.PRCTLS,
}


def rows(title: str) -> list[list[str]]:
    """The table below a heading, its head left out."""
    _, found, text = PAGE.partition(f" {title}\n")
    assert found, title
    lines = [line for line in text.split("\n#")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def calls(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def column(title: str) -> set[str]:
    found = [call for row in rows(title) for call in calls(row[0])]
    assert len(found) == len(set(found))
    assert found
    return set(found)


def test_lists_on_the_page_are_the_policies() -> None:
    groups = {
        purpose: (list(syscalls.names(text)), "run, compile" if shared else "run")
        for purpose, text in syscalls.RUN.items()
        for shared in [purpose in syscalls.COMPILE]
    }
    assert {row[0]: (calls(row[1]), row[2]) for row in rows("What is allowed")} == groups
    assert syscalls.COMPILE.items() <= syscalls.RUN.items()


def test_arguments_on_the_page_are_the_conditions() -> None:
    title = "What is allowed with some arguments"
    assert column(title) == CONDITIONAL
    cells = {call: row for row in rows(title) for call in calls(row[0])}
    for call, values in LISTED.items():
        assert set(calls(cells[call][1])) == values.keys()
    alone = {call for call, row in cells.items() if "run alone" in row[0]}
    assert alone == CONDITIONAL - {row[0] for row in syscall_arguments.COMPILE_CONDITIONS}


def test_calls_answered_with_enosys_are_on_the_page() -> None:
    (found,) = [row for row in rows("What a call is answered") if "`clone3`" in row[0]]
    assert calls(found[0]) == list(syscalls.NOT_IMPLEMENTED)
    assert f"above {syscalls.NEWEST}," in PAGE


def test_calls_that_the_judge_refuses_are_in_no_policy() -> None:
    refused = column("Docker allows, the judge refuses")
    assert refused.isdisjoint(syscalls.allowed("run"))
    assert refused.isdisjoint(CONDITIONAL)


def test_calls_that_docker_refuses_are_in_the_policy() -> None:
    assert column("The judge allows, Docker refuses") <= {*syscalls.allowed("run"), *CONDITIONAL}


def test_calls_with_other_arguments_are_those_with_conditions() -> None:
    both = column("Both allow, with other arguments")
    assert both | column("The judge allows, Docker refuses") >= CONDITIONAL
    assert both <= CONDITIONAL


@pytest.mark.parametrize(
    ("call", "values"),
    [("ioctl", syscall_arguments.IOCTLS), ("prctl", syscall_arguments.PRCTLS)],
)
def test_numbers_of_values_are_right(call: str, values: dict[str, int]) -> None:
    (found,) = [row for row in rows("Both allow, with other arguments") if calls(row[0]) == [call]]
    assert re.findall(r"\d+", found[2]) == [str(len(values))]


@pytest.mark.parametrize("title", ["Docker allows, the judge refuses", "And else"])
def test_every_difference_has_a_reason(title: str) -> None:
    assert all(all(row[1:]) for row in rows(title))

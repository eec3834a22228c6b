"""``judge selftest``: the sandbox attacked on the user's own machine."""

from __future__ import annotations

import pytest
from commandline import interrupt, judge, sandboxing, start, validate

QUICK = ("selftest", "--only", "descriptors/*")


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


def test_the_answer_in_json() -> None:
    said = judge(*QUICK, "--json", "-j", "2")
    assert said.code == 0
    validate(said.json, "selftest")
    assert said.json["ok"]
    found = said.json["programs"]
    assert {one["state"] for one in found} == {"contained"}
    assert {one["category"] for one in found} == {"descriptors"}
    assert all(one["by"] for one in found)
    assert said.json["counts"]["contained"] == len(found) > 0
    assert said.json["enforced_by"]["syscalls"] == "seccomp"
    shown = {one["name"]: one["alone"] for one in said.json["layers"]}
    assert shown["stdin"] == sum(one["without"] == ["stdin"] for one in found) > 0
    assert shown["output"] == 0


def test_a_person_is_told_what_was_tried_and_what_contained_it() -> None:
    said = judge(*QUICK)
    assert said.code == 0
    assert "descriptors" in said.out.splitlines()
    assert any("[stdin: sealed]" in line for line in said.out.splitlines())
    assert any(line.split()[:3] == ["stdin", "sealed", "2"] for line in said.out.splitlines())
    assert any(line.split()[2:4] == ["not", "shown"] for line in said.out.splitlines())
    assert said.out.splitlines()[-1].endswith("attacks contained")
    assert said.err == ""


def test_with_v_each_is_told_as_it_ends() -> None:
    said = judge("selftest", "--only", "descriptors/inherited.c", "-v")
    assert said.code == 0
    assert "contained  descriptors/inherited.c" in said.err


def test_programs_of_one_language_can_be_chosen() -> None:
    said = judge("selftest", "-l", "bash", "--json")
    assert said.code == 0
    assert {one["language"] for one in said.json["programs"]} == {"Bash"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--only", "netwerk"), "no program is called 'netwerk'"),
        (("-l", "cobol"), "cobol"),
        (("--only", "descriptors/*", "-l", "perl"), "no such program is written in Perl"),
        (("-j", "0"), "-j"),
    ],
)
def test_a_choice_that_leaves_nothing_is_refused(words: tuple[str, ...], says: str) -> None:
    said = judge("selftest", *words)
    assert said.code == 2
    assert says in said.complaint


def test_what_was_finished_is_told_after_ctrl_c() -> None:
    process = start("selftest", "-v")
    assert process.stderr is not None
    first = process.stderr.readline().decode()
    said = interrupt(process)
    assert said.code == 130
    state, name = first.split()[:2]
    assert name.removesuffix(":") in said.out
    assert f"1 attack {state}" in said.out or f"attacks {state}" in said.out


def test_without_bubblewrap_there_is_nothing_to_test() -> None:
    said = judge("selftest", PATH="/nonexistent")
    assert said.code == 3
    assert "bwrap is not installed" in said.complaint

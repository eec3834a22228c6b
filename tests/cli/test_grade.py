"""``judge grade``: many submissions, one verdict each, whatever the others are."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from commandline import APLUSB, begun, interrupt, judge, sandboxing, start, validate
from leftovers import with_word

# A duration that nothing else on the host sleeps for.
NAP = "7393.25"
SUM = "read a b; echo $((a + b))\n"


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


@pytest.fixture
def handed(tmp_path: Path) -> Path:
    """What three students handed in: right, wrong, and no program at all."""
    folder = tmp_path / "Abgaben für Zoë"
    folder.mkdir()
    (folder / "ada.sh").write_text(SUM)
    (folder / "Zoë Müller.sh").write_text("echo 7\n")
    (folder / "essay.txt").write_text("I would add them.\n")
    return folder


def by_name(answer: Any) -> dict[str, str]:
    return {one["name"]: one["verdict"] for one in answer["submissions"]}


EXPECTED = {"Zoë Müller.sh": "WA", "ada.sh": "AC", "essay.txt": "CE"}


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_answer_in_json(handed: Path, jobs: str) -> None:
    said = judge("grade", APLUSB, handed, "--json", "-j", jobs)
    assert said.code == 1
    validate(said.json, "grade")
    assert said.json["schema"] == "judge/grade/1"
    assert said.json["problem"]["name"] == "A+B"
    assert by_name(said.json) == EXPECTED
    assert list(by_name(said.json)) == sorted(EXPECTED)
    assert said.json["counts"] == Counter(EXPECTED.values())


def test_events_one_a_line(handed: Path) -> None:
    said = judge("grade", APLUSB, handed, "--jsonl", "-j", "2")
    assert said.code == 1
    for line in said.lines:
        validate(line, "run-event")
    ends = {line["name"]: line["verdict"] for line in said.lines if line["event"] == "end"}
    assert ends == EXPECTED
    students = {line["submission"] for line in said.lines if line["event"] == "test"}
    assert students == {"ada.sh", "Zoë Müller.sh"}


def test_a_table_names_everyone(handed: Path) -> None:
    said = judge("grade", "-q", ".", handed, cwd=APLUSB)
    assert said.code == 1
    for name, verdict in EXPECTED.items():
        assert any(name in line and verdict in line for line in said.out.splitlines())


def test_all_accepted_is_0(handed: Path) -> None:
    said = judge("grade", APLUSB, handed / "ada.sh", "--json")
    assert said.code == 0
    assert by_name(said.json) == {"ada.sh": "AC"}


def test_names_that_are_no_text_are_told_with_replacements(handed: Path) -> None:
    with open(os.fsencode(handed) + b"/caf\xe9.sh", "w") as file:  # noqa: PTH123 - bytes
        file.write(SUM)
    said = judge("grade", APLUSB, handed, "--json")
    assert said.code == 1
    assert by_name(said.json) == {**EXPECTED, "caf\ufffd.sh": "AC"}


def test_reports_beside_the_answer(handed: Path, tmp_path: Path) -> None:
    report = tmp_path / "Bericht ä.json"
    said = judge("grade", APLUSB, handed, "--json", "--report", f"json:{report}")
    told, written = said.json, json.loads(report.read_text())
    validate(written, "grade")
    assert by_name(written) == by_name(told)


WRONG = {
    "nothing handed in": (["{p}"], "Missing argument"),
    "no such folder": (["{p}", "nowhere"], "nowhere: does not exist"),
    "an empty folder": (["{p}", "empty"], "the folder is empty"),
    "no such problem": (["nowhere", "{h}"], "nowhere: does not exist"),
    "one twice": (["{p}", "{h}", "{h}/ada.sh"], "two submissions are called 'ada.sh'"),
    "no such language": (["{p}", "{h}", "-l", "pyton"], "did you mean 'python'?"),
    "no such report": (["{p}", "{h}", "--report", "jsn"], "did you mean 'json'?"),
    "no such limit": (["{p}", "{h}", "--memory", "1"], "--memory: 1 is out of range"),
    "no such option": (["{p}", "{h}", "--jsno"], "--json"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_refused_with_its_remedy(handed: Path, tmp_path: Path, mistake: str) -> None:
    (tmp_path / "empty").mkdir()
    args, message = WRONG[mistake]
    filled = [arg.format(p=APLUSB, h=handed) for arg in args]
    said = judge("grade", *filled, cwd=tmp_path)
    assert said.code == 2
    assert message in said.complaint


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_a_signal_lets_what_was_finished_be_told(handed: Path, form: str) -> None:
    (handed / "later.sh").write_text(SUM)
    (handed / "grace.sh").write_text(f"sleep {NAP}\n")
    process = start("grade", APLUSB, handed, form, "--wall", "9999")
    begun(process, NAP)
    said = interrupt(process)
    assert (said.code, said.err) == (130, "")
    if form == "--json":
        validate(said.json, "grade")
        found = by_name(said.json)
    else:
        for line in said.lines:
            validate(line, "run-event")
        found = {line["name"]: line["verdict"] for line in said.lines if line["event"] == "end"}
    assert found == {**EXPECTED, "grace.sh": "JE", "later.sh": "JE"}
    assert with_word(NAP) == []

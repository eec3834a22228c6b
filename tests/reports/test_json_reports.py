from __future__ import annotations

import json
import os
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import CLASS, MIXED, PROBLEM, finished, run, wrong
from report_texts import TEXTS, obeyed, patiently

from judge.reports import report
from judge.results import Event, GradeResult, RunResult


def test_a_run_is_the_run_object() -> None:
    result = run(MIXED)
    text = report("json").render([result], result.problem)
    assert msgspec.json.decode(text, type=RunResult) == result


def test_a_grading_is_the_grade_object_even_of_one() -> None:
    for results in (CLASS, CLASS[:1], []):
        text = report("json").render(results, PROBLEM)
        graded = msgspec.json.decode(text, type=GradeResult)
        assert (graded.problem, graded.submissions) == (PROBLEM, results)
        assert sum(graded.counts.values()) == len(results)


def test_lines_are_the_events_of_each() -> None:
    lines = report("jsonl").render(CLASS, PROBLEM).splitlines()
    events = [msgspec.json.decode(line, type=Event) for line in lines]
    names = [json.loads(line)["event"] for line in lines[:5]]
    assert names == ["start", "compile", "test", "test", "end"]
    assert len(events) == sum(3 + len(result.tests) for result in CLASS)


@pytest.mark.parametrize("name", ["json", "jsonl"])
@patiently
@given(text=TEXTS)
def test_any_text_comes_back_and_is_safe_to_look_at(name: str, text: str) -> None:
    result = run([wrong(0, output=text)], text)
    shown = report(name).render([result], PROBLEM)
    assert not {"\x1b", "\x7f", "\x9b", "\u202e", "\u200b", "\u2028"} & set(obeyed(shown))
    assert "##[" not in shown
    found = [json.loads(line) for line in shown.splitlines()]
    replaced = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert _output(found) == replaced


def _output(found: list[dict[str, Any]]) -> str:
    if "submissions" in found[0]:
        found = found[0]["submissions"][0]["tests"]
    output: str = next(one["output"] for one in found if "output" in one)
    return output


@pytest.mark.parametrize("name", ["json", "jsonl"])
@given(path=st.binary(min_size=1))
def test_any_name_of_a_file_comes_back_as_text(name: str, path: bytes) -> None:
    shown = os.fsdecode(path)
    result = run([finished(0, name=shown)], shown)
    for line in report(name).render([result], PROBLEM).encode().decode("utf-8").splitlines():
        assert json.loads(line)
        assert not {"\x1b", "\x7f", "\x9b", "\u202e"} & set(line)
    answer = json.loads(report("json").render([result], PROBLEM))["submissions"][0]
    (test,) = answer["tests"]
    readable = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in shown)
    assert answer["name"] == test["name"] == readable
    assert answer["submission"]["path"] == f"class/{readable}"

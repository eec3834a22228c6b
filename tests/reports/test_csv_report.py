from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from report_samples import CLASS, MIXED, PROBLEM, run
from report_texts import TEXTS, obeyed, patiently

from judge.harmless import for_cell
from judge.reports import report
from judge.results import RunResult


def rows(*results: RunResult) -> list[dict[str, str]]:
    text = report("csv").render(results, PROBLEM)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_a_submission() -> None:
    ada, zoe, alan = rows(*CLASS)
    assert (ada["name"], ada["verdict"], ada["tests_passed"]) == ("ada.py", "AC", "2")
    assert zoe["name"] == "Zoë Müller.py"
    assert zoe["tests_total"] == "4"
    assert (float(zoe["slowest"]), int(zoe["memory"])) == (0.021, 10 << 20)
    assert zoe["reason"] == "line 1, token 2: expected 7, found 8"
    assert (alan["cause"], alan["slowest"], alan["memory"]) == ("compiler", "", "")


def test_lines_end_as_rfc_4180_wants() -> None:
    text = report("csv").render(CLASS, PROBLEM)
    assert text.count("\r\n") == text.count("\n") == 1 + len(CLASS)


def test_a_single_run_is_called_by_its_path() -> None:
    assert rows(run(MIXED))[0]["name"] == "solution.py"


def test_scores_are_numbers() -> None:
    (row,) = rows(run(MIXED, score=40.0, max_score=100.0))
    assert (float(row["score"]), float(row["max_score"])) == (40, 100)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", " =1+1", "\uff1d1+1"])
def test_a_name_is_no_formula(name: str) -> None:
    assert rows(run(MIXED, name))[0]["name"] == f"'{name}"


def test_tabs_and_line_ends_are_shown() -> None:
    assert rows(run(MIXED, "\t=1\r\n2"))[0]["name"] == r"\t=1\r\n2"


@patiently
@given(TEXTS, TEXTS)
def test_any_text_comes_back(name: str, reason: str) -> None:
    result = run(MIXED, name, reason=reason)
    (row,) = rows(result)
    assert (row["name"], row["reason"]) == (for_cell(name), for_cell(reason))
    text = report("csv").render([result], PROBLEM)
    assert set(obeyed(text)) == {"\r"}
    assert text.encode().decode() == text

"""What a test is worth by the comparison that its package names."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from judge import checkers, problem
from judge.decide import Decision
from judge.execute import compared
from judge.points import awarded
from judge.problem import Comparison
from judge.verdict import Cause, Verdict


def worth(
    folder: Path, comparison: Comparison, found: bytes, most: float | None = None
) -> tuple[Decision, float | None]:
    answer = folder / "1.ans"
    case = problem.TestCase(
        name="1", group="", input=answer, answer=answer, checker=comparison, max_score=most
    )
    decision, _ = compared(case, lambda: io.BytesIO(found))
    return awarded(decision, case)


def test_an_answer_that_cannot_be_read_is_no_fault_of_the_submission(tmp_path: Path) -> None:
    (tmp_path / "1.ans").write_bytes(b"1\ntwo\n")
    decision, _ = worth(tmp_path, checkers.POLYGON["ncmp"], b"1\n2\n")
    assert (decision.verdict, decision.cause) == (Verdict.JE, Cause.CHECKER)
    assert "1.ans: there should be an integer of 64 bits at 'two'" in decision.reason


@pytest.mark.parametrize(
    ("most", "verdict", "score"), [(None, Verdict.WA, None), (8.0, Verdict.PA, 6.0)]
)
def test_lines_that_are_right_earn_a_part_where_there_are_points(
    tmp_path: Path, most: float | None, verdict: Verdict, score: float | None
) -> None:
    (tmp_path / "1.ans").write_bytes(b"1\n2\n3\n4\n")
    count = checkers.dmoj("linecount", {})
    decision, points = worth(tmp_path, count, b"1\n2\n3\n5\n", most)
    assert (decision.verdict, points) == (verdict, score)
    assert "line 4 of those that are not empty: expected 4, found 5" in decision.reason
    assert worth(tmp_path, count, b"1\n2\n3\n4\n", most)[0].verdict is Verdict.AC
    assert worth(tmp_path, count, b"0\n", most)[0].verdict is Verdict.WA


def test_a_distance_is_the_score(tmp_path: Path) -> None:
    (tmp_path / "1.ans").write_bytes(b"10\n")
    assert worth(tmp_path, checkers.POLYGON["pointscmp"], b"7.5\n", 5.0)[1] == 2.5


def test_the_reason_and_the_difference_tell_what_is_wrong_in_the_form(tmp_path: Path) -> None:
    (tmp_path / "1.ans").write_bytes(b"Yes 1\n")
    case = problem.TestCase(
        name="1",
        group="",
        input=tmp_path / "1.ans",
        answer=tmp_path / "1.ans",
        checker=Comparison(kind="exact"),
    )
    decision, difference = compared(case, lambda: io.BytesIO(b"yes  1\n"))
    assert decision.reason.endswith("; accepted if case and whitespace were ignored")
    assert difference
    assert difference.accepted_if == ["case", "whitespace"]
    assert "accepted" not in difference.reason
    assert compared(case, lambda: io.BytesIO(b"Yes 1\n")) == (Decision(verdict=Verdict.AC), None)

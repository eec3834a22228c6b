"""What validators say of an output's worth, and what becomes of it."""

from __future__ import annotations

import math
import re

import pytest
from grouptrees import case
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from judge.decide import Decision
from judge.points import MULTIPLIER, SCORE, OneKind, awarded, said
from judge.problem import ScoreFiles
from judge.problem import TestCase as Case
from judge.verdict import Verdict

AC, PA, WA, JE = Verdict.AC, Verdict.PA, Verdict.WA, Verdict.JE
ACCEPTED, REJECTED = Decision(verdict=AC), Decision(verdict=WA, reason="no")
TEN = case("t", 10.0, score_files="checked")
UNBOUNDED = replace(TEN, max_score=math.inf)
WHOLE = case("t", None, score_files="refused")
FREE = case("t", 1.0, reject_score=-1.0, score_files="free")
IGNORED = case("t", 10.0)


def told(test: Case, decision: Decision = ACCEPTED, **files: bytes) -> Decision:
    """What becomes of a decision with files called `score` and `part`."""
    names = {SCORE: files.get("score"), MULTIPLIER: files.get("part")}
    return said(decision, test, names.__getitem__)


@pytest.mark.parametrize(
    ("test", "files", "points"),
    [
        (TEN, {}, (AC, 10.0)),
        (TEN, {"part": b"0.25\n"}, (PA, 2.5)),
        (TEN, {"part": b"1"}, (AC, 10.0)),
        (TEN, {"part": b"0"}, (PA, 0.0)),
        (TEN, {"score": b" 7.5 "}, (PA, 7.5)),
        (TEN, {"score": b"1e1"}, (AC, 10.0)),
        (UNBOUNDED, {"score": b"123456.5"}, (AC, 123456.5)),
        (UNBOUNDED, {"score": b"0"}, (AC, 0.0)),
        (FREE, {}, (AC, 1.0)),
        (FREE, {"score": b"-3.5"}, (AC, -3.5)),
        (FREE, {"score": b"99", "part": b"x"}, (AC, 99.0)),
        (IGNORED, {"score": b"nonsense"}, (AC, 10.0)),
        (WHOLE, {}, (AC, None)),
    ],
)
def test_an_accepted_output_is_worth_what_is_said(
    test: Case, files: dict[str, bytes], points: tuple[Verdict, float | None]
) -> None:
    decision, score = awarded(told(test, **files), test)
    assert (decision.verdict, score) == points


@pytest.mark.parametrize(
    ("test", "decision", "files", "reason"),
    [
        (TEN, REJECTED, {"score": b"0"}, "rejected the output and wrote score.txt"),
        (TEN, REJECTED, {"part": b"0"}, "rejected the output and wrote score_multiplier.txt"),
        (TEN, ACCEPTED, {"score": b"5", "part": b"0.5"}, "both score.txt and score_multiplier"),
        (TEN, ACCEPTED, {"score": b"10.1"}, "says 10.1, and the test is worth 10 at most"),
        (TEN, ACCEPTED, {"score": b"-1"}, "says -1, and scores are not negative"),
        (TEN, ACCEPTED, {"part": b"1.5"}, "says 1.5, which is not from 0 to 1"),
        (TEN, ACCEPTED, {"part": b"-0.5"}, "says -0.5, which is not from 0 to 1"),
        (TEN, ACCEPTED, {"score": b""}, "has to hold one number, and holds ''"),
        (TEN, ACCEPTED, {"score": b"5 points"}, "holds '5 points'"),
        (TEN, ACCEPTED, {"score": b"nan"}, "holds 'nan'"),
        (TEN, ACCEPTED, {"score": b"1_0"}, "holds '1_0'"),
        (TEN, ACCEPTED, {"score": b"1e999"}, "holds '1e999'"),
        (FREE, ACCEPTED, {"score": b"inf"}, "holds 'inf'"),
        (UNBOUNDED, ACCEPTED, {}, "has to write score.txt where a score has no bound"),
        (UNBOUNDED, ACCEPTED, {"part": b"1"}, "and wrote score_multiplier.txt"),
        (WHOLE, ACCEPTED, {"score": b"1"}, "wrote score.txt in a group that is passed or failed"),
        (WHOLE, ACCEPTED, {"part": b"1"}, "wrote score_multiplier.txt in a group"),
        (WHOLE, REJECTED, {"part": b"1"}, "rejected the output and wrote"),
    ],
)
def test_what_a_validator_must_not_say_is_the_judges_error(
    test: Case, decision: Decision, files: dict[str, bytes], reason: str
) -> None:
    found = told(test, decision, **files)
    assert found.verdict is JE
    assert reason in found.reason
    assert awarded(found, test) == (found, None)


def test_a_rejected_output_is_worth_the_score_of_rejected_ones() -> None:
    assert awarded(told(FREE, REJECTED), FREE) == (REJECTED, -1.0)
    assert awarded(told(FREE, REJECTED, score=b"5"), FREE) == (REJECTED, -1.0)
    assert awarded(told(TEN, REJECTED), TEN) == (REJECTED, 0.0)
    assert awarded(REJECTED, WHOLE) == (REJECTED, None)


def test_a_score_may_come_with_a_later_pass() -> None:
    nothing = {SCORE: None, MULTIPLIER: None}.__getitem__
    early = said(ACCEPTED, UNBOUNDED, nothing, goes_on=True)
    assert awarded(early, UNBOUNDED) == (early, 0.0)
    assert said(ACCEPTED, UNBOUNDED, nothing).verdict is JE
    assert said(ACCEPTED, TEN, nothing, goes_on=True) == ACCEPTED
    broken = {SCORE: b"x", MULTIPLIER: None}.__getitem__
    assert said(ACCEPTED, UNBOUNDED, broken, goes_on=True).verdict is JE


def test_an_error_is_not_looked_into() -> None:
    broken = Decision(verdict=JE, reason="crashed")
    assert told(TEN, broken, score=b"5") == broken


def test_a_validator_writes_one_kind_of_file_over_all_tests() -> None:
    kind = OneKind()
    assert kind.checked(told(TEN, part=b"0.5"), TEN).verdict is AC
    assert kind.checked(told(TEN), TEN).verdict is AC
    assert kind.checked(told(TEN, REJECTED), TEN).verdict is WA
    found = kind.checked(told(TEN, score=b"5"), TEN)
    assert found.verdict is JE
    assert "score.txt for some tests and score_multiplier.txt for others" in found.reason


def test_to_be_accepted_in_part_is_to_be_rejected_where_only_the_whole_counts() -> None:
    decision, score = awarded(Decision(verdict=AC, part=0.4), case("t", None))
    assert (decision.verdict, score) == (WA, None)
    assert "0.4" in decision.reason
    assert awarded(Decision(verdict=PA, part=1.0), case("t", None))[0].verdict is AC


def test_who_judges_without_a_bound_has_to_say_a_score() -> None:
    decision, score = awarded(ACCEPTED, UNBOUNDED)
    assert (decision.verdict, score) == (JE, None)


MODES: tuple[ScoreFiles, ...] = ("ignored", "refused", "checked", "free")
CONTENTS = st.none() | st.binary(max_size=30) | st.floats().map(lambda one: str(one).encode())


@given(
    st.sampled_from(MODES),
    st.sampled_from([None, 0.0, 10.0, math.inf]),
    st.sampled_from([ACCEPTED, REJECTED]),
    st.tuples(CONTENTS, CONTENTS),
)
@example("checked", 10.0, ACCEPTED, (b"\xff", None))
@example("free", 10.0, ACCEPTED, (b"-1e308", None))
def test_whatever_is_said_scores_are_within_bounds_or_it_is_an_error(
    mode: ScoreFiles, most: float | None, said_: Decision, files: tuple[bytes | None, bytes | None]
) -> None:
    test = case("t", most, score_files=mode)
    names = dict(zip((SCORE, MULTIPLIER), files, strict=True))
    decision, score = awarded(said(said_, test, names.get), test)
    written = [one for one in files if one is not None]
    if score is None:
        assert decision.verdict is JE or most is None
    else:
        assert math.isfinite(score)
        assert mode == "free" or 0 <= score <= (most or 0)
    if mode in ("refused", "checked") and written and said_ is REJECTED:
        assert decision.verdict is JE
    if mode == "checked" and said_ is ACCEPTED and decision.verdict is not JE:
        assert len(written) <= 1
        assert all(re.fullmatch(rb"\s*[+-]?[\d.]+([eE][+-]?\d+)?\s*", one) for one in written)

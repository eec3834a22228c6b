"""What validators of every judge say, by how they end and what they print."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.decide import Decision
from judge.problem import Protocol
from judge.protocols import MESSAGE, TEAM_MESSAGE, Said, arguments, decision
from judge.verdict import Cause, Verdict

AC = Decision(verdict=Verdict.AC)
PATHS = {"input": "/in", "output": "/out", "answer": "/ans", "feedback": "/fb"}


def wrong(reason: str = "") -> Decision:
    return Decision(verdict=Verdict.WA, cause=Cause.OUTPUT, reason=reason)


def part(value: float, reason: str = "") -> Decision:
    return Decision(verdict=Verdict.AC, part=value, reason=reason)


def score(value: float | None, reason: str = "") -> Decision:
    return Decision(verdict=Verdict.AC, score=value, reason=reason)


@pytest.mark.parametrize(
    ("protocol", "said", "expected"),
    [
        ("icpc", Said(code=42, stdout="no", stderr="no"), AC),
        ("icpc", Said(code=43, messages={MESSAGE: "\n too far \nx"}), wrong("too far")),
        ("icpc", Said(code=43, messages={MESSAGE: "", TEAM_MESSAGE: "near"}), wrong("near")),
        ("icpc", Said(code=43, messages={MESSAGE: "far", TEAM_MESSAGE: "near"}), wrong("far")),
        ("testlib", Said(code=0, stderr="ok 3 numbers"), AC),
        ("testlib", Said(code=1, stderr="wrong answer 1st differs"), wrong("1st differs")),
        ("testlib", Said(code=2, stderr="wrong output format no int"), wrong("no int")),
        ("testlib", Said(code=4, stderr="wrong output format extra"), wrong("extra")),
        ("testlib", Said(code=8, stderr="unexpected eof token wanted"), wrong("token wanted")),
        ("testlib", Said(code=1, stderr="wrong answer"), wrong()),
        ("testlib", Said(code=7, stderr="points 12.5 well"), score(12.5, "well")),
        ("testlib", Said(code=7, stderr="points 3\n"), score(3.0)),
        ("testlib", Said(code=7, stderr="points -1e1 x"), score(-10.0, "x")),
        ("testlib", Said(code=7, stderr="points points_info=a=1 d=2"), score(None, "a=1 d=2")),
        ("testlib", Said(code=30, stderr="partially correct (30) ab"), part(0.3, "ab")),
        ("testlib", Said(code=46, stderr="partially correct (30) ab"), part(0.3, "ab")),
        ("testlib", Said(code=80, stderr="partially correct (30)"), part(0.3)),
        ("testlib", Said(code=7, stderr="partially correct (7) x"), part(0.07, "x")),
        ("testlib", Said(code=100, stderr="partially correct (100)"), AC),
        ("testlib", Said(code=0, stderr="partially correct (0) none"), wrong("none")),
        ("coci", Said(code=7, stderr="hm\npartial 2/8\n", stdout="so so"), part(0.25, "so so")),
        ("coci", Said(code=7, stderr="partial 0/8", stdout="no"), wrong("no")),
        ("coci", Said(code=7, stderr="partial 8/8"), AC),
        ("coci", Said(code=1, stderr="wrong answer x"), wrong("x")),
        ("dmoj", Said(code=0, stdout="fine"), AC),
        ("dmoj", Said(code=1, stdout="off by one\n", stderr="debug"), wrong("off by one")),
        ("peg", Said(code=0), AC),
        ("peg", Said(code=1, stdout="x\ny"), wrong("x")),
        ("peg", Said(code=0, stdout="fair\n3\n4\n"), part(0.75)),
        ("peg", Said(code=1, stdout="1\n0\n2.5\n"), wrong("1")),
        ("peg", Said(code=1, stdout="1.0\n2\n"), part(0.5)),
        ("cms", Said(code=0, stdout="1.0\n", stderr="translate:success\n"), AC),
        ("cms", Said(code=0, stdout=" 1 \nx"), AC),
        (
            "cms",
            Said(code=0, stdout="0.0", stderr="translate:wrong"),
            wrong("the output isn't correct"),
        ),
        ("cms", Said(code=0, stdout="0", stderr="Too long\nADMIN_MESSAGE: x"), wrong("Too long")),
        (
            "cms",
            Said(code=0, stdout="0.35", stderr="translate:partial"),
            part(0.35, "the output is partially correct"),
        ),
    ],
)
def test_what_a_validator_says_is_a_decision(
    protocol: Protocol, said: Said, expected: Decision
) -> None:
    assert decision(protocol, said) == expected


@pytest.mark.parametrize(
    ("protocol", "said", "failure"),
    [
        ("icpc", Said(code=0), "exit code 0 (42 accepts, 43 rejects)"),
        ("testlib", Said(code=3, stderr="FAIL no answer"), "exit code 3"),
        ("testlib", Said(code=42), "exit code 42"),
        ("testlib", Said(code=7, stderr="well"), "does not begin with 'points' and a number"),
        ("testlib", Said(code=7, stderr="points 1.2.3"), "'1.2.3' is no number"),
        ("testlib", Said(code=7, stderr="points 1e999"), "'1e999' is no number"),
        ("testlib", Said(code=30, stderr="partially correct (31)"), "exit code 30"),
        ("testlib", Said(code=150, stderr="partially correct (150)"), "more than 100 percent"),
        ("coci", Said(code=7, stderr="points 3"), "'partial X/Y'"),
        ("coci", Said(code=7, stderr="partial 9/8"), "'partial X/Y'"),
        ("coci", Said(code=7, stderr="partial 0/0"), "'partial X/Y'"),
        ("dmoj", Said(code=2), "exit code 2 (0 accepts, 1 rejects)"),
        ("peg", Said(code=3, stdout="1\n2"), "exit code 3"),
        ("cms", Said(code=1, stdout="1.0"), "exit code 1"),
        ("cms", Said(code=0, stdout="good"), "'good' and no number"),
        ("cms", Said(code=0, stdout=""), "'' and no number"),
        ("cms", Said(code=0, stdout="nan"), "'nan' and no number"),
    ],
)
def test_what_is_no_answer_is_the_validators_failure(
    protocol: Protocol, said: Said, failure: str
) -> None:
    told = decision(protocol, said)
    assert isinstance(told, str)
    assert failure in told


TEXTS = st.text(max_size=20) | st.sampled_from(
    ["points ", "points nan", "partially correct (5) ", "partial 1/0", "1\n0", "1e309\n1", "inf"]
)


@given(
    st.sampled_from(get_args(Protocol)),
    st.builds(
        Said,
        code=st.integers(0, 255),
        stdout=TEXTS,
        stderr=TEXTS,
        messages=st.dictionaries(st.sampled_from([MESSAGE, TEAM_MESSAGE]), TEXTS),
    ),
)
def test_whatever_is_said_is_a_decision_or_a_failure(protocol: Protocol, said: Said) -> None:
    told = decision(protocol, said)
    if not isinstance(told, str):
        assert told.verdict in (Verdict.AC, Verdict.WA)
        assert told.part is None or 0 < told.part < 1
        assert told.part is None or told.score is None
        assert told.verdict is Verdict.AC or (told.part, told.score) == (None, None)


def test_each_has_its_own_order_of_arguments() -> None:
    assert arguments("icpc", (), PATHS) == ["/in", "/ans", "/fb/"]
    assert arguments("testlib", (), PATHS) == ["/in", "/out", "/ans"]
    assert arguments("cms", (), PATHS) == ["/in", "/ans", "/out"]
    assert arguments("peg", (), PATHS) == ["/ans", "/out", "/in"]
    words = ("{answer}", "--of={input}", "{other}")
    assert arguments("dmoj", words, PATHS) == ["/ans", "--of=/in", "{other}"]


@given(st.text(alphabet="{}inputaswer/"))
def test_what_stands_in_a_path_is_no_place_for_another(path: str) -> None:
    assert arguments("cms", (), {**PATHS, "input": path}) == [path, "/ans", "/out"]

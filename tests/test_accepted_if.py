"""What is said of an output that is wrong in its form alone."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from judge import checkers
from judge.checker_names import named
from judge.compare import AnswerError, accepted_if, compare, in_words
from judge.compare.relaxed import LONGEST
from judge.problem import Comparison
from judge.results import Difference


def ignored(comparison: Comparison, answer: bytes, found: bytes) -> list[str] | None:
    streams = io.BytesIO(found), io.BytesIO(answer)
    difference = compare(comparison, *streams)
    assert difference is not None
    for stream in streams:
        stream.seek(0)
    return accepted_if(comparison, *streams, difference)


@pytest.mark.parametrize(
    ("name", "answer", "found", "expected"),
    [
        ("tokens", b"1 2\n", b"1 3\n", []),
        ("tokens", b"12\n", b"1 2\n", ["whitespace"]),
        ("tokens", b"x\n1\n2\n", b"x\n2\n1\n", ["order of lines"]),
        ("tokens", b"a 1\nb 2\n", b"B  2\nA 1\n", ["order of lines"]),
        ("tokens", b"0.5\n", b"0.5000001\n", ["float tolerance 1e-7"]),
        ("tokens", b"x 1e3\n", b"x 1000\n", ["float tolerance 1e-12"]),
        ("tokens", b"1000000\n", b"1000001\n", []),
        ("tokens", b"0.5 7\n", b"0.5000001 8\n", []),
        ("floats:9", b"1\n2.5\n", b"1\n2.50001\n", ["float tolerance 1e-5"]),
        ("floats:2", b"2.5\n", b"2.6\n", []),
        ("tokens:case_sensitive", b"Yes\nNo\n", b"YES\nNO\n", ["case"]),
        ("tokens:case_sensitive", b"Yes\nNo\n", b"NO\nYES\n", ["case", "order of lines"]),
        ("tokens:space_change_sensitive", b"1 2\n", b"1 2", ["whitespace"]),
        ("exact", b"1 2\n", b"1 2", ["whitespace"]),
        ("exact", b"1 2\n", b"12\n", []),
        ("exact", b"Yes 2\n", b"yes 2", ["case", "whitespace"]),
        ("lines", b"a\nb\n", b"b\na\n", ["order of lines"]),
        ("lines", b"a\n", b"A\n", ["case"]),
        ("lines:case_blind", b"a b\n", b"A  b\n", ["whitespace"]),
        ("unordered", b"a b\nc\n", b"c\na  b\n", ["whitespace"]),
        ("unordered", b"a\nc\n", b"C\nA\n", ["case"]),
        ("white-diff", b"1 2\n", b"1\n2\n", ["whitespace"]),
        ("standard", b"1\n2\n", b"2\n1\n", ["order of lines"]),
        ("dmoj:floats:6", b"0.5 0.5\n", b"0.50001 0.5\n", ["float tolerance 1e-5"]),
        ("rcmp9", b"7\n0.5\n", b"7\n0.50001\n", ["float tolerance 1e-5"]),
        ("wcmp", b"a\n", b"A\n", ["case"]),
        ("fcmp", b"a b\n", b"a  b\n", ["whitespace"]),
        ("casencmp", b"Case 1: 5\nCase 2: 6\n", b"Case 1: 5\ncase 2: 6\n", ["case"]),
        ("icmp", b"12\n", b"1 2\n", ["whitespace"]),
        ("linecount", b"a\n", b"A\n", None),
        ("easy", b"a\n", b"b\n", None),
    ],
)
def test_what_would_have_to_be_ignored_is_found(
    name: str, answer: bytes, found: bytes, expected: list[str] | None
) -> None:
    assert ignored(named(name), answer, found) == expected
    # What stands before it makes no difference, nor where the blocks of a file end.
    same = b"9 9\n" * 50_000
    if expected and name not in ("icmp", "casencmp"):
        assert ignored(named(name), same + answer, same + found) == expected


def test_much_that_follows_is_not_looked_at() -> None:
    rest = b"1\n" * (LONGEST // 2)
    assert ignored(named("exact"), b"a\n" + rest, b"A\n" + rest) is None
    assert ignored(named("exact"), rest + b"a\n", rest + b"A\n") == ["case"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (None, "r"),
        ([], "r"),
        (["case"], "r; accepted if case were ignored"),
        (["case", "order of lines"], "r; accepted if case and the order of lines were ignored"),
        (["float tolerance 1e-6"], "r; accepted with a float tolerance 1e-6"),
    ],
)
def test_it_is_told_behind_the_reason(names: list[str] | None, said: str) -> None:
    assert in_words(Difference(reason="r", accepted_if=names)) == said


WORDS = st.sampled_from(["a", "A", "b", "7", "70", "0", "0.5", "0.50001", "Case", "1:"])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "  ", "\n\n", "\r\n"])), max_size=6)
COMPARISONS = st.sampled_from(
    [
        *map(named, ("tokens", "floats:6", "exact", "lines", "unordered", "white-diff")),
        *map(named, ("tokens:case_sensitive", "tokens:space_change_sensitive", "standard")),
        *(checkers.POLYGON[name] for name in ("wcmp", "fcmp", "lcmp", "rcmp6", "ncmp", "yesno")),
        *(checkers.dmoj(name, {}) for name in ("floats", "rstripped", "sorted", "identical")),
    ]
)


def small(text: bytes) -> bytes:
    return text.lower()


def solid(text: bytes) -> bytes:
    return b"".join(text.split())


def lines(text: bytes) -> list[list[bytes]]:
    return sorted(line.split() for line in re.split(rb"[\r\n]", text) if line.split())


@given(COMPARISONS, TEXTS, TEXTS, st.data())
def test_what_is_said_is_true(
    comparison: Comparison,
    one: list[tuple[str, str]],
    other: list[tuple[str, str]],
    data: st.DataObject,
) -> None:
    answer = "".join(map("".join, one)).encode()
    shuffled = "".join(map("".join, data.draw(st.permutations(one)))).encode()
    alike = [answer.swapcase(), answer.replace(b"\n", b" "), answer.replace(b" ", b""), shuffled]
    found = data.draw(st.sampled_from([*alike, "".join(map("".join, other)).encode()]))
    try:
        same = compare(comparison, io.BytesIO(found), io.BytesIO(answer)) is None
        names = [] if same else ignored(comparison, answer, found) or []
    except AnswerError:
        return
    if "case" in names or not comparison.case_sensitive:
        answer, found = small(answer), small(found)
    if names == ["case"]:
        blind = replace(comparison, case_blind=False)
        assert compare(blind, io.BytesIO(found), io.BytesIO(answer)) is None
    if "whitespace" in names and not comparison.single:
        if comparison.kind == "unordered":
            assert lines(answer) == lines(found)
        elif comparison.float_absolute is None:
            assert solid(answer) == solid(found)
    if "order of lines" in names:
        assert lines(answer) == lines(found)

from __future__ import annotations

import io
import itertools
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.compare import Sizes, compare
from judge.compare.excerpt import excerpt, excerpts
from judge.compare.numbers import Tolerance, is_number
from judge.problem import Comparison
from judge.results import Difference

TOKENS = Comparison()
CASE = Comparison(case_sensitive=True)
SPACE = Comparison(space_change_sensitive=True)
MICRO = Comparison(float_absolute=1e-6)
EXACT = Comparison(kind="exact")
LINES = Comparison(kind="lines")
UNORDERED = Comparison(kind="unordered")


class Pipe(io.RawIOBase):
    """A stream that cannot go back, and hands out a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 3))


def difference(
    comparison: Comparison, answer: bytes, found: bytes, sizes: Sizes | None = None
) -> Difference | None:
    streams = io.BytesIO(found), io.BytesIO(answer)
    return compare(comparison, *streams, sizes or Sizes())


def reason(comparison: Comparison, answer: bytes, found: bytes) -> str:
    result = difference(comparison, answer, found)
    return result.reason if result else "equal"


# What is accepted


@pytest.mark.parametrize(
    ("comparison", "answer", "found"),
    [
        (TOKENS, b"", b""),
        (TOKENS, b"", b" \n\t\r\v\f"),
        (TOKENS, b"1 2\n3\n", b"1\n2 3"),
        (TOKENS, b"1\n2\n", b"\n\n1\r\n2\r\n\r\n"),
        (TOKENS, b"Yes", b"yES"),
        (TOKENS, b"1\f2\v3", b"1 2 3"),
        (CASE, b"Yes no", b"Yes\nno\n"),
        (SPACE, b"Yes  no\n", b"YES  no\n"),
        (MICRO, b"1 x 3.5", b"1.0000001 X 35e-1"),
        (MICRO, b"1000000 .5 5. +5 5.e0", b"1e6 0.5 5 5 5"),
        (MICRO, b"nan inf 0x10", b"NaN INF 0X10"),
        (MICRO, b"1e400 -1E400", b"10e399 -1e400"),
        (MICRO, b"1e-999999999999999999999999", b"0"),
        (MICRO, b"1e999999999999999999999999", b"1e999999999999999999999999"),
        (Comparison(float_absolute=0.0), b"2", b"2.000"),
        (Comparison(float_relative=0.01), b"-100", b"-101"),
        (Comparison(float_relative=0.01), b"1e400", b"1.001e400"),
        (Comparison(float_relative=0.1, float_absolute=0.5), b"1 100", b"1.5 110"),
        (SPACE, b"", b""),
        (Comparison(space_change_sensitive=True, float_absolute=0.1), b"1.0 2\n", b"1 2.05\n"),
        (EXACT, b"a\x00\xff", b"a\x00\xff"),
        (LINES, b"1 2\n3", b"1 2 \t\r\n3\r\n\n \n"),
        (LINES, b"", b"\n\n"),
        (LINES, b"a\n\n\n", b"a"),
        (UNORDERED, b"a\nb\nb\n", b"b\r\na \n\nb"),
        (UNORDERED, b"", b"\n"),
    ],
)
def test_equal_output_is_accepted(comparison: Comparison, answer: bytes, found: bytes) -> None:
    assert difference(comparison, answer, found) is None


@pytest.mark.parametrize(
    ("comparison", "answer", "found"),
    [
        (TOKENS, b"1", b"1.0"),
        (TOKENS, b"12", b"1 2"),
        (TOKENS, b"a", b"a\x00"),
        (TOKENS, b"a b", b"a\x1cb"),  # a separator to Python's text, not to the format
        (TOKENS, b"a b", b"a\xa0b"),
        (TOKENS, "Ä".encode(), "ä".encode()),  # only ASCII letters have a case
        (MICRO, b"1", b"nan"),
        (MICRO, b"1", b"1_0"),
        (MICRO, b"16", b"0x10"),
        (MICRO, b"inf", b"1e999"),
        (MICRO, b"1", b"1e999999999999999999999999"),
        (MICRO, b"1e999999999999999999999999", b"2e999999999999999999999999"),
        (Comparison(float_relative=1e-6), b"1e400", b"5"),
        (Comparison(float_relative=1e-6), b"0", b"1e-300"),
        (MICRO, b"1", b"."),
        (MICRO, b"1", b"1e"),
        (MICRO, b"1", b"--1"),
        (MICRO, b"nan", b"1"),
        (SPACE, b"1\n", b"1"),
        (SPACE, b"1", b"1\n"),
        (SPACE, b"1\n", b"1\r\n"),
        (EXACT, b"1", b"1\n"),
        (EXACT, b"", b"\n"),
        (LINES, b"a\n\nb", b"a\nb"),
        (LINES, b"a b", b"a  b"),
        (LINES, b"a", b" a"),
        (LINES, b"a", b"A"),
        (UNORDERED, b"a\nb\nb\n", b"a\na\nb\n"),
        (UNORDERED, b"a b\n", b"b a\n"),
    ],
)
def test_different_output_is_rejected(comparison: Comparison, answer: bytes, found: bytes) -> None:
    assert difference(comparison, answer, found) is not None


# What is said


@pytest.mark.parametrize(
    ("comparison", "answer", "found", "said"),
    [
        (TOKENS, b"1\n2\n3 17\n", b"1\n2\n3 71\n", "line 3, token 2: expected 17, found 71"),
        (TOKENS, b"1\n2\n", b"1\n\n2 9 8", "line 3: 2 tokens too many, the first is 9"),
        (TOKENS, b"1", b"1 9", "line 1: 1 token too many, the first is 9"),
        (TOKENS, b"", b"x " * 5000, "line 1: more than 1000 tokens too many, the first is x"),
        (TOKENS, b"1 2 3 12", b"1\n2\n3\n", "line 4: output ends, expected 12"),
        (TOKENS, b"1 12", b"1", "line 1: output ends, expected 12"),
        (TOKENS, b"1", b"", "no output"),
        (TOKENS, b"1", b" \n\n", "no output"),
        (CASE, b"Yes", b"YES", "line 1, token 1: expected Yes, found YES (only the case differs)"),
        (CASE, b"Yes", b"No", "line 1, token 1: expected Yes, found No"),
        (
            SPACE,
            b"1\n2 3\n",
            b"1\n2\n3\n",
            "line 2: expected a blank, found a line end",
        ),
        (SPACE, b"1 2 3", b"1\t2 4", "line 1: expected a blank, found a tab"),
        (SPACE, b"1 2", b"12", "line 1, token 1: expected 1, found 12"),
        (SPACE, b"1 2", b"1  2", "line 1: expected 2, found a blank"),
        (SPACE, b"1 2", b"1 ", "line 1: output ends, expected 2"),
        (SPACE, b"1\n", b"1", "line 1: output ends, expected a line end"),
        (
            SPACE,
            b"1\n",
            b"1\n\n",
            "line 2: expected the end, found a line end",
        ),
        (SPACE, b"1\n", b"1\n2 3\n", "line 2: 2 tokens too many, the first is 2"),
        (SPACE, b"\n1", b"", "no output"),
        (SPACE, b"1", b"  \n", "no output"),
        (
            MICRO,
            b"3.14159",
            b"3.1",
            "line 1, token 1: expected 3.14159, found 3.1 (off by 0.0416, allowed 1e-06)",
        ),
        (MICRO, b"3.1", b"pi", "line 1, token 1: expected 3.1, found pi (not a number)"),
        (
            Comparison(float_absolute=1e-6, float_relative=1e-2),
            b"1000",
            b"1011",
            "line 1, token 1: expected 1000, found 1011 (off by 11, allowed 10)",
        ),
        (
            Comparison(float_relative=1e-2),
            b"1e500",
            b"2e500",
            "line 1, token 1: expected 1e500, found 2e500 (off by 1e+500, allowed 1.00e+498)",
        ),
        (
            Comparison(float_absolute=1.0),
            b"0",
            b"1.00001",
            "line 1, token 1: expected 0, found 1.00001 (off by 1.00001, allowed 1)",
        ),
        (EXACT, b"ab\ncd\n", b"ab\nxx\n", "byte 4 (line 2): expected cd, found xx"),
        (
            EXACT,
            b"ab cd",
            b"ab\ncd",
            "byte 3 (line 1): expected a blank, found a line end",
        ),
        (
            EXACT,
            b"a\n",
            b"a",
            "byte 2 (line 1): output ends, expected a line end",
        ),
        (EXACT, b"a", b"ab", "byte 2 (line 1): expected the end, found b"),
        (EXACT, b"a", b"", "no output"),
        (LINES, b"1\n1 2 3\n", b"1\n1 2 4\n", "line 2: expected 1 2 3, found 1 2 4"),
        (
            LINES,
            b"1\n2",
            b"1\n\n2",
            "line 2: expected 2, found an empty line",
        ),
        (LINES, b"1\n\n2", b"1\n3", "line 2: expected an empty line, found 3"),
        (LINES, b"a", b"A", "line 1: expected a, found A (only the case differs)"),
        (LINES, b"1\n2\n", b"1\n", "line 2: output ends, expected 2"),
        (LINES, b"1\n", b"1\n\n2\n3", "line 3: 2 lines too many, the first is 2"),
        (LINES, b"1\n", b"\n \n", "no output"),
        (LINES, b"\n1\n", b"", "no output"),
        (UNORDERED, b"a\nb\n", b"b\nc\n", "line 2: found c, which is not expected"),
        (UNORDERED, b"a\nb\n", b"b\n\nb\na\n", "line 3: found b again, expected only once"),
        (UNORDERED, b"b\nb\n", b"b\n" * 3, "line 3: found b again, expected only 2 times"),
        (UNORDERED, b"a\nb\n", b"b\n", "a line is missing: a"),
        (UNORDERED, b"a\n", b"\n", "no output"),
    ],
)
def test_reason_tells_a_person_where_and_what(
    comparison: Comparison, answer: bytes, found: bytes, said: str
) -> None:
    assert reason(comparison, answer, found) == said


def test_difference_holds_place_and_excerpts() -> None:
    assert difference(TOKENS, b"1 2\n3 4", b"1 2\n3 5") == Difference(
        reason="line 2, token 2: expected 4, found 5", line=2, token=2, expected="4", found="5"
    )
    too_many = difference(TOKENS, b"1", b"1\n2 3")
    assert too_many
    assert (too_many.line, too_many.token, too_many.expected, too_many.found) == (2, 1, "", "2")


def test_place_is_counted_in_what_was_printed() -> None:
    assert reason(TOKENS, b"1 2 3 4", b"1\n\n2\n  3 5").startswith("line 4, token 2:")


def test_streams_are_compared_from_where_they_stand() -> None:
    found, answer = io.BytesIO(b"9\n9\n1 2"), io.BytesIO(b"8 1 3")
    found.seek(4)
    answer.seek(2)
    result = compare(TOKENS, found, answer)
    assert result
    assert result.reason == "line 1, token 2: expected 3, found 2"


def test_long_tokens_show_where_they_part() -> None:
    answer, found = b"x" * 500 + b"abc", b"x" * 500 + b"abd"
    said = reason(TOKENS, answer, found)
    assert said == f"line 1, token 1: expected …{'x' * 18}abc, found …{'x' * 18}abd"


def test_excerpts_are_cut() -> None:
    result = difference(TOKENS, b"a" * 1000, b"b" * 1000)
    assert result
    shown = re.fullmatch(r"line 1, token 1: expected (a+…), found (b+…)", result.reason)
    assert shown
    assert list(map(len, shown.groups())) == [60, 60]
    assert [len(result.expected), len(result.found)] == [200, 200]


def test_escapes_never_make_an_excerpt_longer() -> None:
    result = difference(TOKENS, b"a", b"\x1b" * 1000)
    assert result
    assert len(result.found) <= 200
    assert result.found.endswith("\\x1b…")


@pytest.mark.parametrize("comparison", [TOKENS, CASE, SPACE, MICRO, EXACT, LINES, UNORDERED])
@pytest.mark.parametrize(
    "hostile",
    ["\x1b[2J", "\x00", "\x7f", "\x9b31m", "\u202e", "\u2066", "\u200b", "\ufeff", "\ue000"],
)
def test_nothing_that_a_terminal_obeys_is_shown(comparison: Comparison, hostile: str) -> None:
    for sides in ((b"a", f"x{hostile}y".encode()), (f"x{hostile}y".encode(), b"a")):
        result = difference(comparison, *sides)
        assert result
        assert all(text.isprintable() for text in (result.reason, result.expected, result.found))


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert reason(TOKENS, b"a", b"\xff\xfe") == "line 1, token 1: expected a, found \ufffd\ufffd"


# Against an implementation too slow to be wrong

BLANKS = " \f\n\r\t\v"
NUMBER = re.compile(r"[+-]?(\d*\.\d+|\d+\.|\d+)([eE][+-]?\d+)?", re.ASCII)
TOLERANCES = (None, 0.0, 0.5, 1e-6)


def slow_tokens(text: str) -> list[str]:
    return [
        "".join(group) for blank, group in itertools.groupby(text, BLANKS.__contains__) if not blank
    ]


def slow_pieces(text: str) -> list[str]:
    groups = itertools.groupby(text, BLANKS.__contains__)
    return ["".join(group) for _, group in groups]


def slow_lines(text: str) -> list[str]:
    return [line.rstrip(BLANKS) for line in text.rstrip(BLANKS).split("\n")]


def slow_same_token(comparison: Comparison, answer: str, found: str) -> bool:
    absolute, relative = comparison.float_absolute, comparison.float_relative
    if (absolute is not None or relative is not None) and NUMBER.fullmatch(answer):
        if not NUMBER.fullmatch(found):
            return False
        off = abs(float(found) - float(answer))
        by_size = relative is not None and off <= relative * abs(float(answer))
        return by_size or (absolute is not None and off <= absolute)
    return answer == found or (not comparison.case_sensitive and answer.lower() == found.lower())


def slow_equal(comparison: Comparison, answer: str, found: str) -> bool:
    if comparison.kind == "exact":
        return answer == found
    if comparison.kind == "lines":
        return slow_lines(answer) == slow_lines(found)
    if comparison.kind == "unordered":
        return Counter(filter(None, slow_lines(answer))) == Counter(filter(None, slow_lines(found)))
    cut = slow_pieces if comparison.space_change_sensitive else slow_tokens
    sides = cut(answer), cut(found)
    pairs = zip(*sides, strict=False)
    return len(sides[0]) == len(sides[1]) and all(slow_same_token(comparison, *p) for p in pairs)


texts = st.lists(
    st.sampled_from([*BLANKS, "\n", " ", "\r\n", *"aAbB01.-+eE_", "1.5", "1e1", "nan", "word"]),
    max_size=25,
).map("".join)


@st.composite
def pairs_of_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts, alike more often than chance would have it."""
    answer = draw(texts)
    at, until = (draw(st.integers(0, len(answer))) for _ in range(2))
    changed = draw(st.sampled_from([answer[at:until].swapcase(), "", " ", "\n", "\r\n", "0"]))
    altered = answer[:at] + changed + answer[max(at, until) :]
    lines = "\n".join(draw(st.permutations(answer.split("\n"))))
    blanks = re.sub(r"\s+", " ", answer)
    return answer, draw(st.sampled_from([altered, lines, blanks]) | texts)


comparisons = st.builds(
    Comparison,
    kind=st.sampled_from(["tokens", "tokens", "tokens", "exact", "lines", "unordered"]),
    case_sensitive=st.booleans(),
    space_change_sensitive=st.booleans(),
    float_absolute=st.sampled_from(TOLERANCES),
    float_relative=st.sampled_from(TOLERANCES),
)
blocks = st.builds(
    lambda block, more: Sizes(block=block, longest=block + more),
    st.integers(1, 7),
    st.integers(30, 60),
)


@given(comparisons, pairs_of_texts(), blocks)
def test_agrees_with_the_slow_one(
    comparison: Comparison, sides: tuple[str, str], sizes: Sizes
) -> None:
    answer, found = (side.encode() for side in sides)
    result = difference(comparison, answer, found, sizes)
    assert (result is None) == slow_equal(comparison, *sides)
    if comparison.kind != "unordered":  # which has a different share to look in
        assert result == difference(comparison, answer, found)


@given(comparisons, pairs_of_texts(), blocks)
def test_pipes_are_compared_like_files(
    comparison: Comparison, sides: tuple[str, str], sizes: Sizes
) -> None:
    answer, found = (side.encode() for side in sides)
    piped = compare(comparison, Pipe(found), Pipe(answer), sizes)  # type: ignore[arg-type]
    filed = difference(comparison, answer, found, sizes)
    assert (piped is None) == (filed is None)
    if piped and filed and comparison.kind != "unordered":
        assert piped.reason == filed.reason


@given(pairs_of_texts(), st.integers(1, 7), st.integers(0, 5), st.sampled_from(["sensitive", ""]))
def test_elements_too_long_to_be_held_are_compared_as_text(
    sides: tuple[str, str], block: int, more: int, case: str
) -> None:
    sizes = Sizes(block=block, longest=block + more)
    answer, found = (side.encode() for side in sides)
    for kind in ("tokens", "lines", "unordered"):
        comparison = Comparison(kind=kind, case_sensitive=case == "sensitive")
        result = difference(comparison, answer, found, sizes)
        assert (result is None) == slow_equal(comparison, *sides)
        whole = difference(comparison, answer, found)
        if result and whole and kind != "unordered":
            assert (result.line, result.token) == (whole.line, whole.token)


@given(pairs_of_texts(), blocks)
def test_place_is_that_of_the_first_token_that_differs(
    sides: tuple[str, str], sizes: Sizes
) -> None:
    answer, found = sides
    result = difference(CASE, answer.encode(), found.encode(), sizes)
    places = [
        (number, token)
        for number, line in enumerate(found.split("\n"), start=1)
        for token, _ in enumerate(slow_tokens(line), start=1)
    ]
    pairs = itertools.zip_longest(slow_tokens(answer), slow_tokens(found))
    first = next((index for index, (a, s) in enumerate(pairs) if a != s), None)
    if first is None or first >= len(places):
        assert (result is None) == (first is None)
    else:
        assert result
        assert (result.line, result.token) == places[first]


@given(st.lists(st.sampled_from(["1", "2.5", "1e300", "-0.1", "7."]), min_size=1), st.data())
def test_many_numbers_are_compared_like_one(answers: list[str], data: st.DataObject) -> None:
    far = data.draw(st.integers(0, len(answers) - 1))
    near = [repr(float(answer) * (1 + 1e-9)) for answer in answers]
    comparison = Comparison(float_relative=1e-8)
    assert reason(comparison, " ".join(answers).encode(), " ".join(near).encode()) == "equal"
    near[far] = repr(float(answers[far]) * (1 + 1e-7))
    said = reason(comparison, " ".join(answers).encode(), " ".join(near).encode())
    assert said.startswith(
        f"line 1, token {far + 1}: expected {answers[far]}, found {near[far]} (off"
    )


WRITTEN = st.one_of(
    st.from_regex(rb"[+-]?[0-9]{0,4}\.?[0-9]{0,4}(e[+-]?[0-9]{1,3})?", fullmatch=True),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda value: repr(value).encode()),
    st.sampled_from([b"1,2", b"nan", b"inf", b"1_0", b"0x1", b"[1]", b"]", b'"1"', b"1e", b"-"]),
    st.binary(min_size=1, max_size=3),
)
SHARES = st.sampled_from([0.0, 1e-9, 0.5, 1.0, 1e300])


@given(WRITTEN)
def test_grammar_of_numbers_is_that_of_the_format(token: bytes) -> None:
    text = token.decode("latin-1")
    assert is_number(token) == (NUMBER.fullmatch(text) is not None)
    if is_number(token):
        assert float(token) == float(text)


@given(st.lists(st.tuples(WRITTEN, WRITTEN), min_size=1, max_size=5), SHARES, SHARES)
def test_what_many_numbers_are_told_at_once_is_true_of_each(
    pairs: list[tuple[bytes, bytes]], absolute: float, relative: float
) -> None:
    tolerance = Tolerance(absolute=absolute, relative=relative)
    answers, found = ([*side] for side in zip(*pairs, strict=True))
    doubtful = tolerance.doubtful(answers, found)
    plain = [] if doubtful is None else [i for i in range(len(pairs)) if i not in doubtful]
    for answer, printed in (pairs[i] for i in plain):
        assert is_number(answer)
        assert is_number(printed)
        assert tolerance.accepts(answer, printed)


HUGE_NUMBERS = st.builds(
    b"%b%d.%de%d".__mod__,
    st.tuples(
        st.sampled_from([b"", b"-", b"+"]),
        st.integers(1, 9),
        st.integers(0, 99),
        st.integers(300, 320),
    ),
)


@given(HUGE_NUMBERS, HUGE_NUMBERS, st.sampled_from([0.0, 0.25, 1.0, 8.0]))
def test_numbers_beyond_double_precision_are_compared_as_fractions(
    answer: bytes, found: bytes, relative: float
) -> None:
    a, s = (Fraction(side.decode()) for side in (answer, found))
    accepted = Tolerance(absolute=-1.0, relative=relative).accepts(answer, found)
    off, allowed = abs(s - a), Fraction(relative) * abs(a)
    clear = abs(off - allowed) > abs(a) / 10**9  # doubles are rounded
    assert not clear or accepted == (off <= allowed)


@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(4, 70), st.integers(0, 300))
def test_excerpts_are_short_and_harmless_and_show_where_they_part(
    one: bytes, other: bytes, limit: int, common: int
) -> None:
    sides = [b"x" * common + side for side in (one, other)]
    shown = excerpts(*sides, limit=limit)
    for text in (*shown, excerpt(one, limit)):
        assert text.isprintable()
        assert len(text) <= max(limit, len("a carriage return"))
    if one.isascii() and other.isascii() and one[:1].lower() != other[:1].lower() and limit > 20:
        assert shown[0] != shown[1]


# Large things


def test_difference_far_into_a_large_output_is_found() -> None:
    text = b"".join(b"%d %d\n" % (i, i * i) for i in range(100_000))
    changed = text.replace(b"\n77777 ", b"\n77778 ")
    for comparison in (TOKENS, MICRO, SPACE):
        assert reason(comparison, text, changed).startswith(
            "line 77778, token 1: expected 77777, found 77778"
        )
    assert reason(LINES, text, changed).startswith("line 77778: ")
    assert re.fullmatch(r"byte \d+ \(line 77778\): .*", reason(EXACT, text, changed))


def test_many_unordered_lines_are_told_apart() -> None:
    lines = [b"%d" % i for i in range(120_000)]
    backwards = [*lines[::-1]]
    assert reason(UNORDERED, b"\n".join(lines), b"\n".join(backwards)) == "equal"
    backwards[4321] = b"x"
    said = reason(UNORDERED, b"\n".join(lines), b"\n".join(backwards))
    assert said in {
        "line 4322: found x, which is not expected",
        f"a line is missing: {120_000 - 4322}",
    }


ALIKE = "a" * 59 + "…"
HUGE = """
import io, resource, sys
from judge.compare import compare
from judge.problem import Comparison

class Huge(io.RawIOBase):
    def __init__(self, unit, size, end):
        self.unit, self.size, self.end, self.at = unit * (1 << 16), size, end, 0
    def readable(self): return True
    def seekable(self): return True
    def tell(self): return self.at
    def seek(self, at, whence=0): self.at = at; return at
    def read(self, n=-1):
        if self.at >= self.size:
            part = self.end[self.at - self.size:][:n]
        else:
            part = self.unit[:min(n, self.size - self.at)]
        self.at += len(part)
        return part

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unit, answer, kind = eval(sys.argv[1])
size = 1 << int(sys.argv[2])
other = Huge(unit, size, b"y") if answer is None else io.BytesIO(answer)
result = compare(Comparison(kind=kind), Huge(unit, size, b"x"), other)
print(result.reason)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ((b" ", b"y", "tokens"), "line 1, token 1: expected y, found x"),
        ((b"a", None, "exact"), "byte 67108865 (line 1): expected y, found x"),
        ((b"a", b"b", "tokens"), "line 1, token 1: expected b, found aaa"),
        ((b"a", b"b", "lines"), "line 1: expected b, found aaa"),
        ((b"a", None, "tokens"), f"line 1, token 1: expected {ALIKE}, found {ALIKE} (the same for"),
        ((b"a", b"b", "unordered"), "line 1: found aaa"),
    ],
    ids=str,
)
def test_memory_stays_flat_whatever_is_printed(
    case: tuple[bytes, bytes | None, str], said: str
) -> None:
    # A digest of a gigabyte takes seconds: 64 MiB tell as much.
    power = "30" if case[0] == b" " else "26"
    command = [sys.executable, "-c", HUGE, repr(case), power]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    reason_given, kibibytes = output.rsplit(maxsplit=1)
    assert reason_given.startswith(said)
    assert int(kibibytes) < 20 * 1024

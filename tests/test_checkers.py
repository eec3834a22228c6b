"""The stock checkers of other judges: each against a slow reading, whatever the blocks are."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from judge import checkers
from judge.checker_names import named
from judge.compare import AnswerError, Sizes, compare, weigh
from judge.errors import InputError
from judge.problem import Comparison
from tests import slow_checkers
from tests.slow_checkers import NO_ANSWER, RIGHT, WRONG, Slow

NAMED: dict[str, tuple[Comparison, Slow]] = {
    **{name: (checkers.POLYGON[name], slow) for name, slow in slow_checkers.POLYGON.items()},
    **{
        f"{name} {dict(arguments)}": (checkers.dmoj(name, dict(arguments), binary=True), slow)
        for (name, arguments), slow in slow_checkers.DMOJ.items()
    },
    "white-diff": (checkers.WHITE_DIFF, slow_checkers.white_diff),
}
# All that testlib's "lcmp" and CMS's "white-diff" do otherwise than here is in such returns.
BLANKS = st.sampled_from([" ", " ", "\n", "\n", "\t", "\r\n", "\n\n", "\n \n", "\v", "\f"])
WORDS = [
    *("1", "2", "10", "-3", "0", "-0", "01", "+1", "2147483648", "-2147483648"),
    *("9223372036854775807", "9223372036854775808", "123456789012345678901"),
    *("1.0", "1.0000009", "1.00005", "1.0000011", "100.005", "1e300", "1.5e300", "1e999"),
    *("nan", "inf", "-1e999", "1_0", "0x1", ".5", "5.", "YES", "no", "No", "a", "A", "ab"),
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    some = draw(st.sampled_from([WORDS[:10], WORDS[10:24], WORDS[-7:-4], WORDS[-3:], WORDS]))
    parts = draw(st.lists(st.tuples(st.sampled_from(some), BLANKS), max_size=8))
    text = draw(st.sampled_from(["", "", "\n", " "])) + "".join(map("".join, parts))
    return draw(st.sampled_from([text, text, text.rstrip()]))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts, alike more often than chance would have it."""
    answer = draw(texts())
    at, until = (draw(st.integers(0, len(answer))) for _ in range(2))
    changed = draw(st.sampled_from([answer[at:until].swapcase(), "", " ", "\n", "\r\n", "0"]))
    found = [
        answer,
        answer[:at] + changed + answer[max(at, until) :],
        "\n".join(draw(st.permutations(answer.split("\n")))),
        " ".join(draw(st.permutations(answer.split(" ")))),
        re.sub(r"\s+", " ", answer),
        re.sub(r"\s*$", draw(st.sampled_from(["", "\n", "\n\n", " \n \n", " "])), answer),
        "\ufeff" + answer,
        draw(texts()),
    ]
    return answer, draw(st.sampled_from(found))


BLOCKS = st.builds(
    lambda block, more: Sizes(block=block, longest=block + more),
    st.integers(1, 7),
    st.integers(40, 60),
)


def judged(comparison: Comparison, sides: tuple[str, str], sizes: Sizes) -> str:
    answer, found = (io.BytesIO(side.encode()) for side in sides)
    try:
        return WRONG if compare(comparison, found, answer, sizes) else RIGHT
    except AnswerError:
        return NO_ANSWER


@pytest.mark.parametrize("name", NAMED)
@given(pairs(), BLOCKS)
def test_each_agrees_with_a_slow_reading(name: str, sides: tuple[str, str], sizes: Sizes) -> None:
    comparison, slow = NAMED[name]
    expected = slow(*sides)
    assert judged(comparison, sides, sizes) == expected
    assert judged(comparison, sides, Sizes()) == expected


@pytest.mark.parametrize(
    ("name", "answer", "found", "verdict"),
    [
        ("caseicmp", "Case 1: 5\nCase 2: 6\n", "Case 1: 5 Case 2: 6", RIGHT),
        ("caseicmp", "Case 1: 5\n", "Case 1: 6\n", WRONG),
        ("caseicmp", "Case 1: 5 6\n", "Case 1: 5 6\n", NO_ANSWER),
        ("casencmp", "Case 1: 5 6\nCase 2:\n", "Case 1: 5 6\nCase 2:", RIGHT),
        ("casencmp", "Case 1: 5 x\n", "Case 1: 5 x\n", NO_ANSWER),
        ("casencmp", "Case 2: 5\n", "Case 2: 5\n", NO_ANSWER),
        ("casewcmp", "Case 1: a b\nCase 2: c", "Case 1: a b\nCase 2: c\n", RIGHT),
        ("casewcmp", "Case 1: a b\n", "Case 1: a B\n", WRONG),
        ("casewcmp", "Case 1: a Case", "Case 1: a Case", NO_ANSWER),
        ("acmp", "1.5", "1.5000014", RIGHT),
        ("acmp", "1.5", "1.500002", WRONG),
        ("hcmp", "-" + "9" * 70_000, "-" + "9" * 70_000, RIGHT),
        ("hcmp", "9" * 70_000, "9" * 69_999 + "8", WRONG),
        ("hcmp", "1 2", "1", NO_ANSWER),
        ("hcmp", "007", "007", NO_ANSWER),
        ("icmp", "", "", NO_ANSWER),
        # Lines that are too long to be held, with the line ends of Windows.
        ("fcmp", "1 2 " * 40_000 + "\r\n3\r\n", "1 2 " * 40_000 + "\n3\n", RIGHT),
        ("fcmp", "1 2 " * 40_000 + "\r\n3\r\n", "1 2 " * 40_000 + "x\n3\n", WRONG),
        ("lcmp", "1 2 " * 40_000 + "\r\n3\r\n", "1  2 " * 40_000 + "\n3\n", RIGHT),
    ],
)
def test_what_an_answer_has_to_look_like(name: str, answer: str, found: str, verdict: str) -> None:
    assert judged(checkers.POLYGON[name], (answer, found), Sizes()) == verdict


@pytest.mark.parametrize(
    ("name", "answer", "found", "said"),
    [
        ("standard", "1 2\n3\n", "1\n2\n3\n", "line 1: expected 2, found the end of the line"),
        ("standard", "1\n2\n", "1 2\n", "line 1, token 2: expected the end of the line, found 2"),
        ("standard", "1\n\n2\n", "1\n", "line 2: output ends, expected 2"),
        ("standard", "1\n", " \n", "no output"),
        ("dmoj:floats", "x 2\n", "x\n\n2.1\n", "line 1: expected 2, found the end of the line"),
        (
            "dmoj:floats",
            "1_0\n",
            "\n\n11\n",
            "line 3, token 1: expected 1_0, found 11 (off by 1, allowed 1e-05)",
        ),
        ("dmoj:floats", "1\n", "1\n \n", "line 2: expected the end, found a line end"),
        (
            "dmoj:floats",
            "NaN\n",
            "NaN\n",
            "line 1, token 1: expected NaN, found NaN (never near enough)",
        ),
        ("rstripped", "a\n", "a", "line 1: output ends, expected an empty line"),
        ("rstripped", "a\n", "a\r\n", "line 2: expected the end, found an empty line"),
        ("easy", "a a B", "ab", "a, wherever it stands: expected 2 times, found once"),
        ("easy", "a", "\n", "no output"),
        (
            "sorted",
            "1 2\n3\n",
            "\n3\n1  3\n",
            "line 2 of those that are not empty: found 1 3, which is not expected",
        ),
        ("uncmp", "1 2 2", "2 1 1", "token 3: found 1 again, expected only once"),
        ("uncmp", "1 2", "1", "a token is missing: 2"),
        ("linecount", "1\n2\n", "1\n", "output ends, expected 2"),
        ("icmp", "5", "5\n6 7", "line 2: 2 tokens too many, the first is 6"),
        ("yesno", "YES", "no", "line 1, token 1: expected YES, found no"),
        (
            "rcmp4",
            "1\n20",
            "1\n20.1",
            "line 2, token 1: expected 20, found 20.1 (off by 0.1, allowed 0.002)",
        ),
        ("fcmp", "a b\nc\n", "a b\nd\n", "line 2: expected c, found d"),
        ("fcmp", "a\n", "a\n\nb", "line 3: 1 line too many, the first is b"),
        ("pointscmp", "1", "x", "found x (not a number)"),
        (
            "white-diff",
            "a\n\nb\n",
            "a\nb\n",
            "line 2, token 1: expected the end of the line, found b",
        ),
    ],
)
def test_reason_tells_where_and_what(name: str, answer: str, found: str, said: str) -> None:
    difference = compare(named(name), io.BytesIO(found.encode()), io.BytesIO(answer.encode()))
    assert difference
    assert difference.reason == said


def worth(comparison: Comparison, answer: bytes, found: bytes) -> tuple[bool, float | None]:
    share = weigh(comparison, io.BytesIO(found), io.BytesIO(answer))
    return share.difference is None, share.score if share.part is None else share.part


def test_lines_that_are_right_are_counted() -> None:
    count = checkers.dmoj("linecount", {})
    assert worth(count, b"1\n2\n3\n4\n", b" 1 \n\n2\nx\n4\n") == (False, 0.75)
    assert worth(count, b"1\n2\n", b"1\n\n2") == (True, 1.0)
    assert worth(count, b"1\n2\n", b"1\n2\n3\n") == (False, None)
    match = checkers.dmoj("linematches", {"point_distribution": [1, 3]})
    assert worth(match, b"a\nb\n", b"x\nb\n") == (True, 0.75)
    assert worth(match, b"a\nb\n", b"b\na\n") == (False, 0.0)
    assert worth(match, b"a\nb\n", b"a\n") == (False, None)
    with pytest.raises(AnswerError, match="3 lines, and points for 2"):
        worth(match, b"a\nb\nc\n", b"a\nb\nc\n")
    loose = {"point_distribution": [1, 3], "filler_lines_required": False}
    assert worth(checkers.dmoj("linematches", loose), b"a\nb\n", b"a\n") == (True, 0.25)


def test_how_far_a_number_is_off_is_its_score() -> None:
    points = checkers.POLYGON["pointscmp"]
    assert worth(points, b"2.5\n", b"1\n") == (True, 1.5)
    assert worth(points, b"2.5\n", b"1 1\n") == (False, None)
    assert worth(points, b"2.5\n", b"") == (False, None)
    with pytest.raises(AnswerError, match="no number"):
        worth(points, b"x", b"1")


def test_line_ends_of_an_answer_are_unified_unless_it_is_binary() -> None:
    answer, found = b"1\r\n2\r3", b"1\n2\n3\n"
    for name in ("identical", "rstripped"):
        assert worth(checkers.dmoj(name, {}), answer, found)[0]
        assert not worth(checkers.dmoj(name, {}, binary=True), answer, found)[0]


@example(b"\r\0", Sizes(block=1, longest=41))
@given(st.binary(max_size=30).map(lambda data: data.replace(b"x", b"\r\n")), BLOCKS)
def test_an_answer_is_unified_whatever_the_blocks_are(answer: bytes, sizes: Sizes) -> None:
    plain = answer.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    plain += b"" if plain.endswith(b"\n") or not plain else b"\n"
    streams = io.BytesIO(plain), io.BytesIO(answer)
    assert compare(checkers.dmoj("identical", {}), *streams, sizes) is None


def test_polygons_names_are_known_as_packages_write_them() -> None:
    assert checkers.polygon("std::rcmp6.cpp") == checkers.POLYGON["rcmp6"]
    assert checkers.polygon("wcmp") == checkers.POLYGON["wcmp"]
    assert checkers.polygon("std::mine.cpp") is None


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("standart", {}, "init.yml:3: DMOJ has no checker 'standart' .*'standard'"),
        ("floats", {"precission": 3}, "no argument 'precission' .*'precision'"),
        ("floats", {"precision": "x"}, "invalid literal"),
        ("floats", {"precision": None}, "precision is no number"),
        ("floats", {"precision": -(10**9)}, "can't take these arguments"),
        ("floats", {"error_mode": "both"}, "error_mode is 'both'"),
        ("sorted", {"split_on": "words"}, "split_on is 'words'"),
        ("linematches", {"point_distribution": "12"}, "no list of numbers"),
        ("linematches", {"point_distribution": [0, 0]}, "sum of point_distribution"),
    ],
)
def test_wrong_arguments_are_told_with_their_place(
    name: str, arguments: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        checkers.dmoj(name, arguments, "init.yml:3")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(checkers.DMOJ)), st.data())
def test_whatever_the_arguments_are_it_is_a_comparison_or_an_error(
    name: str, data: st.DataObject
) -> None:
    keys = st.sampled_from([*checkers.DMOJ[name][0], "other"])
    arguments = data.draw(st.dictionaries(keys, ANYTHING, max_size=2))
    try:
        place = checkers.dmoj(name, arguments, "init.yml").dialect
    except InputError as error:
        place = error.place
    assert place == ("init.yml" if "other" in arguments else place)
    assert place in ("init.yml", "dmoj")

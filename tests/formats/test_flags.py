from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.errors import InputError
from judge.formats.flags import SWITCHES, TOLERANCES, Flag, comparison
from judge.problem import Comparison


def parsed(text: str, *, may_repeat: bool = False) -> Comparison:
    flags = [Flag(word, f"p:1:{i}") for i, word in enumerate(text.split(), 1)]
    return comparison(flags, may_repeat=may_repeat)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Comparison()),
        ("case_sensitive", Comparison(case_sensitive=True)),
        ("space_change_sensitive", Comparison(space_change_sensitive=True)),
        ("float_tolerance 1e-6", Comparison(float_absolute=1e-6, float_relative=1e-6)),
        ("float_absolute_tolerance .5", Comparison(float_absolute=0.5)),
        ("float_relative_tolerance 0", Comparison(float_relative=0)),
        (
            "float_absolute_tolerance 1E-3 case_sensitive float_relative_tolerance 1",
            Comparison(float_absolute=1e-3, case_sensitive=True, float_relative=1),
        ),
    ],
)
def test_flags_of_the_specification_are_understood(text: str, expected: Comparison) -> None:
    assert parsed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("float_tolerence 1", "p:1:1: unknown flag 'float_tolerence'"),
        ("1e-6", "p:1:1: unknown flag '1e-6'"),
        ("case_sensitive float_tolerance", "p:1:2: 'float_tolerance' has no number"),
        ("float_tolerance x", "p:1:2: 'x' is no tolerance"),
        ("float_tolerance -1", "p:1:2: '-1' is no tolerance"),
        ("float_tolerance nan", "'nan' is no tolerance"),
        ("float_tolerance inf", "'inf' is no tolerance"),
        ("float_tolerance 0x1p-3", "'0x1p-3' is no tolerance"),
        ("float_tolerance 1 float_tolerance 1", "p:1:3: 'float_tolerance' sets a tolerance again"),
        ("float_tolerance 1 float_absolute_tolerance 1", "sets a tolerance again"),
    ],
)
def test_mistakes_are_pointed_at(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parsed(text)
    assert str(caught.value).startswith(expected) or expected in str(caught.value)


def test_later_tolerance_replaces_an_earlier_one_where_that_is_allowed() -> None:
    text = "float_tolerance 1 float_absolute_tolerance 2"
    assert parsed(text, may_repeat=True) == Comparison(float_absolute=2, float_relative=1)


@given(st.floats(0, 1e300))
def test_tolerance_is_read_exactly(value: float) -> None:
    assert parsed(f"float_tolerance {value!r}").float_absolute == value


TOLERANCE = st.floats(0, 1e300).map(repr)
TOLERANCE_A, TOLERANCE_R = "float_absolute_tolerance", "float_relative_tolerance"
GOOD = st.sampled_from(SWITCHES).map(lambda name: (name,)) | st.tuples(
    st.sampled_from([*TOLERANCES]), TOLERANCE
)


@given(st.lists(GOOD, max_size=5))
def test_the_last_of_each_holds(flags: list[tuple[str, ...]]) -> None:
    absolute = relative = None
    for name, *value in flags:
        absolute = float(value[0]) if name in ("float_tolerance", TOLERANCE_A) else absolute
        relative = float(value[0]) if name in ("float_tolerance", TOLERANCE_R) else relative
    text = " ".join(word for flag in flags for word in flag)
    expected = Comparison(
        case_sensitive=("case_sensitive",) in flags,
        space_change_sensitive=("space_change_sensitive",) in flags,
        float_absolute=absolute,
        float_relative=relative,
    )
    assert parsed(text, may_repeat=True) == expected
    names = [name for name, *_ in flags if name in TOLERANCES]
    if len(set(names)) == len(names) and not (len(names) > 1 and "float_tolerance" in names):
        assert parsed(text) == expected
    else:
        with pytest.raises(InputError, match="sets a tolerance again"):
            parsed(text)


ANY = st.sampled_from([*SWITCHES, *TOLERANCES, "1", "1e-6", "nan", "-1"]) | st.text(max_size=6)


@given(st.lists(ANY, max_size=5))
def test_any_words_are_flags_or_are_refused_at_their_place(words: list[str]) -> None:
    flags = [Flag(word, f"p:1:{number}") for number, word in enumerate(words)]
    try:
        found = comparison(flags, may_repeat=True)
    except InputError as error:
        number = int(error.place.removeprefix("p:1:"))
        assert words[number] not in SWITCHES or words[number - 1] in TOLERANCES
    else:
        assert found.kind == "tokens"
        numbers = [word for word in words if word not in (*SWITCHES, *TOLERANCES)]
        assert len(numbers) == sum(word in TOLERANCES for word in words)

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge import checkers
from judge.checker_names import named, names
from judge.errors import InputError
from judge.problem import Comparison, ComparisonKind


@pytest.mark.parametrize(
    ("text", "comparison"),
    [
        ("tokens", Comparison()),
        ("tokens:case_sensitive", Comparison(case_sensitive=True)),
        (
            "tokens:space_change_sensitive:float_absolute_tolerance=1e-3",
            Comparison(space_change_sensitive=True, float_absolute=1e-3),
        ),
        ("floats", Comparison(float_absolute=1e-6, float_relative=1e-6)),
        ("floats:4", Comparison(float_absolute=1e-4, float_relative=1e-4)),
        ("floats:0.5:absolute", Comparison(float_absolute=0.5)),
        ("floats:9:relative", Comparison(float_relative=1e-9)),
        ("lines", Comparison(kind="lines")),
        ("unordered:case_blind", Comparison(kind="unordered", case_blind=True)),
        ("white-diff", checkers.WHITE_DIFF),
        ("rcmp9", checkers.POLYGON["rcmp9"]),
        ("std::rcmp9.cpp", checkers.POLYGON["rcmp9"]),
        ("standard", checkers.dmoj("standard", {})),
        ("sorted:whitespace", checkers.dmoj("sorted", {"split_on": "whitespace"})),
        ("dmoj:unordered", checkers.dmoj("unordered", {})),
        (
            "dmoj:floats:4:error_mode=absolute",
            checkers.dmoj("floats", {"precision": 4, "error_mode": "absolute"}),
        ),
        ("linematches:1,3", checkers.dmoj("linematches", {"point_distribution": [1, 3]})),
        (
            "linematches:5:filler_lines_required=false",
            checkers.dmoj(
                "linematches", {"point_distribution": [5], "filler_lines_required": False}
            ),
        ),
    ],
)
def test_a_name_with_its_arguments_is_a_comparison(text: str, comparison: Comparison) -> None:
    assert named(text) == comparison


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rcmp8", "--checker: unknown checker 'rcmp8' .did you mean 'rcmp"),
        ("rcmp9:3", "no argument '3'"),
        ("floats:x", "'1e-6'|such as 1e-6"),
        ("floats:6:both", "write floats:TOLERANCE:MODE"),
        ("floats:6:either:7", "write floats:TOLERANCE:MODE"),
        ("tokens:float_tolerance", "has no number"),
        ("standard:1", "'1' is one argument too many"),
        ("dmoj:rcmp9", "DMOJ has no checker 'rcmp9'"),
        ("dmoj:floats:precision", "invalid literal"),
        ("", "unknown checker ''"),
    ],
)
def test_what_is_wrong_with_a_name_is_told(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        named(text)


def test_every_name_that_is_listed_names_one() -> None:
    for name in names():
        assert named(f"{name}:1" if name == "linematches" else name)


@given(
    st.sampled_from([*names(), "dmoj:", "std::", "x"]),
    st.lists(st.sampled_from(["6", "", "1e-3", "=", "a=b", "precision=4", "1,2", "true", "x"])),
)
def test_whatever_is_written_is_a_comparison_or_an_error(name: str, values: list[str]) -> None:
    try:
        place = named(":".join([name, *values])).kind
    except InputError as error:
        place = error.place
    assert place in {"--checker", *get_args(ComparisonKind)}

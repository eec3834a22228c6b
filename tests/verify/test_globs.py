"""The patterns over submissions and tests match what a slow and simple reading says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.expectations.globs import Glob, problem_with

LETTERS = st.text(alphabet="ab*{},/. ", max_size=12)
NAMES = st.text(alphabet="ab/. ", max_size=8)


def slow(pattern: str, name: str) -> bool:
    """The pattern as a regular expression, as other tools have it."""
    parts = re.split(r"\{([^{}]*)\}", pattern.removesuffix("/"))
    for number, part in enumerate(parts):
        if number % 2:
            choices = [re.escape(choice.strip()) for choice in part.split(",")]
            parts[number] = f"({'|'.join(choices)})"
        else:
            parts[number] = re.escape(part)
    glob = "".join(parts).replace(re.escape("*"), "[^/]*")
    return re.match(rf"^{glob}(/|$)", name) is not None


@given(LETTERS, NAMES)
def test_patterns_match_as_regular_expressions_do(pattern: str, name: str) -> None:
    if not problem_with(pattern):
        assert Glob(pattern).matches(name) == slow(pattern, name)


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("accepted", "accepted/a.py", True),
        ("accepted/", "accepted/a.py", True),
        ("accepted/*", "accepted/a.py", True),
        ("accepted", "accepted2/a.py", False),
        ("a.py", "accepted/a.py", False),
        ("*/a.py", "accepted/a.py", True),
        ("*", "accepted/a.py", True),
        ("*/nested.py", "a/b/nested.py", False),
        ("ex/a.{py,cpp}", "ex/a.cpp", True),
        ("ex/a.{py,cpp}", "ex/a.c", False),
        ("secret/*{1,3}", "secret/13", True),
        ("secret/*{ 4 }{ 2 }", "secret/42", True),
        ("secret/*-hard", "secret/02-hard", True),
        ("secret/group1", "secret/group1/03", True),
        ("match/match", "match/match_wa", False),
    ],
)
def test_patterns_of_the_specification(pattern: str, name: str, matches: bool) -> None:  # noqa: FBT001
    assert problem_with(pattern) == ""
    assert Glob(pattern).matches(name) is matches


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("a/**/b", "'**'"),
        ("[ab].py", "'[…]'"),
        ("{a,b", "a brace without its fellow"),
        ("a}b", "a brace without its fellow"),
        ("{a,{b,c}}", "braces in braces"),
        ("{a,b}" * 12, "more than 1000 names"),
        ("a" * 1001, "more than 1000 characters"),
    ],
)
def test_what_is_no_pattern_is_told(pattern: str, wrong: str) -> None:
    assert wrong in problem_with(pattern)


def test_many_stars_do_not_multiply() -> None:
    # Tried in every way, this would take longer than the universe has been there.
    assert not Glob("*a" * 400 + "b").matches("a" * 5000)
    assert Glob("*a" * 400 + "b").matches("a" * 5000 + "b")

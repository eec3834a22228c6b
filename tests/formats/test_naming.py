from __future__ import annotations

import os
import string
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.formats.naming import group_name, matchings, name_of, natural, pair_key

stems = st.text("abcxyzäß019 _-", min_size=1, max_size=6).filter(lambda text: text.strip())
numbers = st.integers(0, 99).map(str)
several = st.lists(numbers, min_size=1, max_size=5, unique=True)


@given(st.lists(st.integers(0, 10**6), unique=True))
def test_numbers_are_sorted_by_value(values: list[int]) -> None:
    assert sorted((f"t{v}.x" for v in values), key=natural) == [f"t{v}.x" for v in sorted(values)]


@given(st.lists(st.text(max_size=8)))
def test_order_does_not_depend_on_where_it_starts(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=natural) == sorted(backwards, key=natural)


@given(st.text(max_size=8), st.text(max_size=8))
def test_only_equal_names_sort_alike(one: str, other: str) -> None:
    assert (natural(one) == natural(other)) is (one == other)


@given(st.lists(stems, min_size=1, max_size=6, unique=True), st.sampled_from(["out", "ans", "OUT"]))
def test_every_input_finds_its_own_answer_again(names: list[str], end: str) -> None:
    files = [f"{name}.in" for name in names] + [f"{name}.{end}" for name in names]
    matching = matchings(files)[0]
    assert {(names[0], matching.answers[key][0]) for key, names in matching.inputs.items()} == {
        (f"{name}.in", f"{name}.{end}") for name in names
    }


@given(
    several,
    st.sampled_from(
        [
            ("input{}.txt", "output{}.txt"),
            ("input_{}.txt", "output_{}.txt"),
            ("in{}.txt", "out{}.txt"),
            ("{}.in.txt", "{}.out.txt"),
            ("task.in{}", "task.out{}"),
            ("x{}.in", "x{}.a"),
            ("sample-{}.in", "sample-{}.out"),
        ]
    ),
)
def test_scheme_of_numbered_files_is_told_from_the_others(
    values: list[str], forms: tuple[str, str]
) -> None:
    files = [form.format(value) for value in values for form in forms]
    (matching,) = matchings([*files, "README.md", "main.py"])
    pairs = {(names[0], matching.answers[key][0]) for key, names in matching.inputs.items()}
    assert pairs == {(forms[0].format(value), forms[1].format(value)) for value in values}


@pytest.mark.parametrize(
    ("first", "second"),
    [("1.txt", "1.txt"), ("1.in", "1.out"), ("input1.txt", "output1.txt"), ("in_1", "out_1")],
)
def test_files_of_two_folders_have_a_key_in_common(first: str, second: str) -> None:
    assert pair_key(first) == pair_key(second)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("1.in", "1"),
        ("g/a.b.IN", "g/a.b"),
        ("1.in.txt", "1"),
        ("ski.in3", "ski.3"),
        ("input.txt", "input"),
        ("01", "01"),
        (".in", ".in"),
    ],
)
def test_name_of_a_test_is_its_path_without_extension(path: str, name: str) -> None:
    assert name_of(PurePath(path)) == name


@pytest.mark.parametrize(
    ("name", "group"),
    [("1-2", "1"), ("g3_10", "g3"), ("sample-1", "sample"), ("big-1", ""), ("a/2", "a"), ("5", "")],
)
def test_group_is_seen_in_the_name(name: str, group: str) -> None:
    assert group_name(name) == group


ANY_NAME = st.text(string.ascii_letters + string.digits + ".-_ ä\n", min_size=1, max_size=9) | (
    st.builds(
        "{}{}{}".format, stems, st.sampled_from([".in", ".out", ".in1", "in.txt", ""]), numbers
    )
)


@given(st.lists(ANY_NAME, max_size=8, unique=True))
def test_no_file_is_both_input_and_answer_or_counts_twice(names: list[str]) -> None:
    for matching in matchings(names):
        inputs = [name for several in matching.inputs.values() for name in several]
        answers = [name for several in matching.answers.values() for name in several]
        assert sorted({*inputs, *answers}) == sorted([*inputs, *answers])
        assert {*inputs, *answers} <= set(names)
        assert matching.pairs <= min(len(inputs), len(answers))


@given(st.lists(ANY_NAME, max_size=3).map("/".join).filter(lambda path: path.strip("./")))
def test_name_and_group_of_a_test_stay_in_its_folder(path: str) -> None:
    pure = PurePath(path)
    name = name_of(pure)
    assert name
    assert PurePath(name).parent == pure.parent
    assert os.path.basename(name) in (pure.name, *_shortened(pure.name))  # noqa: PTH119
    group = group_name(name)
    assert group == "" or name.startswith(group)


def _shortened(name: str) -> list[str]:
    return [name[:end] for end in range(len(name))] + [
        f"{name[:at]}.{name[at + 3 :]}" for at in range(len(name))
    ]

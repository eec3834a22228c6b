from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from judge.errors import InputError
from judge.yamlfile import _Loader, load, parse
from judge.yamlnode import Node, decimal

KEYS = ("limits", "name")


def message(data: bytes, ask: Callable[[Node], object] = lambda node: node.value) -> str:
    with pytest.raises(InputError) as caught:
        ask(parse(data, "p.yaml"))
    return str(caught.value)


def test_values_are_read_as_they_are_written() -> None:
    text = b"{a: 1e3, b: 010, c: 1:30, d: '5', e: no, f: 3.10, g: ~, h: [.5, -2], i: 0x10}"
    assert parse(text, "p").value == {
        "a": 1000.0,
        "b": "010",
        "c": "1:30",
        "d": "5",
        "e": False,
        "f": 3.1,
        "g": None,
        "h": [0.5, -2],
        "i": "0x10",
    }


def test_text_is_what_stands_in_the_file() -> None:
    keys = parse(b"{a: 3.10, b: no, c: '007'}", "p").mapping()
    assert [node.text() for node in keys.values()] == ["3.10", "no", "007"]


def test_unknown_key_is_pointed_at_with_the_nearest_known() -> None:
    text = b"name: x\n\nlimits:\n  limts: 3\n"
    assert (
        message(text, lambda node: node.mapping()["limits"].mapping(KEYS))
        == "p.yaml:4:3: unknown key 'limts' (did you mean 'limits'?)"
    )


def test_key_given_twice_names_both_places() -> None:
    assert message(b"a: 1\nb: 2\na: 3\n") == (
        "p.yaml:3:1: key 'a' is given twice (first at p.yaml:1:1)"
    )


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda n: n.mapping(), "expected a mapping of keys to values, found 'x'"),
        (lambda n: n.items(), "expected a list, found 'x' (write it as [first, second])"),
        (lambda n: n.boolean(), "expected true or false, found 'x'"),
        (
            lambda n: n.number(),
            "expected a number, found 'x' (write it in decimal, without a unit)",
        ),
        (lambda n: n.choice(("y", "z")), "unknown value 'x' (known: y, z)"),
    ],
)
def test_wrong_type_says_what_was_expected_and_found(
    ask: Callable[[Node], object], expected: str
) -> None:
    assert message(b"a: x", lambda node: ask(node.mapping()["a"])) == f"p.yaml:1:4: {expected}"


@pytest.mark.parametrize("written", ["[1]", "{a: 1}", "", "~"])
def test_text_is_a_scalar_with_a_value(written: str) -> None:
    text = f"a: {written}".encode()
    assert "expected a text" in message(text, lambda node: node.mapping()["a"].text())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("-1", "-1 is too small (it must be at least 1)"),
        ("1.5", "expected a whole number, found '1.5'"),
        ("true", "expected a number, found 'true'"),
        (".inf", "expected a number, found '.inf'"),
        ("1e999", "expected a number, found '1e999'"),
        ("0512", "expected a number, found '0512'"),
        ("'5'", 'expected a number, found "5" in quotes (remove the quotes)'),
        ("512MiB", "expected a number, found '512MiB'"),
    ],
)
def test_whole_number_refuses_what_is_none(written: str, expected: str) -> None:
    text = f"a: {written}".encode()
    assert expected in message(text, lambda node: node.mapping()["a"].integer(minimum=1))


def test_number_has_to_be_above_its_bound() -> None:
    assert "must be more than 0" in message(b"0", lambda node: node.number(above=0))
    assert parse(b"0.1", "p").number(above=0) == 0.1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: [", "p.yaml:2:1: is not valid YAML"),
        (b"a:\n\t- b", "p.yaml:2:1: is not valid YAML"),
        (b"a: \x00", "p.yaml: is not valid YAML"),
        (b"a: 1\n---\nb: 2", "expected a single document"),
        (b"a: 1\nb: \xff", "p.yaml:2:4: is not UTF-8 (save the file as UTF-8)"),
        (b"\xef\xbb\xbfa: 1", "p.yaml:1:1: begins with a byte-order mark"),
        (b"&a [*a]", "p.yaml:1:1: contains itself"),
        (b"a: !!python/object/apply:os.system [x]", "p.yaml:1:4: unknown tag"),
        (b"[a]: 1", "p.yaml:1:1: a list or mapping cannot be a key"),
        (b"[" * 500, "p.yaml:1:101: is nested more than 100 levels deep"),
        (b"[" * 100_000, "p.yaml:1:1"),  # newer versions of libyaml have a limit of their own
        (b"- " * 100_000, "p.yaml:1:201: is nested more than 100 levels deep"),
    ],
)
def test_broken_file_is_refused_with_its_place(data: bytes, expected: str) -> None:
    assert expected in message(data)


def test_merge_keys_bring_in_what_is_not_said() -> None:
    text = b"x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: {<<: [*x, *y], a: 0}\n"
    assert parse(text, "p").mapping()["z"].value == {"a": 0, "b": 2, "c": 4}


def test_unknown_key_that_was_merged_is_pointed_at_where_it_stands() -> None:
    text = b"x: &x {nme: 1}\ny: {<<: *x}\n"
    error = message(text, lambda node: node.mapping()["y"].mapping(KEYS))
    assert error.startswith("p.yaml:1:8: unknown key 'nme'")


def test_many_aliases_cost_no_more_than_one() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 90)]
    node = parse("\n".join(lines).encode(), "p")
    assert len(node.mapping()["a89"].items()) == 2


def test_empty_file_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "e.yaml"
    path.write_text("# nothing but a comment\n")
    assert load(path).is_empty


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: cannot be read: No such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="is not a file"):
        load(tmp_path)
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"#" * (5 << 20))
    with pytest.raises(InputError, match="is larger than 1 MiB"):
        load(huge)


# 1e3 is a text in YAML 1.1 and so written without quotes, but meant as a number by everybody.
words = st.text(max_size=20).filter(lambda text: not re.fullmatch(r"[-+.\d]+[eE][-+\d]+", text))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(plain)
def test_what_was_written_out_is_read_back(value: object) -> None:
    written = yaml.safe_dump(value).encode()
    assert parse(written, "p").value == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    refusal = ""
    try:
        parse(data, "p.yaml")
    except InputError as error:
        refusal = str(error)
    assert refusal.startswith("p.yaml") or not refusal


@given(st.text("ab:-#&*!|>'\"[]{},%@`? \n\t", max_size=40))
def test_text_is_read_as_its_writer_meant_it_or_is_refused(text: str) -> None:
    try:
        found = parse(text.encode(), "p.yaml").value
    except InputError as error:
        assert error.place.startswith("p.yaml")  # noqa: PT017 - both outcomes are fine
    else:
        # All of these letters are text in YAML 1.1 too, but for keys that are none.
        assert found == _texts(yaml.load(text, Loader=_Loader))


def _texts(value: object) -> object:
    if isinstance(value, dict):
        return {"" if key is None else str(key): _texts(one) for key, one in value.items()}
    return list(map(_texts, value)) if isinstance(value, list) else value


@given(
    st.floats().map(str)
    | st.integers().map(str)
    | st.from_regex(r"[-+]?[0-9]{0,5}\.?[0-9]{0,5}(e[-+]?[0-9]{1,4})?", fullmatch=True)
    | st.text(max_size=5)
)
@example("9" * 400)
@example("1e400")
@example("9007199254740993")
@example("\u0663")
def test_number_is_what_python_makes_of_it_or_none(text: str) -> None:
    found = decimal(text)
    if found is not None:
        assert found == (int(text) if isinstance(found, int) else float(text))
        assert math.isfinite(found)
    elif re.fullmatch(r"-?(0|[1-9][0-9]{0,50})(\.[0-9]+)?", text, re.ASCII) and len(text) < 60:
        pytest.fail("a plain number is refused")


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(-5, 5))
def test_bounds_of_a_number_are_in_it(value: int, low: int, high: int) -> None:
    node = parse(str(value).encode(), "p")
    for inside, ask in (
        (low <= value <= high, lambda: node.integer(minimum=low, maximum=high)),
        (low < value <= high, lambda: node.number(above=low, maximum=high)),
    ):
        if inside:
            assert ask() == value
        else:
            with pytest.raises(InputError, match=r"too (small|large)"):
                ask()


@given(st.lists(st.sampled_from(["x: 1", "y: [a,", "  b]", "", "# c", "z: {q: 5,", " r: 6}"])))
def test_place_of_every_value_is_where_it_stands(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        root = parse(text.encode(), "p")
    except InputError:
        return
    for node in _leaves(root):
        _, line, column = node.place.split(":")
        assert text.split("\n")[int(line) - 1][int(column) - 1 :].startswith(
            [*node.written.split(), ""][0]
        )


def _leaves(node: Node) -> Iterator[Node]:
    inside = node.content.values() if isinstance(node.content, dict) else node.content
    if isinstance(node.content, dict | tuple):
        for one in inside:  # type: ignore[union-attr]
            yield from _leaves(one)
    else:
        yield node


@pytest.mark.parametrize(
    "text",
    [
        f"x: [{'a, ' * 50_000}]",
        f"a: &a {{in: 1}}\nx: [{'*a, ' * 50_000}]",
        f"a: &a {{{', '.join(f'k{n}: 1' for n in range(1000))}}}\n"
        + "".join(f"m{n}: {{<<: *a}}\n" for n in range(60)),
    ],
)
def test_more_values_than_any_configuration_has_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"x\.yaml:[0-9]+:[0-9]+: holds more than 50000 values"):
        parse(text.encode(), "x.yaml")

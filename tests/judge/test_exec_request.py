"""What a request may say: everything else is refused with its place, and nothing is run."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY

from judge import once
from judge import request as request_of
from judge.errors import LONGEST, InputError
from judge.limits import MOST, GivenLimits
from judge.reports.json import encoded
from judge.request import ExecRequest
from sandbox import LEAST, MIB

GOOD = {"language": "python", "code": "print('hi')"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def refused(text: str | bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        request_of.parse(text)
    return caught.value


def place(**keys: Any) -> str:
    """Where a request is refused that is right but for `keys`."""
    return refused(json.dumps(GOOD | keys)).place


def test_the_shortest_request_is_a_language_and_code() -> None:
    assert request_of.parse(json.dumps(GOOD)) == ExecRequest(language="python", code="print('hi')")


def test_a_request_may_say_everything() -> None:
    text = json.dumps(
        {
            "language": "cpp17",
            "code": "",
            "stdin": "1 2\n",
            "files": {"a.h": "", "inner/b.h": "int b;"},
            "args": ["-x", "ä b"],
            "limits": {
                "cpu_time": 2,
                "wall_time": 2.5,
                "memory": 64 * MIB,
                "output": 1024,
                "processes": 1,
                "stack": MIB,
            },
            "id": {"any": ["json", None, 1.5]},
        }
    )
    found = request_of.parse(text)
    assert found.limits == GivenLimits(
        cpu_time=2, wall_time=2.5, memory=64 * MIB, output=1024, processes=1, stack=MIB
    )
    assert found.args == ("-x", "ä b")
    assert found.id == {"any": ["json", None, 1.5]}


@pytest.mark.parametrize("text", ["", "x", "{", '{"language": "c",}', "[1, 2", "nul", '"\ud800"'])
def test_what_is_no_json_is_refused_as_a_whole(text: str) -> None:
    assert refused(text.encode(errors="surrogatepass")).place == "$"


def test_bytes_that_are_no_text_are_told_with_their_place() -> None:
    error = refused(b'{"language": "c", "code": "\xff"}')
    assert (error.message, error.remedy) == ("is not UTF-8 at byte 27", "send it as UTF-8")


@pytest.mark.parametrize("text", [b"\xff\xfe", b'{"language": "\xff"}', b"\0", b"\x80" * 9])
def test_bytes_that_are_no_text_are_refused(text: bytes) -> None:
    assert refused(text).place.startswith("$")


@pytest.mark.parametrize("value", [None, 1, "text", [], [GOOD], True])
def test_what_is_no_object_is_refused_as_a_whole(value: Any) -> None:
    assert refused(json.dumps(value)).place == "$"


@pytest.mark.parametrize("key", ["language", "code"])
def test_a_key_that_is_missing_is_named(key: str) -> None:
    rest = {name: value for name, value in GOOD.items() if name != key}
    error = refused(json.dumps(rest))
    assert (error.place, error.message) == (f"$.{key}", "is missing")
    assert error.remedy


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"langauge": "c"}, "$.langauge"),
        ({"limits": {"cpu": 1}}, "$.limits.cpu"),
        ({"limits": {"scratch": 1}}, "$.limits.scratch"),
        ({"": 1}, "$."),
        ({"ä b": 1}, "$.ä b"),
    ],
)
def test_an_unknown_key_is_named(keys: dict[str, Any], where: str) -> None:
    error = refused(json.dumps(GOOD | keys))
    assert (error.place, error.message) == (where, "unknown key")
    assert error.remedy.startswith(("did you mean", "known: "))


@pytest.mark.parametrize(
    ("keys", "remedy"),
    [
        ({"langauge": "c"}, "did you mean 'language'?"),
        ({"limits": {"memroy": 1}}, "did you mean 'memory'?"),
        ({"limits": {"time": 1}}, "did you mean 'cpu_time'?"),
        ({"xyz": 1}, "known: args, code, files, id, language, limits, stdin"),
    ],
)
def test_what_an_unknown_key_may_have_meant_is_told(keys: dict[str, Any], remedy: str) -> None:
    assert refused(json.dumps(GOOD | keys)).remedy == remedy


HALVES = {
    "$.code": {"code": "\ud800"},
    "$.stdin": {"stdin": "good 😀, bad \udc00 and more"},
    "$.args[1]": {"args": ["x", "\ud83d"]},
    '$.files["a"]': {"files": {"a": "\ud800"}},
    '$.files["\\ud800"]': {"files": {"\ud800": "a"}},
    "$.id.deep[0]": {"id": {"deep": ["\udfff"]}},
    '$["\\ud800"]': {"\ud800": 1},
}


@pytest.mark.parametrize("where", HALVES)
def test_half_of_a_character_is_told_with_its_place(where: str) -> None:
    text = json.dumps({**GOOD, "id": 7, **HALVES[where]})
    error = refused(text)
    assert error.place == where
    assert re.fullmatch(r"holds \\u[0-9a-f]{4}, which is half of a character", error.message)
    assert error.remedy
    assert request_of.identity(text.encode()) == (None if "id" in where else 7)


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"language": 3}, "$.language"),
        ({"language": None}, "$.language"),
        ({"code": ["print()"]}, "$.code"),
        ({"stdin": 5}, "$.stdin"),
        ({"files": ["a.h"]}, "$.files"),
        ({"files": {"a.h": 1}}, '$.files["a.h"]'),
        ({"files": {"a.h": "", 'b"\n.h': [""], "c.h": ""}}, '$.files["b\\"\\n.h"]'),
        ({"args": "x"}, "$.args"),
        ({"args": ["x", 1]}, "$.args[1]"),
        ({"limits": []}, "$.limits"),
        ({"limits": None}, "$.limits"),
        ({"limits": {"memory": "64M"}}, "$.limits.memory"),
        ({"limits": {"memory": 1.5}}, "$.limits.memory"),
        ({"limits": {"memory": True}}, "$.limits.memory"),
        ({"limits": {"cpu_time": "1"}}, "$.limits.cpu_time"),
        ({"limits": {"processes": 2.5}}, "$.limits.processes"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(keys: dict[str, Any], where: str) -> None:
    error = refused(json.dumps(GOOD | keys))
    assert error.place == where
    assert re.fullmatch(r"expected [a-z ]+, found [a-z ]+", error.message)
    assert error.remedy


@pytest.mark.parametrize("name", GivenLimits.__struct_fields__)
@pytest.mark.parametrize("value", [0, -1, 1 << 62, 10**30])
def test_a_limit_out_of_range_is_refused_with_its_place(name: str, value: int) -> None:
    assert place(limits={name: value}) == f"$.limits.{name}"


def test_memory_that_nothing_could_start_in_is_refused() -> None:
    error = refused(json.dumps(GOOD | {"limits": {"memory": 1000}}))
    assert error.place == "$.limits.memory"
    assert "1000 is out of range" in error.message
    assert str(4 * MIB) in error.remedy


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    error = refused('{"language": "c", "code": "", "limits": {"cpu_time": ' + text + "}}")
    assert error.place.startswith("$")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/etc/passwd", "../a.py", "a/../b.py", "a//b.py", "a/", "./a.py", "a\0b"],
)
def test_a_file_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert place(files={name: ""}) == f"$.files[{json.dumps(name)}]"


@pytest.mark.parametrize("name", ["a.py", "folder/a.py", "ä b.py", "...", "-rf", "a\nb"])
def test_an_unusual_file_name_is_taken(name: str) -> None:
    assert request_of.parse(json.dumps(GOOD | {"files": {name: "x"}})).files == {name: "x"}


def test_an_argument_with_a_zero_byte_is_refused_with_its_place() -> None:
    assert place(args=["fine", "not\0fine"]) == "$.args[1]"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'{"id": 7, "language": 5}', 7),
        (b'{"id": {"a": [1]}, "x": 1}', {"a": [1]}),
        (b'{"id": null}', None),
        (b"{}", None),
        (b"[1]", None),
        (b'{"id": 7', None),
        (b"\xff", None),
    ],
)
def test_the_id_of_a_wrong_request_is_found_where_it_has_one(text: bytes, value: Any) -> None:
    assert request_of.identity(text) == value


def test_a_refusal_tells_what_is_wrong_where_and_the_remedy() -> None:
    found = request_of.refusal(7, InputError("$.language", "no language is called 'x'", "known: c"))
    assert found.id == 7
    assert found.error.at == "$.language"
    assert found.error.message == "no language is called 'x' (known: c)"


@given(JSON)
def test_any_json_is_a_request_or_is_refused(value: Any) -> None:
    _parsed(json.dumps(value).encode())


OBJECTS = st.dictionaries(st.sampled_from([*ExecRequest.__struct_fields__, "x"]), JSON)


@given(OBJECTS)
def test_any_object_is_a_request_or_is_refused(value: dict[str, Any]) -> None:
    _parsed(json.dumps(GOOD | value).encode())


@given(st.binary())
@example(b"[" * 100_000)
@example(b'{"id":' * 100_000)
def test_any_bytes_are_a_request_or_are_refused(text: bytes) -> None:
    _parsed(text)


def _parsed(text: bytes) -> None:
    """Both outcomes are fine; a request says what was written, no more and no less."""
    try:
        request = request_of.parse(text)
    except InputError as error:
        assert error.place.startswith("$")  # noqa: PT017
        return
    value = json.loads(text)
    assert value.keys() <= set(ExecRequest.__struct_fields__)
    said = msgspec.to_builtins(request)
    assert {key: said[key] for key in value.keys() - {"limits", "args", "id"}} == {
        key: value[key] for key in value.keys() - {"limits", "args", "id"}
    }
    assert list(request.args) == value.get("args", [])
    given_limits = {k: v for k, v in value.get("limits", {}).items() if v is not None}
    assert all(LEAST[key] <= one <= MOST[key] for key, one in given_limits.items())
    assert all(getattr(request.limits, key) == one for key, one in given_limits.items())


@given(st.text().filter(lambda key: key not in ExecRequest.__struct_fields__))
@example("a\nb")
def test_any_unknown_key_is_named(key: str) -> None:
    error = refused(json.dumps(GOOD | {key: 1}))
    assert (error.place, error.message) == (f"$.{key}", "unknown key")


@pytest.mark.parametrize("end", ['{"a.h": 1}, ', '{"a.h": 1}, "files": {}}', '{"a.h": 1}, "x"'])
def test_a_file_that_can_not_be_named_is_refused_all_the_same(end: str) -> None:
    assert refused(json.dumps(GOOD)[:-1] + ', "files": ' + end).place == "$.files[...]"


def test_what_is_too_long_to_be_shown_is_shortened() -> None:
    for text in (json.dumps({"x" * 100_000: 1}), json.dumps(GOOD | {"files": {"x" * 10**5: 1}})):
        error = refused(text)
        assert len(error.place) == LONGEST
        assert error.place.startswith("$.")
        assert len(str(error)) < 2 * LONGEST


@given(JSON, st.booleans())
def test_an_id_is_handed_back_as_it_was(value: Any, wrong: object) -> None:
    value = json.loads(json.dumps(value), parse_constant=lambda _: None)
    text = json.dumps(GOOD | {"id": value} | ({"x": 1} if wrong else {})).encode()
    known = request_of.identity(text) if wrong else request_of.parse(text).id
    answer = request_of.refusal(known, InputError("$", "is wrong"))
    assert json.loads(encoded(answer))["id"] == value


@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("levels", [99, 100, 101, 900, 5000])
def test_an_id_that_could_not_be_handed_back_is_refused(
    open_: str, close: str, levels: int
) -> None:
    text = json.dumps(GOOD)[:-1] + f', "id": {open_ * levels}1{close * levels}}}'
    if levels < request_of.DEEPEST_ID:
        assert request_of.identity(text) == request_of.parse(text).id
        assert encoded(request_of.parse(text))
    else:
        assert refused(text).place in ("$", "$.id")
        assert request_of.identity(text) is None


PARTS = st.sampled_from(["a", "b", "..", ".", "", "main.py", "\0", "\n", "ä", "x" * 250, "-"])


@given(st.lists(st.lists(PARTS, max_size=4).map("/".join) | st.text(), max_size=4))
def test_files_that_are_taken_stay_in_their_folder(names: list[str]) -> None:
    files = {name: name for name in names}
    with TemporaryDirectory(dir=IN_MEMORY) as above:
        folder = Path(above, "folder")
        try:
            request = request_of.parse(json.dumps(GOOD | {"files": files}))
            once._demand_distinct("main.py", request.files)
        except InputError as error:
            assert error.place.startswith("$.files[")  # noqa: PT017 - both outcomes are fine
            return
        once._write({"main.py": "", **request.files}, folder)
        found = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
        assert found == {"main.py", *names}
        assert os.listdir(above) == ["folder"]  # noqa: PTH208
        assert all((folder / name).read_bytes() == name.encode() for name in names)


@given(st.lists(st.text(max_size=5), max_size=5), st.integers(0, 3))
def test_arguments_that_are_taken_can_be_handed_over(words: list[str], long: int) -> None:
    words = [*words, *["ä" * 30_000] * long]
    try:
        request = request_of.parse(json.dumps(GOOD | {"args": words}))
    except InputError as error:
        assert error.place.startswith("$.args")  # noqa: PT017 - both outcomes are fine
        assert long > 2 or any("\0" in word for word in words)
    else:
        assert subprocess.run(["true", *request.args], check=False).returncode == 0

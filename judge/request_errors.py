"""What is wrong with a request: from what a reader of JSON says of it to place and remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, NoReturn

import msgspec

from judge.errors import InputError, did_you_mean

# In a text of Python's. JSON can write half of a pair that makes up a character.
_HALF = re.compile("[\ud800-\udfff]")
_TYPES = re.compile(r"Expected `(.+)`, got `(.+)`")
_KEYS = re.compile(r"unknown field `(?P<unknown>.*)`|required field `(?P<missing>.*)`", re.DOTALL)
_WORDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}
_BYTES = "write a whole number of bytes such as 67108864"
_SECONDS = "write a number of seconds such as 1.5"
_REMEDIES = {
    "$": 'send one object, such as {"language": "python", "code": "print(1)"}',
    "$.language": 'write a text such as "python"; judge languages shows which there are',
    "$.code": "write the source code as one text",
    "$.stdin": "write a text, or leave it out",
    "$.files": 'write an object of texts by their names, such as {"util.py": "x = 1"}',
    "$.args": 'write a list of texts such as ["-v"]',
    "$.limits": 'write an object such as {"cpu_time": 1.5}',
    "$.limits.cpu_time": _SECONDS,
    "$.limits.wall_time": _SECONDS,
    "$.limits.memory": _BYTES,
    "$.limits.output": _BYTES,
    "$.limits.stack": _BYTES,
    "$.limits.processes": "write a whole number such as 16",
}


def wrong_value(
    error: msgspec.ValidationError, text: bytes | str, known: Mapping[str, Collection[str]]
) -> InputError:
    """The error for JSON that is no request; `known` are the keys of each object in one."""
    message, _, place = str(error).partition(" - at `")
    place = place.rstrip("`") or "$"
    keys = _KEYS.search(message)
    if keys is not None and keys["missing"] is not None:
        where = f"{place}.{keys['missing']}"
        return InputError(where, "is missing", _REMEDIES.get(where, "add it"))
    if keys is not None:
        remedy = did_you_mean(keys["unknown"], known.get(place, ()))
        return InputError(f"{place}.{keys['unknown']}", "unknown key", remedy)
    remedy = _REMEDIES.get(re.sub(r"\[.*", "", place, flags=re.DOTALL), "")
    return InputError(_with_name(place, text), _in_words(message), remedy)


def no_json(error: Exception, text: bytes | str) -> InputError:
    """The error for what is no JSON at all, or has half of a character in it."""
    if isinstance(error, RecursionError):
        return InputError("$", "is nested too deeply", "send one object")
    try:
        text = text.decode() if isinstance(text, bytes) else text
    except UnicodeDecodeError as wrong:
        return InputError("$", f"is not UTF-8 at byte {wrong.start}", "send it as UTF-8")
    place, half = _half_in(loosely(text), "$") or ("", "")
    if half:
        message = f"holds \\u{ord(half):04x}, which is half of a character"
        return InputError(place, message, "write both halves, or leave it out")
    return InputError("$", f"this is no JSON: {error}", "send one object")


def loosely(text: bytes | str) -> Any:
    """The value that `text` is, also where it holds half of a character; None for no JSON."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def file_place(name: str) -> str:
    """The place of the file `name` in a request."""
    return f"$.files[{json.dumps(name, ensure_ascii=bool(_HALF.search(name)))}]"


def _with_name(place: str, text: bytes | str) -> str:
    """The `place` of a validation error, with the name of the file that it does not tell."""
    if place != "$.files[...]":
        return place
    request = loosely(text)
    files = request.get("files") if isinstance(request, dict) else None
    named = files.items() if isinstance(files, dict) else ()
    wrong = [name for name, content in named if not isinstance(content, str)]
    return file_place(wrong[0]) if wrong else place


def _in_words(message: str) -> str:
    """What msgspec says, without the names of types in Python."""
    types = _TYPES.fullmatch(message)
    if types is None:
        return message[:1].lower() + message[1:]
    expected, found = (one.replace(" | null", "") for one in types.groups())
    return f"expected {_WORDS.get(expected, expected)}, found {_WORDS.get(found, found)}"


def _half_in(value: Any, place: str) -> tuple[str, str] | None:
    """The place of the first half of a character in `value`, and that half."""
    if isinstance(value, str):
        half = _HALF.search(value)
        return (place, half[0]) if half else None
    if isinstance(value, dict):
        inner = [one for key in value for one in _of_key(key, value[key], place)]
    else:
        inner = [(one, f"{place}[{number}]") for number, one in enumerate(_items(value))]
    return next((found for one, where in inner if (found := _half_in(one, where))), None)


def _of_key(key: str, value: Any, place: str) -> tuple[tuple[Any, str], ...]:
    if place == "$.files":
        where = file_place(key)
    else:
        where = f"{place}.{key}" if key.isidentifier() else f"{place}[{json.dumps(key)}]"
    return (key, where), (value, where)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")

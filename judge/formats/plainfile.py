"""JSON and TOML files as the same nodes that YAML files are read into.

A place in one is ``file: $.key[0]``. Numbers stand in `Node.written` as in the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from judge.errors import InputError
from judge.yamlnode import Node, decimal

MAX_SIZE = 4 << 20
MAX_TOML = 64 << 10
LONGEST_TOML = 2000
"""Bytes, and characters of a line. The parser of TOML takes time and memory that grow faster."""

MAX_DEPTH = 100
TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep"


class _Written(str):
    """A number as it stands in the file."""

    __slots__ = ()


def load_json(path: Path) -> Node:
    """Read the JSON file at `path`; raise InputError for what is none, with its place."""
    text = _text(path, MAX_SIZE)
    try:
        value = json.loads(
            text,
            parse_int=_Written,
            parse_float=_Written,
            parse_constant=_no_number,
            object_pairs_hook=tuple,
        )
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise InputError(place, f"is no valid JSON: {error.msg}", "mend it there") from error
    except ValueError as error:
        raise InputError(path, f"is no valid JSON: {error}", "write numbers in decimal") from error
    except RecursionError:
        raise InputError(path, TOO_DEEP) from None
    return _node(value, f"{path}: $", 0)


def load_toml(path: Path) -> Node:
    """Read the TOML file at `path`; raise InputError for what is none."""
    import tomllib  # noqa: PLC0415 - most packages have none

    text = _text(path, MAX_TOML)
    if max(map(len, text.splitlines()), default=0) > LONGEST_TOML:
        raise InputError(path, f"has a line of more than {LONGEST_TOML} characters", "cut it")
    try:
        value = tomllib.loads(text, parse_float=_Written)
    except ValueError as error:
        raise InputError(path, f"is no valid TOML: {error}", "mend it there") from error
    except RecursionError:
        raise InputError(path, TOO_DEEP) from None
    return _node(value, f"{path}: $", 0)


def _text(path: Path, most: int) -> str:
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise InputError(path, f"is larger than {most >> 10} KiB", "is it the right file?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(path, "is not UTF-8", "save the file as UTF-8") from error


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _node(value: Any, place: str, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise InputError(place.partition(": $")[0], TOO_DEEP)
    if isinstance(value, dict):
        value = tuple(value.items())
    if isinstance(value, tuple):
        return _mapping(value, place, depth)
    if isinstance(value, list):
        items = tuple(_node(one, f"{place}[{n}]", depth + 1) for n, one in enumerate(value))
        return Node(place=place, content=items)
    return _scalar(value, place)


def _mapping(pairs: tuple[tuple[str, Any], ...], place: str, depth: int) -> Node:
    content: dict[str, Node] = {}
    for key, value in pairs:
        at = f"{place}.{key}"
        if key in content:
            raise InputError(at, f"the key '{key}' is given twice", "remove one of them")
        content[key] = _node(value, at, depth + 1)
    places = {key: node.place for key, node in content.items()}
    return Node(place=place, content=content, key_places=places)


def _scalar(value: Any, place: str) -> Node:
    if value is None:
        return Node(place=place, content=None)
    if isinstance(value, bool):
        return Node(place=place, content=value, written=str(value).lower())
    if isinstance(value, int) and value.bit_length() > MAX_DEPTH:
        return Node(place=place, content="a huge number", written="a huge number")
    if isinstance(value, int | _Written):
        number = decimal(str(value))
        return Node(
            place=place, content=str(value) if number is None else number, written=str(value)
        )
    return Node(place=place, content=str(value), written=str(value))

"""YAML files whose every value knows its place, so that errors can point at it.

Scalars are taken as they are written: `1e3` is a number, a leading zero does not mean
octal and `1:30` is not 90, unlike in YAML 1.1. Tags never construct anything.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Protocol

import yaml

from judge.errors import InputError
from judge.yamlnode import Node, decimal

__all__ = ["Node", "load", "parse", "read"]

MAX_SIZE = 1 << 20
"""Bytes; what is larger is no configuration file but a mistake."""

MAX_NODES = 50_000
"""Values, keys and brackets, and keys that ``<<`` brings in: half a second's worth."""

MAX_DEPTH = 100
"""Levels of nesting; PyYAML composes recursively, in C, until the stack overflows."""

_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_TAG = "tag:yaml.org,2002:"
_KINDS = ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "value", "merge")
_TAGS = {_TAG + kind for kind in _KINDS}
_TRUE = {"true", "yes", "on"}


def load(path: Path, repeatable: tuple[str, ...] = ()) -> Node:
    """Read the YAML file at `path`; an empty file is a Node that `is_empty`.

    Raise InputError with the place for a file that cannot be read, is not UTF-8 or not
    YAML, and for a key given twice, but for those in `repeatable`: their last one holds.
    """
    return _parsed(read(path), str(path), repeatable)


def parse(data: bytes, source: Path | str) -> Node:
    """Read YAML from `data`; `source` is how errors call it."""
    return _parsed(data, str(source), ())


@lru_cache(maxsize=1)
def _parsed(data: bytes, source: str, repeatable: tuple[str, ...]) -> Node:
    # Remembered, since several readers of a package look into the same file.
    text = _decode(data, source)
    try:
        _check_extent(text, source)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _syntax_error(error, source) from error
    if root is None:
        return Node(place=f"{source}:1:1", content=None)
    return _Converter(source, repeatable).convert(root)


def read(path: Path) -> bytes:
    """Read the bytes of a regular file of at most `MAX_SIZE`."""
    try:
        if path.exists() and not path.is_file():
            raise InputError(path, "is not a file", "put a YAML file in its place")
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        why = error.strerror or str(error)
        remedy = "check that it exists and may be read"
        raise InputError(path, f"cannot be read: {why}", remedy) from error
    if len(data) > MAX_SIZE:
        raise InputError(path, "is larger than 1 MiB", "is it the right file?")
    return data


def _decode(data: bytes, source: Path | str) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        message = "begins with a byte-order mark"
        raise InputError(f"{source}:1:1", message, "save it as UTF-8 without BOM")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - before.rfind(b"\n")
        place = f"{source}:{before.count(10) + 1}:{column}"
        raise InputError(place, "is not UTF-8", "save the file as UTF-8") from error


def _check_extent(text: str, source: str) -> None:
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            place = _place(source, event.start_mark)
            raise InputError(place, f"is nested more than {MAX_DEPTH} levels deep")
        if number > MAX_NODES:
            raise _too_many(_place(source, event.start_mark))


def _too_many(place: str) -> InputError:
    return InputError(place, f"holds more than {MAX_NODES} values", "is it the right file?")


def _syntax_error(error: yaml.YAMLError, source: Path | str) -> InputError:
    remedy = "check the indentation, colons and quotes there"
    if isinstance(error, yaml.MarkedYAMLError):
        place = _place(source, error.problem_mark or error.context_mark)
        what = ", ".join(filter(None, (error.context, error.problem)))
        return InputError(place, f"is not valid YAML: {what}", remedy)
    first_line = str(error).partition("\n")[0]
    return InputError(source, f"is not valid YAML: {first_line}", remedy)


class _Mark(Protocol):
    """A place as both of PyYAML's loaders, in C and in Python, say it; from 0."""

    line: int
    column: int


def _place(source: Path | str, mark: _Mark | None) -> str:
    return f"{source}:{mark.line + 1}:{mark.column + 1}" if mark else str(source)


class _Converter:
    """Turns PyYAML's nodes into ours; an alias gives the same Node, not a copy."""

    def __init__(self, source: Path | str, repeatable: tuple[str, ...]) -> None:
        self.source = source
        self.repeatable = repeatable
        self.done: dict[int, Node | None] = {}
        self.merged = 0

    def convert(self, node: yaml.Node) -> Node:
        if id(node) not in self.done:
            self.done[id(node)] = None
            self.done[id(node)] = self._fresh(node)
        done = self.done[id(node)]
        if done is None:
            remedy = "remove the alias that points to it"
            raise InputError(self._start(node), "contains itself", remedy)
        return done

    def _start(self, node: yaml.Node) -> str:
        return _place(self.source, node.start_mark)

    def _fresh(self, node: yaml.Node) -> Node:
        if node.tag not in _TAGS:
            raise InputError(self._start(node), f"unknown tag '{node.tag}'", "remove it")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.convert(item) for item in node.value)
            return Node(place=self._start(node), content=items)
        return Node(place=self._start(node), content=_scalar(node), written=node.value)

    def _mapping(self, node: yaml.MappingNode) -> Node:
        content: dict[str, Node] = {}
        places: dict[str, str] = {}
        for key, value in node.value:
            if key.tag != _TAG + "merge":
                name = self._new_key(key, places)
                places[name] = self._start(key)
                content[name] = self.convert(value)
        for base in self._merged(node):
            self.merged += len(base.mapping())
            if self.merged > MAX_NODES:
                raise _too_many(self._start(node))
            content = base.mapping() | content
            places = base.key_places | places
        return Node(place=self._start(node), content=content, key_places=places)

    def _merged(self, node: yaml.MappingNode) -> list[Node]:
        """Return what `<<` brings in: the first of several has precedence."""
        values = [self.convert(value) for key, value in node.value if key.tag == _TAG + "merge"]
        return [base for value in values for base in (value.items() if value.is_list else [value])]

    def _new_key(self, key: yaml.Node, seen: dict[str, str]) -> str:
        place = self._start(key)
        if not isinstance(key, yaml.ScalarNode):
            raise InputError(place, "a list or mapping cannot be a key", "use a text")
        name = str(key.value)
        if name in seen and name not in self.repeatable:
            raise InputError(place, f"key '{name}' is given twice", f"first at {seen[name]}")
        return name


def _scalar(node: yaml.Node) -> str | float | bool | None:
    if node.tag == _TAG + "null":
        return None
    if node.tag == _TAG + "bool":
        return str(node.value).lower() in _TRUE
    number = decimal(node.value) if isinstance(node, yaml.ScalarNode) and not node.style else None
    return str(node.value) if number is None else number

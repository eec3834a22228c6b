"""Reading `languages.yaml`: every mistake is found when it is loaded, with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from judge import claims, yamlfile
from judge.claims import Layers
from judge.errors import InputError, did_you_mean
from judge.language import INSTALL, PLACEHOLDER, PLACEHOLDERS, Language, OptionalWords, Steering
from judge.limits import MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from judge.yamlfile import Node

REQUIRED = ("name", "executables", "run")
MIB = 1 << 20
MOST_FACTOR = 1000
MOST_ALLOWANCE = MOST["memory"] // MIB
LONGEST_NAME = 255
"""Bytes; what the file systems of Linux allow."""

_ID = re.compile(r"[a-z0-9][a-z0-9_+#.-]*")
_EXTENSION = re.compile(r"\.[^./]+")  # what a name has from its last dot on
_LISTS = ("sources",)
"""Placeholders that become several words, and so have to be a word of their own."""


def read(files: Sequence[Path]) -> tuple[Language, ...]:
    """Read the languages of `files`, where later ones extend and override earlier ones.

    Raises InputError with file, line and column for anything that is not understood; of two
    places that don't agree, the one in the later file is named.
    """
    entries: dict[str, Node] = {}
    ids: dict[str, str] = {}
    for file in files:
        root = yamlfile.load(file)
        for name, entry in _entries(root).items():
            entries[name] = _override(entries.get(name), entry)
            ids.setdefault(name, root.key_places[name])
    layers = Layers(tuple(map(str, files)))
    languages = {name: _language(name, entry, layers) for name, entry in entries.items()}
    claims.refuse_double_words(entries, ids, layers)
    claims.refuse_double_extensions(entries, languages, layers)
    return tuple(languages.values())


def _entries(root: Node) -> dict[str, Node]:
    entries = {} if root.is_empty else root.mapping()
    for name, entry in entries.items():
        if not _ID.fullmatch(name):
            remedy = "small letters, digits and + # . _ - after the first"
            raise InputError(root.key_places[name], f"'{name}' can't be a language's id", remedy)
        entry.mapping(_READERS)
    return entries


def _override(base: Node | None, entry: Node) -> Node:
    if base is None:
        return entry
    return yamlfile.Node(
        place=entry.place,
        content=base.mapping() | entry.mapping(),
        key_places=base.key_places | entry.key_places,
    )


def _language(name: str, entry: Node, layers: Layers) -> Language:
    keys = entry.mapping()
    for key in REQUIRED:
        if key not in keys:
            raise entry.error(f"language '{name}' has no '{key}'", f"add '{key}:' to it")
    values = {key: _READERS[key](node) for key, node in keys.items()}
    language = Language(id=name, **values)
    with layers.blaming(entry, ("executables", "optional")):
        for key in ("compile", "syntax", "run"):
            if key in keys:
                _check_command(keys[key], language)
        for key in ("version", "check"):
            if key in keys:
                _check_program(keys[key].items()[0], language.executables)
    return language


def _check_command(command: Node, language: Language) -> None:
    _check_program(command.items()[0], (*language.executables, "{binary}"))
    lists = (*_LISTS, *language.optional)
    known = PLACEHOLDERS.union(language.optional)
    for word in command.items():
        for name in PLACEHOLDER.findall(word.text()):
            if name not in known:
                raise word.error(f"unknown placeholder '{{{name}}}'", did_you_mean(name, known))
            if name in lists and word.text() != f"{{{name}}}":
                remedy = "make it a word of its own"
                raise word.error(f"'{{{name}}}' stands for several words", remedy)


def _check_program(word: Node, programs: Sequence[str]) -> None:
    if word.text() not in programs:
        remedy = f"add it to 'executables' or use one of: {', '.join(programs)}"
        raise word.error(f"'{word.text()}' is none of the executables", remedy)


def _command(node: Node) -> tuple[str, ...]:
    words = node.texts()
    if not words:
        raise node.error("a command needs at least one word", "give the program and its arguments")
    return words


def _programs(node: Node) -> tuple[str, ...]:
    for item in node.items():
        if not item.text() or ("/" in item.text() and not item.text().startswith("/")):
            raise item.error(f"'{item.text()}' is neither a name nor an absolute path")
    return _command(node)


def _extensions(node: Node) -> tuple[str, ...]:
    for item in node.items():
        if not _EXTENSION.fullmatch(item.text()):
            raise item.error(f"'{item.text()}' is no extension", "write it with its one dot: .py")
    return node.texts()


def _file_name(node: Node) -> str:
    name = node.text()
    if "/" in name or name in {"", ".", ".."}:
        raise node.error(f"'{name}' is no file name", "a name without a folder")
    if len(name.encode()) > LONGEST_NAME:
        raise node.error(f"is longer than {LONGEST_NAME} bytes", "shorten it")
    return name


def _etc(node: Node) -> tuple[str, ...]:
    for item in node.items():
        path = Path(item.text())
        if path.parent == Path("/") or path.parts[:2] != ("/", "etc") or ".." in path.parts:
            remedy = "a path or pattern such as /etc/alternatives"
            raise item.error(f"'{item.text()}' is not below /etc", remedy)
    return node.texts()


def _pattern(node: Node) -> str:
    try:
        groups = re.compile(node.text()).groups
    except re.error as error:
        raise node.error(f"is no regular expression: {error}") from error
    except (OverflowError, RecursionError) as error:
        raise node.error(f"is too large a regular expression: {error}") from error
    if groups != 1:
        raise node.error("needs exactly one group", "put the folder's pattern in parentheses")
    return node.text()


def _variables(node: Node) -> dict[str, str]:
    for name in node.mapping():
        if not name or "=" in name or "\0" in name:
            message = f"'{name}' is no name of a variable"
            raise InputError(node.key_places[name], message, "use letters, digits and _")
    return {name: value.text() for name, value in node.mapping().items()}


def _install(node: Node) -> dict[str, str]:
    return {key: value.text() for key, value in node.mapping(INSTALL).items()}


def _steering(node: Node) -> Steering:
    return Steering(**{key: value.texts() for key, value in node.mapping(_STEERING).items()})


def _optional(node: Node) -> dict[str, OptionalWords]:
    for name in node.mapping():
        if name in PLACEHOLDERS or not PLACEHOLDER.fullmatch(f"{{{name}}}"):
            raise InputError(node.key_places[name], f"'{name}' can't name optional words")
    return {name: _optional_words(words) for name, words in node.mapping().items()}


def _optional_words(node: Node) -> OptionalWords:
    keys = node.mapping(_OPTIONAL)
    for key in _OPTIONAL:
        if key not in keys:
            raise node.error(f"has no '{key}'", f"add '{key}:' to it")
    return OptionalWords(words=keys["words"].texts(), test=_command(keys["test"]))


_STEERING = Steering.__struct_fields__
_OPTIONAL = OptionalWords.__struct_fields__
_texts: Callable[[Node], tuple[str, ...]] = yamlfile.Node.texts

_READERS: Mapping[str, Callable[[Node], Any]] = {
    "name": yamlfile.Node.text,
    "aliases": _texts,
    "extensions": _extensions,
    "default": yamlfile.Node.boolean,
    "headers": _extensions,
    "shebang": _texts,
    "foreign_shebang": _texts,
    "source_name": _file_name,
    "executables": _programs,
    "install": _install,
    "compile": _command,
    "syntax": _command,
    "run": _command,
    "env": _variables,
    "time_factor": lambda node: node.number(above=0, maximum=MOST_FACTOR),
    "memory_allowance": lambda node: int(node.number(minimum=0, maximum=MOST_ALLOWANCE) * MIB),
    "out_of_memory": _texts,
    "version": _command,
    "check": _command,
    "locate": _command,
    "located": _pattern,
    "steered_by": _steering,
    "etc": _etc,
    "optional": _optional,
}

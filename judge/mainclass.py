"""Where a Java program starts, found in its source text.

The text is read, not compiled: what is found has to be right for programs that compile,
and for others the compiler has the last word.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from judge.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What may hold anything: comments and literals, closed or not. Quantifiers are possessive
# or bounded here and below, since hostile text must not take more than linear time.
_NOISE = re.compile(
    r"""//[^\n]*+ | /\*(?:[^*]|\*(?!/))*+(?:\*/)?
    | \"\"\"(?:\\.|(?!\"\"\")[^\\])*+(?:\"\"\")?
    | "(?:\\.|[^"\\\n])*+"? | '(?:\\.|[^'\\\n])*+'? """,
    re.VERBOSE | re.DOTALL,
)
_NAME = r"(?:[^\W\d]|\$)[\w$]*+"
_PACKAGE = re.compile(rf"\bpackage\s++({_NAME}(?:\s*+\.\s*+{_NAME}){{0,50}}+)\s*+;")
_TOKEN = re.compile(
    rf"""(?P<brace>[{{}}])
    | (?P<public>\bpublic\s++(?:(?:final|abstract|sealed|non-sealed|strictfp)\s++){{0,9}}+)?
      \b(?:class|interface|enum|record)\s++(?P<type>{_NAME})
    | \b(?P<before>(?:(?:public|static|final|synchronized|strictfp)\s++){{0,9}}+)
      void\s++main\s*+\((?P<arguments>[^)]{{0,500}}+)\)""",
    re.VERBOSE,
)


MAX_NESTING = 20
"""A main method in a class nested more deeply is no place to start."""

_Opened: TypeAlias = "tuple[str, int]"
"""The name of a type whose body is open, and the depth of braces in there."""


class MainClass(msgspec.Struct, frozen=True):
    """A class with a main method: its binary name, and the file it stands in."""

    name: str
    file: str


class _Text(msgspec.Struct):
    """What one source file declares; `types` are its top-level types."""

    package: str
    types: list[str]
    public: list[str]
    mains: list[str]


def file_name(code: bytes, fallback: str) -> str:
    """Name a file with this code after its public class; `fallback` if it has none."""
    text = _read(code)
    return text.public[0] + PurePosixPath(fallback).suffix if text.public else fallback


def choose(codes: Mapping[str, bytes], *, fallback: str = "Main") -> MainClass:
    """Choose the class to start: the only one with a main method, else the one called Main.

    `codes` maps file names to their source code. Without any main method the first
    type is named: running it tells the author what is missing. InputError if there are
    several in different files and none is called Main.
    """
    texts = {name: _read(code) for name, code in codes.items()}
    mains = [MainClass(each, name) for name, text in texts.items() for each in text.mains]
    if not mains:
        return _first_type(texts, fallback)
    named = [each for each in mains if each.name.rpartition(".")[2].lower() == "main"]
    if len(named or mains) > 1 and len(codes) > 1:
        listed = ", ".join(each.name for each in named or mains)
        raise InputError(
            "", f"several classes have a main method: {listed}", "call one of them Main"
        )
    return (named or mains)[0]


def _first_type(texts: Mapping[str, _Text], fallback: str) -> MainClass:
    for name, text in texts.items():
        if text.types:
            return MainClass(_qualified(text.package, text.types[0]), name)
    return MainClass(fallback, next(iter(texts)))


def _read(code: bytes) -> _Text:
    plain = _NOISE.sub(" ", code.decode("utf-8", "replace"))
    package = _PACKAGE.search(plain)
    text = _Text("".join(package[1].split()) if package else "", [], [], [])
    for match, owners in _walk(plain):
        if match["type"] and not owners:
            text.types.append(match["type"])
            if match["public"]:
                text.public.append(match["type"])
        elif match["before"] is not None and 0 < len(owners) <= MAX_NESTING and _is_main(match):
            binary_name = "$".join(name for name, _ in owners)
            text.mains.append(_qualified(text.package, binary_name))
    return text


def _walk(plain: str) -> Iterator[tuple[re.Match[str], Sequence[_Opened]]]:
    """Find each type and main method, with the types around it from the outermost."""
    depth = 0
    opened: list[_Opened] = []
    pending = ""
    for match in _TOKEN.finditer(plain):
        if match["brace"] is None:
            yield match, opened
            pending = match["type"] or pending
        elif match["brace"] == "{":
            depth += 1
            if pending:
                opened.append((pending, depth))
            pending = ""
        else:
            if opened and opened[-1][1] == depth:
                opened.pop()
            depth -= 1


def _is_main(match: re.Match[str]) -> bool:
    return "static" in match["before"].split() and "String" in match["arguments"]


def _qualified(package: str, name: str) -> str:
    return f"{package}.{name}" if package else name

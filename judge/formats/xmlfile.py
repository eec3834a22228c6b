"""XML files as trees of elements that know their place, read without any danger.

A document type is refused, and with it every entity that could be blown up or lead to
another file; size, number of elements and depth are bounded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat  # a document type, and so entities, are refused below

import msgspec

from judge.errors import InputError
from judge.yamlnode import decimal

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SIZE = 8 << 20
MAX_ELEMENTS = 100_000
MAX_DEPTH = 100
"""Bytes, elements and levels; what has more is no description of a problem."""


class Element(msgspec.Struct, kw_only=True):
    """An element; `place` is ``file:line:column``, `text` what stands right in it."""

    tag: str
    place: str
    attributes: dict[str, str]
    children: list[Element]
    text: str = ""

    def all(self, path: str) -> Iterator[Element]:
        """Yield the elements below this one by tags such as ``files/resources/file``."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.tag == first:
                yield from child.all(rest) if rest else (child,)

    def find(self, path: str) -> Element | None:
        """Return the first of `all`."""
        return next(self.all(path), None)

    def get(self, attribute: str) -> str:
        """Return an attribute without blanks around it, empty where it is not there."""
        return self.attributes.get(attribute, "").strip()

    def need(self, attribute: str) -> str:
        """Return an attribute that has to be there."""
        value = self.get(attribute)
        if not value:
            raise self.error(f"<{self.tag}> has no {attribute}", f'add {attribute}="…"')
        return value

    def flag(self, attribute: str) -> bool:
        """Whether an attribute says ``true``."""
        return self.get(attribute).lower() == "true"

    def number(self, text: str, *, maximum: float) -> float:
        """Return `text`, which stands here, as a number from 0 to `maximum`."""
        number = decimal(text.strip().removeprefix("+"))
        if number is None or not 0 <= number <= maximum:
            remedy = f"write a number from 0 to {maximum:.17g}"
            raise self.error(f"<{self.tag}> says '{text.strip()}'", remedy)
        return number

    def error(self, message: str, remedy: str = "") -> InputError:
        """Make an error that points at this element."""
        return InputError(self.place, message, remedy)


def load(path: Path) -> Element:
    """Read the file at `path`; raise InputError, with its place, for what is no XML."""
    with path.open("rb") as file:
        data = file.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise InputError(path, "is larger than 8 MiB", "is it the right file?")
    return parse(data, path)


def parse(data: bytes, source: Path | str) -> Element:
    """Read XML from `data`; `source` is how errors call it."""
    builder = _Builder(source)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        place = f"{source}:{error.lineno}:{error.offset + 1}"
        why = expat.ErrorString(error.code)
        raise InputError(place, f"is no valid XML: {why}", "mend it there") from error
    except (LookupError, ValueError) as error:  # its encoding
        raise InputError(source, f"is no valid XML: {error}", "save it as UTF-8") from error
    return builder.top.children[0]


class _Builder:
    """Makes the tree from what the parser tells."""

    def __init__(self, source: Path | str) -> None:
        self.top = Element(tag="", place=str(source), attributes={}, children=[])
        self._source = source
        self._open = [self.top]
        self._texts: list[list[str]] = [[]]
        self._count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _place(self) -> str:
        at = self.parser
        return f"{self._source}:{at.CurrentLineNumber}:{at.CurrentColumnNumber + 1}"

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) > MAX_DEPTH:
            bound = f"{MAX_ELEMENTS} elements or {MAX_DEPTH} levels"
            raise InputError(self._place(), f"there are more than {bound}", "is it the right file?")
        one = Element(tag=tag, place=self._place(), attributes=attributes, children=[])
        self._open[-1].children.append(one)
        self._open.append(one)
        self._texts.append([])

    def _end(self, _tag: str) -> None:
        self._open.pop().text = "".join(self._texts.pop()).strip()

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _doctype(self, *_: object) -> None:
        message = "has a document type, which could bring in anything"
        raise InputError(self._place(), message, "remove <!DOCTYPE …>")

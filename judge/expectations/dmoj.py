"""The tests of a DMOJ problem: ``tests/NAME/test.yml``, as the judge's own suite has them.

Source: ``dmoj/testsuite.py`` of the judge server. Each names a source, its own limits, and the
codes that every case has to end with, or each case by its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from judge.expectations.globs import Glob
from judge.expectations.model import Example, Jury, Rule, Verdicts
from judge.expectations.words import DMOJ
from judge.formats import icpc
from judge.formats.packagefiles import check_file, inside, listing
from judge.limits import MOST
from judge.problem import Group
from judge.verdict import Verdict
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.yamlnode import Node

FILE = "test.yml"
KIB = 1 << 10
OTHER_LANGUAGES = {"PY2": "python2", "PYPY": "python2"}
"""Where the extension would tell another language than the one that is meant."""

WHOLE: Verdicts = frozenset({Verdict.CE, Verdict.JE})
"""What is said of a submission as a whole, and never of a case."""


def jury(root: Path, tests: Group) -> Jury:
    """The submissions of the problem's tests. Raises InputError."""
    place = root / "tests"
    names = [case.name for case in tests.all_cases()]
    folders = [one for one in listing(place, root) if one.is_dir()] if place.is_dir() else []
    return Jury(examples=tuple(one for folder in folders for one in _of(root, folder, names)))


def _of(root: Path, folder: Path, names: list[str]) -> Iterator[Example]:
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return
    node = load(check_file(path, root))
    keys = icpc.filled(node)
    if "skip" in keys and keys["skip"].boolean():
        return
    if "source" not in keys:
        raise node.error("the key 'source' is missing", "add the name of the program's file")
    rules = tuple(_rules(node.place, keys, names))
    for source in _texts(keys["source"]):
        name = f"{folder.relative_to(root).as_posix()}/{source}"
        file = inside(name, root, keys["source"].place)
        yield Example(
            name=name,
            paths=(file,),
            rules=rules,
            language=OTHER_LANGUAGES.get(_text(keys, "language")),
            time=_number(keys, "time", MOST["cpu_time"]),
            memory=_memory(keys),
            own_order=True,
        )


def _rules(place: str, keys: dict[str, Node], names: list[str]) -> Iterator[Rule]:
    every = _codes(keys["expect"]) if "expect" in keys else DMOJ["AC"]
    cases = dict(_cases(keys["cases"], names)) if "cases" in keys else {}
    if every & WHOLE:
        yield Rule(place=place, overall=every)
    elif not cases:
        yield Rule(place=place, permitted=every)
    for name in names if cases and not every & WHOLE else ():
        yield Rule(place=place, tests=Glob(name), permitted=cases.get(name, every))


def _cases(node: Node, names: list[str]) -> Iterator[tuple[str, Verdicts]]:
    """The codes of cases, by the names of these: a list, or a mapping of their numbers."""
    pairs = node.mapping().items() if node.is_mapping else enumerate(node.items(), 1)
    for number, codes in pairs:
        position = int(number) if str(number).isdecimal() and len(str(number)) < 9 else 0
        found = _codes(codes)
        # Of cases that are not there, nothing is expected.
        if 1 <= position <= len(names):
            yield names[position - 1], found


def _codes(node: Node) -> Verdicts:
    found: Verdicts = frozenset()
    for item in _nodes(node):
        if item.text() == "*":
            return frozenset(Verdict)
        found |= DMOJ[item.choice(DMOJ)]
    return found


def _nodes(node: Node) -> tuple[Node, ...]:
    return node.items() if node.is_list else (node,)


def _text(keys: dict[str, Node], key: str) -> str:
    return keys[key].text() if key in keys else ""


def _texts(node: Node) -> list[str]:
    return [item.text() for item in _nodes(node)]


def _number(keys: dict[str, Node], key: str, most: float) -> float | None:
    return float(keys[key].number(above=0, maximum=most)) if key in keys else None


def _memory(keys: dict[str, Node]) -> int | None:
    size = _number(keys, "memory", MOST["memory"] / KIB)
    return None if size is None else int(size * KIB)

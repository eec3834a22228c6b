"""Tests that are told by the names of the files in an archive, by regular expressions.

Those may be the package's own, and take for ever on a name: they are tried in a process of
their own that has a second.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from judge.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from judge.yamlnode import Node

INPUT = r"^(?=.*?\.in|in).*?(?:(?:^|\W)(?P<batch>\d+)[^\d\s]+)?(?P<case>\d+)[^\d\s]*$"
ANSWER = INPUT.replace(r"\.in|in", r"\.out|out")
PATIENCE = 1.0
LONGEST = 1000
"""Letters of a pattern, and of a number in a name."""

Key = tuple[bool, int, str]
"""Sorts names before numbers, as DMOJ does."""

MATCHER = """
import json, re, sys
patterns, names = json.load(sys.stdin)
found = []
for side, pattern in enumerate(patterns):
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        found = [side, str(error)]
        break
    for name in names:
        match = compiled.match(name)
        if match:
            groups = match.groupdict()
            found.append([side, name, groups.get("batch"), groups.get("case")])
json.dump(found, sys.stdout)
"""


class Named(msgspec.Struct):
    """The files of one case; None where there is none."""

    input: str | None = None
    answer: str | None = None


class Batch(msgspec.Struct, frozen=True):
    """The cases of a batch in order; one case where it is not `batched`."""

    cases: list[Named]
    batched: bool


def named_tests(
    names: Iterable[str], formats: tuple[Node | None, Node | None], place: str
) -> list[Batch]:
    """The batches and cases that the two `formats` find among `names`, in order.

    Raise InputError, with `place` where there is no other, for a pattern that is none or
    takes too long, and for two files of one side of a test.
    """
    groups: dict[Key, dict[Key, Named]] = {}
    batches: set[Key] = set()
    for side, name, batch, case in _matches(list(names), formats, place):
        if case is None:
            node = formats[side]
            message = f"finds no 'case' in '{name}'"
            raise InputError(place if node is None else node.place, message, "write (?P<case>…)")
        number = _key(case) if batch is None else _key(batch)
        if batch is not None:
            batches.add(number)
        named = groups.setdefault(number, {}).setdefault(_key(case), Named())
        _put(named, side, name, place)
    for number, cases in groups.items():
        if len(cases) > 1 and number not in batches:
            told = ", ".join(filter(None, (one.input or one.answer for one in cases.values())))
            raise InputError(place, f"cannot be told apart: {told}", "list the tests")
    return [
        Batch([cases[case] for case in sorted(cases)], number in batches)
        for number, cases in sorted(groups.items())
    ]


def _put(named: Named, side: int, name: str, place: str) -> None:
    other = named.answer if side else named.input
    if other is not None:
        raise InputError(place, f"'{other}' and '{name}' are of the same test", "list the tests")
    if side:
        named.answer = name
    else:
        named.input = name


def _key(text: str) -> Key:
    if len(text) <= LONGEST and text.isdecimal():
        return True, int(text), ""
    return False, 0, text


def _matches(names: list[str], nodes: tuple[Node | None, Node | None], place: str) -> list[Any]:
    texts = [
        default if node is None or node.is_empty else _pattern(node)
        for node, default in zip(nodes, (INPUT, ANSWER), strict=True)
    ]
    place = next((node.place for node in nodes if node is not None), place)
    try:
        done = subprocess.run(
            (sys.executable, "-I", "-S", "-c", MATCHER),
            input=json.dumps([texts, names]).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        message = "takes too long to find the tests by their names"
        raise InputError(place, message, "list the tests") from error
    found = json.loads(done.stdout)
    if found and not isinstance(found[0], list):
        side, why = found
        bad = nodes[side]
        raise InputError(bad.place if bad else place, f"is no regular expression: {why}", "mend it")
    return list(found)


def _pattern(node: Node) -> str:
    if len(node.text()) > LONGEST:
        raise node.error("is too long for a pattern", "list the tests")
    return node.text()

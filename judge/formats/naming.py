"""How a plain folder names its tests: one pattern a scheme, for inputs and for answers.

The schemes are those that judges, contest sites and downloaders use; Hydro's
``packages/common/subtask.ts`` is the best public list.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

_INPUT = r"input|in"
_ANSWER = r"output|out|answer|ans|expected"
_AFTER = r"(?P<after>(?:[-_. ]?[0-9]+[a-z]?)?)(?P<end>\.(?:txt|dat|in|out|ans))"
_FLAGS = re.IGNORECASE | re.DOTALL  # a line end is a letter of a name as any other
_GROUP = re.compile(r"((?:(?:sub|subtask|group|g)?[0-9]+)|samples?|secret)[-_][0-9]+")


class Scheme(msgspec.Struct, frozen=True):
    """Two patterns over file names, whose groups but for `end` tell the tests apart.

    With `needs_answers`, inputs alone are no sign of it: a file named 7 may be anything.
    """

    title: str
    input: re.Pattern[str]
    answer: re.Pattern[str]
    needs_answers: bool = False


def _scheme(title: str, first: str, second: str, *, needs_answers: bool = False) -> Scheme:
    patterns = [re.compile(pattern, _FLAGS) for pattern in (first, second)]
    return Scheme(title, patterns[0], patterns[1], needs_answers)


SCHEMES = (
    _scheme(
        "NAME.in with NAME.out",
        r"(?P<name>.+)\.(?:in|inp|input)",
        r"(?P<name>.+)\.(?:out|ans|a|answer|output)",
    ),
    _scheme(
        "inputN.txt with outputN.txt",
        rf"(?P<before>|.*[-_. ])(?:{_INPUT}){_AFTER}",
        rf"(?P<before>|.*[-_. ])(?:{_ANSWER}){_AFTER}",
    ),
    _scheme(
        "NAME.in1 with NAME.out1",
        r"(?P<name>.+)\.in(?P<number>[0-9]+)",
        r"(?P<name>.+)\.(?:ou|out|ans|a)(?P<number>[0-9]+)",
    ),
    _scheme(
        "01 with 01.a",
        r"(?P<name>[0-9]+)",
        r"(?P<name>[0-9]+)\.(?:a|ans|out)",
        needs_answers=True,
    ),
)

COMPILER_OUTPUT = "a.out"
"""What a C compiler leaves behind, and so no answer without an a.in."""

INPUT_FOLDERS = ("in", "input", "inputs")
ANSWER_FOLDERS = ("out", "output", "outputs", "ans", "answer", "answers", "expected")


class Matching(msgspec.Struct, frozen=True):
    """The files of one folder as a scheme sees them; more than one a key is a clash."""

    title: str
    inputs: dict[tuple[str, ...], list[str]]
    answers: dict[tuple[str, ...], list[str]]

    @property
    def pairs(self) -> int:
        """How many tests have both an input and an answer."""
        return len(self.inputs.keys() & self.answers.keys())

    def paired(self) -> set[str]:
        """Return the files of these tests."""
        keys = self.inputs.keys() & self.answers.keys()
        return {name for side in (self.inputs, self.answers) for key in keys for name in side[key]}


def matchings(names: Iterable[str]) -> list[Matching]:
    """Return the schemes that `names` can be read by: those with pairs.

    Without any pair: those with inputs, where no two claim the same ones. Without any
    input: the first with answers.
    """
    names = list(names)
    tried = [_match(scheme, names) for scheme in SCHEMES]
    paired = [matching for matching in tried if matching.pairs]
    if paired:
        return paired
    alone = {
        frozenset(_flat(matching.inputs)): matching
        for scheme, matching in reversed([*zip(SCHEMES, tried, strict=True)])
        if matching.inputs and not scheme.needs_answers
    }
    return [*alone.values()] or [matching for matching in tried[:1] if matching.answers]


def pair_key(name: str) -> tuple[str, ...]:
    """Return what a file in ``in/`` and its answer in ``out/`` have in common.

    Both may be named alike, differ in a last extension, or bear the folder's name:
    ``in/1.txt`` and ``out/1.txt``, ``1.in`` and ``1.out``, ``input1.txt`` and
    ``output1.txt``.
    """
    stem = re.sub(r"\.(?:in|out|ans|a|txt|dat)\Z", "", name, flags=_FLAGS)
    words = rf"^(?:{_INPUT}|{_ANSWER})(?=[-_. ]?[0-9])"
    return (re.sub(words, "", stem, flags=_FLAGS),)


def name_of(path: PurePath) -> str:
    """Return the name of the test whose input is at `path`, below the folder of tests."""
    name = path.name
    numbered = re.fullmatch(r"(.+)\.in([0-9]+)", name, _FLAGS)
    if numbered:
        name = f"{numbered[1]}.{numbered[2]}"
    name = re.sub(r"(?<=.)\.(?:txt|dat)\Z", "", name, flags=_FLAGS)
    name = re.sub(r"(?<=.)\.(?:in|inp|input)\Z", "", name, flags=_FLAGS)
    return (path.parent / name).as_posix()


def group_name(test: str) -> str:
    """Return the group of a test: its folder, or ``G`` of a name such as ``G-K``."""
    path = PurePath(test)
    match = _GROUP.fullmatch(path.name)
    parent = "" if path.parent == PurePath() else path.parent.as_posix()
    return "/".join(filter(None, (parent, match[1] if match else "")))


def natural(text: str) -> tuple[list[tuple[str, int]], str]:
    """Return a key to sort by, with 2 before 10; different texts have different keys."""
    parts = re.split(r"([0-9]+)", text)
    words, numbers = parts[::2], [int(part) for part in parts[1::2]]
    return list(zip((w.casefold() for w in words), [*numbers, -1], strict=True)), text


def _match(scheme: Scheme, names: list[str]) -> Matching:
    inputs = _by_key(scheme.input, names)
    answers = _by_key(scheme.answer, names)
    return Matching(scheme.title, inputs, answers)


def _by_key(pattern: re.Pattern[str], names: list[str]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        match = pattern.fullmatch(name)
        if match is not None:
            key = tuple(text for part, text in match.groupdict().items() if part != "end")
            found.setdefault(key, []).append(name)
    return found


def _flat(files: dict[tuple[str, ...], list[str]]) -> list[str]:
    return [name for names in files.values() for name in names]

"""What the validators of different judges are given, and what their endings mean. Pure.

Sources: the problem package format ("Output validators"); testlib's ``TResult`` and
``InStream::quit``; CMS's ``grading/steps/trusted.py``; DMOJ's ``contrib/*.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import msgspec

from judge.decide import Decision
from judge.problem import Protocol
from judge.verdict import Cause, Verdict

MESSAGE, TEAM_MESSAGE = "judgemessage.txt", "teammessage.txt"
# How much of a message is a reason.
SHOWN = 200
ORDERS: dict[Protocol, tuple[str, ...]] = {
    "icpc": ("{input}", "{answer}", "{feedback}/"),
    "testlib": ("{input}", "{output}", "{answer}"),
    "cms": ("{input}", "{answer}", "{output}"),
    "dmoj": ("{input}", "{output}", "{answer}"),
    "coci": ("{input}", "{output}", "{answer}"),
    "peg": ("{answer}", "{output}", "{input}"),
}
"""The arguments of each before those of its own."""

_WORDS = re.compile(r"(?:ok|wrong answer|wrong output format|unexpected eof)(?: |$)")
_POINTS = re.compile(r"points (?:points_info=|([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)(?!\S))\s*(.*)")
_PART = re.compile(r"partially correct \(([0-9]{1,9})\)\s*(.*)")
_FRACTION = re.compile(r"^partial ([0-9]{1,300})/([0-9]{1,300})$", re.MULTILINE)
_PARTS_BEGIN = (0, 16, 50)
"""Testlib's ``PC_BASE_EXIT_CODE``: today's, an older one, and that of TestSys."""
_TRANSLATED = {
    "success": "the output is correct",
    "partial": "the output is partially correct",
    "wrong": "the output isn't correct",
}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """How a validator that was not stopped has ended, and what it printed."""

    code: int
    stdout: str = ""
    stderr: str = ""
    messages: Mapping[str, str] = {}
    """The files of its feedback folder that are for people."""


def arguments(protocol: Protocol, words: tuple[str, ...], paths: Mapping[str, str]) -> list[str]:
    """The arguments with `paths` for input, output, answer and feedback filled in."""
    return [_filled(word, paths) for word in words or ORDERS[protocol]]


def decision(protocol: Protocol, said: Said) -> Decision | str:
    """What it says of the output; or where it failed, how."""
    return _READERS[protocol](said)


def first_line(text: str) -> str:
    """The first line of a message with anything in it, cut short."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first[:SHOWN]


def _filled(word: str, paths: Mapping[str, str]) -> str:
    # In one go: a path may have such a word in it.
    return re.sub(r"\{(\w+)\}", lambda match: paths.get(match[1], match[0]), word)


def _icpc(said: Said) -> Decision | str:
    if said.code == 42:
        return Decision(verdict=Verdict.AC)
    if said.code == 43:
        told = (said.messages.get(name, "") for name in (MESSAGE, TEAM_MESSAGE))
        return _wrong(next(filter(None, map(first_line, told)), ""))
    return f"exit code {said.code} (42 accepts, 43 rejects)"


def _testlib(said: Said) -> Decision | str:
    message = first_line(said.stderr)
    if (part := _PART.match(message)) and said.code - int(part[1]) in _PARTS_BEGIN:
        return _percent(int(part[1]), part[2])
    if said.code == 7:
        return _points(message)
    if said.code == 0:
        return Decision(verdict=Verdict.AC)
    if said.code in (1, 2, 4, 8):
        return _wrong(_WORDS.sub("", message, count=1))
    return f"exit code {said.code}"


def _percent(percent: int, message: str) -> Decision | str:
    if percent > 100:
        return f"it says 'partially correct ({percent})', which is more than 100 percent"
    return _part(percent / 100, message)


def _points(message: str) -> Decision | str:
    found = _POINTS.match(message)
    if not found:
        return "exit code 7 (points), and its message does not begin with 'points' and a number"
    if found[1] is None:  # information about points, of which only its own judge makes any
        return Decision(verdict=Verdict.AC, reason=found[2])
    try:
        score = float(found[1])
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        return f"exit code 7 (points), and '{found[1]}' is no number"
    return Decision(verdict=Verdict.AC, score=score, reason=found[2])


def _coci(said: Said) -> Decision | str:
    if said.code != 7:
        return _testlib(said)
    found = _FRACTION.search(said.stderr)
    if not found or not int(found[2]) or int(found[1]) > int(found[2]):
        return "exit code 7 (partial), and no line of its is 'partial X/Y' with X of at most Y"
    return _part(int(found[1]) / int(found[2]), first_line(said.stdout))


def _dmoj(said: Said) -> Decision | str:
    if said.code == 0:
        return Decision(verdict=Verdict.AC)
    if said.code == 1:
        return _wrong(first_line(said.stdout))
    return f"exit code {said.code} (0 accepts, 1 rejects)"


def _peg(said: Said) -> Decision | str:
    """Two lines with the score and the best one, anywhere in what it prints, say the part."""
    if said.code not in (0, 1):
        return _dmoj(said)
    lines = said.stdout.split("\n")
    ratios = (_ratio(*pair) for pair in pairwise(lines))
    part = next((ratio for ratio in ratios if ratio > 0), None)
    return _dmoj(said) if part is None else _part(min(part, 1.0), "")


def _ratio(one: str, other: str) -> float:
    try:
        ratio = float(one) / float(other)
    except (ValueError, ZeroDivisionError):
        return 0.0
    return ratio if math.isfinite(ratio) else 0.0


def _cms(said: Said) -> Decision | str:
    if said.code != 0:
        return f"exit code {said.code}"
    printed = said.stdout.split("\n", 1)[0].strip()
    try:
        outcome = float(printed)
    except ValueError:
        outcome = math.nan
    if math.isnan(outcome):
        return f"its first line is '{printed[:SHOWN]}' and no number from 0 to 1"
    message = first_line(said.stderr.split("\n", 1)[0])
    if message.startswith("translate:"):
        key = message.removeprefix("translate:").strip()
        message = _TRANSLATED.get(key, message)
    return _part(min(outcome, 1.0), message)


def _part(part: float, message: str) -> Decision:
    if part <= 0:
        return _wrong(message)
    if part >= 1:
        return Decision(verdict=Verdict.AC)
    return Decision(verdict=Verdict.AC, part=part, reason=message)


def _wrong(message: str) -> Decision:
    return Decision(verdict=Verdict.WA, cause=Cause.OUTPUT, reason=message)


_READERS: dict[Protocol, Callable[[Said], Decision | str]] = {
    "icpc": _icpc,
    "testlib": _testlib,
    "cms": _cms,
    "dmoj": _dmoj,
    "coci": _coci,
    "peg": _peg,
}

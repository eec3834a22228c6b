"""The stock checkers once more: too slow to be wrong, on whole texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from itertools import zip_longest

WRONG, RIGHT, NO_ANSWER = "WA", "AC", "JE"
Verdict = str
Slow = Callable[[str, str], Verdict]

WHOLE = re.compile(r"0|-?[1-9][0-9]*")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def verdict(right: object) -> Verdict:
    return RIGHT if right else WRONG


# Testlib


def words(text: str) -> list[str]:
    return re.findall(r"[^ \t\r\n]+", text)


def unmarked(found: str) -> str:
    return found.removeprefix("\ufeff")


def same_words(answer: str, found: str, *, fold: bool = False) -> bool:
    sides = answer, unmarked(found)
    if fold:
        sides = small(answer), small(unmarked(found))
    return words(sides[0]) == words(sides[1])


def small(text: str) -> str:
    return re.sub("[A-Z]", lambda one: one[0].lower(), text)


def of_form(is_right: Callable[[str], bool], *, single: bool = False, fold: bool = False) -> Slow:
    """Equal words, all of which have to be as they should in the answer."""

    def check(answer: str, found: str) -> Verdict:
        wanted = words(answer)[:1] if single else words(answer)
        if single and not wanted:
            return NO_ANSWER
        pairs = zip_longest(wanted, words(unmarked(found)))
        for expected, printed in pairs:
            if expected is not None and not is_right(expected):
                return NO_ANSWER
            if not same_words(expected or "", printed or "", fold=fold):
                return WRONG
        return RIGHT

    return check


def whole(bits: int | None) -> Callable[[str], bool]:
    def is_right(word: str) -> bool:
        if not WHOLE.fullmatch(word):
            return False
        return bits is None or -(2 ** (bits - 1)) <= int(word) < 2 ** (bits - 1)

    return is_right


def close(expected: float, printed: float, absolute: float, relative: float | None) -> bool:
    allowed = absolute + 1e-15
    if relative is None:
        return not abs(expected - printed) > allowed
    if abs(expected) > 1e300 or abs(printed) > 1e300:
        return min(abs(expected), abs(printed)) > 1e300 and (expected > 0) == (printed > 0)
    low, high = sorted([expected * (1.0 - allowed), expected * (1.0 + allowed)])
    return abs(printed - expected) <= allowed or low <= printed <= high


def near(absolute: float, relative: float | None, *, single: bool = False) -> Slow:
    def check(answer: str, found: str) -> Verdict:
        wanted = words(answer)[:1] if single else words(answer)
        if single and not wanted:
            return NO_ANSWER
        for expected, printed in zip_longest(wanted, words(unmarked(found))):
            if expected is not None and not NUMBER.fullmatch(expected):
                return NO_ANSWER
            if not NUMBER.fullmatch(expected or "") or not NUMBER.fullmatch(printed or ""):
                return WRONG
            if not close(float(expected), float(printed), absolute, relative):
                return WRONG
        return RIGHT

    return check


def fcmp(answer: str, found: str) -> Verdict:
    def lines(text: str) -> list[str]:
        pieces = text.split("\n")
        ended = pieces[:-1] + ([pieces[-1] + "\xff"] if pieces[-1].endswith("\r") else pieces[-1:])
        return [re.sub(r"\r(?!\Z)(.)", r"\1", one.removesuffix("\r")) for one in ended]

    wanted, given = lines(answer), lines(unmarked(found))
    while wanted and not wanted[-1]:
        wanted.pop()
    first = all(a == (b or "") for a, b in zip_longest(wanted, given[: len(wanted)]))
    return verdict(first and not "".join(given[len(wanted) :]).strip(" \t\r\n"))


def lcmp(answer: str, found: str) -> Verdict:
    return white_diff(answer, unmarked(found))


def uncmp(answer: str, found: str) -> Verdict:
    if not all(map(whole(64), words(answer))):
        return NO_ANSWER
    return verdict(Counter(words(answer)) == Counter(words(unmarked(found))))


# CMS and DMOJ

BLANKS = " \t\n\r\v\f"


def split(text: str) -> list[str]:
    return re.findall(f"[^{BLANKS}]+", text)


def white_diff(answer: str, found: str) -> Verdict:
    pairs = zip_longest(answer.split("\n"), found.split("\n"), fillvalue="")
    return verdict(all(split(a) == split(s) for a, s in pairs))


def filled(text: str) -> list[str]:
    return [line for line in re.split(r"[\r\n]", text) if line]


def standard(answer: str, found: str) -> Verdict:
    sides = [[split(line) for line in filled(side) if split(line)] for side in (answer, found)]
    return verdict(sides[0] == sides[1])


def floats(epsilon: float, mode: str) -> Slow:
    def close(a: float, s: float) -> bool:
        if mode == "relative":
            low, high = sorted([a * (1 - epsilon), a * (1 + epsilon)])
            return low <= s <= high
        if abs(s - a) <= epsilon or mode == "absolute":
            return abs(s - a) <= epsilon
        return abs(a) >= epsilon and abs(1.0 - s / a) <= epsilon

    def same(expected: str, printed: str) -> bool:
        try:
            a = float(expected)
        except ValueError:
            return expected == printed
        try:
            return not math.isnan(a) and close(a, float(printed))
        except ValueError:
            return False

    def check(answer: str, found: str) -> Verdict:
        lines = zip_longest(*(map(split, filled(side)) for side in (answer, found)))
        return verdict(
            all(
                a is not None and s is not None and len(a) == len(s) and all(map(same, a, s))
                for a, s in lines
            )
        )

    return check


def rstripped(answer: str, found: str) -> Verdict:
    sides = [[line.rstrip(BLANKS) for line in re.split(r"[\r\n]", one)] for one in (answer, found)]
    return verdict(sides[0] == sides[1])


def sorted_lines(answer: str, found: str) -> Verdict:
    sides = [sorted(split(line) for line in filled(side)) for side in (answer, found)]
    return verdict(sides[0] == sides[1])


def unordered(answer: str, found: str) -> Verdict:
    return verdict(sorted(split(answer)) == sorted(split(found)))


def easy(answer: str, found: str) -> Verdict:
    counts = [Counter("".join(split(small(side))).encode()) for side in (answer, found)]
    return verdict(counts[0] == counts[1])


def line_count(answer: str, found: str) -> Verdict:
    sides = [[line.strip(BLANKS) for line in filled(side)] for side in (answer, found)]
    return verdict(sides[0] == sides[1])


POLYGON: dict[str, Slow] = {
    "dcmp": near(1e-6, 1e-6, single=True),
    "fcmp": fcmp,
    "icmp": of_form(whole(32), single=True),
    "lcmp": lcmp,
    "ncmp": of_form(whole(64)),
    "nyesno": of_form(lambda word: word.upper() in ("YES", "NO"), fold=True),
    "rcmp": near(1.5e-6, None, single=True),
    "rcmp4": near(1e-4, 1e-4),
    "rcmp9": near(1e-9, 1e-9),
    "rncmp": near(1.5e-5, None),
    "uncmp": uncmp,
    "wcmp": of_form(lambda _: True),
    "yesno": of_form(lambda word: word.upper() in ("YES", "NO"), single=True, fold=True),
}
DMOJ: dict[tuple[str, tuple[tuple[str, object], ...]], Slow] = {
    ("standard", ()): standard,
    ("easy", ()): easy,
    ("floats", ()): floats(1e-6, "default"),
    ("floats", (("precision", -1),)): floats(10.0, "default"),
    ("floats", (("precision", 1), ("error_mode", "absolute"))): floats(0.1, "absolute"),
    ("floatsabs", (("precision", "2"),)): floats(0.01, "absolute"),
    ("floatsrel", (("precision", 2),)): floats(0.01, "relative"),
    ("identical", ()): lambda answer, found: verdict(answer == found),
    ("linecount", ()): line_count,
    ("rstripped", ()): rstripped,
    ("sorted", ()): sorted_lines,
    ("sorted", (("split_on", "whitespace"),)): unordered,
    ("unordered", ()): unordered,
}

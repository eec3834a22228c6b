"""Expectations in the sources themselves.

``@EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT`` is DOMjudge's, any of them will do;
``@EXPECTED_SCORE@: 30`` as well. ``@EXPECTED_GRADES@ AC WA TLE`` is the Nordic olympiads':
the verdict of each group of secret tests. ``@check-accepted: st1 st2*`` and its kin are
task-maker's: subtasks by name, all of them where there is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from judge.errors import InputError, did_you_mean
from judge.expectations.globs import Glob
from judge.expectations.model import Rule, Verdicts
from judge.expectations.words import DOMJUDGE, GRADES
from judge.verdict import Verdict

LOOKED_AT = 1 << 20
"""Bytes of a source file that are searched."""

MARKS = ("@EXPECTED_RESULTS@", "@EXPECTED_GRADES@", "@EXPECTED_SCORE@")

_RESULTS = re.compile(r"@EXPECTED_(RESULTS|SCORE)@:[^\S\n]*([^\n]*)", re.IGNORECASE)
_GRADES = re.compile(r"@EXPECTED_GRADES@:?((?:[ \t]+(?:AC|WA|TLE|RTE|MLE|PA)\b)+)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_CHECK = re.compile(r"@check-([a-z-]+):([^\n]*)")
# What closes a comment in some language, at the end of the line.
_CLOSING = re.compile(r"\s*(\*/|-->|\*\)|#\||\|#|-})?\s*$")

CHECKS = {
    "accepted": Verdict.AC,
    "wrong-answer": Verdict.WA,
    "time-limit-exceeded": Verdict.TLE,
    "memory-limit-exceeded": Verdict.MLE,
    "runtime-error": Verdict.RTE,
}


def lines(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The place and text of every line of the sources that may hold an expectation."""
    for path in paths:
        with path.open("rb") as file:
            text = file.read(LOOKED_AT).decode(errors="replace")
        if "@" in text:
            for number, line in enumerate(text.split("\n"), 1):
                if "@" in line:
                    yield f"{path}:{number}", line.rstrip("\r")


def results(found: Sequence[tuple[str, str]]) -> Iterator[Rule]:
    """What the first ``@EXPECTED_RESULTS@`` and ``@EXPECTED_SCORE@`` say. Raises InputError."""
    seen: set[str] = set()
    for place, line in found:
        for kind, said in _RESULTS.findall(line):
            text = _CLOSING.sub("", said)
            is_score = kind.upper() == "SCORE" and bool(_NUMBER.fullmatch(text))
            name = "score" if is_score else "results"
            if name not in seen:
                seen.add(name)
                yield _score(place, text) if is_score else _results(place, text)


def _score(place: str, text: str) -> Rule:
    return Rule(place=place, score=(float(text), float(text)))


def _results(place: str, text: str) -> Rule:
    verdicts: Verdicts = frozenset()
    for word in text.split(","):
        name = word.strip().upper().replace("_", "-")
        if name not in DOMJUDGE:
            message = f"'{word.strip()}' is no expected result"
            raise InputError(place, message, did_you_mean(name, DOMJUDGE))
        verdicts |= DOMJUDGE[name]
    return Rule(place=place, overall=verdicts)


def grades(found: Sequence[tuple[str, str]], groups: Sequence[str]) -> tuple[Rule, ...]:
    """What the first ``@EXPECTED_GRADES@`` says of the secret `groups`. Raises InputError."""
    for place, line in found:
        match = _GRADES.search(line)
        if match is not None:
            return _grades(place, match[1].split(), groups)
    return ()


def _grades(place: str, words: Sequence[str], groups: Sequence[str]) -> tuple[Rule, ...]:
    if len(words) != len(groups):
        message = f"{len(words)} grades for {len(groups)} groups of secret tests"
        raise InputError(place, message, f"the groups are: {', '.join(groups) or 'none'}")
    return tuple(
        Rule(place=place, tests=Glob(group), overall=GRADES.get(word, frozenset({Verdict.PA})))
        for word, group in zip(words, groups, strict=True)
    )


def checks(found: Sequence[tuple[str, str]]) -> Iterator[Rule]:
    """What task-maker's ``@check-…`` say. Raises InputError for one that it does not know."""
    for place, line in found:
        for kind, said in _CHECK.findall(line):
            names = _CLOSING.sub("", said).split()
            for name in names or ["*"]:
                yield _check(place, kind, name)


def _check(place: str, kind: str, name: str) -> Rule:
    tests = Glob(name)
    if kind == "accepted":
        return Rule(place=place, tests=tests, permitted=frozenset({Verdict.AC}))
    if kind in CHECKS:
        return Rule(place=place, tests=tests, required=frozenset({CHECKS[kind]}))
    if kind == "zero":
        return Rule(place=place, tests=tests, score=(0.0, 0.0))
    if kind == "partial-score":
        return Rule(place=place, tests=tests, score=(0.0, float("inf")), partial=True)
    known = [*CHECKS, "partial-score", "zero"]
    raise InputError(place, f"'@check-{kind}' is no check", did_you_mean(kind, known))

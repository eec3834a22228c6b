"""Submissions of a package in the format 2025-09 (and 2023-07): ``submissions.yaml``.

Source: the problem package format 2025-09, "Example submissions". The folders have rules
that a key of their name replaces; any other pattern adds to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError, did_you_mean
from judge.expectations import comments
from judge.expectations.folders import OWN, files, found
from judge.expectations.globs import Glob, problem_with
from judge.expectations.model import FOUR, Bound, Example, Rule, Verdicts
from judge.formats import icpc
from judge.formats.packagefiles import check_file
from judge.verdict import Verdict
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.yamlnode import Node

FILE = "submissions.yaml"
OF_RULES = ("permitted", "required", "score", "message", "use_for_time_limit")
OF_SUBMISSIONS = ("language", "entrypoint", "authors", "model_solution")

AC, WA, TLE, RTE = Verdict.AC, Verdict.WA, Verdict.TLE, Verdict.RTE
PARTIAL = "partially_accepted"
DEFAULTS: dict[str, tuple[Verdicts, Verdicts]] = {
    "accepted": (frozenset({AC}), FOUR),
    "rejected": (FOUR, frozenset({RTE, TLE, WA})),
    "wrong_answer": (frozenset({AC, WA}), frozenset({WA})),
    "time_limit_exceeded": (frozenset({AC, TLE}), frozenset({TLE})),
    "run_time_error": (frozenset({AC, RTE}), frozenset({RTE})),
    "brute_force": (frozenset({AC, RTE, TLE}), frozenset({RTE, TLE})),
}
"""What is permitted and what is required in the folders of the format."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One key of the file: a pattern over submissions, and what it says of them."""

    glob: Glob
    rules: tuple[Rule, ...]
    language: str | None = None
    entry: str | None = None


def examples(root: Path, groups: Sequence[str]) -> tuple[Example, ...]:
    """The submissions of the package in `root`. Raises InputError.

    `groups` are the names of the groups of secret tests.
    """
    entries = _entries(root)
    return tuple(_example(root, one, entries, groups) for one in found(root))


def _entries(root: Path) -> list[Entry]:
    path = root / "submissions" / FILE
    keys: dict[str, Node] = {}
    if path.exists() or path.is_symlink():
        keys = icpc.filled(load(check_file(path, root)))
    own = [_entry(text, node) for text, node in keys.items() if text not in DEFAULTS]
    return [_default(root, name, keys.get(name)) for name in DEFAULTS] + own


def _default(root: Path, folder: str, node: Node | None) -> Entry:
    """The rules of a folder; what the file says of it by name takes their place, key by key."""
    permitted, required = DEFAULTS[folder]
    place = str(root / "submissions" / folder)
    if node is None:
        return Entry(glob=Glob(folder), rules=(_rule(place, None, permitted, required),))
    return _entry(folder, node, (permitted, required))


def _entry(text: str, node: Node, defaults: tuple[Verdicts, Verdicts] | None = None) -> Entry:
    glob = _glob(text, node)
    keys = {} if node.is_empty else node.mapping()
    nested = {key: value for key, value in keys.items() if key not in OF_RULES + OF_SUBMISSIONS}
    for key, value in nested.items():
        if not _names_tests(key):
            known = (*OF_RULES, *OF_SUBMISSIONS)
            raise InputError(node.key_places[key], f"unknown key '{key}'", did_you_mean(key, known))
        value.mapping(OF_RULES)
    if "model_solution" in keys:
        keys["model_solution"].boolean()
    whole = _read(node.place, None, icpc.filled(node), defaults)
    parts = [
        _read(value.place, _glob(key, value), icpc.filled(value)) for key, value in nested.items()
    ]
    return Entry(
        glob=glob,
        rules=tuple(rule for rule in (whole, *parts) if rule is not None),
        language=_text(keys.get("language")),
        entry=_text(keys.get("entrypoint")),
    )


def _names_tests(key: str) -> bool:
    """Whether a key is a pattern over tests, and not a mistyped other key."""
    return key in ("sample", "secret") or any(sign in key for sign in "/*{")


def _text(node: Node | None) -> str | None:
    return None if node is None or node.is_empty else node.text()


def _glob(text: str, node: Node) -> Glob:
    wrong = problem_with(text)
    if wrong:
        remedy = "'*' stands for any part of a name, {a,b} for one of several"
        raise InputError(node.place, f"the pattern '{text[:80]}' {wrong}", remedy)
    return Glob(text)


def _read(
    place: str,
    tests: Glob | None,
    keys: dict[str, Node],
    defaults: tuple[Verdicts, Verdicts] | None = None,
) -> Rule | None:
    if defaults is None and not set(keys) & set(OF_RULES):
        return None
    permitted, required = defaults or (FOUR, FOUR)
    if "permitted" in keys:
        permitted = _verdicts(keys["permitted"])
    if "required" in keys:
        required = _verdicts(keys["required"])
        _demand_possible(keys["required"], permitted, required)
    rule = _rule(place, tests, permitted, required)
    return msgspec.structs.replace(
        rule,
        score=_score(keys.get("score")),
        message=_text(keys.get("message")) or "",
        bound=_bound(keys.get("use_for_time_limit"), rule.bound),
    )


def _rule(place: str, tests: Glob | None, permitted: Verdicts, required: Verdicts) -> Rule:
    """A rule, and whether its submissions tell what the time limit is ("Timelimit inference")."""
    bound: Bound | None = None
    if required == {TLE}:
        bound = "upper"
    elif TLE not in permitted:
        bound = "lower"
    return Rule(
        place=place,
        tests=tests,
        permitted=None if permitted == FOUR else permitted,
        required=None if required == FOUR else required,
        bound=bound,
    )


def _verdicts(node: Node) -> Verdicts:
    words = [item.choice([str(verdict) for verdict in FOUR]) for item in node.items()]
    if not words:
        raise node.error("names no verdict", "write for example [AC, TLE]")
    return frozenset(Verdict(word) for word in words)


def _demand_possible(node: Node, permitted: Verdicts, required: Verdicts) -> None:
    if not permitted & required:
        names = ", ".join(sorted(permitted))
        remedy = f"permitted: [{names}]"
        raise node.error("nothing of what is required is permitted", remedy)


def _score(node: Node | None) -> tuple[float, float] | None:
    if node is None:
        return None
    if not node.is_list:
        number = float(node.number())
        return number, number
    items = node.items()
    if len(items) != 2:
        raise node.error(f"{len(items)} numbers are no range", "write [least, most]")
    least, most = float(items[0].number()), float(items[1].number())
    if least > most:
        raise node.error("the range is empty", "write [least, most]")
    return least, most


def _bound(node: Node | None, usual: Bound | None) -> Bound | None:
    if node is None:
        return usual
    if isinstance(node.content, bool):
        return usual if node.content else None
    return "lower" if node.choice(("lower", "upper")) == "lower" else "upper"


def _example(
    root: Path, one: tuple[str, str, Path], entries: Sequence[Entry], groups: Sequence[str]
) -> Example:
    folder, name, path = one
    fitting = [entry for entry in entries if entry.glob.matches(name)]
    rules = tuple(rule for entry in fitting for rule in entry.rules)
    said = list(comments.lines(files(path, root)))
    if not any(rule.tests is None for rule in rules):
        rules += _elsewhere(path, folder, said)
    if folder != "accepted":
        rules += comments.grades(said, groups)
    return Example(
        name=f"submissions/{name}",
        paths=(path,),
        rules=rules,
        language=next((one.language for one in fitting if one.language is not None), None),
        entry=next((one.entry for one in fitting if one.entry is not None), None),
    )


def _elsewhere(path: Path, folder: str, said: Sequence[tuple[str, str]]) -> tuple[Rule, ...]:
    """What is expected of a submission that no rule for all tests matches."""
    rules = tuple(comments.results(said))
    if not rules and folder in OWN:
        rules = (Rule(place=str(path.parent), overall=OWN[folder]),)
    elif not rules and folder == PARTIAL:
        # No folder of this version, but one that even its own examples have.
        overall = frozenset({Verdict.PA, AC})
        rules = (Rule(place=str(path.parent), overall=overall, partial=True),)
    return rules

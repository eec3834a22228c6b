"""The solutions of a Library Checker problem: ``[[solutions]]`` of ``info.toml``, in ``sol/``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from judge.expectations.model import Example, Jury, Rule, Verdicts
from judge.formats.packagefiles import check_file, inside
from judge.formats.plainfile import load_toml
from judge.verdict import Verdict

if TYPE_CHECKING:
    from judge.yamlnode import Node

INFO, FOLDER, CORRECT = "info.toml", "sol", "correct.cpp"
EXPECTED: dict[str, Verdicts] = {
    "AC": frozenset({Verdict.AC}),
    "WA": frozenset({Verdict.WA}),
    "TLE": frozenset({Verdict.TLE}),
    "RE": frozenset({Verdict.RTE}),
}


def jury(root: Path) -> Jury:
    """The solutions that ``info.toml`` names, and the correct one. Raises InputError."""
    keys = load_toml(check_file(root / INFO, root)).mapping()
    nodes = keys["solutions"].items() if "solutions" in keys else ()
    examples = [_example(root, node) for node in nodes]
    if all(one.name != f"{FOLDER}/{CORRECT}" for one in examples):
        examples = [_correct(root), *examples] if (root / FOLDER / CORRECT).exists() else examples
    return Jury(examples=tuple(examples))


def _correct(root: Path) -> Example:
    path = check_file(root / FOLDER / CORRECT, root)
    rule = Rule(place=str(path), overall=EXPECTED["AC"], bound="lower")
    return Example(name=f"{FOLDER}/{CORRECT}", paths=(path,), rules=(rule,))


def _example(root: Path, node: Node) -> Example:
    keys = node.mapping()
    if "name" not in keys:
        raise node.error("the key 'name' is missing", f"name a file of {FOLDER}/")
    name = keys["name"].text()
    verdicts = _verdicts(keys)
    rule = Rule(place=node.place, overall=verdicts)
    path = inside(f"{FOLDER}/{name}", root, keys["name"].place)
    return Example(name=f"{FOLDER}/{name}", paths=(path,), rules=(rule,))


def _verdicts(keys: dict[str, Node]) -> Verdicts:
    """A wrong one may fail in any way; of a right one it is said what it may do instead."""
    if "expect" in keys:
        return EXPECTED[keys["expect"].choice(EXPECTED)]
    if "wrong" in keys and keys["wrong"].boolean():
        return EXPECTED["WA"] | EXPECTED["TLE"] | EXPECTED["RE"]
    found = EXPECTED["AC"]
    for key, word in (("allow_tle", "TLE"), ("allow_re", "RE")):
        if key in keys and keys[key].boolean():
            found |= EXPECTED[word]
    return found

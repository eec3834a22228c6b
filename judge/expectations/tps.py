"""The solutions of a TPS task: ``solutions.json``, a verdict for each, and for subtasks of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from judge.expectations.globs import Glob
from judge.expectations.model import Bound, Example, Jury, Rule
from judge.expectations.words import TPS
from judge.formats.packagefiles import check_file, inside
from judge.formats.plainfile import load_json

if TYPE_CHECKING:
    from judge.yamlnode import Node

FILE, FOLDER = "solutions.json", "solution"
BOUNDS: dict[str, Bound] = {"model_solution": "lower", "correct": "lower", "time_limit": "upper"}


def jury(root: Path) -> Jury:
    """The solutions that ``solutions.json`` names. Raises InputError."""
    path = root / FILE
    if not path.exists() and not path.is_symlink():
        return Jury()
    keys = load_json(check_file(path, root)).mapping()
    return Jury(examples=tuple(_example(root, name, node) for name, node in keys.items()))


def _example(root: Path, name: str, node: Node) -> Example:
    keys = node.mapping()
    if "verdict" not in keys:
        raise node.error(f"'{name}' has no verdict", f"known: {', '.join(TPS)}")
    parts = keys["except"].mapping() if "except" in keys else {}
    rules = [_rule(keys["verdict"], None)]
    rules += [_rule(verdict, Glob(subtask)) for subtask, verdict in parts.items()]
    path = inside(f"{FOLDER}/{name}", root, node.place)
    return Example(name=f"{FOLDER}/{name}", paths=(path,), rules=tuple(rules))


def _rule(node: Node, tests: Glob | None) -> Rule:
    word = node.choice(TPS)
    bound = BOUNDS.get(word) if tests is None else None
    return Rule(place=node.place, tests=tests, overall=TPS[word], bound=bound)

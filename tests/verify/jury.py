"""Small packages with submissions, written out as a mapping of path to text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from judge import expectations
from judge.expectations.model import Example
from judge.formats import open_problem

NEW = "problem_format_version: 2025-09\nname: Echo\nuuid: 5b2f\n"
LEGACY = "name: Echo\n"
DATA = {
    "data/sample/1.in": "1\n",
    "data/sample/1.ans": "1\n",
    "data/secret/2.in": "2\n",
    "data/secret/2.ans": "2\n",
    "data/secret/3.in": "3\n",
    "data/secret/3.ans": "3\n",
}
ECHO = "read x; echo $x\n"


def write(root: Path, tree: Mapping[str, str | bytes]) -> Path:
    """Write the files below `root`."""
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def package(root: Path, tree: Mapping[str, str | bytes], head: str = NEW) -> Path:
    """Write a package whose program has to print what it reads, and beside it `tree`."""
    return write(root, {"problem.yaml": head, **DATA, **tree})


def examples(root: Path) -> dict[str, Example]:
    """The submissions of the package, by their path below ``submissions``."""
    found = expectations.read(open_problem(root)).examples
    return {one.name.removeprefix("submissions/"): one for one in found}

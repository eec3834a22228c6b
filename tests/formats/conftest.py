"""Small packages, written out as a mapping of path to text."""

from __future__ import annotations

from pathlib import Path

import pytest
from packages import Make, Refused, Tree

from judge.errors import InputError
from judge.formats import open_problem


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a tree of files below a folder with a blank and letters beyond ASCII."""

    def write(tree: Tree) -> Path:
        root = tmp_path / "Aufgabe für Zoë"
        for name, text in tree.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write


@pytest.fixture
def refused(make: Make) -> Refused:
    """Open a tree that is refused; return the message, with the root cut off."""

    def message(tree: Tree) -> str:
        root = make(tree)
        with pytest.raises(InputError) as caught:
            open_problem(root)
        return str(caught.value).replace(f"{root}/", "").replace(str(root), "ROOT")

    return message

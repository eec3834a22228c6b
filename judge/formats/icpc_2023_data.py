"""The settings of test data in a 2023-07 package, in whichever words they are written.

The drafts called the file ``testdata.yaml`` and had its keys first as the legacy format has
them, then with ``scoring:`` as a map and arguments as lists; at last it became what 2025-09
has, ``test_group.yaml``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from judge.errors import InputError
from judge.formats import icpc
from judge.formats.icpc_2025_data import Data
from judge.formats.icpc_2025_settings import TEST_GROUP_YAML
from judge.formats.icpc_legacy_data import REPEATED, TESTDATA_YAML
from judge.formats.packagefiles import check_file
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.problem import Group
    from judge.yamlnode import Node

Style = Literal["2025-09", "legacy", "draft"]
LEGACY_KEYS = ("on_reject", "grader_flags", "range", "accept_score", "reject_score")
SCORING = {
    "score": "max_score",
    "max_score": "max_score",
    "aggregation": "score_aggregation",
    "require-pass": "require_pass",
    "require_pass": "require_pass",
}
FLAGS = {"output_validator_flags": "output_validator_args"}
PASSED_OVER = ("hint", "description", "input_validator_flags")


def style_of(root: Path) -> Style:
    """Return in which words the package `root` has its settings."""
    words: Style = "draft"
    for folder, _, names in os.walk(root / "data"):
        if TEST_GROUP_YAML in names:
            return "2025-09"
        if TESTDATA_YAML in names:
            node = load(check_file(Path(folder, TESTDATA_YAML), root), REPEATED)
            if _is_legacy(icpc.filled(node)):
                words = "legacy"
    return words


def left_as_drafted(root: Path) -> Path | None:
    """A ``testdata.yaml`` of `root` that gives points in the words of a draft alone.

    Packages that were moved on to 2025-09 may still have them, the one among the examples
    of the specification itself; none if a ``test_group.yaml`` says anything.
    """
    found = None
    for folder, _, names in os.walk(root / "data"):
        if TEST_GROUP_YAML in names:
            return None
        if TESTDATA_YAML in names:
            path = Path(folder, TESTDATA_YAML)
            keys = icpc.filled(load(check_file(path, root), REPEATED))
            if set(keys) == {"scoring"} and keys["scoring"].is_mapping:
                found = path
    return found


def _is_legacy(keys: dict[str, Node]) -> bool:
    grading = keys.get("grading")
    old = grading is not None and not grading.is_mapping
    return old or any(key in keys for key in LEGACY_KEYS)


class DraftData(Data):
    """Reads ``data/`` with a ``testdata.yaml`` in its folders, as the drafts have it."""

    settings_yaml = TESTDATA_YAML
    _run_samples = True

    def read(self, *, scoring: bool = False) -> Group:
        """Return the tests, without the samples where they are not to be run."""
        tests = super().read(scoring=scoring)
        if self._run_samples:
            return tests
        rest = tuple(group for group in tests.groups if group.name != "sample")
        return msgspec.structs.replace(tests, groups=rest)

    def _read_settings(self, node: Node, folder: Path) -> Node:
        """The settings with the keys of 2025-09."""
        content: dict[str, Node] = {}
        places: dict[str, str] = {}
        for key, value in icpc.filled(node).items():
            for name, inner, place in self._translated(key, value, node.key_places[key]):
                if name in content:
                    raise InputError(place, f"'{name}' is given twice", "keep one of them")
                content[name], places[name] = inner, place
        self._take_run_samples(content, folder)
        return msgspec.structs.replace(node, content=content or None, key_places=places)

    def _translated(self, key: str, value: Node, place: str) -> list[tuple[str, Node, str]]:
        if key in PASSED_OVER:
            return []
        if key == "static_validation":
            if value.content is False:
                return []
            raise icpc.unsupported(place, "a static validator")
        if key in {"scoring", "grading"}:
            known = value.mapping(SCORING)
            if key == "grading" and "score" in known and "max_score" in known:
                raise icpc.unsupported(value.place, "a score for each test beside one for all")
            return [(SCORING[one], node, value.key_places[one]) for one, node in known.items()]
        if key in FLAGS or (key in FLAGS.values() and not value.is_list):
            words = value.text().split()
            items = [msgspec.structs.replace(value, content=one, written=one) for one in words]
            listed = msgspec.structs.replace(value, content=tuple(items))
            return [(FLAGS.get(key, key), listed, place)]
        return [(key, value, place)]

    def _take_run_samples(self, content: dict[str, Node], folder: Path) -> None:
        node = content.pop("run_samples", None)
        if node is None:
            return
        if folder != self.data:
            raise node.error("'run_samples' is for data/testdata.yaml alone", "write it there")
        self._run_samples = node.boolean()

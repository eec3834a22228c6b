"""The test data of a 2025-09 package: samples, secret tests, and groups of these.

A subfolder of ``secret`` with a ``test_group.yaml`` is a group, any other a mere folder.
By the specification settings reach from a group to its tests only, and ``data`` itself
and folders in a group have none. BAPCtools, which most such packages are made with,
writes them in every folder and hands them down to all below, as is done here: where a
package keeps to the specification, that makes no difference.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.formats.constants import replace_constants
from judge.formats.icpc_2025_case import CaseFolder
from judge.formats.icpc_2025_points import Scoring
from judge.formats.icpc_2025_settings import TEST_GROUP_YAML, Settings, group_settings
from judge.formats.packagefiles import check_file, check_no_cycle, listing
from judge.problem import Group, TestCase
from judge.yamlfile import parse, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from judge.yamlnode import Node

_NAME = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,254}")


class Data:
    """Reads ``data/`` of the package `root`; what it passes over goes to `notes`."""

    settings_yaml = TEST_GROUP_YAML

    def __init__(
        self,
        root: Path,
        constants: dict[str, str],
        notes: list[str],
        validators: tuple[Path, ...] = (),
        *,
        interactive: bool = False,
    ) -> None:
        self.root = root
        self.interactive = interactive
        self.validators = validators
        self.data = root / "data"
        self.constants = constants
        self.notes = notes
        self.first = Settings()
        self.points = Scoring(root, self.settings_yaml, scoring=False, judged=bool(validators))

    def read(self, *, scoring: bool = False) -> Group:
        """Return the tests: a nameless root with the groups ``sample`` and ``secret``."""
        judged = bool(self.validators)
        self.points = Scoring(self.root, self.settings_yaml, scoring=scoring, judged=judged)
        sample, secret = self.data / "sample", self.data / "secret"
        if not secret.is_dir():
            raise InputError(secret, "is missing", "add tests such as 1.in and 1.ans there")
        settings = self._refine(self.first, self.data)
        groups = [self._group(sample, settings)] if sample.is_dir() else []
        groups.append(self._secret(secret, settings))
        if not groups[-1].all_cases():
            raise InputError(secret, "holds no tests", "add files such as 1.in and 1.ans")
        full = tuple(group for group in groups if group.all_cases())
        return self.points.applied(Group(name="", groups=full))

    def _secret(self, folder: Path, inherited: Settings) -> Group:
        settings = self._refine(inherited, folder)
        found = [child for child in self._folders(folder) if (child / self.settings_yaml).exists()]
        groups = [self._group(child, settings) for child in found]
        for child, group in zip(found, groups, strict=True):
            if not group.cases:
                raise InputError(child, "is a test group without tests", "add some or remove it")
        own = self._cases(folder, settings, "secret", without=found)
        if own and groups:
            self._note(f"{folder}: 2025-09 wants either tests here or test groups, not both")
        return Group(name="secret", cases=tuple(sorted(own, key=_name)), groups=tuple(groups))

    def _group(self, folder: Path, inherited: Settings) -> Group:
        name = folder.relative_to(self.data).as_posix()
        cases = self._cases(folder, self._refine(inherited, folder), name)
        return Group(name=name, cases=tuple(sorted(cases, key=_name)))

    def _cases(
        self, folder: Path, settings: Settings, group: str, without: list[Path] | None = None
    ) -> list[TestCase]:
        """Return the tests of a `group` that lie in `folder` and below."""
        check_no_cycle(folder, self.root)
        entries = frozenset(self._entries(folder))
        found = CaseFolder(
            self.root,
            folder,
            entries,
            settings,
            self.validators,
            interactive=self.interactive,
            settings_yaml=self.settings_yaml,
        )
        cases = found.cases(group)
        for child in self._folders(folder):
            if child not in (without or []):
                cases += self._cases(child, self._refine(settings, child), group)
        return cases

    def _folders(self, folder: Path) -> Iterator[Path]:
        extensions = {".in", ".ans", ".files", ".yaml"}
        for entry in self._entries(folder):
            if entry.is_dir() and entry.suffix not in extensions:
                yield entry

    def _entries(self, folder: Path) -> list[Path]:
        """List what the format counts as present: names of its few letters."""
        found = []
        for entry in listing(folder, self.root):
            if _NAME.fullmatch(entry.name):
                found.append(entry)
            elif entry.suffix == ".in" or entry.is_dir():
                self._note(f"{entry}: passed over, since 2025-09 allows only a-zA-Z0-9_.- in names")
        return found

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _refine(self, settings: Settings, folder: Path) -> Settings:
        path = folder / self.settings_yaml
        if not path.exists() and not path.is_symlink():
            return settings
        text = read(check_file(path, self.root))
        node = self._read_settings(parse(replace_constants(text, self.constants), path), folder)
        found = group_settings(node, settings)
        self.points.read(node, folder.relative_to(self.data).as_posix())
        return found

    def _read_settings(self, node: Node, folder: Path) -> Node:
        """What the settings of `folder` say, in the words of this version."""
        del folder
        return node


def _name(case: TestCase) -> str:
    return case.name

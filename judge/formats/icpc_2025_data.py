"""The test data of a 2025-09 package: samples, secret tests, and groups of these.

``secret`` holds either groups, which are its subfolders with a ``test_group.yaml``, or
tests, in itself and in plain subfolders.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.formats.constants import replace_constants
from judge.formats.icpc_2025_case import TestFolder
from judge.formats.icpc_2025_settings import TEST_GROUP_YAML, Settings, group_settings
from judge.formats.packagefiles import check_file, check_no_cycle, listing
from judge.problem import Group, TestCase
from judge.yamlfile import parse, read

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,254}")


class Data:
    """Reads ``data/`` of the package `root`; what it passes over goes to `notes`."""

    def __init__(self, root: Path, constants: dict[str, str], notes: list[str]) -> None:
        self.root = root
        self.data = root / "data"
        self.constants = constants
        self.notes = notes

    def read(self) -> Group:
        """Return the tests: a nameless root with the groups ``sample`` and ``secret``."""
        sample, secret = self.data / "sample", self.data / "secret"
        self._check_misplaced(self.data)
        groups = [self._sample(sample)] if sample.is_dir() else []
        if not secret.is_dir():
            raise InputError(secret, "is missing", "add tests such as 1.in and 1.ans there")
        groups.append(self._secret(secret))
        if not groups[-1].all_cases():
            raise InputError(secret, "holds no tests", "add files such as 1.in and 1.ans")
        groups = [group for group in groups if group.all_cases()]
        return Group(name="", groups=tuple(groups))

    def _sample(self, folder: Path) -> Group:
        return Group(name="sample", cases=self._cases(folder, self._settings(folder)))

    def _secret(self, folder: Path) -> Group:
        settings = self._settings(folder)
        folders = [entry for entry in self._entries(folder) if _is_plain_folder(entry)]
        groups = [child for child in folders if (child / TEST_GROUP_YAML).is_file()]
        if not groups:
            return Group(name="secret", cases=self._cases(folder, settings))
        self._check_only_groups(folder, folders, groups)
        return Group(
            name="secret",
            groups=tuple(self._test_group(child, settings) for child in groups),
        )

    def _check_only_groups(self, folder: Path, folders: list[Path], groups: list[Path]) -> None:
        for child in folders:
            if child not in groups:
                message = f"is no test group, while {groups[0].name}/ beside it is one"
                raise InputError(child, message, f"add {TEST_GROUP_YAML} to it")
        for entry in self._entries(folder):
            if entry.suffix == ".in":
                message = f"stands beside test groups such as {groups[0].name}/"
                raise InputError(entry, message, "move it into a group")

    def _test_group(self, folder: Path, parent: Settings) -> Group:
        settings = self._settings(folder)
        settings.check_against(parent)
        name = f"secret/{folder.name}"
        cases = self._cases(folder, settings)
        if not cases:
            raise InputError(folder, "is a test group without tests", "add some or remove it")
        return Group(name=name, cases=cases)

    def _cases(self, top: Path, settings: Settings) -> tuple[TestCase, ...]:
        """Return the tests of a group, which may lie in subfolders, by name."""
        cases: list[TestCase] = []
        for folder in self._folders(top):
            if folder != top:
                self._check_misplaced(folder)
            name = top.relative_to(self.data).as_posix()
            entries = frozenset(self._entries(folder))
            cases += TestFolder(self.root, folder, entries, settings).cases(group=name)
        return tuple(sorted(cases, key=lambda case: case.name))

    def _folders(self, folder: Path) -> Iterator[Path]:
        check_no_cycle(folder, self.root)
        yield folder
        for entry in self._entries(folder):
            if _is_plain_folder(entry):
                yield from self._folders(entry)

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

    def _check_misplaced(self, folder: Path) -> None:
        path = folder / TEST_GROUP_YAML
        if path.exists():
            remedy = "it belongs into data/sample, data/secret or a group right below secret"
            raise InputError(path, "has no effect here", remedy)

    def _settings(self, folder: Path) -> Settings:
        path = folder / TEST_GROUP_YAML
        if not path.exists() and not path.is_symlink():
            return Settings()
        text = read(check_file(path, self.root))
        return group_settings(parse(replace_constants(text, self.constants), path))


def _is_plain_folder(entry: Path) -> bool:
    return entry.is_dir() and entry.suffix not in {".in", ".ans", ".files", ".yaml"}

"""The tests in one folder of a 2025-09 package and the files that belong to each."""

from __future__ import annotations

from pathlib import Path

import msgspec

from judge.errors import InputError
from judge.formats.flags import comparison
from judge.formats.icpc_2025_settings import TEST_GROUP_YAML, Settings, case_settings
from judge.formats.packagefiles import check_file, listing
from judge.problem import Checker, Interactor, TestCase, Validator
from judge.yamlfile import load

OF_A_TEST = (".ans", ".yaml", ".files")
"""What changes a verdict and so must not be there without its test."""


LEGACY_SETTINGS = "testdata.yaml"


class CaseFolder(msgspec.Struct, frozen=True):
    """One folder below ``data/`` with its `entries` and what is set for its tests."""

    root: Path
    folder: Path
    entries: frozenset[Path]
    settings: Settings
    validators: tuple[Path, ...] = ()
    interactive: bool = False
    settings_yaml: str = TEST_GROUP_YAML

    def cases(self, group: str) -> list[TestCase]:
        """Read the tests right in this folder."""
        entries = sorted(self.entries, key=lambda entry: entry.name)
        inputs = [entry for entry in entries if entry.suffix == ".in"]
        names = {entry.stem for entry in inputs}
        for entry in entries:
            self._check_belongs(entry, names)
        return [self._case(entry, group) for entry in inputs]

    def _check_belongs(self, entry: Path, names: set[str]) -> None:
        if entry.name == self.settings_yaml or self._is_empty_leftover(entry):
            return
        if entry.suffix in OF_A_TEST and entry.stem not in names:
            remedy = f"add {entry.stem}.in or remove this file"
            if entry.name == LEGACY_SETTINGS:
                remedy = f"it is of the legacy format; 2025-09 has {TEST_GROUP_YAML}"
            raise InputError(entry, "belongs to no test", remedy)
        if entry.name in names and entry.is_dir():
            raise InputError(entry, f"is named as the test {entry.name}.in", "rename one of them")

    def _is_empty_leftover(self, entry: Path) -> bool:
        return entry.name == LEGACY_SETTINGS and load(check_file(entry, self.root)).is_empty

    def _case(self, path: Path, group: str) -> TestCase:
        settings = self._case_settings(path)
        return TestCase(
            name=path.relative_to(self.root / "data").with_suffix("").as_posix(),
            group=group,
            input=check_file(path, self.root),
            answer=self._answer(path),
            checker=self._checker(settings),
            interactor=self._interactor(settings),
            arguments=settings.arguments,
            files=self._files(path.with_suffix(".files")),
        )

    def _checker(self, settings: Settings) -> Checker:
        if not self.validators:
            return comparison(settings.flags, may_repeat=False)
        words = tuple(flag.text for flag in settings.flags)
        return Validator(programs=self.validators, arguments=words)

    def _interactor(self, settings: Settings) -> Interactor | None:
        if not self.interactive:
            return None
        words = tuple(flag.text for flag in settings.flags)
        return Interactor(program=self.validators[0], arguments=words)

    def _case_settings(self, path: Path) -> Settings:
        own = path.with_suffix(".yaml")
        if own not in self.entries:
            return self.settings
        return case_settings(load(check_file(own, self.root)), self.settings)

    def _answer(self, path: Path) -> Path:
        answer = path.with_suffix(".ans")
        if answer not in self.entries:
            raise InputError(path, "has no answer file", f"add {answer.name}")
        return check_file(answer, self.root)

    def _files(self, folder: Path) -> tuple[Path, ...]:
        if folder not in self.entries:
            return ()
        return tuple(check_file(path, self.root) for path in listing(folder, self.root))

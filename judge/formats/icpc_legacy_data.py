"""The tree of test data of a legacy package, with ``testdata.yaml`` in its folders.

Each key of a ``testdata.yaml`` holds for its folder and all below, until a deeper one
says otherwise.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError, did_you_mean
from judge.formats import icpc
from judge.formats.flags import Flag, comparison
from judge.formats.icpc_legacy_grading import Grading
from judge.formats.packagefiles import check_file, check_no_cycle, listing
from judge.problem import Checker, Group, Interactor, TestCase, Validator
from judge.yamlfile import load

if TYPE_CHECKING:
    from judge.yamlnode import Node

TESTDATA_YAML = "testdata.yaml"
REPEATED = ("input_validator_flags",)
"""A key that packages in use give twice, and that changes nothing here."""
TEST_GROUP_YAML = "test_group.yaml"
"""So DOMjudge calls the same, where there is no ``testdata.yaml``."""
KEYS = (
    *("on_reject", "grading", "grader_flags", "input_validator_flags"),
    *("output_validator_flags", "accept_score", "reject_score", "range"),
)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a group has from its own ``testdata.yaml`` and from those above it."""

    problem_flags: tuple[Flag, ...] = ()
    group_flags: tuple[Flag, ...] = ()
    stop_on_reject: bool = True
    grading: Grading = Grading()


class LegacyData:
    """Reads ``data/`` of the package `root`; what it passes over goes to `notes`."""

    def __init__(
        self,
        root: Path,
        notes: list[str],
        validators: tuple[Path, ...] = (),
        *,
        interactive: bool = False,
    ) -> None:
        self.root = root
        self.interactive = interactive
        self.validators = validators
        self.data = root / "data"
        self.notes = notes

    def read(self, settings: Settings) -> Group:
        """Return the tests: a nameless root with the groups ``sample`` and ``secret``."""
        if not self.data.is_dir():
            remedy = "make it, with tests such as secret/1.in and secret/1.ans"
            raise InputError(self.data, "is missing", remedy)
        settings = self._refine(settings, self.data)
        folders = [self.data / name for name in ("sample", "secret")]
        groups = [self._group(folder, settings) for folder in folders if folder.is_dir()]
        groups = [group for group in groups if group.all_cases()]
        if all(group.name != "secret" for group in groups):
            self.notes.append(f"{self.data / 'secret'}: no tests, so the samples alone decide")
        return icpc.check_any_test(self._as_group("", (), groups, settings), self.root)

    def _group(self, folder: Path, inherited: Settings) -> Group:
        check_no_cycle(folder, self.root)
        entries = listing(folder, self.root)
        settings = self._refine(inherited, folder)
        cases = self._cases(folder, entries, settings)
        folders = [entry for entry in entries if entry.is_dir() and not _is_test_file(entry)]
        groups = [self._group(child, settings) for child in folders]
        full = [group for group in groups if group.all_cases()]
        return self._as_group(self._name(folder), cases, full, settings)

    def _as_group(
        self, name: str, cases: tuple[TestCase, ...], groups: list[Group], settings: Settings
    ) -> Group:
        stop = settings.stop_on_reject
        group = Group(name=name, cases=cases, groups=tuple(groups), stop_on_reject=stop)
        return settings.grading.on_group(group) if name else settings.grading.on_root(group)

    def _cases(self, folder: Path, entries: list[Path], settings: Settings) -> tuple[TestCase, ...]:
        stems = {entry.name.removesuffix(".in") for entry in entries if entry.name.endswith(".in")}
        for entry in entries:
            self._check_stray(entry, stems)
        flags = settings.problem_flags + settings.group_flags
        checker: Checker
        words = tuple(flag.text for flag in flags)
        interactor = None
        if self.interactive:
            interactor = Interactor(program=self.validators[0], arguments=words)
        if self.validators:
            checker = Validator(programs=self.validators, arguments=words)
        else:
            checker = comparison(flags, may_repeat=True)
        return tuple(
            TestCase(
                name=f"{self._name(folder)}/{stem}",
                group=self._name(folder),
                input=check_file(folder / f"{stem}.in", self.root),
                answer=self._answer(folder, stem),
                checker=checker,
                interactor=interactor,
            )
            for stem in sorted(stems)
        )

    def _answer(self, folder: Path, stem: str) -> Path:
        path = folder / f"{stem}.ans"
        if not path.exists() and not path.is_symlink():
            raise InputError(folder / f"{stem}.in", "has no answer file", f"add {path.name}")
        return check_file(path, self.root)

    def _check_stray(self, entry: Path, stems: set[str]) -> None:
        if entry.suffix == ".ans" and entry.name.removesuffix(".ans") not in stems:
            name = entry.with_suffix(".in").name
            raise InputError(entry, "has no input file", f"add {name} or remove this file")
        if entry.suffix in {".yaml", ".yml"} and entry.name not in {TESTDATA_YAML, TEST_GROUP_YAML}:
            self.notes.append(f"{entry}: not read; settings of a group stand in {TESTDATA_YAML}")

    def _name(self, folder: Path) -> str:
        return folder.relative_to(self.data).as_posix()

    def _refine(self, settings: Settings, folder: Path) -> Settings:
        names = (TESTDATA_YAML, TEST_GROUP_YAML)
        path = next((folder / name for name in names if os.path.lexists(folder / name)), None)
        if path is None:
            return settings
        node = load(check_file(path, self.root), REPEATED)
        for key, place in node.key_places.items():
            if key not in KEYS:
                hint = did_you_mean(key, KEYS)
                self.notes.append(f"{place}: unknown key '{key}' passed over ({hint})")
        keys = icpc.filled(node)
        grading = settings.grading.refined(keys, self.notes)
        return _refined(msgspec.structs.replace(settings, grading=grading), keys)


def _refined(settings: Settings, keys: dict[str, Node]) -> Settings:
    change = msgspec.structs.replace
    if "on_reject" in keys:
        stop = keys["on_reject"].choice(("break", "continue")) == "break"
        settings = change(settings, stop_on_reject=stop)
    if "output_validator_flags" in keys:
        settings = change(settings, group_flags=_flags(keys["output_validator_flags"]))
    return settings


def _flags(node: Node) -> tuple[Flag, ...]:
    """Split flags at blanks, as every judge does; the map names the validator as well."""
    if node.is_mapping:
        flags = node.mapping(("name", "flags")).get("flags")
        return () if flags is None or flags.is_empty else _flags(flags)
    return tuple(Flag(word, node.place) for word in node.text().split())


def _is_test_file(entry: Path) -> bool:
    return entry.suffix in {".in", ".ans"}

"""The inputs of an ICPC package beside its tests, and which arguments validators get for them.

Sources: the problem package format 2025-09 ("Test case configuration", "Validation test
data") and legacy ("Test data groups").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from judge.formats import icpc
from judge.formats.constants import replace_constants
from judge.formats.packagefiles import check_file, listing
from judge.problem import Problem, TestCase
from judge.yamlfile import parse, read

if TYPE_CHECKING:
    from judge.yamlnode import Node

INVALID_INPUT, INVALID_OUTPUT, VALID_OUTPUT = "invalid_input", "invalid_output", "valid_output"
SETTINGS = ("test_group.yaml", "testdata.yaml")


class InputFile(msgspec.Struct, frozen=True, kw_only=True):
    """An input of the package; `name` is its path below ``data`` without extension.

    `files` are shown to the program beside it, `arguments` are handed to it.
    """

    name: str
    path: Path
    files: tuple[Path, ...] = ()
    arguments: tuple[str, ...] = ()


def of_tests(cases: Iterable[TestCase]) -> list[InputFile]:
    """The inputs that submissions are run on."""
    return [
        InputFile(name=case.name, path=case.input, files=case.files, arguments=case.arguments)
        for case in cases
    ]


def beside(problem: Problem, kind: str) -> list[InputFile]:
    """The inputs in the folder of that name below ``data``, and in folders there."""
    folder = problem.path / "data" / kind
    return list(_below(problem, folder)) if folder.is_dir() else []


def _below(problem: Problem, folder: Path) -> Iterator[InputFile]:
    data = problem.path / "data"
    for entry in listing(folder, problem.path):
        if entry.suffix == ".in":
            path = check_file(entry, problem.path)
            name = entry.relative_to(data).with_suffix("").as_posix()
            files = entry.with_suffix(".files")
            shown = tuple(listing(files, problem.path)) if files.is_dir() else ()
            arguments = _words(setting(problem, entry, "args"))
            yield InputFile(name=name, path=path, files=shown, arguments=arguments)
        elif entry.is_dir() and entry.suffix != ".files" and not entry.is_symlink():
            yield from _below(problem, entry)


def setting(problem: Problem, path: Path, key: str) -> Node | None:
    """What the yaml files say of `key` for the test at `path`: the nearest of them counts."""
    return _setting(problem, path, lambda keys: keys.get(key))


def _setting(
    problem: Problem, path: Path, choose: Callable[[dict[str, Node]], Node | None]
) -> Node | None:
    data = problem.path / "data"
    own = [path.with_suffix(".yaml")]
    above = [path.parent, *path.parent.parents]
    places = [folder / name for folder in above for name in SETTINGS if _is_within(folder, data)]
    for place in own + places:
        if place.exists() or place.is_symlink():
            found = choose(_load(problem, place))
            if found is not None:
                return found
    return None


def _is_within(folder: Path, data: Path) -> bool:
    return folder.is_relative_to(data)


def _load(problem: Problem, path: Path) -> dict[str, Node]:
    text = replace_constants(read(check_file(path, problem.path)), problem.constants)
    return icpc.filled(parse(text, path))


def _words(node: Node | None) -> tuple[str, ...]:
    return () if node is None else node.texts()


def input_arguments(problem: Problem, given: InputFile, validator: Path) -> tuple[str, ...]:
    """What an input validator gets on its command line for `given`. Raises InputError."""
    if not problem.format.startswith("icpc"):
        return ()
    flags = setting(problem, given.path, "input_validator_flags")
    if flags is not None:
        return _legacy(flags, validator)
    own = setting(problem, given.path, "input_validator_args")
    return (*_of_validator(own, validator), *given.arguments)


def _of_validator(node: Node | None, validator: Path) -> tuple[str, ...]:
    if node is None or not node.is_mapping:
        return _words(node)
    keys = node.mapping()
    return _words(keys.get(validator.name) or keys.get(validator.stem))


def _legacy(node: Node, validator: Path) -> tuple[str, ...]:
    if not node.is_mapping:
        return tuple(node.text().split())
    keys = icpc.filled(node)
    name, flags = keys.get("name"), keys.get("flags")
    if flags is None or (name and name.text() not in (validator.name, validator.stem)):
        return ()
    return tuple(flags.text().split())

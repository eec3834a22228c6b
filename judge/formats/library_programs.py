"""Programs of a Library Checker problem, each put together with the headers it may include.

Those are the problem's own, by their paths, ``params.h``, which stands in no file, and what
lies in ``common/``: the repository's compiler looks there, so they are laid beside every
source and header.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from judge.errors import InputError
from judge.formats.packagefiles import check_file, check_inside, inside, listing
from judge.formats.testlib import TESTLIB, demand_testlib

if TYPE_CHECKING:
    from judge.formats.archive import Scratch
    from judge.yamlnode import Node

HEADERS = (".h", ".hpp", ".hh", ".hxx", ".inc")
PARAMS = "params.h"
DATA = ("in", "out")
DEEPEST = 4
MOST_FILES = 500
MOST_BYTES = 16 << 20
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Programs:
    """The programs of the problem in `folder`, made in `scratch` when they are asked for."""

    def __init__(self, folder: Path, scratch: Scratch, params: Node | None) -> None:
        self._folder, self._scratch = folder, scratch
        self._params = "".join(map(_define, *_pairs(params)))
        self._headers = _headers(folder)
        self._common = _common(folder)
        self._made: dict[str, Path] = {}

    def program(self, name: str, place: object) -> Path:
        """The folder of the program whose source is `name`, as `place` says."""
        if name not in self._made:
            source = inside(name, self._folder, place)
            self._demand_testlib(source, name)
            self._made[name] = self._put_together(source, name)
        return self._made[name]

    def _demand_testlib(self, source: Path, name: str) -> None:
        beside = {path.name for path in self._common}
        parent = PurePosixPath(name).parent
        beside |= {one.name for one in self._headers if one.parent == parent}
        if TESTLIB not in beside:
            demand_testlib(source)

    def include(self) -> Path:
        """A folder of what a submission in ``sol/`` may include, for all languages."""
        folder = self._scratch.folder("include")
        self._put_headers(folder / "default", PurePosixPath("sol"))
        return folder

    def _put_together(self, source: Path, name: str) -> Path:
        folder = self._scratch.folder(source.stem)
        self._put_headers(folder, PurePosixPath(name).parent)
        shutil.copyfile(source, folder / name)
        return folder

    def _put_headers(self, folder: Path, place: PurePosixPath) -> None:
        for one in {PurePosixPath(), place, *(header.parent for header in self._headers)}:
            (folder / one).mkdir(parents=True, exist_ok=True)
            for header in self._common:
                shutil.copyfile(header, folder / one / header.name)
        for header_name, path in self._headers.items():
            shutil.copyfile(path, folder / header_name)
        (folder / PARAMS).write_text(self._params, encoding="utf-8")


def _pairs(params: Node | None) -> tuple[list[str], list[Node]]:
    found = {} if params is None else params.mapping()
    return [*found], [*found.values()]


def _define(name: str, value: Node) -> str:
    """A line of ``params.h``, as the repository's ``generate.py`` writes it."""
    if not _NAME.fullmatch(name):
        raise value.error(f"'{name}' is no name of a parameter", "use letters, digits and _")
    text = value.written
    if isinstance(value.content, int) and not isinstance(value.content, bool):
        return f"#define {name} (long long){text}\n"
    if isinstance(value.content, float):
        return f"#define {name} {text}\n"
    if isinstance(value.content, str) and re.fullmatch(r"[^\"\\\n\r\0]*", text):
        return f'#define {name} "{text}"\n'
    raise value.expected("a number or a plain text")


def _common(folder: Path) -> list[Path]:
    """The headers of the repository; none where `folder` is in none."""
    place = folder.absolute().parent.parent / "common"
    if not place.is_dir():
        return []
    return [check_file(one, place) for one in listing(place, place) if one.suffix in HEADERS]


def _headers(folder: Path) -> dict[PurePosixPath, Path]:
    """The problem's own headers by their paths."""
    found: dict[PurePosixPath, Path] = {}
    size = 0
    for path in _below(folder, folder, DEEPEST):
        check_inside(path, folder)
        found[PurePosixPath(path.relative_to(folder))] = check_file(path, folder)
        size += path.stat().st_size
        if len(found) > MOST_FILES or size > MOST_BYTES:
            raise InputError(path, "is one header too many", "is it the right folder?")
    return found


def _below(place: Path, folder: Path, depth: int) -> list[Path]:
    found = []
    for entry in listing(place, folder):
        if entry.is_dir():
            if depth and not entry.is_symlink() and entry.name not in DATA:
                found += _below(entry, folder, depth - 1)
        elif entry.suffix in HEADERS and entry.name != PARAMS:
            found.append(entry)
    return found

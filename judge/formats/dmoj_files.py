"""The files that an ``init.yml`` names: members of its archive, else files beside it."""

from __future__ import annotations

import filecmp
import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from judge import lineends
from judge.errors import InputError
from judge.formats.packagefiles import check_file

if TYPE_CHECKING:
    from judge.formats.archive import Scratch
    from judge.yamlnode import Node


class Files:
    """The data of the problem in the folder `root`; files that are made go to `scratch`."""

    def __init__(self, root: Path, scratch: Scratch, archive: Node | None) -> None:
        self.root = root
        self.scratch = scratch
        self.archive: Path | None = None
        if archive is not None:
            packed = self._below(root, archive)
            if packed is None:
                raise archive.error(f"there is no archive '{archive.text()}'", "add it")
            self.archive = scratch.unpacked(packed)

    def data(self, node: Node, notes: list[str]) -> Path:
        """The file of test data that `node` names."""
        inside = self._below(self.archive, node) if self.archive else None
        beside = self._below(self.root, node)
        if inside and beside and not filecmp.cmp(inside, beside, shallow=False):
            notes.append(f"{beside}: not used, since the archive holds another")
        found = inside or beside
        if found is None:
            where = "in the archive or beside it" if self.archive else f"in {self.root}"
            raise node.error(f"there is no file '{node.text()}' {where}", "add it or mend the name")
        return found

    def source(self, node: Node) -> Path:
        """The file of a program that `node` names; it stands beside the ``init.yml``."""
        found = self._below(self.root, node)
        if found is None:
            raise node.error(f"there is no file '{node.text()}' in {self.root}", "add it")
        return found

    def members(self, place: str) -> list[str]:
        """The names of the files in the archive, which has to be there."""
        if self.archive is None:
            message = "tests are told by the names in an archive, and 'archive' names none"
            raise InputError(place, message, "add 'archive', or list the tests")
        files = (path for path in self.archive.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.archive).as_posix() for path in files)

    def unified(self, path: Path) -> Path:
        """`path` with the line ends of Linux and one after the last line; a copy if need be."""
        if lineends.are_unified(path):
            return path
        target = self.scratch.file(path.name)
        with path.open("rb") as source, target.open("wb") as copy:
            lineends.unify(source, copy)
        return target

    def nothing(self) -> Path:
        """An empty file."""
        path = self.scratch.file("nothing")
        path.touch()
        return path

    def _below(self, folder: Path, node: Node) -> Path | None:
        """The file below `folder`; None if there is none. Raise InputError for one outside."""
        name = posixpath.normpath(node.text())
        if name.startswith(("/", "..")):
            raise node.error(f"'{node.text()}' leads out of the package", "put the file into it")
        path = folder / name
        return check_file(path, folder) if os.path.lexists(path) else None

"""A packed package for as long as it is needed: unpacked into a private folder."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from judge.errors import InputError
from sandbox import private_folder

PACKED = (".zip", ".kpp")


class Scratch:
    """A private folder for what a package brings packed, made when it is first needed.

    Inside its block, an InputError that names something in there names the archive instead.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._place: Path | None = None
        self._number = 0
        self._names: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Nothing is made yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        """Remove the folder and all in it."""
        self._stack.close()
        if isinstance(error, InputError) and self._names:
            raise self._renamed(error) from error

    def unpacked(self, source: Path) -> Path:
        """Unpack the archive at `source` into a folder of its own, and return that."""
        # Only here: it takes longer to import than a small package takes to read.
        from judge.formats.packed import unpack  # noqa: PLC0415

        if not source.is_file():
            message = "is no regular file" if source.exists() else "does not exist"
            raise InputError(source, message, "give a zip archive")
        folder = self.folder(source.stem)
        self._names[str(folder)] = str(source)
        unpack(source, folder)
        return folder

    def folder(self, name: str) -> Path:
        """A new folder called `name`."""
        folder = self.file(name)
        folder.mkdir(0o755)
        return folder

    def file(self, name: str) -> Path:
        """A path called `name` at which nothing is yet, in a folder of its own."""
        if self._place is None:
            self._place = self._stack.enter_context(private_folder())
        self._number += 1
        place = self._place / str(self._number)
        place.mkdir(0o755)
        return place / name

    def _renamed(self, error: InputError) -> InputError:
        texts = [error.place, error.message, error.remedy]
        for folder, name in self._names.items():
            texts = [text.replace(folder, name) for text in texts]
        return type(error)(*texts)


def top_folder(folder: Path) -> Path:
    """The one folder that an unpacked archive holds, if it holds nothing else; or `folder`."""
    entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    alone = len(entries) == 1 and entries[0].is_dir() and not entries[0].is_symlink()
    return entries[0] if alone else folder

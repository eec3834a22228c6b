"""The files of a submission: which there are, how they are called inside, where to start."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NoReturn

import msgspec

from judge.errors import InputError, MissingError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from judge.language import Language

MAX_FILES = 1000
"""More than this is no submission but a wrong folder."""

READ_LIMIT = 1 << 20
"""Bytes of a source file that are searched for its classes."""

LEFT_OUT = frozenset({"__pycache__", "node_modules", "target", "__MACOSX"})
"""Folders that tools leave beside sources."""


class Source(msgspec.Struct, frozen=True):
    """A file at `path` on the host, called `name` inside (relative, with ``/``).

    One that is `included` comes from the problem package, with every submission. The
    `constants` of the package, names and texts, are put into it when it is copied, and
    `prefix` before its first line.
    """

    path: Path
    name: str
    included: bool = False
    constants: tuple[tuple[str, str], ...] = ()
    prefix: str = ""


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """A submission in a language: `files` are all copied, `compiled` are its sources.

    `entry` is the file to start with; `main_class` is empty where the language has none.
    """

    files: tuple[Source, ...]
    compiled: tuple[str, ...]
    entry: str
    main_class: str = ""


def collect(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Gather the files handed in as `paths`: files, or folders with all below them.

    Names are relative to the one folder, else to the folder that all have in common.
    Dotfiles are left out. InputError for a path that is no file, for a link that leads
    out of its folder, and for more than MAX_FILES files.
    """
    files = [file for path in paths for file in (_below(path) if path.is_dir() else [path])]
    if not files:
        raise InputError(paths[0] if paths else "", "there is no source file")
    if len(files) > MAX_FILES:
        raise InputError(paths[0], f"holds over {MAX_FILES} files", "is it the right folder?")
    for file in files:
        if not file.is_file():
            what = "is no ordinary file" if file.exists() else "does not exist"
            raise InputError(file, what, "check the path")
    return _named(files, _base(paths))


def arrange(language: Language, files: Sequence[Source], entry: str | None = None) -> Sources:
    """Decide which of `files` are compiled and which one is started.

    `entry` names the file to start with, where the problem package or a person says so;
    for Java it may be the main class instead.
    InputError if there are no sources of the language, or several to start with.
    """
    compiled = _sources_of(language, files)
    if "main_class" in language.placeholders:
        return _arrange_classes(language, files, compiled, entry)
    names = tuple(each.name for each in compiled)
    needs_entry = "source" in language.placeholders
    start = _entry(compiled, entry) if needs_entry or entry is not None else names[0]
    return Sources(files=tuple(files), compiled=names, entry=start)


def with_constants(files: Sequence[Source], constants: Mapping[str, str]) -> tuple[Source, ...]:
    """The same files, into which the constants of a package are put when they are copied."""
    texts = tuple(constants.items())
    return tuple(msgspec.structs.replace(source, constants=texts) for source in files)


def source_name(language: Language, code: bytes, wish: str = "") -> str:
    """Choose the name of a file with this `code`: `wish`, or the language's usual one.

    Java has its own will: a public class decides what its file is called.
    """
    name = wish or language.source_name
    if "main_class" in language.placeholders:
        from judge import mainclass  # noqa: PLC0415  # its patterns take 4 ms to compile

        return mainclass.file_name(code, name)
    return name


def _below(folder: Path) -> list[Path]:
    inside = os.path.realpath(folder)
    files = sorted(islice(_walk(folder), MAX_FILES + 1))
    for file in files:
        # Unlike Path.resolve, realpath takes links that lead in a circle as well.
        if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(inside):
            remedy = "put the file itself there"
            raise InputError(file, "is a link that leads out of the submission", remedy)
    return files


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [each for each in folders if each[0] != "." and each not in LEFT_OUT]
        yield from (Path(root, name) for name in names if name[0] != ".")


def _unreadable(error: OSError) -> NoReturn:
    raise MissingError(error.filename or "", error.strerror or str(error), "make it readable")


def _base(paths: Sequence[Path]) -> str:
    folders = [os.path.abspath(path if path.is_dir() else path.parent) for path in paths]  # noqa: PTH100
    return os.path.commonpath(folders)


def _named(files: Sequence[Path], base: str) -> tuple[Source, ...]:
    # Unlike `Path.relative_to`, relpath leaves no ".." that would lead out of the copy.
    named: dict[str, Path] = {}
    for file in files:
        named.setdefault(os.path.relpath(file, base), file)
    return tuple(Source(file, name) for name, file in named.items())


def _sources_of(language: Language, files: Sequence[Source]) -> list[Source]:
    found = [each for each in files if _has_extension(each.name, language)]
    own = [each for each in files if not each.included]
    if len(own) == 1 and own[0] not in found and not _is_header(own[0].name, language):
        return [*own, *found]
    if found:
        return found
    remedy = f"{language.name} sources end in {' '.join(language.extensions)}"
    raise InputError("", f"none of the {len(files)} files is {language.name}", remedy)


def _has_extension(name: str, language: Language) -> bool:
    extension = PurePosixPath(name).suffix
    return extension in language.extensions or extension.lower() in language.extensions


def _is_header(name: str, language: Language) -> bool:
    return PurePosixPath(name).suffix in language.headers


def _entry(compiled: Sequence[Source], wanted: str | None) -> str:
    if wanted is not None:
        names = [each.name for each in compiled]
        if wanted not in names:
            remedy = did_you_mean(wanted, names)
            raise InputError("", f"there is no source file '{wanted}' to start with", remedy)
        return wanted
    # An included file is where to start if it is called so, and else never: problem package
    # format, "Included files".
    included = [each.name for each in compiled if each.included]
    own = [each.name for each in compiled if not each.included] or included
    start = _main_of(included) or (own[0] if len(own) == 1 else _main_of(own))
    if start is not None:
        return start
    listed = ", ".join(own[:6]) + (", …" if len(own) > 6 else "")
    remedy = f"call one of them main{PurePosixPath(own[0]).suffix}"
    raise InputError("", f"it is unclear which file to start with: {listed}", remedy)


def _main_of(names: Sequence[str]) -> str | None:
    """The one of `names` that says that it is the place to start."""
    for stem in ("main", "__main__"):
        found = [name for name in names if PurePosixPath(name.lower()).stem == stem]
        top = [name for name in found if "/" not in name] or found
        if len(top) == 1:
            return top[0]
    return None


def _arrange_classes(
    language: Language, files: Sequence[Source], compiled: Sequence[Source], entry: str | None
) -> Sources:
    from judge import mainclass  # noqa: PLC0415  # likewise

    own = [each for each in compiled if not each.included] or list(compiled)
    start = next((each for each in compiled if each.name == entry), None)
    if len(own) == 1:
        lone = _renamed(language, files, own[0])
        files, compiled = _with(files, lone, own[0]), _with(compiled, lone, own[0])
        start, own = (lone if start is own[0] else start), [lone]
    if entry and not start:
        chosen = mainclass.MainClass(name=entry, file=own[0].name)
    else:
        start = start or _driver(compiled)
        codes = {each.name: _head(each.path) for each in ([start] if start else own)}
        chosen = mainclass.choose(codes, fallback=PurePosixPath(own[0].name).stem)
    names = tuple(each.name for each in compiled)
    return Sources(files=tuple(files), compiled=names, entry=chosen.file, main_class=chosen.name)


def _driver(compiled: Sequence[Source]) -> Source | None:
    included = {each.name: each for each in compiled if each.included}
    name = _main_of([*included])
    return None if name is None else included[name]


def _renamed(language: Language, files: Sequence[Source], only: Source) -> Source:
    """Call a lone source file what its public class demands: it may come with any name."""
    fitting = PurePosixPath(only.name)
    if not _has_extension(only.name, language):
        fitting = PurePosixPath(language.source_name)
    name = source_name(language, _head(only.path), fitting.name)
    taken = any(each.included and each.name == name for each in files)
    return only if taken else msgspec.structs.replace(only, name=name)


def _with(files: Sequence[Source], renamed: Source, only: Source) -> list[Source]:
    """Put `renamed` in the place of `only`, and of what else has its new name."""
    others = [each for each in files if each is not only and each.name != renamed.name]
    return [renamed, *others]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(READ_LIMIT)

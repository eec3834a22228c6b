"""Files of a problem package that are compiled and run with every submission."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from judge import sources
from judge.errors import InputError
from judge.language import Language
from judge.problem import Harness, Problem
from judge.sources import Source


def together(files: tuple[Source, ...], problem: Problem, language: Language) -> tuple[Source, ...]:
    """The submission's files with the package's own laid over them.

    Raises InputError where the package has a harness, but none for this language.
    """
    if problem.harness is not None:
        found = _of_harness(problem.harness, language)
        if not any(_is_source(path, language) for path in found):
            raise _no_harness(problem, problem.harness, language)
        extra = [Source(path, path.name, included=True) for path in found]
        own = _prefixed(files, problem.harness.prefix, language)
        return _over(_called(own, problem.harness.submission), extra)
    if problem.submission_folder and len(files) == 1 and language.headers:
        name = f"{problem.submission_folder}/{files[0].name}"
        files = (msgspec.structs.replace(files[0], name=name),)
    return _over(files, _of_include(problem, language))


def with_constants(files: tuple[Source, ...], problem: Problem) -> tuple[Source, ...]:
    """The files with the problem's constants in those that come from its package."""
    if not problem.constants:
        return files
    own = os.path.realpath(problem.path / "submissions")
    return tuple(
        sources.with_constants([source], problem.constants)[0]
        if source.included or Path(os.path.realpath(source.path)).is_relative_to(own)
        else source
        for source in files
    )


def entry(problem: Problem | None, language: Language) -> str | None:
    """The file of the package with which a submission starts; None if it is its own."""
    if problem is None or problem.harness is None:
        return None
    names = [path.name for path in problem.harness.files if _is_source(path, language)]
    stem = problem.harness.entry
    return next((name for name in names if PurePosixPath(name).stem == stem), None)


def _of_include(problem: Problem, language: Language) -> list[Source]:
    for word in (*language.words, "default") if problem.include else ():
        folder = Path(problem.include or "", word)
        if folder.is_dir():
            found = sources.collect([folder])
            return [msgspec.structs.replace(source, included=True) for source in found]
    return []


def _of_harness(harness: Harness, language: Language) -> list[Path]:
    return [
        path
        for path in harness.files
        if _is_source(path, language) or path.suffix in language.headers
    ]


def _is_source(path: Path, language: Language) -> bool:
    return path.suffix in language.extensions


def _no_harness(problem: Problem, harness: Harness, language: Language) -> InputError:
    message = f"has no grader in {language.name} to compile a submission with"
    return InputError(problem.path, message, f"there are: {', '.join(_names(harness))}")


def _names(harness: Harness) -> list[str]:
    return [path.name for path in harness.files]


def _called(files: tuple[Source, ...], stem: str) -> tuple[Source, ...]:
    """A submission of one file by the name that the package knows it by."""
    if len(files) != 1 or not stem:
        return files
    name = f"{stem}{PurePosixPath(files[0].name).suffix}"
    return (msgspec.structs.replace(files[0], name=name),)


def _prefixed(files: tuple[Source, ...], prefix: str, language: Language) -> tuple[Source, ...]:
    return tuple(
        msgspec.structs.replace(source, prefix=prefix)
        if _is_source(source.path, language)
        else source
        for source in files
    )


def _over(files: tuple[Source, ...], extra: Sequence[Source]) -> tuple[Source, ...]:
    names = {source.name for source in extra}
    return (*(one for one in files if one.name not in names), *extra)

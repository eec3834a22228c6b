"""Builds a submission: its files into a fresh folder, its compiler into the sandbox."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import closing
from io import BufferedReader
from pathlib import Path

from judge import limits as limits_of
from judge.commands import BINARY, commands, environment
from judge.compile import Compiler, checked, compiled, shown, text
from judge.errors import InputError, MissingError
from judge.formats.constants import replace_constants
from judge.language import Language
from judge.plan import Built, Plan
from judge.problem import ProblemLimits
from judge.results import Submission
from judge.sources import Source
from sandbox import Boxes, Sandbox, make_folder


def describe(path: str, language: Language, files: tuple[Source, ...]) -> Submission:
    """What was handed in, with a checksum over names and contents."""
    checksum, size = hashlib.sha256(), 0
    for source in files:
        with _opened(source.path) as file:
            one = hashlib.file_digest(file, "sha256")
            size += os.fstat(file.fileno()).st_size
        checksum.update(f"{source.name}\0{one.hexdigest()}\n".encode(errors="surrogateescape"))
    return Submission(
        path=path,
        language=language.id,
        files=[source.name for source in files],
        sha256=checksum.hexdigest(),
        size=size,
    )


def check_code_size(submission: Submission, problem: ProblemLimits) -> None:
    """Raise InputError where the package limits the size of code and this is more."""
    if problem.code is not None and submission.size > problem.code:
        message = f"{submission.size} bytes of source code, the problem allows {problem.code}"
        raise InputError(submission.path, message, "hand in less")


def build(plan: Plan, sandbox: Sandbox, folder: Path, boxes: Boxes | None = None) -> Built:
    """Copies the submission into `folder`, which must not exist yet, and compiles it.

    Where there is nothing to compile its syntax is looked at, in one of `boxes`: it is
    shown there as it will be run, so that the box will do for that too.

    The compiler writes to a folder of its own inside; what it has left there takes the
    place of the sources when it has succeeded: plain files alone, and not too much.

    A compiler that fails is part of the result. Raises InputError for files that can't
    be read, SandboxError if the sandbox fails.
    """
    copy_sources(plan.sources.files, folder)
    compiling, running = commands(
        language=plan.language, toolchain=plan.toolchain, sources=plan.sources, limits=plan.limits
    )
    env = environment(plan.language, plan.toolchain)
    result = None
    if compiling is not None:
        compiler = Compiler(plan=plan, argv=compiling, env=env, binary=running[0] == BINARY)
        if plan.language.compile:
            result = compiled(compiler, sandbox, folder)
        else:
            with closing(Boxes()) as own:
                result = checked(compiler, sandbox, folder, boxes or own)
    return Built(plan=plan, folder=folder, run=(*running, *plan.args), env=env, result=result)


def copy_sources(files: tuple[Source, ...], folder: Path) -> None:
    """Copies `files` into `folder`, readable for whoever the sandbox makes of us."""
    make_folder(folder, 0o755)
    for source in files:
        target = folder / source.name
        _make_folders(target.parent)
        with _opened(source.path) as file, target.open("wb") as copy:
            copy.write(source.prefix.encode())
            if source.constants:
                copy.write(replace_constants(file.read(), dict(source.constants)))
            else:
                shutil.copyfileobj(file, copy)
        target.chmod(0o755 if os.access(source.path, os.X_OK) else 0o644)


def _make_folders(folder: Path) -> None:
    if not folder.exists():
        _make_folders(folder.parent)
        make_folder(folder, 0o755)


def _opened(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except PermissionError as error:
        raise MissingError(path, error.strerror or str(error), "make it readable") from error


__all__ = ["Built", "Plan", "build", "check_code_size", "describe", "limits_of", "shown", "text"]

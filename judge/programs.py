"""The programs of a problem package, such as its validators: planned, then built in the sandbox.

One is a source file or a folder of sources in a language that is known here, or a folder
with scripts of its own: ``build``, which is run once, and ``run``, which is the program.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from judge import limits, sources, toolchains
from judge.build import Plan, build, copy_sources, text
from judge.commands import BOX
from judge.decide import decide
from judge.errors import InputError, MissingError
from judge.language import Language
from judge.languages import Languages
from judge.problem import ProblemLimits, Protocol
from judge.sources import READ_LIMIT, Source
from judge.verdict import Verdict
from sandbox import Command, Limits, Mount, Sandbox, Work, make_folder, remove_tree

BUILD, RUN = "build", "run"
TESTLIB = b"testlib.h"
ELF = b"\x7fELF"
HEADERS = (".h", ".hpp", ".hh")
# What a script finds: python3, cc and c++ in the system's folders.
SCRIPT_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/tmp",  # noqa: S108 - the sandbox's
    "LANG": "C.UTF-8",
}
VALIDATION_TIME = 60.0
VALIDATION_MEMORY = 2048 << 20
VALIDATION_OUTPUT = 8 << 20


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A program that is ready to be built; `plan` is None for one with scripts of its own."""

    path: Path
    files: tuple[Source, ...]
    plan: Plan | None
    compile_limits: Limits


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """A built program: its command, and what has to be shown to it.

    `cwd` is where it has to be run; empty if anywhere.
    """

    path: Path
    argv: tuple[str, ...]
    mounts: tuple[Mount, ...]
    env: dict[str, str]
    cwd: str = ""


def planned(
    path: Path, languages: Languages, problem: ProblemLimits, include: Sequence[Path] = ()
) -> Program:
    """The program at `path`, a file or a folder of a package, with headers to `include`.

    Raises InputError where it is in no language that can be told, MissingError where
    that is not installed here.
    """
    # A program that is there already is its own script.
    files = (Source(path, RUN),) if _is_compiled(path) else _files(path)
    names = {one.name for one in files}
    extra = (Source(one, one.name, included=True) for one in include if one.name not in names)
    files = (*files, *extra)
    compiling = limits.compiling(problem)
    if {BUILD, RUN} & {one.name for one in files}:
        return Program(path=path, files=files, plan=None, compile_limits=compiling)
    language = _language(path, files, languages)
    applied = limits.applied(limits.GivenLimits(memory=VALIDATION_MEMORY), None, language)
    entry = "__main__.py" if "__main__.py" in {one.name for one in files} else None
    plan = Plan(
        path=str(path),
        language=language,
        toolchain=toolchains.find(language),
        sources=sources.arrange(language, files, entry),
        limits=applied,
        compile_limits=compiling,
    )
    return Program(path=path, files=files, plan=plan, compile_limits=compiling)


def with_constants(program: Program, constants: Mapping[str, str]) -> Program:
    """The same program with the constants of the package in its sources."""
    if not constants:
        return program
    files = sources.with_constants(program.files, constants)
    plan = program.plan
    if plan is not None:
        arranged = msgspec.structs.replace(
            plan.sources, files=sources.with_constants(plan.sources.files, constants)
        )
        plan = msgspec.structs.replace(plan, sources=arranged)
    return msgspec.structs.replace(program, files=files, plan=plan)


def protocol_of(path: Path) -> Protocol:
    """How a checker that is named by hand wants to be asked: by what its sources include."""
    for one in _files(path):
        if TESTLIB in one.path.read_bytes()[:READ_LIMIT] and one.path.name != "testlib.h":
            return "testlib"
    return "icpc"


def running(problem: ProblemLimits) -> Limits:
    """The limits under which a program of the package runs for one test."""
    time = problem.validation_time or VALIDATION_TIME
    return Limits(
        cpu_time=time,
        wall_time=2 * time + 1,
        starving_counts=False,
        memory=problem.validation_memory or VALIDATION_MEMORY,
        output=problem.validation_output or VALIDATION_OUTPUT,
        stack=problem.validation_memory or VALIDATION_MEMORY,
    )


def make(program: Program, sandbox: Sandbox, folder: Path) -> Ready:
    """Builds `program` into `folder`, which must not exist yet.

    Raises MissingError with the compiler's first words where it can't be built: that is
    no submission's fault.
    """
    if program.plan is None:
        return _scripted(program, sandbox, folder)
    built = build(program.plan, sandbox, folder)
    if built.failed and built.result is not None:
        raise _broken(program.path, built.result.reason, built.result.output)
    plan = program.plan
    # Programs are run elsewhere than where they lie, but for what finds its parts by itself.
    entry = plan.sources.entry
    argv = tuple(f"{BOX}/{word}" if word == entry else word for word in built.run)
    return Ready(
        path=program.path,
        argv=argv,
        mounts=(*plan.toolchain.mounts, Mount(str(folder), BOX)),
        env=built.env,
        cwd=BOX if plan.sources.main_class else "",
    )


def _files(path: Path) -> tuple[Source, ...]:
    if path.is_dir():
        return sources.collect([path])
    # A header beside a single source belongs to it.
    beside = [one for one in sorted(path.parent.iterdir()) if one.suffix in HEADERS]
    extra = [Source(one, one.name, included=True) for one in beside if one.is_file()]
    return (*sources.collect([path]), *extra)


def _is_compiled(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(ELF)) == ELF


def _language(path: Path, files: Sequence[Source], languages: Languages) -> Language:
    own = [one.path for one in files if not one.included]
    try:
        return languages.detect(own)
    except MissingError:
        raise
    except InputError as error:
        remedy = "write it in a language of `judge languages`, or add scripts called build and run"
        raise InputError(path, error.message, remedy) from error


def _scripted(program: Program, sandbox: Sandbox, folder: Path) -> Ready:
    copy_sources(program.files, folder)
    if any(one.name == BUILD for one in program.files):
        _run_build(program, sandbox, folder)
    if not os.access(folder / RUN, os.X_OK):
        raise _broken(program.path, f"there is no executable '{RUN}'", "")
    return Ready(
        path=program.path,
        argv=(f"{BOX}/{RUN}",),
        mounts=(Mount(str(folder), BOX),),
        env=SCRIPT_ENVIRONMENT,
    )


def _run_build(program: Program, sandbox: Sandbox, folder: Path) -> None:
    sources_folder = folder.with_name(f"{folder.name}-sources")
    folder.rename(sources_folder)
    command = Command(
        argv=(f"{BOX}/{BUILD}",),
        work=Work(BOX, str(sources_folder)),
        env=SCRIPT_ENVIRONMENT,
        cwd=BOX,
        policy="compile",
        limits=program.compile_limits,
    )
    outcome = sandbox.run(command)
    try:
        decision = decide(outcome.ending, outcome.usage, program.compile_limits)
        if decision.verdict is not Verdict.AC or outcome.workspace is None:
            said = text(outcome.stderr) + text(outcome.stdout)
            raise _broken(program.path, f"'{BUILD}' ended: {decision.reason}", said)
        make_folder(folder, 0o755)
        outcome.workspace.take_out(folder, limits.MOST_COMPILED)
    finally:
        outcome.close()
        remove_tree(sources_folder)


def _broken(path: Path, reason: str, said: str) -> MissingError:
    first = next((line.strip() for line in said.splitlines() if line.strip()), "")
    told = f": {first}" if first and first not in reason else ""
    return MissingError(path, f"can't be built: {reason}{told}", "mend the problem package")

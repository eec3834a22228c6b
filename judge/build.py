"""Builds a submission: its files into a fresh folder, its compiler into the sandbox."""

from __future__ import annotations

import hashlib
import os
import shutil
from io import BufferedReader
from pathlib import Path

import msgspec

from judge import limits as limits_of
from judge.commands import BINARY, BOX, commands, environment
from judge.decide import decide, mib
from judge.errors import InputError, MissingError
from judge.formats.constants import replace_constants
from judge.language import Language
from judge.problem import ProblemLimits
from judge.results import AppliedLimits, CompileResult, Submission
from judge.sources import Source, Sources
from judge.toolchains import Toolchain
from judge.verdict import Cause, Verdict
from sandbox import (
    CancelledError,
    Capture,
    Command,
    Limits,
    Outcome,
    Sandbox,
    TooLargeError,
    Work,
    make_folder,
    remove_tree,
)

SHOWN = 64 << 10


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that is ready to be built: in which language, under which limits.

    `writable` is the problem's `allow_file_writing`; `output_in_all`, `input_file`,
    `output_file`, `streams_too` and `text_input` are their namesakes.
    """

    path: str
    language: Language
    toolchain: Toolchain
    sources: Sources
    limits: AppliedLimits
    compile_limits: Limits
    args: tuple[str, ...] = ()
    writable: bool = False
    output_in_all: bool = False
    input_file: str | None = None
    output_file: str | None = None
    streams_too: bool = False
    text_input: bool = False
    shown: int = SHOWN
    """How many bytes of each stream the answer holds."""


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A built submission: its folder on the host, and how it is run inside.

    `result` is None where the language has nothing to compile.
    """

    plan: Plan
    folder: Path
    run: tuple[str, ...]
    env: dict[str, str]
    result: CompileResult | None

    @property
    def failed(self) -> bool:
        """Whether there is nothing to run."""
        return self.result is not None and self.result.verdict is not Verdict.AC


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


def build(plan: Plan, sandbox: Sandbox, folder: Path) -> Built:
    """Copies the submission into `folder`, which must not exist yet, and compiles it.

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
        result = _compile(plan, sandbox, folder, (compiling, env))
        if running[0] == BINARY and result.verdict is Verdict.AC:
            result = _demand_program(folder, result)
    return Built(plan=plan, folder=folder, run=(*running, *plan.args), env=env, result=result)


def copy_sources(files: tuple[Source, ...], folder: Path) -> None:
    """Copies `files` into `folder`, readable for whoever the sandbox makes of us."""
    make_folder(folder, 0o755)
    for source in files:
        target = folder / source.name
        _make_folders(target.parent)
        with _opened(source.path) as file, target.open("wb") as copy:
            if source.constants:
                copy.write(replace_constants(file.read(), dict(source.constants)))
            else:
                shutil.copyfileobj(file, copy)
        target.chmod(0o755 if os.access(source.path, os.X_OK) else 0o644)


def _make_folders(folder: Path) -> None:
    if not folder.exists():
        _make_folders(folder.parent)
        make_folder(folder, 0o755)


def text(capture: Capture, size: int = SHOWN) -> str:
    """The first `size` bytes of what was printed, as text."""
    return capture.head(size).decode(errors="replace")


def _compile(
    plan: Plan, sandbox: Sandbox, folder: Path, command: tuple[tuple[str, ...], dict[str, str]]
) -> CompileResult:
    argv, env = command
    sources = folder.with_name(f"{folder.name}-sources")
    folder.rename(sources)
    try:
        outcome = sandbox.run(_compiler(plan, sources, argv, env))
    except CancelledError:
        return CompileResult(verdict=Verdict.JE, cause=Cause.SANDBOX, reason="interrupted")
    finally:
        remove_tree(sources)
    make_folder(folder, 0o755)
    try:
        result = _compiled(outcome, plan.compile_limits)
        if result.verdict is Verdict.AC and outcome.workspace is not None:
            outcome.workspace.take_out(folder, limits_of.MOST_COMPILED)
    except TooLargeError:
        return _refused(result, f"the compiler wrote more than {mib(limits_of.MOST_COMPILED)}")
    finally:
        outcome.close()
    return result


def _compiler(plan: Plan, sources: Path, argv: tuple[str, ...], env: dict[str, str]) -> Command:
    return Command(
        argv=argv,
        mounts=plan.toolchain.mounts,
        work=Work(BOX, str(sources)),
        env=env,
        cwd=BOX,
        policy="compile",
        limits=plan.compile_limits,
    )


def _compiled(outcome: Outcome, limits: Limits) -> CompileResult:
    ending, usage = outcome.ending, outcome.usage
    decision = decide(ending, usage, limits)
    said = text(outcome.stderr) + text(outcome.stdout)
    failed = decision.verdict is not Verdict.AC
    cancelled = ending.kind == "cancelled"
    return CompileResult(
        verdict=(Verdict.JE if cancelled else Verdict.CE) if failed else Verdict.AC,
        exit_code=ending.exit_code,
        signal=ending.signal,
        cpu_time=usage.cpu_time,
        wall_time=usage.wall_time,
        memory=usage.memory,
        output=said[:SHOWN],
        cause=(Cause.SANDBOX if cancelled else Cause.COMPILER) if failed else None,
        reason=_compiler_reason(ending.kind, decision.reason, said) if failed else "",
    )


def _compiler_reason(kind: str, reason: str, said: str) -> str:
    if kind != "exit":
        return f"the compiler: {reason}"
    first = next((line.strip() for line in said.splitlines() if "error" in line.lower()), "")
    return first[:200] or f"the compiler ended with {reason}"


def _demand_program(folder: Path, result: CompileResult) -> CompileResult:
    program = folder / Path(BINARY).name
    if program.is_file() and os.access(program, os.X_OK):
        return result
    return _refused(result, "the compiler left no program behind")


def _refused(result: CompileResult, reason: str) -> CompileResult:
    return msgspec.structs.replace(result, verdict=Verdict.CE, cause=Cause.COMPILER, reason=reason)


def _opened(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except PermissionError as error:
        raise MissingError(path, error.strerror or str(error), "make it readable") from error


__all__ = ["Built", "Plan", "build", "check_code_size", "describe", "limits_of", "text"]

"""Runs a compiler, or a look at the syntax, in the sandbox, and judges it."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from judge import limits as limits_of
from judge.commands import BINARY, BOX
from judge.decide import decide, mib
from judge.plan import SHOWN, Plan
from judge.results import CompileResult
from judge.toolchains import Toolchain
from judge.verdict import Cause, Verdict
from sandbox import (
    Boxes,
    CancelledError,
    Capture,
    Command,
    Limits,
    Mount,
    Outcome,
    Sandbox,
    TooLargeError,
    Work,
    make_folder,
    remove_tree,
)

INTERRUPTED = CompileResult(verdict=Verdict.JE, cause=Cause.SANDBOX, reason="interrupted")


def text(capture: Capture, size: int = SHOWN) -> str:
    """The first `size` bytes of what was printed, as text."""
    return capture.head(size).decode(errors="replace")


class Compiler(msgspec.Struct, frozen=True, kw_only=True):
    """The command that compiles a submission or looks at its syntax, and for what."""

    plan: Plan
    argv: tuple[str, ...]
    env: dict[str, str]
    binary: bool
    """Whether a program is to come of it."""


def compiled(compiler: Compiler, sandbox: Sandbox, folder: Path) -> CompileResult:
    """Compiles what lies in `folder`. What the compiler has left takes its place.

    Raises SandboxError.
    """
    sources = folder.with_name(f"{folder.name}-sources")
    folder.rename(sources)
    command = _command(compiler, compiler.plan.toolchain.mounts, Work(BOX, str(sources)))
    try:
        outcome = sandbox.run(command)
    except CancelledError:
        return INTERRUPTED
    finally:
        remove_tree(sources)
    make_folder(folder, 0o755)
    try:
        result = _result(outcome, command.limits)
        if result.verdict is Verdict.AC and outcome.workspace is not None:
            outcome.workspace.take_out(folder, limits_of.MOST_COMPILED)
    except TooLargeError:
        return _refused(result, f"the compiler wrote more than {mib(limits_of.MOST_COMPILED)}")
    finally:
        outcome.close()
    if compiler.binary and result.verdict is Verdict.AC:
        return _demand_program(folder, result)
    return result


def checked(compiler: Compiler, sandbox: Sandbox, folder: Path, boxes: Boxes) -> CompileResult:
    """Looks at the syntax of what lies in `folder`, shown in one of `boxes` as it will be run.

    So that box will do for the tests too. Raises SandboxError.
    """
    command = _command(compiler, shown(compiler.plan.toolchain, folder))
    try:
        outcome = sandbox.begin(command, boxes).run()
    except CancelledError:
        return INTERRUPTED
    try:
        return _result(outcome, command.limits)
    finally:
        outcome.close()


def shown(toolchain: Toolchain, folder: Path) -> tuple[Mount, ...]:
    """What is mounted where a submission that lies in `folder` is run."""
    return (*toolchain.mounts, Mount(str(folder), BOX))


def _command(compiler: Compiler, mounts: tuple[Mount, ...], work: Work | None = None) -> Command:
    return Command(
        argv=compiler.argv,
        mounts=mounts,
        work=work,
        env=compiler.env,
        cwd=BOX,
        policy="compile",
        limits=compiler.plan.compile_limits,
    )


def _result(outcome: Outcome, limits: Limits) -> CompileResult:
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

"""Runs one program once, as a request asks: the work behind ``judge exec``."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from pathlib import Path, PurePosixPath

import msgspec

from judge import limits, sources, toolchains
from judge.build import Built, Plan, build, text
from judge.commands import BOX
from judge.decide import Decision, decide, ran_out, refused
from judge.errors import InputError
from judge.languages import Languages
from judge.request import ExecRequest
from judge.request_errors import file_place
from judge.results import (
    AppliedLimits,
    CompileResult,
    Constraints,
    ExecResult,
)
from judge.sources import Source
from judge.verdict import Verdict
from sandbox import MIB, Boxes, Command, Mount, Outcome, Sandbox


def answer(
    request: ExecRequest,
    languages: Languages,
    sandbox: Sandbox,
    turn: AbstractContextManager[object] | None = None,
) -> ExecResult:
    """Builds and runs what `request` asks for.

    What is executed is executed within `turn`: whoever shares it is set up meanwhile.
    Raises InputError for what is wrong with the request, SandboxError if the sandbox
    fails; a program that fails is an answer.
    """
    turn = turn or nullcontext()
    with (
        sandbox.temporary_folder() as folder,
        # Ended when all is told: the kernel takes its time to clear a box away.
        closing(Boxes()) as boxes,
        ExitStack() as within,
    ):
        plan = _plan(request, languages, folder / "source")
        if plan.language.compile:
            within.enter_context(turn)
        built = build(plan, sandbox, folder / "box")
        if built.failed:
            return _not_compiled(request, built, sandbox)
        prepared = sandbox.begin(_command(request, built), boxes)
        prepared.hold()
        if not plan.language.compile:
            within.enter_context(turn)
        outcome = prepared.run()
        within.close()
        try:
            return _answer(request, built, outcome, sandbox)
        finally:
            outcome.close()


def constraints(applied: AppliedLimits) -> Constraints:
    """The limits in words."""
    return Constraints(
        cpu_limit="1 vCPU",
        memory_limit=f"{(applied.memory or 0) // MIB}MB",
        execution_timeout=f"{applied.cpu_time:g}s",
    )


def _plan(request: ExecRequest, languages: Languages, folder: Path) -> Plan:
    try:
        language = languages.find(request.language)
    except InputError as error:
        raise InputError("$.language", error.message, error.remedy) from error
    code = request.code.encode(errors="surrogateescape")
    main = sources.source_name(language, code)
    _demand_distinct(main, request.files)
    files = _write({main: request.code, **request.files}, folder)
    applied = limits.applied(request.limits)
    try:
        toolchain = toolchains.find(language)
        arranged = sources.arrange(language, files, entry=main)
    except InputError as error:
        raise InputError("$.language", error.message, error.remedy) from error
    return Plan(
        path=main,
        # What a look at the syntax would find, running it tells as well.
        language=msgspec.structs.replace(language, syntax=()),
        toolchain=toolchain,
        sources=arranged,
        limits=applied,
        compile_limits=limits.compiling(),
        args=request.args,
        shown=applied.output or 0,
    )


def _write(files: dict[str, str], folder: Path) -> tuple[Source, ...]:
    found = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode(errors="surrogateescape"))
        found.append(Source(path, name))
    return tuple(found)


def _demand_distinct(main: str, files: dict[str, str]) -> None:
    """Raise InputError for a file that stands where another one, or its folder, has to be."""
    for name in files:
        if name == main:
            message = "is what 'code' itself is called"
            raise InputError(file_place(name), message, "choose another name")
        for folder in map(str, PurePosixPath(name).parents):
            if folder == main or folder in files:
                message = f"lies in '{folder}', which is a file"
                raise InputError(file_place(name), message, "choose another name")


def _command(request: ExecRequest, built: Built) -> Command:
    return Command(
        argv=built.run,
        mounts=(*built.plan.toolchain.mounts, Mount(str(built.folder), BOX)),
        env=built.env,
        cwd=BOX,
        stdin=request.stdin.encode(errors="surrogateescape"),
        limits=built.plan.limits,
    )


def _answer(request: ExecRequest, built: Built, outcome: Outcome, sandbox: Sandbox) -> ExecResult:
    ending, usage, plan = outcome.ending, outcome.usage, built.plan
    stdout, stderr = text(outcome.stdout, plan.shown), text(outcome.stderr, plan.shown)
    decision = ran_out(decide(ending, usage, plan.limits), stderr, plan.language.out_of_memory)
    seconds = usage.wall_time if usage.cpu_time is None else usage.cpu_time
    return ExecResult(
        id=request.id,
        output=stdout,
        execution_time=f"{seconds:.3f}s",
        exit_code=ending.exit_code,
        verdict=decision.verdict,
        cause=decision.cause,
        reason=decision.reason,
        signal=ending.signal,
        stderr=stderr,
        cpu_time=usage.cpu_time,
        wall_time=usage.wall_time,
        starved=usage.starved,
        memory=usage.memory,
        memory_at_most=usage.memory_at_most,
        refused=refused(usage),
        output_size=outcome.stdout.size,
        truncated=outcome.stdout.exceeded or outcome.stderr.exceeded,
        compile=built.result,
        limits=plan.limits,
        enforced_by=sandbox.enforced_by,
        constraints=constraints(plan.limits),
    )


def _not_compiled(request: ExecRequest, built: Built, sandbox: Sandbox) -> ExecResult:
    result = built.result or CompileResult(verdict=Verdict.JE)
    decision = Decision(verdict=result.verdict, cause=result.cause, reason=result.reason)
    return ExecResult(
        id=request.id,
        output="",
        execution_time="0.000s",
        exit_code=None,
        verdict=decision.verdict,
        cause=decision.cause,
        reason=decision.reason,
        stderr="",
        compile=result,
        limits=built.plan.limits,
        enforced_by=sandbox.enforced_by,
        constraints=constraints(built.plan.limits),
    )

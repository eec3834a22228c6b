"""Runs one program once, as a request asks: the work behind ``judge exec``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from judge import limits, sources, toolchains
from judge.build import Built, Plan, build, text
from judge.commands import BOX
from judge.decide import Decision, decide, ran_out, refused
from judge.errors import InputError
from judge.languages import Languages
from judge.limits import GivenLimits
from judge.results import (
    AppliedLimits,
    CompileResult,
    Constraints,
    ExecError,
    ExecErrorDetail,
    ExecResult,
)
from judge.sources import Source
from judge.verdict import Verdict
from sandbox import LEAST, MIB, Command, Mount, Outcome, Sandbox

# What the file systems of Linux allow for each part of a path.
LONGEST_NAME = 255
# An answer hands the id back from within lists and objects of its own.
DEEPEST_ID = 100
# An answer holds all that was printed, in memory.
MOST_OUTPUT = 256 * MIB
# The kernel takes 128 KiB for each argument (MAX_ARG_STRLEN), its end included.
LONGEST_ARGUMENTS = 128 << 10


class ExecRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A program to be run once: `code` in `language`, with further `files` beside it."""

    language: str
    code: str
    stdin: str = ""
    files: dict[str, str] = {}
    args: tuple[str, ...] = ()
    limits: GivenLimits = GivenLimits()
    id: Any = None


def parse(text: bytes | str) -> ExecRequest:
    """The request that `text` is. Raises InputError, whose place is one in the request."""
    try:
        request = msgspec.json.decode(text, type=ExecRequest)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `")
        place = _with_name(place.rstrip("`") or "$", text)
        raise InputError(*_placed(message, place)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError("$", f"this is no JSON: {error}", "send one object") from error
    except RecursionError as error:
        raise InputError("$", "is nested too deeply", "send one object") from error
    if _is_deep(request.id):
        raise InputError("$.id", f"is nested more than {DEEPEST_ID} levels deep", "shorten it")
    check(request.limits, "$.limits.")
    _check_words(request)
    return request


def check(given: GivenLimits, place: str = "") -> None:
    """Raises InputError for a limit out of range; what is printed is held, so less goes."""
    limits.check(given, place)
    if given.output is not None and given.output > MOST_OUTPUT:
        message = f"{given.output} is out of range"
        raise InputError(f"{place}output", message, f"{LEAST['output']} to {MOST_OUTPUT}")


def identity(text: bytes | str) -> Any:
    """The ``id`` of a request that may be otherwise wrong; None where there is none."""
    found = _loosely(text).get("id")
    return None if _is_deep(found) else found


def _loosely(text: bytes | str) -> dict[str, Any]:
    """The object that `text` is, whatever is in it; an empty one for anything else."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def refusal(request_id: Any, error: InputError) -> ExecError:
    """The answer to a line that is no request."""
    message = f"{error.message} ({error.remedy})" if error.remedy else error.message
    return ExecError(id=request_id, error=ExecErrorDetail(message=message, at=error.place or "$"))


def answer(request: ExecRequest, languages: Languages, sandbox: Sandbox) -> ExecResult:
    """Builds and runs what `request` asks for.

    Raises InputError for what is wrong with the request, SandboxError if the sandbox
    fails; a program that fails is an answer.
    """
    with sandbox.temporary_folder() as folder:
        plan = _plan(request, languages, folder / "source")
        built = build(plan, sandbox, folder / "box")
        if built.failed:
            return _not_compiled(request, built, sandbox)
        outcome = sandbox.run(_command(request, built))
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
        language=language,
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


def _check_words(request: ExecRequest) -> None:
    for name in request.files:
        parts = name.split("/")
        if name.startswith("/") or "\0" in name or any(part in ("", ".", "..") for part in parts):
            remedy = "use a relative path such as util.py"
            raise InputError(_file_place(name), "is no file name", remedy)
        if len(name.encode()) > LONGEST_NAME:
            raise InputError(
                _file_place(name), f"is longer than {LONGEST_NAME} bytes", "shorten it"
            )
    for number, word in enumerate(request.args):
        if "\0" in word:
            raise InputError(f"$.args[{number}]", "holds a zero byte", "leave it out")
    if sum(len(word.encode()) + 1 for word in request.args) > LONGEST_ARGUMENTS:
        message = f"are longer than {LONGEST_ARGUMENTS} bytes"
        raise InputError("$.args", message, "hand the data in as stdin, or as a file")


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST_ID):
        level = [inner for one in level for inner in _inside(one)]
    return bool(level)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _demand_distinct(main: str, files: dict[str, str]) -> None:
    """Raise InputError for a file that stands where another one, or its folder, has to be."""
    for name in files:
        if name == main:
            message = "is what 'code' itself is called"
            raise InputError(_file_place(name), message, "choose another name")
        for folder in map(str, PurePosixPath(name).parents):
            if folder == main or folder in files:
                message = f"lies in '{folder}', which is a file"
                raise InputError(_file_place(name), message, "choose another name")


def _file_place(name: str) -> str:
    return f"$.files[{msgspec.json.encode(name).decode()}]"


def _with_name(place: str, text: bytes | str) -> str:
    """The `place` of a validation error, with the name of the file that it does not tell."""
    if place != "$.files[...]":
        return place
    files = _loosely(text).get("files")
    named = files.items() if isinstance(files, dict) else ()
    wrong = [name for name, content in named if not isinstance(content, str)]
    return _file_place(wrong[0]) if wrong else place


def _placed(message: str, place: str) -> tuple[str, str]:
    """The place of a validation error, down to the key that is unknown or missing."""
    match = re.search(r"unknown field `(.*)`|missing required field `(.*)`", message, re.DOTALL)
    if match is None:
        return place, message[:1].lower() + message[1:]
    if match[1] is not None:
        return f"{place}.{match[1]}", "unknown key"
    return f"{place}.{match[2]}", "is missing"


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

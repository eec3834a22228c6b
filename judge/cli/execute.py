"""``judge exec``: a request in, an answer out, in JSON."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import msgspec

from judge import languages as languages_of
from judge import once
from judge.cli.sandboxing import Bench, bench
from judge.errors import InputError
from judge.languages import Languages
from judge.limits import GivenLimits, check
from judge.once import ExecRequest
from judge.results import ExecError, ExecResult

# How many requests are read ahead of the answer that is due.
AHEAD = 4


class ExecOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of ``judge exec``."""

    request: Path | None
    language: str | None
    code: str | None
    stdin: Path | None
    lines: bool
    jobs: int
    limits: dict[str, float | int | None]
    languages: Path | None
    allowed: frozenset[str]


def execute(options: ExecOptions) -> int:
    """Answers the request, or the requests, and returns the exit code."""
    languages = languages_of.load(options.languages)
    if options.lines:
        return _many(options, languages)
    request = _request(options)
    with bench(1, options.allowed) as where:
        answer = once.answer(request, languages, where.sandbox)
        _print(answer)
        return 130 if where.interrupted else 0


def _request(options: ExecOptions) -> ExecRequest:
    if options.language is None and options.code is None:
        request = once.parse(_read(options.request))
    else:
        request = _composed(options)
    stdin = {} if options.stdin is None else {"stdin": _text(options.stdin)}
    given = {name: value for name, value in options.limits.items() if value is not None}
    limits = msgspec.structs.replace(request.limits, **given)
    check(limits)
    return msgspec.structs.replace(request, limits=limits, **stdin)


def _composed(options: ExecOptions) -> ExecRequest:
    if options.language is None:
        raise InputError("--code", "the language is missing", "name it with -l")
    if options.code is not None and options.request is not None:
        raise InputError("", "--code and a file exclude each other", "give one of them")
    code = options.code
    if code is None:
        code = _text(options.request) if options.request else _read(None).decode(errors="replace")
    return ExecRequest(language=options.language, code=code)


def _read(path: Path | None) -> bytes:
    if path is None or str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(path, error.strerror or str(error), "check the path") from error


def _text(path: Path) -> str:
    return _read(path).decode(errors="surrogateescape")


def _print(answer: ExecResult | ExecError) -> None:
    out: BinaryIO = sys.stdout.buffer
    out.write(msgspec.json.encode(answer) + b"\n")
    out.flush()


# ---------------------------------------------------------------- many


def _many(options: ExecOptions, languages: Languages) -> int:
    if options.language is not None or options.code is not None:
        raise InputError("--jsonl", "takes requests, no code", "leave -l and --code out")
    with bench(1, options.allowed) as where:
        for answer in _answers(_lines(options.request), options, languages, where):
            _print(answer)
        return 130 if where.interrupted else 0


def _lines(path: Path | None) -> Iterator[bytes]:
    if path is None or str(path) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise InputError(path, error.strerror or str(error), "check the path") from error


def _answers(
    lines: Iterable[bytes], options: ExecOptions, languages: Languages, where: Bench
) -> Iterator[ExecResult | ExecError]:
    """The answers, in the order of the requests, `jobs` of them in work at a time."""
    # The threads outlive each execution that they start, as its sandbox demands.
    with ThreadPoolExecutor(options.jobs) as pool:
        due: deque[Future[ExecResult | ExecError]] = deque()
        for line in lines:
            if where.interrupted:
                break
            if line.strip():
                due.append(pool.submit(_answer, line, languages, where))
            if len(due) >= options.jobs * AHEAD or (options.jobs == 1 and due):
                yield due.popleft().result()
        while due and not where.interrupted:
            yield due.popleft().result()


def _answer(line: bytes, languages: Languages, where: Bench) -> ExecResult | ExecError:
    try:
        return once.answer(once.parse(line), languages, where.sandbox)
    except InputError as error:
        return once.refusal(once.identity(line), error)

"""``judge exec``: a request in, an answer out, in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import BinaryIO, Self

import msgspec

from judge import languages as languages_of
from judge import once
from judge import request as request_of
from judge.cli.answers import print_json
from judge.cli.sandboxing import Bench, bench
from judge.errors import HostError, InputError
from judge.languages import Languages
from judge.request import ExecRequest
from judge.results import ExecError, ExecErrorDetail, ExecResult
from sandbox import SandboxError, undisturbed

# How many requests are read ahead of the answer that is due.
AHEAD = 4
# How many executions are set up while one runs: each takes as long as a short program.
SET_UP = 2
# How much of a request, a program, or its input is held at most.
LARGEST = 256 << 20
TOO_LARGE = "is larger than 256 MiB"
PIECE = 1 << 20
# The place in a request of what is not the request's fault.
NOWHERE = ""


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
        print_json(answer)
        return 130 if where.interrupted else 0


def _request(options: ExecOptions) -> ExecRequest:
    if options.language is None and options.code is None:
        request = request_of.parse(_read(options.request))
    else:
        request = _composed(options)
    return _overridden(request, options)


def _overridden(request: ExecRequest, options: ExecOptions) -> ExecRequest:
    """The request with what the command line says in its place."""
    stdin = {} if options.stdin is None else {"stdin": _text(options.stdin)}
    given = {name: value for name, value in options.limits.items() if value is not None}
    limits = msgspec.structs.replace(request.limits, **given)
    request_of.check(limits)
    return msgspec.structs.replace(request, limits=limits, **stdin)


def _composed(options: ExecOptions) -> ExecRequest:
    if options.language is None:
        raise InputError("--code", "the language is missing", "name it with -l")
    if options.code is not None and options.request is not None:
        raise InputError("", "--code and a file exclude each other", "give one of them")
    code = options.code
    if code is None:
        code = _text(options.request)
    return ExecRequest(language=options.language, code=code)


def _read(path: Path | None) -> bytes:
    with _opened(path) as file:
        pieces, room = [], LARGEST
        # Piece by piece: it may never end, and a signal is to be heard meanwhile.
        while piece := file.read(min(PIECE, room + 1)):
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                raise InputError(_name(path), TOO_LARGE, "judge run takes inputs of any size")
    return b"".join(pieces)


def _text(path: Path | None) -> str:
    return _read(path).decode(errors="surrogateescape")


# ---------------------------------------------------------------- many


def _many(options: ExecOptions, languages: Languages) -> int:
    if options.language is not None or options.code is not None:
        raise InputError("--jsonl", "takes requests, no code", "leave -l and --code out")
    failed = False
    with (
        bench(options.jobs, options.allowed, ahead=SET_UP) as where,
        Answers(options, languages, where) as answers,
    ):
        for answer in answers:
            print_json(answer)
            failed |= isinstance(answer, ExecError) and answer.error.at == NOWHERE
    return 130 if where.interrupted else 3 if failed else 0


class Answers:
    """The answers, in the order of the requests, `jobs` of them executed at a time.

    The next ones are set up meanwhile, and wait for their turn. Requests are read by a
    thread of its own: no answer waits for the next request.
    """

    def __init__(self, options: ExecOptions, languages: Languages, where: Bench) -> None:
        self._options, self._languages, self._where = options, languages, where
        self._due: SimpleQueue[Future[ExecResult | ExecError] | None] = SimpleQueue()
        self._room = Semaphore(options.jobs * AHEAD)
        self._turns = Semaphore(options.jobs)
        # The pool's threads outlive each execution that they start, as its sandbox demands.
        self._pool = ThreadPoolExecutor(options.jobs * (1 + SET_UP))
        where.on_interrupt(self._end)

    def __enter__(self) -> Self:
        # It may wait for a line that never comes: nobody waits for it. It starts the pool's
        # threads, and they take no signals either.
        with undisturbed():
            Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._where.sandbox.cancel()
        self._pool.shutdown(cancel_futures=True)

    def __iter__(self) -> Iterator[ExecResult | ExecError]:
        for future in iter(self._due.get, None):
            yield future.result()
            self._room.release()

    def _end(self) -> None:
        self._due.put(None)

    def _read(self) -> None:
        try:
            for line in _lines(self._options.request):
                if line is not None and not line.strip():
                    continue
                self._room.acquire()
                self._due.put(self._pool.submit(self._answer, line))
        except RuntimeError:
            pass  # the pool takes no more: the command has come to its end
        except (InputError, OSError) as error:
            failed: Future[ExecResult | ExecError] = Future()
            failed.set_exception(error)
            self._due.put(failed)
        finally:
            self._end()

    def _answer(self, line: bytes | None) -> ExecResult | ExecError:
        if line is None:
            return request_of.refusal(None, InputError("$", TOO_LARGE, "send less in one request"))
        try:
            request = _overridden(request_of.parse(line), self._options)
            return once.answer(request, self._languages, self._where.sandbox, self._turns)
        except InputError as error:
            return request_of.refusal(request_of.identity(line), error)
        except (SandboxError, OSError) as error:
            told = HostError.of(error) if isinstance(error, OSError) else error
            detail = ExecErrorDetail(message=str(told), at=NOWHERE)
            return ExecError(id=request_of.identity(line), error=detail)


def _lines(path: Path | None) -> Iterator[bytes | None]:
    """The lines; None for one that is too long to be held."""
    with _opened(path) as file:
        while line := file.readline(LARGEST + 1):
            if len(line) <= LARGEST:
                yield line
                continue
            yield None
            while line and not line.endswith(b"\n"):
                line = file.readline(PIECE)


@contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    """The file, or standard input. Raises InputError where it can't be read."""
    try:
        if path is None or str(path) == "-":
            # Not sys.stdin: that one is closed at exit, when its reader may still be waiting.
            with open(0, "rb", closefd=False) as file:
                yield file
        else:
            with path.open("rb") as file:
                yield file
    except OSError as error:
        raise InputError(_name(path), error.strerror or str(error), "check the path") from error


def _name(path: Path | None) -> str:
    return "standard input" if path is None or str(path) == "-" else str(path)

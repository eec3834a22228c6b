"""A request of ``judge exec``: what it may say. Whatever else it says is refused with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from judge import limits
from judge.errors import InputError
from judge.limits import GivenLimits
from judge.request_errors import file_place, loosely, no_json, wrong_value
from judge.results import ExecError, ExecErrorDetail
from sandbox import LEAST, MIB

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


KEYS = {"$": ExecRequest.__struct_fields__, "$.limits": GivenLimits.__struct_fields__}


def parse(text: bytes | str) -> ExecRequest:
    """The request that `text` is. Raises InputError, whose place is one in the request."""
    try:
        request = msgspec.json.decode(text, type=ExecRequest)
    except msgspec.ValidationError as error:
        raise wrong_value(error, text, KEYS) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise no_json(error, text) from error
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
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = loosely(text)
    found = value.get("id") if isinstance(value, dict) else None
    return found if _can_be_told(found) else None


def refusal(request_id: Any, error: InputError) -> ExecError:
    """The answer to a line that is no request."""
    message = f"{error.message} ({error.remedy})" if error.remedy else error.message
    return ExecError(id=request_id, error=ExecErrorDetail(message=message, at=error.place or "$"))


def _check_words(request: ExecRequest) -> None:
    for name in request.files:
        parts = name.split("/")
        if name.startswith("/") or "\0" in name or any(part in ("", ".", "..") for part in parts):
            remedy = "use a relative path such as util.py"
            raise InputError(file_place(name), "is no file name", remedy)
        if len(name.encode()) > LONGEST_NAME:
            raise InputError(file_place(name), f"is longer than {LONGEST_NAME} bytes", "shorten it")
    for number, word in enumerate(request.args):
        if "\0" in word:
            raise InputError(f"$.args[{number}]", "holds a zero byte", "leave it out")
    if sum(len(word.encode()) + 1 for word in request.args) > LONGEST_ARGUMENTS:
        message = f"are longer than {LONGEST_ARGUMENTS} bytes"
        raise InputError("$.args", message, "hand the data in as stdin, or as a file")


def _is_deep(value: Any) -> bool:
    level, depth = [value], 0
    while level and depth < DEEPEST_ID:
        level = [inner for one in level for inner in _inside(one)]
        depth += 1
    return bool(level)


def _can_be_told(value: Any) -> bool:
    try:
        return not _is_deep(value) and bool(msgspec.json.encode(value))
    except (ValueError, OverflowError):  # half a character; a number without end
        return False


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()

"""The answer itself, as ``--json`` prints it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from judge.results import GradeResult, ProblemInfo, RunResult

# Characters that JSON lets through and a terminal or a log obeys: DEL, C1 controls, marks
# of direction, line and paragraph separators, and the `##[` of a workflow command. Where
# they occur, they are within a string.
_OBEYED = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|#(?=#[A-Za-z]*\\[)"
)


def render(results: Sequence[RunResult], problem: ProblemInfo | None) -> str:
    """Return the object of ``judge run`` or ``judge grade``."""
    single = len(results) == 1 and results[0].name is None
    if single or problem is None:
        return "".join(map(encoded, results))
    counts = dict(Counter(str(result.verdict) for result in results))
    return encoded(GradeResult(problem=problem, submissions=list(results), counts=counts))


def encoded(value: Any) -> str:
    r"""Return `value` as a line of JSON that is safe to look at.

    Invisible characters are written as in ``\u009b``, which means the same. A lone
    surrogate, the part of a file's name that is not UTF-8, becomes U+FFFD.
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value)))
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", data.decode()) + "\n"


def _without_surrogates(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_without_surrogates(one) for one in value]
        case dict():
            pairs = value.items()
            return {_without_surrogates(key): _without_surrogates(one) for key, one in pairs}
        case _:
            return value

"""The comparisons that have a name: our own, and the stock checkers of other judges.

What each of those does is told by testlib's ``checkers/*.cpp`` and ``testlib.h``, DMOJ's
``dmoj/checkers/*.py`` and CMS's ``grading/steps/whitediff.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from judge.errors import InputError, did_you_mean
from judge.problem import Comparison

Arguments = Mapping[str, object]

WHITE_DIFF = Comparison(kind="line-tokens", case_sensitive=True)
"""What CMS does where a task has no checker."""

_testlib = partial(replace, Comparison(dialect="testlib", case_sensitive=True))
_dmoj = partial(replace, Comparison(dialect="dmoj", case_sensitive=True))


def _near(absolute: float, relative: float | None, *, single: bool = False) -> Comparison:
    tolerances = {"float_absolute": absolute, "float_relative": relative}
    return _testlib(form="number", single=single, **tolerances)


POLYGON: dict[str, Comparison] = {
    "acmp": _near(1.5e-6, None, single=True),
    "caseicmp": _testlib(form="int-per-case"),
    "casencmp": _testlib(form="int-cases"),
    "casewcmp": _testlib(form="cases"),
    "dcmp": _near(1e-6, 1e-6, single=True),
    "fcmp": _testlib(kind="lines"),
    "hcmp": _testlib(form="integer", single=True),
    "icmp": _testlib(form="int32", single=True),
    "lcmp": _testlib(kind="line-tokens"),
    "ncmp": _testlib(form="int64"),
    "nyesno": _testlib(form="yes-no", case_sensitive=False),
    "pointscmp": _testlib(kind="points", form="number"),
    "pointsinfo": _testlib(kind="points", form="number"),
    "rcmp": _near(1.5e-6, None, single=True),
    "rcmp4": _near(1e-4, 1e-4),
    "rcmp6": _near(1e-6, 1e-6),
    "rcmp9": _near(1e-9, 1e-9),
    "rncmp": _near(1.5e-5, None),
    "uncmp": _testlib(kind="unordered-tokens", form="int64"),
    "wcmp": _testlib(),
    "yesno": _testlib(form="yes-no", case_sensitive=False, single=True),
}


def polygon(name: str) -> Comparison | None:
    """The stock checker that Polygon calls ``std::rcmp6.cpp``; None if there is none."""
    return POLYGON.get(name.removeprefix("std::").removesuffix(".cpp"))


def dmoj(
    name: str, arguments: Arguments, place: object = "", *, binary: bool = False
) -> Comparison:
    """DMOJ's checker of this name with the arguments that its ``init.yml`` gives.

    Where the test's data is not `binary`, its judge unifies the answer's line ends.
    Raises InputError with `place` for a checker or an argument that there is none of.
    """
    if name not in DMOJ:
        raise InputError(place, f"DMOJ has no checker '{name}'", did_you_mean(name, DMOJ))
    known, make = DMOJ[name]
    for key in arguments:
        if key not in known:
            message = f"the checker '{name}' has no argument '{key}'"
            raise InputError(place, message, did_you_mean(key, known) if known else "remove it")
    try:
        return replace(make(arguments), unified_answer=not binary)
    except (TypeError, ValueError, OverflowError) as error:
        message = f"the checker '{name}' can't take these arguments: {error}"
        raise InputError(place, message, "see its documentation") from error


def _floats(arguments: Arguments, mode: str = "default") -> Comparison:
    mode = str(arguments.get("error_mode", mode))
    if mode not in {"default", "absolute", "relative"}:
        raise ValueError(f"error_mode is '{mode}', not default, absolute or relative")
    epsilon = 10.0 ** -_whole(arguments.get("precision", 6), "precision")
    return _dmoj(
        kind="line-tokens",
        float_absolute=None if mode == "relative" else epsilon,
        float_relative=None if mode == "absolute" else epsilon,
    )


def _line_matches(arguments: Arguments) -> Comparison:
    given = arguments.get("point_distribution", [1])
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise TypeError("point_distribution is no list of numbers")
    points = tuple(float(_whole(one, "point_distribution")) for one in given)
    if sum(points) <= 0:
        raise ValueError("the sum of point_distribution is not positive")
    filler = bool(arguments.get("filler_lines_required", True))
    return _dmoj(kind="line-matches", points=points, filler_lines=filler)


def _sorted(arguments: Arguments) -> Comparison:
    split_on = arguments.get("split_on", "lines")
    if split_on not in ("lines", "whitespace"):
        raise ValueError(f"split_on is '{split_on}', not lines or whitespace")
    return _dmoj(kind="unordered" if split_on == "lines" else "unordered-tokens")


def _whole(value: object, key: str) -> int:
    if not isinstance(value, int | float | str):
        raise TypeError(f"{key} is no number")
    return int(value)


def _rstripped(arguments: Arguments) -> Comparison:
    return _dmoj(kind="lines", filler_lines=not arguments.get("filter_new_line"))


def _plain(kind: str) -> Callable[[Arguments], Comparison]:
    return lambda _: _dmoj(kind=kind)


DMOJ: dict[str, tuple[tuple[str, ...], Callable[[Arguments], Comparison]]] = {
    "standard": ((), _plain("line-tokens")),
    "easy": ((), _plain("characters")),
    "floats": (("precision", "error_mode"), _floats),
    "floatsabs": (("precision",), partial(_floats, mode="absolute")),
    "floatsrel": (("precision",), partial(_floats, mode="relative")),
    "identical": (("pe_allowed",), _plain("exact")),
    "linecount": (("feedback",), _plain("line-count")),
    "linematches": (("point_distribution", "filler_lines_required"), _line_matches),
    "rstripped": (("filter_new_line",), _rstripped),
    "sorted": (("split_on",), _sorted),
    "unordered": ((), _plain("unordered-tokens")),
}
"""The arguments that each of them takes, the most usual one first, and what it is with them."""

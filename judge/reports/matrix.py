"""The answer of ``judge verify`` for people: submissions against groups, then the checks."""

from __future__ import annotations

from collections.abc import Iterator

from judge.harmless import for_line, shortened
from judge.reports import wording
from judge.reports.plain import aligned
from judge.verify.answer import Check, GroupCell, Slowest, TimeLimit, Verified, VerifyResult

LONGEST_MESSAGE = 400
VERDICT = 3
"""Which of the columns is the verdict; the one before it is what was expected."""

RIGHT = (4,)
MOST_GROUPS = 12
"""Groups that are shown each; of more, the first and the last."""

Row = tuple[str, ...]


def render(result: VerifyResult) -> str:
    """Return the matrix, the time limit, and what was found, as plain text."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: VerifyResult) -> Iterator[str]:
    yield wording.problem_name(result.problem)
    yield from time_limit(result.time_limit)
    yield ""
    if result.submissions:
        yield from aligned([heading(result), *map(row, result.submissions)], right=RIGHT)
        yield ""
    yield from remarks(result)
    yield from aligned([(sign(one), for_line(one.name), _message(one)) for one in result.checks])
    yield ""
    yield outcome(result)


def heading(result: VerifyResult) -> Row:
    """Return the titles of the columns."""
    groups = result.submissions[0].groups if result.submissions else []
    groups = next((one.groups for one in result.submissions if one.groups), groups)
    names = [for_line(one.name) for one in _shown(groups)]
    return ("", "submission", "expected", "verdict", "slowest", *names)


def row(one: Verified) -> Row:
    """Return the cells of a submission."""
    expected = "|".join(one.expected) or "any"
    verdict = "-" if one.verdict is None else str(one.verdict)
    if one.score is not None:
        most = "" if one.max_score is None else f"/{one.max_score:g}"
        verdict += f" {one.score:g}{most}"
    name = for_line(one.path.removeprefix("submissions/"))
    odd = one.warnings or one.verdict is None
    return (
        "FAIL" if not one.ok else "warn" if odd else "ok",
        name,
        expected,
        verdict,
        wording.seconds(one.cpu_time),
        *(cell(group) for group in _shown(one.groups)),
    )


def cell(group: GroupCell) -> str:
    """Return the worst verdict of a group and its slowest test."""
    time = "" if group.cpu_time is None else f" {group.cpu_time:.3f}"
    return f"{group.verdict}{time}"


def time_limit(limit: TimeLimit) -> Iterator[str]:
    """Return the time limit, where it comes from, and a line for each margin."""
    sources = {
        "package": "given by the package",
        "computed": "computed from the submissions",
        "default": "a usual one, since nothing tells it",
    }
    said = f"time limit {limit.value:g} s, {sources[limit.source]}"
    if limit.suggested is not None and limit.suggested != limit.value:
        said += f"; from the submissions would follow {limit.suggested:g} s"
    yield said
    slow, fast = limit.slowest_accepted, limit.fastest_tle
    if slow is not None:
        yield "  slowest that has to be in time: " + _margin(slow, limit.ratio_accepted, "below")
    if fast is not None:
        yield "  fastest that has to be too slow: " + _margin(fast, limit.ratio_tle, "above")


def _margin(found: Slowest, ratio: float | None, side: str) -> str:
    least = "at least " if found.at_least else ""
    times = ""
    if ratio is not None and side == "above":
        times = f", {least}{ratio:.3g} times the limit"
    elif ratio is not None:
        times = f", the limit is {ratio:.3g} times as long"
    return for_line(f"{least}{found.cpu_time:.3f} s ({found.path}, {found.test}){times}")


def remarks(result: VerifyResult) -> Iterator[str]:
    """Return what was not as expected of each submission, and what was only just."""
    found = [
        f"{for_line(one.path)}: {shortened(for_line(text), LONGEST_MESSAGE)}"
        for one in result.submissions
        for text in (*one.failures, *one.warnings)
    ]
    yield from found
    if found:
        yield ""


def sign(check: Check) -> str:
    """Return whether a check holds, in a word."""
    return {"ok": "ok", "warning": "warn", "error": "FAIL"}[check.level]


def outcome(result: VerifyResult) -> str:
    """Return how many of the submissions and checks were as they should be."""
    wrong = [one for one in result.submissions if not one.ok]
    total = wording.plural(len(result.submissions), "submission")
    broken = [one for one in result.checks if not one.ok]
    if not wrong and not broken:
        return f"verified: {total} as expected"
    told = f"{len(wrong)} of {total} not as expected" if wrong else f"{total} as expected"
    checks = f", {wording.plural(len(broken), 'check')} failed" if broken else ""
    return f"NOT verified: {told}{checks}"


def _shown(groups: list[GroupCell]) -> list[GroupCell]:
    if len(groups) <= MOST_GROUPS:
        return groups
    return [*groups[: MOST_GROUPS - 1], groups[-1]]


def _message(check: Check) -> str:
    return shortened(for_line(check.message), LONGEST_MESSAGE)

"""Figures and verdicts in words, for people: one harmless line each."""

from __future__ import annotations

from collections.abc import Sequence

from judge.harmless import for_heading, for_line, shortened
from judge.reports.selection import called, decisive, passed, slowest, tally, waited
from judge.results import AppliedLimits, ProblemInfo, RunResult, TestResult
from judge.verdict import Verdict

MIB = 1 << 20
LONGEST_REASON = 160
"""Characters of a reason in a row of a table."""

# A host that can't enforce one of these judges otherwise than the next host.
_CRUCIAL = ("cpu_time", "memory", "processes", "cpus", "network", "syscalls")


def seconds(value: float | None) -> str:
    """Return ``0.021 s``, or a dash for what is not known."""
    return "-" if value is None else f"{value:.3f} s"


def mebibytes(value: int | None) -> str:
    """Return ``9.0 MiB``, or a dash for what is not known."""
    return "-" if value is None else f"{value / MIB:.1f} MiB"


def time_of(test: TestResult) -> str:
    """Return the test's CPU time, or the wall time where that was the trouble."""
    return f"{seconds(test.wall_time)} wall" if waited(test) else seconds(test.cpu_time)


def short(text: str) -> str:
    """Return a reason as it fits into a row."""
    return shortened(for_line(text), LONGEST_REASON)


def plural(count: int, word: str) -> str:
    """Return ``1 test`` or ``2 tests``."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def counted(counts: dict[Verdict, int]) -> str:
    """Return ``3 accepted, 1 wrong answer``."""
    return ", ".join(f"{count} {verdict.words}" for verdict, count in counts.items())


def heading(result: RunResult) -> str:
    """Say what was judged against what."""
    language = f" ({for_line(result.submission.language)})" if result.submission.language else ""
    on = f": {problem_name(result.problem)}" if result.problem else ""
    return f"{for_line(called(result))}{language}{on}"


def problem_name(problem: ProblemInfo) -> str:
    """Return the problem's name and where it lies."""
    path = for_line(problem.path)
    return path if problem.name == problem.path else f"{for_heading(problem.name)} ({path})"


def limits(result: RunResult) -> str:
    """Say which limits held, and which this host does not enforce."""
    loose = [name for name in _CRUCIAL if result.enforced_by.get(name, "") is None]
    warning = f"; NOT ENFORCED on this host: {', '.join(loose)}" if loose else ""
    return f"limits: {', '.join(_limits(result.limits))}{warning}"


def _limits(applied: AppliedLimits) -> list[str]:
    factor, allowance = applied.time_factor, applied.memory_allowance
    times = f" (time factor {factor:g})" if factor != 1 else ""
    more = f" ({_size(allowance)} for the runtime)" if allowance else ""
    return [
        _time_limit(applied.cpu_time) + " CPU time" + times,
        _time_limit(applied.wall_time) + " wall time",
        _size(applied.memory) + " memory" + more,
    ]


def outcome(result: RunResult) -> str:
    """Return the verdict in words, with its reason and the test that decided."""
    test = decisive(result)
    where = f" (test {for_line(test.name)})" if test else ""
    reason = f": {for_line(result.reason)}" if result.reason else ""
    return f"{result.verdict.words}{reason}{where}"


def totals(result: RunResult) -> str:
    """Return tests passed, slowest test and peak memory against their limits."""
    parts = [f"{passed(result)} of {plural(len(result.tests), 'test')} passed"]
    test = slowest(result)
    if test is not None:
        limit = _time_limit(result.limits.cpu_time)
        parts.append(f"slowest {for_line(test.name)} {seconds(test.cpu_time)} of {limit}")
    if result.memory is not None:
        limit = _size(result.limits.memory)
        parts.append(f"peak memory {mebibytes(result.memory)} of {limit}")
    return ", ".join(parts)


def verdict(result: RunResult) -> str:
    """Return ``WA``, or ``PA 40 of 100`` where there are points."""
    told = points(result.score, result.max_score)
    return f"{result.verdict} {told}" if result.score is not None else str(result.verdict)


def points(score: float | None, most: float | None) -> str:
    """Return ``40 of 100``, ``40`` where there is no bound, or a dash where there is no score."""
    if score is None:
        return "-"
    return number(score) if most is None else f"{number(score)} of {number(most)}"


def number(value: float) -> str:
    """Return points with as many digits as they need, four after the point at most."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def submissions(results: Sequence[RunResult]) -> str:
    """Return ``3 submissions: 1 accepted, 2 wrong answer``."""
    counts = counted(tally(result.verdict for result in results))
    total = plural(len(results), "submission")
    return f"{total}: {counts}" if counts else total


def _time_limit(value: float | None) -> str:
    return "unlimited" if value is None else f"{value:g} s"


def _size(value: int | None) -> str:
    return "unlimited" if value is None else f"{value / MIB:g} MiB"

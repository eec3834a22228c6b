"""Events in a line each, for ``-v`` and for logs."""

from __future__ import annotations

from judge.harmless import for_line
from judge.reports import wording
from judge.results import CompileEvent, EndEvent, Event, StartEvent, TestEvent, TestResult
from judge.verdict import Verdict


def of(event: Event) -> str:
    """Return what happened, as one harmless line; of which submission, where it has a name."""
    match event:
        case StartEvent():
            return _of(event.name, started(event))
        case CompileEvent():
            return _of(event.name, compiled(event))
        case TestEvent():
            return _of(event.submission, tested(event))
        case EndEvent():
            return _of(event.name, f"end: {event.verdict} {ended(event)}")


def started(event: StartEvent) -> str:
    """Say what begins."""
    path, language = for_line(event.submission.path), for_line(event.submission.language)
    return f"start: {path} ({language}), {wording.plural(event.tests, 'test')}"


def compiled(event: CompileEvent) -> str:
    """Say what became of the compilation."""
    result = event.compile
    if result is None:
        return "compile: nothing to do"
    if result.cached:
        return f"compile: {result.verdict}, from the cache"
    reason = f": {for_line(result.reason)}" if result.reason else ""
    return f"compile: {result.verdict}, {wording.seconds(result.wall_time)}{reason}"


def tested(test: TestResult) -> str:
    """Say what became of a test."""
    said = f"test {for_line(test.name)}: {test.verdict}"
    return said if test.verdict is Verdict.SK else f"{said}, {figures(test)}"


def figures(test: TestResult) -> str:
    """Say what a test took, and why it has its verdict."""
    return f"{wording.time_of(test)}, {wording.mebibytes(test.memory)}{_reason(test.reason)}"


def ended(event: EndEvent) -> str:
    """Say what the submission is worth."""
    return f"{event.verdict.words}{_reason(event.reason)}"


def ending(test: TestResult) -> str:
    """Say how a program that was just run ended, at what cost, and what is missing above."""
    cost = f"{wording.time_of(test)}, {wording.mebibytes(test.memory)}"
    cut = "; only the beginning of what it printed is shown" if test.truncated else ""
    if test.verdict is Verdict.AC:
        return f"exit code {test.exit_code or 0}, {cost}{cut}"
    return f"{test.verdict}: {test.verdict.words}{_reason(test.reason)}, {cost}{cut}"


def _of(name: str | None, said: str) -> str:
    return said if name is None else f"{for_line(name)}: {said}"


def _reason(reason: str) -> str:
    return f": {for_line(reason)}" if reason else ""

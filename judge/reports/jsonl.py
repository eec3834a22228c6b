"""The events of the judging, one object a line, as ``--jsonl`` prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judge.reports.json import encoded
from judge.results import (
    CompileEvent,
    EndEvent,
    Event,
    ProblemInfo,
    RunResult,
    StartEvent,
    TestEvent,
    TestResult,
)


def render(results: Sequence[RunResult], problem: ProblemInfo | None) -> str:
    """Return the events of one submission after another."""
    del problem  # each start has it
    return "".join(encoded(event) for result in results for event in events(result))


def events(result: RunResult) -> Iterator[Event]:
    """Return the events that led to `result`, in order."""
    yield _start(result)
    yield CompileEvent(name=result.name, compile=result.compile)
    for index, test in enumerate(result.tests):
        fields = {name: getattr(test, name) for name in TestResult.__struct_fields__}
        yield TestEvent(**fields, submission=result.name, index=index)
    common = [name for name in EndEvent.__struct_fields__ if name != "schema"]
    yield EndEvent(**{name: getattr(result, name) for name in common})


def _start(result: RunResult) -> StartEvent:
    return StartEvent(
        name=result.name,
        submission=result.submission,
        problem=result.problem,
        limits=result.limits,
        tests=len(result.tests),
    )

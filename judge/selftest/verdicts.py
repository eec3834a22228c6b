"""From what was seen of a program to what became of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from judge.results import EnforcedBy
from judge.selftest.model import LAYERS, Program, Run, State
from judge.verdict import Verdict

LAST_WORDS = ("contained", "done")
# Of how many CPUs a program must have been able to have more than one, for it to show that
# it is kept to one; `programs/cpu/several_cpus.c` calls the same an escape.
MORE_THAN_ONE = 1.35
NEVER_KEPT = "it was not seen to be kept from a second CPU: the machine has none to spare"
_ESCAPED = re.compile(r"^ESCAPED: *(.*)$", re.MULTILINE)


def escaped(runs: Sequence[Run]) -> list[str]:
    """What the program says it got through with, and what the host side saw."""
    return list(dict.fromkeys(what for run in runs for what in _escapes(run)))


def state(program: Program, compiled: Run | None, runs: Sequence[Run]) -> tuple[State, str]:
    """What became of `program`, and why, if that has to be said.

    `compiled` is None where nothing had to be; `runs` is empty where that failed.
    """
    everything = [*([compiled] if compiled else []), *runs]
    found = escaped(everything)
    if found:
        return State.ESCAPED, "; ".join(found)
    last = everything[-1]
    if program.honest:
        return _honest(program, everything)
    if not runs and Verdict.CE not in program.expect:
        return State.NOT_TRIED, f"could not be compiled here: {last.reason}"
    if program.expect:
        return _by_verdict(program, last)
    by_words = _by_words(runs)
    if by_words[0] is State.CONTAINED and program.evidence and not any(map(_was_kept, runs)):
        return State.UNCLEAR, NEVER_KEPT
    return by_words


def by(program: Program, enforced_by: EnforcedBy) -> EnforcedBy:
    """Which mechanism of this host stands behind each layer of `program`."""
    known = {**LAYERS, **enforced_by}
    return {name: known.get(name) for name in program.layers}


def _was_kept(run: Run) -> bool:
    """Whether it would have had more than one CPU, had it not been kept from them."""
    if run.cpu_time is None or run.throttled is None:
        return False
    return run.cpu_time + run.throttled > MORE_THAN_ONE * run.wall_time


def _escapes(run: Run) -> Iterator[str]:
    yield from run.found
    for text in (run.output, run.stderr):
        yield from (match[1].strip() or "something" for match in _ESCAPED.finditer(text))


def _honest(program: Program, runs: Sequence[Run]) -> tuple[State, str]:
    for run in runs:
        if run.verdict is not Verdict.AC:
            said = run.stderr.strip().splitlines()[-1:]
            return State.BROKEN, ": ".join([f"{run.verdict}: {run.reason}", *said])
    output = runs[-1].output.strip()
    if program.prints is not None and output != program.prints:
        return State.BROKEN, f"printed {output[:100]!r}, not {program.prints!r}"
    return State.ACCEPTED, ""


def _by_verdict(program: Program, last: Run) -> tuple[State, str]:
    told = f"{last.verdict}: {last.reason}" if last.reason else str(last.verdict)
    if last.verdict in program.expect:
        if program.cause is None or last.cause == program.cause:
            return State.CONTAINED, told
        return State.BROKEN, f"{told}, though not for its {program.cause}"
    if last.verdict is Verdict.AC:
        return State.ESCAPED, "ended as if nothing had stopped it"
    return State.BROKEN, f"{told}, where {' or '.join(program.expect)} was due"


def _by_words(runs: Sequence[Run]) -> tuple[State, str]:
    for run in runs:
        if run.verdict is not Verdict.AC:
            said = run.stderr.strip().splitlines()[-1:]
            told = ": ".join([f"{run.verdict}: {run.reason}", *said])
            return State.BROKEN, f"broke off before it had tried everything: {told}"
        if not run.output.strip().endswith(LAST_WORDS):
            return State.BROKEN, "did not say that it had tried everything"
    return State.CONTAINED, ""

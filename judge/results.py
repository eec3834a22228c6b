"""What the judge answers: the JSON of every command, as values.

Field names are public interface. Seconds are numbers, memory and sizes are bytes.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from judge.verdict import Cause, Verdict
from sandbox import Limits

EnforcedBy = dict[str, str | None]


class AppliedLimits(Limits, frozen=True, kw_only=True):
    """The limits that held, and what the language added to the problem's own."""

    time_factor: float = 1.0
    memory_allowance: int = 0


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What was handed in; `sha256` is over names and contents of all files."""

    path: str
    language: str
    files: list[str]
    sha256: str
    size: int


class ProblemInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Which problem it was judged against."""

    path: str
    name: str
    format: str
    type: str


class CompileResult(msgspec.Struct, frozen=True, kw_only=True):
    """How the compilation ended; `output` is what the compiler printed."""

    verdict: Verdict
    exit_code: int | None = None
    signal: str | None = None
    cpu_time: float | None = None
    wall_time: float = 0.0
    memory: int | None = None
    output: str = ""
    cached: bool = False
    cause: Cause | None = None
    reason: str = ""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What the sandbox refused a program, whatever it then did: the evidence for a verdict.

    How often memory was refused or somebody killed for it; how often a process was; and of
    what the temporary folder had no room left at the end. Null is "not known here" or, of
    the folder, "room left".
    """

    memory: int | None = None
    processes: int | None = None
    scratch: Literal["bytes", "files"] | None = None


class TestResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one test ended.

    `starved` is the part of `wall_time` for which the program was ready to run and the
    machine too busy: it put off the limit on wall time by as much. `memory` was at least
    that much, and at most `memory_at_most`: the kernel counts files with it that were read
    and had not been in the page cache. `difference` is an excerpt of the first difference,
    for people; it is null where there is none to show. `score` and `max_score` are null
    where the test has no score of its own, and `max_score` also where it has no bound.
    `passes` is how often it was run in a multi-pass problem, and `transcript`, where it was
    asked for, what was said in an interactive one.
    """

    name: str
    group: str
    verdict: Verdict
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    cause: Cause | None = None
    exit_code: int | None = None
    signal: str | None = None
    cpu_time: float | None = None
    wall_time: float | None = None
    starved: float = 0.0
    memory: int | None = None
    memory_at_most: int | None = None
    refused: Refused = Refused()
    output_size: int = 0
    output: str = ""
    stderr: str = ""
    truncated: bool = False
    difference: Difference | None = None
    passes: int | None = None
    transcript: list[Utterance] | None = None


class Utterance(msgspec.Struct, frozen=True, kw_only=True):
    """What the submission or the interactor printed at a time, `time` seconds after the start.

    Of a long one the rest is left out, and of very many those in the middle: `omitted` is
    how many bytes of the same speaker are missing before it.
    """

    time: float
    speaker: Literal["submission", "interactor"]
    text: str
    pass_: int = msgspec.field(name="pass", default=1)
    omitted: int = 0


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """The first place where output and answer differ.

    `line` and `token` count from 1 in what was printed; 0 is "not applicable".
    `expected` and `found` are short excerpts (at most 200 characters each).
    `reason` is the whole in one sentence: ``line 3, token 2: expected 17, found 71``.

    `accepted_if` says what would have to be ignored, all of it, for the output to be
    accepted, where that is the whole difference: ``case``, ``whitespace``, ``order of lines``
    or a ``float tolerance 1e-6``. It is empty where none of these is, and null where that
    was not looked for: in very long outputs, and where a part of the output gives a part of
    the score. Where a validator of the package has judged, there is no such difference.
    """

    reason: str
    line: int = 0
    token: int = 0
    expected: str = ""
    found: str = ""
    accepted_if: list[str] | None = None


class GroupResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a group of tests in a scoring problem is worth, and its subgroups.

    The verdict is PA for a score between the lowest and the highest, SK where nothing of
    the group counted; `reason` then says why. `score` is null for what is not given any,
    such as the samples; `max_score` also where there is no bound.
    """

    name: str
    verdict: Verdict
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    groups: list[GroupResult] = []


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge run`` and of each submission in ``judge grade``.

    `groups` are the groups of a scoring problem with their points, null for any other.
    """

    schema: Literal["judge/run/1"] = "judge/run/1"
    name: str | None = None
    verdict: Verdict
    cause: Cause | None = None
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    groups: list[GroupResult] | None = None
    submission: Submission
    problem: ProblemInfo | None = None
    compile: CompileResult | None = None
    limits: AppliedLimits
    enforced_by: EnforcedBy
    tests: list[TestResult]
    counts: dict[str, int]
    cpu_time: float | None = None
    wall_time: float | None = None
    memory: int | None = None


class GradeResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge grade``; `counts` counts submissions by verdict."""

    schema: Literal["judge/grade/1"] = "judge/grade/1"
    problem: ProblemInfo
    submissions: list[RunResult]
    counts: dict[str, int]


class Constraints(msgspec.Struct, frozen=True, kw_only=True):
    """The limits in words, as the shortest clients want them."""

    cpu_limit: str
    memory_limit: str
    execution_timeout: str
    network_access: str = "disabled"
    filesystem_access: str = "read-only"


class ExecResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge exec`` to one request."""

    schema: Literal["judge/exec/1"] = "judge/exec/1"
    id: Any = None
    output: str
    execution_time: str
    exit_code: int | None
    verdict: Verdict
    cause: Cause | None = None
    reason: str = ""
    signal: str | None = None
    stderr: str = ""
    cpu_time: float | None = None
    wall_time: float | None = None
    starved: float = 0.0
    memory: int | None = None
    memory_at_most: int | None = None
    refused: Refused = Refused()
    output_size: int = 0
    truncated: bool = False
    compile: CompileResult | None = None
    limits: AppliedLimits
    enforced_by: EnforcedBy
    constraints: Constraints


class ExecErrorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a request, and the place in it (``$.limits.memory``)."""

    message: str
    at: str


class ExecError(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge exec --jsonl`` to a line that is no request."""

    schema: Literal["judge/exec/1"] = "judge/exec/1"
    id: Any = None
    error: ExecErrorDetail


class StartEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="start"):
    """A submission's judging has begun. `tests` is how many tests there are."""

    schema: Literal["judge/run/1"] = "judge/run/1"
    name: str | None = None
    submission: Submission
    problem: ProblemInfo | None
    limits: AppliedLimits
    tests: int


class CompileEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="compile"):
    """The compilation has ended (`compile` is null where the language has none)."""

    name: str | None = None
    compile: CompileResult | None


class TestEvent(TestResult, frozen=True, kw_only=True, tag_field="event", tag="test"):
    """A test has ended, or will not be run. `submission` is the student, in ``grade``."""

    submission: str | None = None
    index: int


class EndEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="end"):
    """A submission's judging has ended: the whole answer less its tests."""

    schema: Literal["judge/run/1"] = "judge/run/1"
    name: str | None = None
    verdict: Verdict
    cause: Cause | None = None
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    groups: list[GroupResult] | None = None
    submission: Submission
    problem: ProblemInfo | None = None
    compile: CompileResult | None = None
    limits: AppliedLimits
    enforced_by: EnforcedBy
    counts: dict[str, int]
    cpu_time: float | None = None
    wall_time: float | None = None
    memory: int | None = None


Event = StartEvent | CompileEvent | TestEvent | EndEvent

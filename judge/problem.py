"""The one inner `Problem` that every package format is read into.

Units: seconds and bytes. A limit that the package does not set is None: what
stands in for it is decided in `judge.limits`, not here.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

Bytes = int
Seconds = float
Points = float
Protocol = Literal["icpc", "testlib", "cms", "dmoj", "coci", "peg"]
ComparisonKind = Literal[
    "tokens",
    "line-tokens",
    "lines",
    "exact",
    "unordered",
    "unordered-tokens",
    "characters",
    "line-count",
    "line-matches",
    "points",
]
TokenForm = Literal[
    "text", "int32", "int64", "integer", "number", "yes-no", "cases", "int-cases", "int-per-case"
]
Aggregation = Literal["pass-fail", "sum", "min", "max", "avg", "product"]
ScoreFiles = Literal["ignored", "refused", "checked", "free"]
"""What becomes of ``score.txt`` and ``score_multiplier.txt`` in a feedback folder: they are
not looked at; are the package's mistake; are read as the version 2025-09 has it; or
``score.txt`` may hold any number, as in the legacy format."""

MOST_POINTS: Points = 1e15
"""More than any problem gives: what says more, below zero or above, is wrong."""


class ProblemType(StrEnum):
    """How a problem is judged as a whole; a problem may combine several."""

    PASS_FAIL = "pass-fail"  # noqa: S105 - no password
    SCORING = "scoring"
    INTERACTIVE = "interactive"
    MULTI_PASS = "multi-pass"  # noqa: S105
    SUBMIT_ANSWER = "submit-answer"


class ProblemLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What the package itself says of limits; None where it says nothing."""

    cpu_time: Seconds | None = None
    wall_time: Seconds | None = None
    wall_factor: float | None = None
    """The wall time as a multiple of the CPU time, where that is given and no `wall_time`."""
    memory: Bytes | None = None
    output: Bytes | None = None
    stack: Bytes | None = None
    processes: int | None = None
    code: Bytes | None = None
    compile_time: Seconds | None = None
    compile_memory: Bytes | None = None
    validation_time: Seconds | None = None
    validation_memory: Bytes | None = None
    validation_output: Bytes | None = None
    validation_passes: int | None = None
    """How often a submission to a multi-pass problem is run at most for one test."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison that is built in; `judge.checkers` has those of other judges by name.

    `kind` is what has to be the same: the ``tokens``; the ``line-tokens``, which are tokens
    line by line; the ``lines``; the bytes (``exact``); the lines or tokens in any order
    (``unordered``, ``unordered-tokens``) or the characters (``characters``). ``line-count``
    and ``line-matches`` count lines that are the same and give a part of the score for them,
    ``points`` gives how far a number is off as the score.

    `dialect` is whose rules they follow: of the ICPC problem package format where it has
    any (``plain``), of Codeforces' testlib, or of DMOJ.
    """

    kind: ComparisonKind = "tokens"
    dialect: Literal["plain", "testlib", "dmoj"] = "plain"
    case_sensitive: bool = False
    """Of tokens; all else is, unless `case_blind`."""
    case_blind: bool = False
    """ASCII letters are the same in either case, whatever the kind."""
    blank_blind: bool = False
    """Blanks are passed over, wherever they stand, whatever the kind."""
    space_change_sensitive: bool = False
    float_absolute: float | None = None
    float_relative: float | None = None
    form: TokenForm = "text"
    """What testlib reads each token as. An answer that is none is the package's mistake."""
    single: bool = False
    """Only the first token of the answer counts, and there is to be no other in the output."""
    points: tuple[float, ...] = ()
    """What each of the ``line-matches`` is worth."""
    filler_lines: bool = True
    """Whether ``line-matches`` wants as many lines as the answer has, and whether DMOJ's
    ``lines`` may be empty: else empty ones are passed over."""
    unified_answer: bool = False
    """The answer's line ends, CRLF and CR, are read as LF, and its last line has one."""


class Validator(msgspec.Struct, frozen=True, kw_only=True):
    """Programs of the package that judge output: all of them have to accept it.

    Each is a file, or a folder of sources. `protocol` says how it is asked, and what its
    answer means: ``icpc`` as the problem package format has it, ``testlib`` as Codeforces,
    ``cms`` as CMS, and as DMOJ calls them ``dmoj`` (its default), ``coci`` and ``peg``.

    Before the `arguments` stand those of the protocol, or where there are `words` these:
    texts with ``{input}``, ``{output}`` and ``{answer}`` in them. `include` are headers from
    elsewhere in the package, which each program may include by their names.
    """

    programs: tuple[Path, ...]
    protocol: Protocol = "icpc"
    arguments: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    include: tuple[Path, ...] = ()


Checker = Comparison | Validator


class Interactor(msgspec.Struct, frozen=True, kw_only=True):
    """A program of the package that talks with the submission, over pipes.

    It is a file, or a folder of sources. With the protocol ``icpc`` it is what judges, too:
    an output validator with the arguments input, answer and feedback folder. With
    ``testlib`` its arguments are input, output file and answer, and where it accepts, the
    test's `checker` is asked about that file. With any other its own word decides. `words`
    and `include` are as a `Validator` has them.
    """

    program: Path
    protocol: Protocol = "icpc"
    arguments: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    include: tuple[Path, ...] = ()


class Generator(msgspec.Struct, frozen=True, kw_only=True):
    """A program of the package (a file, or a folder of sources) that makes a test's files.

    It reads `input` and prints the test's input; what it says on standard error is the
    answer. Only what it `makes` is taken. With `unified_answer` the answer's lines end as
    Linux has it, the last one too. `include` is as a `Validator` has it; `instead` tells a
    person how else the test could be had.
    """

    program: Path
    arguments: tuple[str, ...] = ()
    input: Path | None = None
    makes_input: bool = True
    makes_answer: bool = True
    unified_answer: bool = False
    include: tuple[Path, ...] = ()
    instead: str = ""


class Solution(msgspec.Struct, frozen=True, kw_only=True):
    """A program of the package that makes the answer to a test's input.

    It reads and writes what submissions do, be it streams or files. `include` and `instead`
    are as a `Generator` has them.
    """

    program: Path
    include: tuple[Path, ...] = ()
    instead: str = ""


class TestCase(msgspec.Struct, frozen=True, kw_only=True):
    """One test. `name` is its path below the data folder without extension.

    `arguments` are handed to the submission on its command line; `files` are copied
    into its working directory. Where there is an `interactor`, its standard streams are
    tied to that one's.

    In a scoring problem it is worth `max_score` where it is accepted, times the part of
    it that a validator gives, or the score that a validator says instead; and `reject_score`
    where it is not accepted. Where `max_score` is infinite, the validator has to say the
    score; where it is None the test has none of its own. `score_files` is how the feedback
    of a validator is read.
    """

    name: str
    group: str
    input: Path
    answer: Path | None
    checker: Checker
    arguments: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    generator: Generator | None = None
    """Makes the input and the answer, which are not there before."""
    solution: Solution | None = None
    """Makes the answer alone, from the input, which a generator may have made."""
    interactor: Interactor | None = None
    max_score: Points | None = None
    reject_score: Points = 0.0
    score_files: ScoreFiles = "ignored"


class Grader(msgspec.Struct, frozen=True, kw_only=True):
    """A program of the package (a file, or a folder of sources) that sums up a group.

    It is given a line ``VERDICT SCORE`` for each member and prints one such line.
    """

    program: Path
    arguments: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the tree of tests: its own cases, then its subgroups, in order.

    It is accepted if none of its members is rejected; with `accept_if_any` if one of them
    is accepted, and where `verdict` is ``accept`` always. `verdict` says which of several
    rejections becomes its own when judging goes on after the first (`stop_on_reject` is
    false). What comes after the one where it stops counts for nothing. Without those in
    `require_pass`, names of groups that come before it, all accepted, nothing of it is run.
    What is `ignored` is run, and counts for nothing above, unless there is nothing else.

    What else is here matters to scoring problems alone. A group's score is made of its
    members' by `aggregation`: their sum, minimum, maximum or average; ``product`` is
    `max_score` times each member's part of its own maximum; ``pass-fail`` is `max_score` if
    all are accepted, none in part, and else nothing. A `grader` decides in place of all
    this. No score is below `min_score` or above `max_score`; None is "no bound", and for
    `max_score` whatever its members can reach. Where it is `strict` a score above is an
    error of the package.
    """

    name: str
    cases: tuple[TestCase, ...] = ()
    groups: tuple[Group, ...] = ()
    stop_on_reject: bool = True
    verdict: Literal["first", "worst", "accept"] = "first"
    accept_if_any: bool = False
    require_pass: tuple[str, ...] = ()
    ignored: bool = False
    aggregation: Aggregation = "pass-fail"
    min_score: Points | None = 0.0
    max_score: Points | None = None
    strict: bool = False
    grader: Grader | None = None

    @property
    def members(self) -> tuple[TestCase | Group, ...]:
        """What it is made of: its own cases, then its subgroups."""
        return (*self.cases, *self.groups)

    def all_cases(self) -> tuple[TestCase, ...]:
        """Every test below this group, in the order of the package."""
        return self.cases + tuple(case for group in self.groups for case in group.all_cases())


class Harness(msgspec.Struct, frozen=True, kw_only=True):
    """Sources of the package that call the submission's functions: olympiads' graders.

    Of the `files` those in the submission's language are compiled with it, and all headers;
    one called `entry`, whatever its extension, is where the program starts. A submission
    of one file is called `submission` then, with its own extension, where that is given.
    Before the first line of each of its sources stands the `prefix`.
    """

    files: tuple[Path, ...]
    entry: str = "grader"
    submission: str = ""
    prefix: str = ""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, whatever package it came from.

    Where `allow_file_writing`, a submission may make, change and delete files in its
    working directory. In a problem of the type multi-pass each test is run again as long as
    the validator asks for it (`ProblemLimits.validation_passes`). Where `output_in_all`,
    the limit on output holds for the sum of standard output, standard error and the files
    that were made or changed.

    In a scoring problem the highest score is the best, or with the objective ``min`` the
    lowest. Where `score_if_accepted`, a submission that is rejected has none.

    With an `input_file` or an `output_file` a submission reads and writes files of these
    names in its working directory, and not its standard streams, or these as well where
    `streams_too`. Where `text_input`, lines of an input end as Linux has it, whatever they
    end with in the package.
    """

    path: Path
    packed: Path | None = None
    """The archive that was unpacked to `path`; None where the package is a folder."""
    name: str
    format: str
    types: tuple[ProblemType, ...] = (ProblemType.PASS_FAIL,)
    limits: ProblemLimits = ProblemLimits()
    tests: Group
    include: Path | None = None
    submission_folder: str = ""
    """Where a submission of one file stands among the included ones, if it can include any."""
    harness: Harness | None = None
    languages: tuple[str, ...] | None = None
    objective: Literal["max", "min"] = "max"
    score_if_accepted: bool = False
    allow_file_writing: bool = False
    output_in_all: bool = False
    input_file: str | None = None
    output_file: str | None = None
    streams_too: bool = False
    text_input: bool = False
    constants: dict[str, str] = {}
    """Texts for ``{{name}}`` and ``{{name.variant}}``, by what stands in the braces."""
    notes: tuple[str, ...] = ()
    """What the reader passed over and a person should know of."""

    @property
    def scoring(self) -> bool:
        """Whether submissions get points."""
        return ProblemType.SCORING in self.types

    @property
    def given(self) -> Path:
        """The package as a person named it."""
        return self.packed or self.path

    @property
    def type(self) -> str:
        """The type as the package writes it: ``pass-fail`` or ``scoring interactive``."""
        return " ".join(self.types)

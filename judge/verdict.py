"""Verdicts and causes: the words that every answer of the judge is made of.

The verdicts are the CLICS judgement type identifiers (CCS specification,
"Judgement Types") plus ``JE`` for the judge's own failures and ``SK`` for tests
that were not run.
"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a test or a submission is worth."""

    AC = "AC"
    PA = "PA"
    WA = "WA"
    TLE = "TLE"
    MLE = "MLE"
    OLE = "OLE"
    RTE = "RTE"
    CE = "CE"
    JE = "JE"
    SK = "SK"

    @property
    def words(self) -> str:
        """The verdict in words, in lower case."""
        return TITLES[self]


class Cause(StrEnum):
    """By what a verdict came about."""

    OUTPUT = "output"
    CPU_TIME = "cpu-time"
    WALL_TIME = "wall-time"
    MEMORY = "memory"
    OUTPUT_LIMIT = "output-limit"
    EXIT_CODE = "exit-code"
    SIGNAL = "signal"
    COMPILER = "compiler"
    CHECKER = "checker"
    SANDBOX = "sandbox"


TITLES = {
    Verdict.AC: "accepted",
    Verdict.PA: "partially accepted",
    Verdict.WA: "wrong answer",
    Verdict.TLE: "time limit exceeded",
    Verdict.MLE: "memory limit exceeded",
    Verdict.OLE: "output limit exceeded",
    Verdict.RTE: "run-time error",
    Verdict.CE: "compile error",
    Verdict.JE: "judge error",
    Verdict.SK: "skipped",
}

"""What went wrong first, with excerpts: what was expected and found, what was said."""

from __future__ import annotations

import msgspec

from judge.harmless import excerpt, for_line, for_terminal
from judge.reports.selection import decisive
from judge.results import Difference, RunResult, TestResult
from judge.verdict import Verdict

CHARACTERS = 2000
LINES = 20
"""How much of what a program or a compiler printed is shown."""


class Quotation(msgspec.Struct, frozen=True):
    """Harmless lines that someone else wrote, and what they are."""

    label: str
    lines: list[str]


class Details(msgspec.Struct, frozen=True):
    """Where something went wrong, and what there is to see of it."""

    title: str
    quotations: list[Quotation]


def details(result: RunResult) -> Details | None:
    """Return what there is to see of what decided, None where everything was accepted."""
    compiled = result.compile
    if compiled is not None and compiled.verdict is not Verdict.AC:
        return Details("compiler", _quoted("messages", compiled.output))
    test = decisive(result)
    return None if test is None else of_test(test)


def of_test(test: TestResult) -> Details:
    """Return what there is to see of a test that failed."""
    return Details(f"test {for_line(test.name)}", _evidence(test))


def _evidence(test: TestResult) -> list[Quotation]:
    if test.difference is not None:
        return _compared(test.difference)
    found = _quoted("output", test.output) if test.verdict is Verdict.WA else []
    return found + _quoted("stderr", test.stderr)


def _compared(difference: Difference) -> list[Quotation]:
    return [
        Quotation("expected", [for_line(difference.expected) or "(nothing)"]),
        Quotation("found", [for_line(difference.found) or "(nothing)"]),
    ]


def _quoted(label: str, text: str) -> list[Quotation]:
    shown = for_terminal(excerpt(text, CHARACTERS, LINES))
    return [Quotation(label, shown.expandtabs(4).split("\n"))] if shown.strip() else []

"""How answers leave the command line: JSON on standard output, reports into files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from judge import reports
from judge.errors import InputError
from judge.reports import Target
from judge.reports.json import encoded
from judge.results import Event, ProblemInfo, RunResult


def print_json(value: Any) -> None:
    """Prints `value` as one line of JSON, at once."""
    sys.stdout.buffer.write(encoded(value).encode())
    sys.stdout.buffer.flush()


def printed(events: Iterable[Event]) -> Iterator[Event]:
    """Hands `events` on, each printed as one line of JSON when it comes."""
    for event in events:
        print_json(event)
        yield event


def targets(texts: Sequence[str], form: str) -> tuple[list[Target], str]:
    """The reports that were asked for, and the form of the answer beside them.

    A report on standard output takes the place of the table. Raises InputError where
    both it and JSON were asked for.
    """
    if not texts:
        return [], form
    found = reports.parse_options(texts)
    here = [target.format for target in found if target.path is None]
    if here and form != "table":
        message = f"--{form} and --report {here[0]} both go to standard output"
        raise InputError("", message, f"give the report a file: --report {here[0]}:PATH")
    return found, "silent" if here else form


def write_reports(
    found: Sequence[Target], results: Sequence[RunResult], problem: ProblemInfo | None
) -> None:
    """Writes each report to its place. Raises InputError and HostError."""
    for target in found:
        reports.write(target, results, problem)

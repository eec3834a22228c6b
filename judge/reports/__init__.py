"""Answers as reports: a module a format, each with a `render`, in one dict."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from judge.errors import InputError, did_you_mean
from judge.reports.target import Target, demand_writable, write_text
from judge.results import ProblemInfo, RunResult

__all__ = ["FORMATS", "Report", "Target", "parse_option", "parse_options", "report", "write"]

FORMATS = {
    "csv": "judge.reports.csv",
    "json": "judge.reports.json",
    "jsonl": "judge.reports.jsonl",
    "junit": "judge.reports.junit",
    "table": "judge.reports.table",
}
"""The module of each format; one is imported when a report of it is asked for."""


class Report(Protocol):
    """What a module of `FORMATS` offers."""

    def render(self, results: Sequence[RunResult], problem: ProblemInfo | None) -> str:
        """Return the report: text that can be encoded, with a line end at its end.

        The results of ``grade`` have names, the one of ``run`` has none.
        """


def report(name: str) -> Report:
    """Return the format of that name."""
    return cast("Report", import_module(FORMATS[name]))


def parse_option(text: str) -> Target:
    """Read ``FORMAT`` or ``FORMAT:PATH``, as in ``csv:grades of May.csv``.

    Raises InputError for a format that does not exist and for a path where no file can
    be written, so that this is known before anything is judged. ``-`` stands for
    standard output.
    """
    name, colon, path = text.partition(":")
    if name not in FORMATS:
        message = f"there is no report format '{name}'"
        raise InputError("--report", message, _formats_like(name))
    if colon and not path:
        message = f"'{text}' names no file after the colon"
        raise InputError("--report", message, f"write {name}:PATH, or {name} alone")
    target = Target.of(name, path)
    demand_writable(target)
    return target


def parse_options(texts: Sequence[str]) -> list[Target]:
    """Read several; no two of them may go to the same place. Raises InputError."""
    targets = [parse_option(text) for text in texts]
    for number, target in enumerate(targets):
        if any(other.path == target.path for other in targets[:number]):
            message = f"two reports go to {target.path or 'standard output'}"
            raise InputError("--report", message, f"write {target.format}:PATH with another path")
    return targets


def write(target: Target, results: Sequence[RunResult], problem: ProblemInfo | None) -> None:
    """Render the report and put it where it goes.

    Raises InputError where the folder does not exist, HostError for a full disk and
    the like.
    """
    write_text(target.path, report(target.format).render(results, problem))


def _formats_like(name: str) -> str:
    """Return a remedy that names every format, and first the one that may be meant."""
    every = f"formats: {', '.join(FORMATS)}"
    near = did_you_mean(name.lower(), FORMATS)
    return f"{near} {every}" if near.startswith("did you mean") else every

"""What ``judge doctor`` found, as JSON, as text, and as a table."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from judge.cli.answers import print_json
from judge.results import EnforcedBy
from sandbox.host import Finding

# The findings that say what enforces something, by the names of `enforced_by`.
ENFORCED = (
    "cpu_time",
    "memory",
    "processes",
    "cpus",
    "output",
    "network",
    "files",
    "syscalls",
    "user",
    "own_user",
    "mac",
)
TITLES = {
    "cpu_time": "CPU time",
    "cpus": "one CPU",
    "init": "first process",
    "kill": "killing",
    "mac": "AppArmor/SELinux",
    "memory_peak": "memory peak",
    "own_user": "own user",
    "proc": "/proc",
    "sandbox": "trial run",
    "syscalls": "system calls",
    "temporary": "temporary files",
    "user": "user namespaces",
}
STYLES = {"ok": "green", "MISSING": "bold red", "not here": "yellow", "unknown": "dim"}


class DoctorResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge doctor``; `ok` tells that this host can sandbox.

    `enforced_by` is what the answers of the other commands will say.
    """

    schema: Literal["judge/doctor/1"] = "judge/doctor/1"
    ok: bool
    enforced_by: EnforcedBy
    findings: list[Finding]


def answer(found: Iterable[Finding], allowed: frozenset[str]) -> DoctorResult:
    """The answer, where the limits in `allowed` need not be enforced."""
    findings = [
        msgspec.structs.replace(one, required=False) if one.name in allowed else one
        for one in found
    ]
    by = {one.name: one.by if one.ok else None for one in findings}
    return DoctorResult(
        ok=all(one.ok for one in findings if one.required),
        enforced_by={name: by.get(name) for name in ENFORCED},
        findings=findings,
    )


def write(result: DoctorResult, *, json: bool) -> None:
    """Prints `result`: JSON if asked for, a table on a terminal, plain text elsewhere."""
    if json:
        print_json(result)
        return
    if sys.stdout.isatty():
        _table(result)
    else:
        sys.stdout.writelines(f"{line}\n" for line in rows(result))
    sys.stdout.writelines(f"{line}\n" for line in ("", *advice(result)))


def rows(result: DoctorResult) -> Iterator[str]:
    """The findings in aligned columns: state, what, by what, in words."""
    for state, title, by, message in _cells(result):
        yield f"{state:8} {title:16} {by:10} {message}"


def advice(result: DoctorResult) -> Iterator[str]:
    """What to do, each remedy once and on a line of its own; last, the sentence that counts."""
    needed = _remedies(one for one in result.findings if one.required)
    further = _remedies(one for one in result.findings if not one.required)
    for remedy, titles in needed.items():
        yield from (f"To mend {', '.join(titles)}:", f"    {remedy}", "")
    for remedy, titles in further.items():
        if remedy not in needed:
            yield from (f"Better still, for {', '.join(titles)}:", f"    {remedy}", "")
    yield _closing(result, next(iter(needed), ""))


def _closing(result: DoctorResult, first: str) -> str:
    if result.ok:
        return "This host can sandbox."
    if first:
        return f"This host can't sandbox yet. First: {first}"
    cause = next(one for one, state in _states(result) if state == "MISSING")
    return f"This host can't sandbox: {_printable(cause.message)}"


def _remedies(found: Iterable[Finding]) -> dict[str, list[str]]:
    remedies: dict[str, list[str]] = {}
    for one in found:
        if not one.ok and one.remedy:
            remedies.setdefault(_printable(one.remedy), []).append(_title(one))
    return remedies


def _states(result: DoctorResult) -> Iterator[tuple[Finding, str]]:
    names = {one.name for one in result.findings}
    for one in result.findings:
        untried = "unknown" if one.by in names else ""
        missing = "MISSING" if one.required else "not here"
        yield one, "ok" if one.ok else untried or missing


def _cells(result: DoctorResult) -> Iterator[tuple[str, str, str, str]]:
    for one, state in _states(result):
        by = one.by if one.ok and one.by else ""
        yield state, _title(one), by, _printable(one.message)


def _table(result: DoctorResult) -> None:
    from rich.console import Console  # noqa: PLC0415 - on a terminal alone
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("", "what", "enforced by", "", box=None, padding=(0, 2, 0, 0))
    for state, *cells in _cells(result):
        table.add_row(Text(state, STYLES[state]), *(Text(cell) for cell in cells))
    Console(file=sys.stdout, highlight=False).print(table)


def _title(one: Finding) -> str:
    return TITLES.get(one.name, one.name)


def _printable(text: str) -> str:
    """`text` on one line and without control characters: parts of it are others' words."""
    return "".join(sign if sign.isprintable() else " " for sign in text)

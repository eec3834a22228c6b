"""Every program in `programs/`, hostile or honest, ends as its first lines say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cases import Case, all_cases
from needs import requires

from sandbox import Command, Mount, Outcome, Sandbox

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_program_ends_as_it_says(
    case: Case, sandbox: Sandbox, starter: str, compiled: Callable[[Case], Path]
) -> None:
    if case.needs_cgroups:
        requires("memory")
    outcome = sandbox.run(command_of(case, compiled))
    said = outcome.stdout.head(2000).decode(), outcome.stderr.head(2000).decode()
    outcome.close()
    assert ending_of(outcome, case, starter) == case.expected(starter), said
    if "prints" in case.says:
        assert said[0].strip() == case.says["prints"]
    if "refuses" in case.says:
        assert outcome.usage.processes_refused


def command_of(case: Case, compiled: Callable[[Case], Path]) -> Command:
    if case.path.suffix != ".c":
        return case.command
    requires("gcc")
    (mount,) = case.command.mounts
    program = Mount(str(compiled(case)), mount.target)
    return msgspec.structs.replace(case.command, mounts=(program,))


def ending_of(outcome: Outcome, case: Case, starter: str) -> dict[str, object]:
    ending = outcome.ending
    if "detail" in case.says:
        assert ending.detail == case.says["detail"]
    return {name: getattr(ending, name) for name in case.expected(starter)}

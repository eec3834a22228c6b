"""What a submission reads and writes in a test: its streams, or files with names of their own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec

from judge.build import Plan
from judge.problem import Problem, TestCase
from sandbox import Outcome

LOOKED_AT = 1 << 16
"""Bytes at the beginning and at the end of an input that are searched for a carriage return."""

PIECE = 1 << 20


def given_input(plan: Plan | Problem, case: TestCase, folder: Path) -> Path:
    """The input as the submission gets it; where that is a new file it is in `folder`."""
    if not (plan.text_input and _from_windows(case.input)):
        return case.input
    target = converted(case, folder)
    with case.input.open("rb") as source, target.open("wb") as copy:
        rest = b""
        while piece := source.read(PIECE):
            text = rest + piece
            # Half of a line end may be the last of a piece.
            rest = b"\r" if text.endswith(b"\r") else b""
            copy.write(text[: len(text) - len(rest)].replace(b"\r\n", b"\n"))
        copy.write(rest)
    return target


def put_input(plan: Plan | Problem, source: Path, folder: Path) -> None:
    """Copies the input to where the submission looks for it, if that is a file."""
    if plan.input_file is not None:
        target = folder / plan.input_file
        target.unlink(missing_ok=True)
        shutil.copyfile(source, target)


def written(plan: Plan | Problem, outcome: Outcome) -> Outcome | None:
    """The outcome with what counts as its output; None where it left no such file.

    What it has for `stdout` then is the caller's to close, beside the outcome itself.
    """
    if plan.output_file is None:
        return outcome
    found = outcome.workspace.read(plan.output_file) if outcome.workspace else None
    if found is not None:
        return msgspec.structs.replace(outcome, stdout=found)
    return outcome if plan.streams_too else None


def release(outcome: Outcome, found: Outcome | None) -> None:
    """Closes what `written` has opened."""
    if found is not None and found is not outcome:
        found.stdout.close()


def converted(case: TestCase, folder: Path) -> Path:
    """Where in `folder` an input stands whose lines had to be ended otherwise."""
    return folder / f"input-{case.name.replace('/', '-')}"


def _from_windows(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
        file.seek(max(0, os.fstat(file.fileno()).st_size - LOOKED_AT))
        return b"\r\n" in head or b"\r\n" in file.read(LOOKED_AT)

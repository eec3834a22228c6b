"""A package as its checks need it: its programs built, its tests with all their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from judge import prepare, session
from judge.lanes import Lane
from judge.languages import Languages
from judge.problem import Problem, TestCase
from judge.programs import Ready
from sandbox import make_folder


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """A problem, and what of it has been made in `lanes`.

    `ready` are the programs that judge and make its tests, `cases` its tests: those that a
    generator makes have been made.
    """

    problem: Problem
    languages: Languages
    lanes: tuple[Lane, ...]
    ready: dict[Path, Ready]
    cases: tuple[TestCase, ...]


def gathered(problem: Problem, languages: Languages, lanes: Sequence[Lane]) -> Material:
    """Build the programs of `problem` and make its tests.

    Raises MissingError where that can't be done here, InputError for what is wrong in it.
    """
    cases = problem.tests.all_cases()
    planned = prepare.programs_of(problem, cases, languages)
    ready = {one.path: session.ready_in(lanes[0], one) for one in planned}
    return Material(
        problem=problem,
        languages=languages,
        lanes=tuple(lanes),
        ready=ready,
        cases=session.completed(problem, cases, ready, lanes[0]),
    )


def place(lane: Lane) -> Path:
    """Return the folder of what is made for the package; it is there then."""
    folder = lane.sandbox.folder / "programs"
    if not folder.exists():
        make_folder(folder, 0o711)
    return folder

"""``judge run``: one submission against a problem, or just run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import msgspec

from judge import languages as languages_of
from judge import prepare, session
from judge.cli.sandboxing import Bench, bench
from judge.errors import InputError
from judge.limits import GivenLimits
from judge.prepare import Wishes
from judge.problem import Comparison, Problem, TestCase
from judge.results import RunResult
from judge.session import Job
from judge.verdict import Verdict


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The command line of ``judge run``."""

    source: tuple[Path, ...]
    problem: Path | None
    tests: Path | None
    single: tuple[Path | None, Path | None]
    wishes: Wishes
    jobs: int
    form: str
    reports: tuple[str, ...]
    languages: Path | None
    allowed: frozenset[str]
    volume: int


def wishes(*, limits: dict[str, float | int | None], **rest: Any) -> Wishes:
    """The wishes that the options of a command line express."""
    return Wishes(limits=msgspec.convert(limits, GivenLimits), **rest)


def run(options: RunOptions) -> int:
    """Judges the submission, shows what came of it, and returns the exit code."""
    raise NotImplementedError

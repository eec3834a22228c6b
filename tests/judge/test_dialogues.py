"""A submission and an interactor, whatever the two do and in which order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from dialogues import Dialogue, dialogues
from jobs import job_of, judged
from needs import SCALE, requires

from judge.languages import Languages
from judge.limits import GivenLimits
from judge.prepare import Wishes
from judge.verdict import Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

CASES = dialogues()
TIMES = int(os.environ.get("JUDGE_TEST_DIALOGUES", "3"))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_verdict_is_the_same_every_time(
    case: Dialogue, sandbox: Sandbox, languages: Languages, tmp_path: Path
) -> None:
    assert _verdicts(case, sandbox, languages, tmp_path) == [case.expected] * TIMES


# Who dies first, which is hardest to tell where no helper of ours tells of an end.
CLOSE = [case for case in CASES if "crash" in case.name or "dies" in case.name]


@pytest.fixture
def plain_sandbox() -> Iterator[Sandbox]:
    requires("sandbox", "cpu_time", "memory", "processes")
    with Sandbox(use_helper=False) as sandbox:
        yield sandbox


@pytest.mark.parametrize("case", CLOSE, ids=[case.name for case in CLOSE])
def test_it_does_not_hang_on_who_starts_them(
    case: Dialogue, plain_sandbox: Sandbox, languages: Languages, tmp_path: Path
) -> None:
    assert _verdicts(case, plain_sandbox, languages, tmp_path) == [case.expected] * TIMES


def _verdicts(
    case: Dialogue, sandbox: Sandbox, languages: Languages, folder: Path
) -> list[Verdict]:
    # A broken interactor ends the judging: then there is one test, several times.
    at_once = 1 if case.expected is Verdict.JE else TIMES
    problem = case.problem(folder, at_once)
    wishes = Wishes(limits=_patient(case.limits), run_all=True)
    found: list[Verdict] = []
    for _ in range(TIMES // at_once):
        result = judged(job_of(case.submission, problem, languages, wishes), sandbox, lanes=2)
        found += [test.verdict for test in result.tests]
    return found


def _patient(limits: GivenLimits) -> GivenLimits:
    if limits.wall_time is None or SCALE == 1:
        return limits
    return GivenLimits(wall_time=limits.wall_time * SCALE)

"""A submission and an interactor, whatever the two do and in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from dialogues import Dialogue, dialogues
from jobs import job_of, judged
from needs import SCALE

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
    # A broken interactor ends the judging: then there is one test, several times.
    at_once = 1 if case.expected is Verdict.JE else TIMES
    problem = case.problem(tmp_path, at_once)
    wishes = Wishes(limits=_patient(case.limits), run_all=True)
    found = []
    for _ in range(TIMES // at_once):
        result = judged(job_of(case.submission, problem, languages, wishes), sandbox, lanes=2)
        found += [test.verdict for test in result.tests]
    assert found == [case.expected] * TIMES


def _patient(limits: GivenLimits) -> GivenLimits:
    if limits.wall_time is None or SCALE == 1:
        return limits
    return GivenLimits(wall_time=limits.wall_time * SCALE)

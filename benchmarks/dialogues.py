"""``python -m benchmarks.dialogues``: two programs that talk get the same verdict every time.

The cases are those of ``tests/judge/dialogues``: submissions and interactors that die,
close, flood, hang, or end early, in every order. ``RUNS`` says how often each is run, and
words on the command line which.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.common import row
from judge import languages, prepare, session
from judge.lanes import open_lanes
from judge.languages import Languages
from judge.prepare import Wishes
from judge.results import TestResult
from judge.verdict import Verdict
from sandbox import Sandbox

sys.path.append(str(Path(__file__).parents[1] / "tests" / "judge"))

from dialogues import Dialogue, dialogues

RUNS = int(os.environ.get("RUNS", "500"))
LANES = 4


def main(names: list[str]) -> int:
    """Prints a line a case; 1 if one of them got another verdict even once."""
    found = languages.load()
    cases = [case for case in dialogues() if not names or case.name in names]
    with Sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        results = [_runs(case, sandbox, found, Path(folder)) for case in cases]
    return 0 if all(results) else 1


def _runs(case: Dialogue, sandbox: Sandbox, known: Languages, folder: Path) -> bool:
    # A broken interactor ends the judging of a submission.
    at_once = 1 if case.expected is Verdict.JE else RUNS
    problem = case.problem(folder / case.name, at_once)
    wishes = Wishes(limits=case.limits, run_all=True)

    def judged(_: int) -> list[TestResult]:
        job = prepare.job([case.submission], problem, known, wishes)
        return session.result(session.judge(job, open_lanes(sandbox, lanes))).tests

    began, lanes = time.monotonic(), 1 if at_once == 1 else LANES
    with ThreadPoolExecutor(LANES if at_once == 1 else 1) as pool:
        tests = [test for found in pool.map(judged, range(RUNS // at_once)) for test in found]
    took = time.monotonic() - began
    counts = Counter(str(test.verdict) for test in tests)
    wall = statistics.median(test.wall_time or 0.0 for test in tests)
    said = " ".join(f"{verdict} {count}" for verdict, count in counts.most_common())
    what = f"{case.name} ({wall:.3f} s each, {took:.0f} s in all)"
    return row(what, said, f"{case.expected} {RUNS}", ok=counts == {str(case.expected): RUNS})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

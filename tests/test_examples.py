"""Every example is judged, and gets the verdict that the folder it lies in names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from needs import SCALE, requires

from judge import grading, languages, prepare, session
from judge.errors import InputError
from judge.formats import open_problem
from judge.grading import Handed
from judge.job import Job
from judge.lanes import Lane, open_lanes
from judge.languages import Languages
from judge.limits import GivenLimits
from judge.prepare import Wishes
from judge.problem import Problem
from judge.results import RunResult
from judge.toolchains import find
from judge.verdict import TITLES, Cause, Verdict
from sandbox import Sandbox

EXAMPLES = Path(__file__).parents[1] / "problems_example"
SUBMISSIONS = sorted(
    path
    for path in EXAMPLES.glob("*/submissions/*/*")
    if not path.name.startswith((".", "__pycache__"))
)
EXPECTED = {words.replace(" ", "_").replace("-", "_"): one for one, words in TITLES.items()}
CLASS = {
    "Zoë Müller.py": Verdict.WA,
    "ada.py": Verdict.AC,
    "alan.py": Verdict.WA,
    "barbara.txt": Verdict.CE,
    "dennis.c": Verdict.CE,
    "edsger.py": Verdict.TLE,
    "grace.cpp": Verdict.AC,
    "linus": Verdict.AC,
    "radia.js": Verdict.RTE,
}


@pytest.fixture(scope="module")
def configured(tmp_path_factory: pytest.TempPathFactory) -> Languages:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        return languages.load()


@pytest.fixture(scope="module")
def lane() -> Iterator[Lane]:
    requires("sandbox", "cpu_time", "memory", "processes")
    with Sandbox() as sandbox:
        yield open_lanes(sandbox, 1)[0]


@cache
def problem(path: Path) -> Problem:
    return open_problem(path)


def wishes(of: Problem) -> Wishes:
    """More wall time than the problem's, and on a slow host more CPU time."""
    time = of.limits.cpu_time
    slow = None if SCALE == 1 or time is None else time * SCALE
    return Wishes(limits=GivenLimits(cpu_time=slow, wall_time=60 * SCALE))


def demand_language(configured: Languages, path: Path) -> None:
    """Skips the test where the language of a submission is not installed."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    try:
        language = configured.detect(files)
        find(language)
    except InputError as error:
        if "not installed" not in str(error):
            raise
        requires(language.executables[0])


@pytest.mark.parametrize(
    "path", SUBMISSIONS, ids=[str(path.relative_to(EXAMPLES)) for path in SUBMISSIONS]
)
def test_an_example_gets_the_verdict_of_its_folder(
    path: Path, lane: Lane, configured: Languages
) -> None:
    demand_language(configured, path)
    of = problem(path.parents[2])
    expected = EXPECTED[path.parent.name]
    # What is too slow is stopped when the problem says so: it may sleep.
    patient = Wishes() if expected is Verdict.TLE else wishes(of)
    job = prepare.job([path], of, configured, patient)
    result = session.result(session.judge(job, [lane]))
    assert result.verdict is expected, result.reason
    assert (result.cause is None) == (result.verdict is Verdict.AC)
    assert bool(result.reason) == (result.verdict is not Verdict.AC)
    if result.verdict is Verdict.MLE:
        assert result.cause is Cause.MEMORY


def test_every_folder_of_examples_names_a_verdict() -> None:
    assert {path.parent.name for path in SUBMISSIONS} <= EXPECTED.keys()
    assert {"accepted", "wrong_answer", "time_limit_exceeded", "memory_limit_exceeded"} <= {
        path.parent.name for path in SUBMISSIONS
    }


@pytest.fixture(scope="module")
def graded(lane: Lane, configured: Languages) -> dict[str, RunResult]:
    requires("gcc", "g++", "node", "python3")
    of = problem(EXAMPLES / "aplusb")

    def job(one: Handed) -> Job:
        return prepare.job([one.path], of, configured, wishes(of), name=one.name)

    handed = grading.handed_in([EXAMPLES / "class_of_2026"])
    events = list(grading.grade(handed, job, [lane]))
    return {
        one.name: session.result(event.event for event in events if event.number == number)
        for number, one in enumerate(handed)
    }


def test_everyone_of_the_class_is_graded(graded: dict[str, RunResult]) -> None:
    assert {name: result.verdict for name, result in graded.items()} == CLASS


@pytest.mark.parametrize(
    ("name", "cause", "words"),
    [
        ("barbara.txt", Cause.COMPILER, "no language is known for barbara.txt"),
        ("dennis.c", Cause.COMPILER, "error"),
        ("alan.py", Cause.OUTPUT, "no output"),
        ("edsger.py", Cause.CPU_TIME, "CPU time"),
        ("radia.js", Cause.EXIT_CODE, "exit code 1"),
    ],
)
def test_the_reason_says_what_was_wrong(
    graded: dict[str, RunResult], name: str, cause: Cause, words: str
) -> None:
    assert graded[name].cause is cause
    assert words in graded[name].reason

"""Judging one submission: in which order, when it stops early, and when it is cancelled."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jobs import ECHO, events_of, given, job_of, judged, numbered, verdicts, write
from needs import SCALE, requires

from judge import execute, results, session
from judge.job import Job
from judge.lanes import open_lanes
from judge.languages import Languages
from judge.prepare import Wishes
from judge.progress import Progress
from judge.results import CompileEvent, EndEvent, RunResult, StartEvent
from judge.verdict import Cause, Verdict
from sandbox import Sandbox, bwrap

pytestmark = pytest.mark.usefixtures("nothing_left")

THIRD_IS_WRONG = "read x; [ $x = 3 ] && echo no || echo $x\n"
# The wrong one takes the longest: another lane has finished those after it by then.
SLOWLY_WRONG = "read x; if [ $x = 3 ]; then sleep 0.5; echo no; else echo $x; fi\n"
VARIOUS = """read x
case $x in
  2) exit 7 ;;
  3) echo wrong ;;
  4) kill -SEGV $$ ;;
  5) sleep 0.2; echo 5 ;;
  *) echo $x ;;
esac
"""


class Make:
    """Makes the job of a bash program against a problem of so many tests."""

    def __init__(self, folder: Path, languages: Languages) -> None:
        self._folder, self._languages = folder, languages

    def __call__(self, code: str, tests: int = 6, wishes: Wishes | None = None) -> Job:
        problem = numbered(self._folder / "tests", tests)
        source = write(self._folder, "main.sh", code)
        return job_of(source, problem, self._languages, wishes)


@pytest.fixture
def make(tmp_path: Path, languages: Languages) -> Make:
    return Make(tmp_path, languages)


def told(result: RunResult) -> list[tuple[object, ...]]:
    """What does not differ from one run to the next."""
    facts = ("name", "verdict", "cause", "reason", "exit_code", "signal", "output", "stderr")
    return [tuple(getattr(test, fact) for fact in facts) for test in result.tests]


def test_every_test_is_judged(make: Make, sandbox: Sandbox) -> None:
    result = judged(make(ECHO, tests=12), sandbox)
    assert (result.verdict, result.cause, result.reason) == (Verdict.AC, None, "")
    assert [test.name for test in result.tests] == [str(number) for number in range(1, 13)]
    assert result.counts == {"AC": 12}


def test_a_look_at_the_syntax_and_the_tests_share_one_box(
    make: Make, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    requires("init")
    made: list[tuple[str, ...]] = []
    real = bwrap.box_argv

    def box_argv(*given: Any) -> tuple[str, ...]:
        made.append(found := real(*given))
        return found

    monkeypatch.setattr(bwrap, "box_argv", box_argv)
    assert judged(make(ECHO, tests=1), sandbox).counts == {"AC": 1}
    assert len(made) == 1


def test_the_peaks_are_those_of_the_tests(make: Make, sandbox: Sandbox) -> None:
    result = judged(make(ECHO), sandbox)
    for name in ("cpu_time", "wall_time", "memory"):
        assert getattr(result, name) == max(getattr(test, name) for test in result.tests)


def test_what_comes_after_a_failed_test_is_not_run(make: Make, sandbox: Sandbox) -> None:
    result = judged(make(THIRD_IS_WRONG), sandbox)
    assert verdicts(result) == "AC AC WA SK SK SK"
    assert (result.verdict, result.cause) == (Verdict.WA, Cause.OUTPUT)
    assert result.reason == result.tests[2].reason
    assert result.counts == {"AC": 2, "WA": 1, "SK": 3}


def test_a_skipped_test_says_nothing(make: Make, sandbox: Sandbox) -> None:
    skipped = judged(make(THIRD_IS_WRONG), sandbox).tests[-1]
    assert (skipped.cause, skipped.reason, skipped.output) == (None, "", "")
    assert (skipped.cpu_time, skipped.wall_time, skipped.memory) == (None, None, None)


def test_all_runs_what_comes_after_too(make: Make, sandbox: Sandbox) -> None:
    result = judged(make(VARIOUS, wishes=Wishes(run_all=True)), sandbox)
    assert verdicts(result) == "AC RTE WA RTE AC AC"
    assert (result.verdict, result.cause) == (Verdict.RTE, Cause.EXIT_CODE)
    assert result.tests[3].signal == "SIGSEGV"
    assert result.tests[3].exit_code is None


@pytest.mark.parametrize("code", [ECHO, THIRD_IS_WRONG, SLOWLY_WRONG, VARIOUS])
@pytest.mark.parametrize("run_all", [False, True])
def test_several_lanes_tell_the_same_as_one(
    make: Make, sandbox: Sandbox, code: str, *, run_all: bool
) -> None:
    job = make(code, tests=8, wishes=Wishes(run_all=run_all))
    alone, together = judged(job, sandbox), judged(job, sandbox, lanes=3)
    assert told(together) == told(alone)
    assert (together.verdict, together.cause, together.reason, together.counts) == (
        alone.verdict,
        alone.cause,
        alone.reason,
        alone.counts,
    )


@pytest.mark.parametrize("lanes", [1, 3])
def test_events_come_in_order(make: Make, sandbox: Sandbox, lanes: int) -> None:
    events = events_of(make(SLOWLY_WRONG), sandbox, lanes)
    start, compiled, *_, end = events
    tests = [event for event in events if isinstance(event, results.TestEvent)]
    assert isinstance(start, StartEvent)
    assert (start.tests, len(events)) == (6, 9)
    assert isinstance(compiled, CompileEvent)
    assert [test.index for test in tests] == list(range(6))
    assert isinstance(end, EndEvent)
    assert end.counts == Counter(test.verdict for test in tests)


def test_each_test_starts_afresh(make: Make, sandbox: Sandbox) -> None:
    code = "[ -z $(ls -A /tmp) ] || exit 1; touch /tmp/x; read x; echo $x\n"
    assert judged(make(code), sandbox).verdict is Verdict.AC


def test_a_compile_error_skips_every_test(make: Make, sandbox: Sandbox) -> None:
    result = judged(make("if\n"), sandbox)
    assert (result.verdict, result.cause) == (Verdict.CE, Cause.COMPILER)
    assert verdicts(result) == "SK SK SK SK SK SK"
    assert result.memory is None


def test_an_answer_that_vanishes_is_the_judges_error(
    make: Make, sandbox: Sandbox, tmp_path: Path
) -> None:
    job = make(ECHO)
    (tmp_path / "tests" / "3.ans").unlink()
    result = judged(job, sandbox)
    assert verdicts(result) == "AC AC JE SK SK SK"
    assert (result.verdict, result.cause) == (Verdict.JE, Cause.SANDBOX)
    assert "3.ans" in result.reason
    assert "restore the answer file" in result.reason


def test_an_answer_that_vanishes_ends_all_lanes(
    make: Make, sandbox: Sandbox, tmp_path: Path
) -> None:
    job = make(ECHO, wishes=Wishes(run_all=True))
    (tmp_path / "tests" / "2.ans").unlink()
    result = judged(job, sandbox, lanes=3)
    assert result.verdict is Verdict.JE
    assert [test.verdict for test in result.tests][:2] == [Verdict.AC, Verdict.JE]


def test_an_input_that_vanishes_is_the_judges_error(
    make: Make, sandbox: Sandbox, tmp_path: Path
) -> None:
    job = make(ECHO)
    (tmp_path / "tests" / "2.in").unlink()
    result = judged(job, sandbox)
    assert verdicts(result) == "AC JE SK SK SK SK"
    assert "2.in" in result.reason


def test_an_answer_that_is_no_file_any_more_is_the_judges_error(
    make: Make, sandbox: Sandbox, tmp_path: Path
) -> None:
    job = make(ECHO)
    (tmp_path / "tests" / "1.ans").unlink()
    (tmp_path / "tests" / "1.ans").mkdir()
    assert verdicts(judged(job, sandbox)) == "JE SK SK SK SK SK"


def test_a_source_that_vanishes_is_told_by_its_name(
    make: Make, sandbox: Sandbox, tmp_path: Path
) -> None:
    job = make(ECHO)
    (tmp_path / "main.sh").unlink()
    with pytest.raises(Exception, match=r"main\.sh"):
        judged(job, sandbox)


def test_a_failure_is_told_although_it_kept_earlier_tests_from_being_run(make: Make) -> None:
    job = make(ECHO, tests=5)
    failed = execute.failed(job.cases[3], "no room")
    fine = msgspec.structs.replace(execute.skipped(job.cases[0]), verdict=Verdict.AC)
    late = msgspec.structs.replace(fine, name="3")
    found = iter([(0, fine), (3, failed), (2, late)])
    told = list(session._in_order(job, found, Progress(job.problem, 5, run_all=False)))
    assert [number for number, _ in told] == [0, 1, 2, 3]
    assert " ".join(one.verdict for _, one in told) == "AC SK AC JE"
    assert told[-1][1].reason == "no room"


@pytest.mark.parametrize("lanes", [1, 2])
def test_cancelling_ends_what_runs_and_keeps_what_was_finished(
    make: Make, own_sandbox: Sandbox, lanes: int
) -> None:
    patient = given(wall_time=600 * SCALE)
    job = make("read x; [ $x = 3 ] && sleep 1000; echo $x\n", wishes=patient)
    canceller = threading.Timer(0, lambda: None)
    events = []
    opened = open_lanes(own_sandbox, lanes)
    for event in session.judge(job, opened):
        events.append(event)
        if isinstance(event, results.TestEvent) and event.name == "2":
            canceller = threading.Timer(0.2, own_sandbox.cancel)
            canceller.start()
    canceller.join()
    result = session.result(events)
    assert verdicts(result) == "AC AC JE SK SK SK"
    assert (result.verdict, result.cause, result.reason) == (
        Verdict.JE,
        Cause.SANDBOX,
        "interrupted",
    )


def test_cancelling_in_the_compilation_blames_nobody(
    tmp_path: Path, languages: Languages, own_sandbox: Sandbox
) -> None:
    source = write(tmp_path, "main.hostile", "sleep 1000")
    job = job_of(source, numbered(tmp_path / "tests", 2), languages)
    timer = threading.Timer(0.5, own_sandbox.cancel)
    timer.start()
    result = judged(job, own_sandbox)
    timer.join()
    assert (result.verdict, result.cause) == (Verdict.JE, Cause.SANDBOX)
    assert verdicts(result) == "SK SK"


def test_whoever_stops_listening_ends_the_judging(make: Make, sandbox: Sandbox) -> None:
    patient = given(wall_time=600 * SCALE)
    job = make("read x; [ $x = 1 ] || sleep 1000; echo $x\n", wishes=patient)
    lanes = open_lanes(sandbox, 1)
    events = session.judge(job, lanes)
    found = next(event for event in events if isinstance(event, results.TestEvent))
    events.close()
    assert found.verdict is Verdict.AC


def test_no_test_at_all_is_accepted(make: Make, sandbox: Sandbox) -> None:
    job = msgspec.structs.replace(make(ECHO), cases=())
    result = judged(job, sandbox)
    assert (result.verdict, result.tests, result.memory) == (Verdict.AC, [], None)


@pytest.mark.parametrize(("kind", "verdict"), [("tokens", Verdict.AC), ("exact", Verdict.WA)])
def test_the_mark_of_an_editor_before_an_answer_is_no_part_of_it(
    make: Make, sandbox: Sandbox, kind: str, verdict: Verdict
) -> None:
    job = make(ECHO, 1, Wishes(checker=kind))
    (answer,) = (case.answer for case in job.cases)
    assert answer is not None
    answer.write_bytes(b"\xef\xbb\xbf1\n")
    assert judged(job, sandbox).verdict is verdict

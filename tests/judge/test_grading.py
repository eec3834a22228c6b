"""Grading many submissions: a broken one is that student's verdict and nobody else's."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest
from jobs import ECHO, numbered, write
from leftovers import eventually, with_word

from judge import grading, prepare, session, toolchains
from judge.errors import InputError
from judge.grading import Handed
from judge.job import Job
from judge.lanes import open_lanes
from judge.languages import Languages
from judge.prepare import Wishes
from judge.problem import Problem
from judge.results import EndEvent, Event, RunResult
from judge.verdict import Cause, Verdict
from sandbox import Sandbox

# A duration that nothing else on the host sleeps for.
NAP = "7391.75"

pytestmark = pytest.mark.usefixtures("nothing_left")

Grade = Callable[..., dict[str, RunResult]]


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return numbered(tmp_path / "tests", 3)


@pytest.fixture
def handed(tmp_path: Path) -> Path:
    path = tmp_path / "handed in"
    path.mkdir()
    return path


@pytest.fixture
def grade(handed: Path, problem: Problem, languages: Languages, sandbox: Sandbox) -> Grade:
    def grade(lanes: int = 1, sandbox: Sandbox = sandbox) -> dict[str, RunResult]:
        def job(one: Handed) -> Job:
            return prepare.job([one.path], problem, languages, Wishes(), name=one.name)

        found = grading.handed_in([handed])
        events: dict[int, list[Event]] = {}
        opened = open_lanes(sandbox, lanes)
        for graded in grading.grade(found, job, opened):
            events.setdefault(graded.number, []).append(graded.event)
        assert sorted(events) == list(range(len(found)))
        return {found[number].name: session.result(events[number]) for number in events}

    return grade


def broken(folder: Path) -> dict[str, Verdict]:
    """Hands in whatever can be wrong with a submission; what must become of each."""
    write(folder, "empty.sh", "")
    write(folder, "empty.c", "")
    write(folder, "empty.py", "")
    write(folder, "essay.txt", "words")
    write(folder, "no_extension", "words")
    write(folder, "garbage.c", bytes(range(256)) * 40)
    write(folder, "garbage.py", bytes(range(256)) * 40)
    write(folder, "zeros.sh", bytes(5000))
    os.mkfifo(folder / "pipe.py")
    (folder / "dangling.py").symlink_to("/nowhere")
    (folder / "circle.py").symlink_to("circle.py")
    (folder / "device.py").symlink_to("/dev/zero")
    (folder / "outside.c").symlink_to("/etc/passwd")
    (folder / "nothing in it").mkdir()
    (folder / "circles").mkdir()
    (folder / "circles" / "a.py").symlink_to("b.py")
    (folder / "circles" / "b.py").symlink_to("a.py")
    (folder / "two languages").mkdir()
    write(folder / "two languages", "a.py", "")
    write(folder / "two languages", "a.c", "")
    (folder / "no main").mkdir()
    write(folder / "no main", "a.py", "")
    write(folder / "no main", "b.py", "")
    names = (path.name for path in folder.iterdir())
    wrong = {"empty.sh": Verdict.WA, "empty.py": Verdict.WA}
    return {name: wrong.get(name, Verdict.CE) for name in names}


@pytest.mark.parametrize("lanes", [1, 3])
def test_nothing_that_is_handed_in_stops_the_others(grade: Grade, handed: Path, lanes: int) -> None:
    expected = broken(handed)
    for name in ("a first.sh", "zz last.sh"):
        write(handed, name, ECHO)
        expected[name] = Verdict.AC
    results = grade(lanes)
    assert {name: result.verdict for name, result in results.items()} == expected
    for result in results.values():
        assert result.verdict is Verdict.AC or result.reason


def test_what_can_not_be_judged_is_a_compile_error_with_its_reason(
    grade: Grade, handed: Path
) -> None:
    write(handed, "essay.txt", "words")
    (result,) = grade().values()
    assert (result.verdict, result.cause, result.tests) == (Verdict.CE, Cause.COMPILER, [])
    assert "no language is known for essay.txt" in result.reason
    assert result.compile is not None
    assert result.compile.verdict is Verdict.CE


def test_a_link_shows_nobody_what_lies_elsewhere(
    grade: Grade, handed: Path, tmp_path: Path
) -> None:
    secret = write(tmp_path, "answers.py", "the_secret = = 1")
    (handed / "a.py").symlink_to(secret)
    (handed / "b").mkdir()
    (handed / "b" / "b.py").symlink_to("../../answers.py")
    for result in grade().values():
        assert result.verdict is Verdict.CE
        assert "is a link that leads out" in result.reason
        assert result.compile is not None
        assert "secret" not in result.compile.output


def test_a_link_to_another_file_that_was_handed_in_is_followed(grade: Grade, handed: Path) -> None:
    write(handed, "a.sh", ECHO)
    (handed / "b.sh").symlink_to("a.sh")
    assert {name: result.verdict for name, result in grade().items()} == {
        "a.sh": Verdict.AC,
        "b.sh": Verdict.AC,
    }


def test_what_can_not_be_read_is_nobodys_mistake_and_stops_no_other(
    grade: Grade, handed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(handed, "locked.sh", ECHO)
    write(handed, "open.sh", ECHO)
    real = Path.open

    def refused(path: Path, *args: str) -> IO[Any]:  # root could read it
        if path.name == "locked.sh":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args)

    monkeypatch.setattr(Path, "open", refused)
    results = grade()
    assert results["locked.sh"].verdict is Verdict.JE
    assert "make it readable" in results["locked.sh"].reason
    assert results["open.sh"].verdict is Verdict.AC


def test_a_language_that_is_not_installed_is_nobodys_mistake(
    grade: Grade, handed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(handed, "a.sh", ECHO)
    write(handed, "b.pl", "print <>;")
    monkeypatch.setattr(
        toolchains, "which", lambda name: None if name == "perl" else shutil.which(name)
    )
    results = grade()
    assert results["a.sh"].verdict is Verdict.AC
    assert results["b.pl"].verdict is Verdict.JE
    assert "Perl is not installed here" in results["b.pl"].reason


def test_a_name_that_is_no_text_stops_nobody(grade: Grade, handed: Path) -> None:
    with open(os.fsencode(handed) + b"/caf\xe9.sh", "w") as file:  # noqa: PTH123 - bytes
        file.write(ECHO)
    write(handed, "z.sh", ECHO)
    assert {result.verdict for result in grade().values()} == {Verdict.AC}


def test_whatever_fails_in_the_judge_is_a_judge_error_of_one(
    problem: Problem, languages: Languages, sandbox: Sandbox, handed: Path
) -> None:
    write(handed, "a.sh", ECHO)
    write(handed, "b.sh", ECHO)

    def job(one: Handed) -> Job:
        if one.name == "a.sh":
            raise RecursionError("too deep")
        return prepare.job([one.path], problem, languages, Wishes(), name=one.name)

    lanes = open_lanes(sandbox, 1)
    events = [one.event for one in grading.grade(grading.handed_in([handed]), job, lanes)]
    ends = [event for event in events if isinstance(event, EndEvent)]
    assert [(end.name, end.verdict) for end in ends] == [
        ("a.sh", Verdict.JE),
        ("b.sh", Verdict.AC),
    ]
    assert ends[0].reason == "internal error: RecursionError: too deep"


def test_an_answer_that_vanishes_is_an_error_of_the_judge_for_all(
    grade: Grade, handed: Path, tmp_path: Path
) -> None:
    write(handed, "a.sh", ECHO)
    write(handed, "b.sh", "true")
    (tmp_path / "tests" / "1.ans").unlink()
    assert {result.verdict for result in grade().values()} == {Verdict.JE}


def test_cancelling_reports_who_was_finished(
    grade: Grade, handed: Path, own_sandbox: Sandbox, tmp_path: Path
) -> None:
    write(handed, "a.sh", ECHO)
    write(handed, "b.sh", f"sleep {NAP}")
    write(handed, "c.sh", ECHO)

    def cancel() -> None:
        eventually(lambda: with_word(NAP))
        own_sandbox.cancel()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    results = grade(sandbox=own_sandbox)
    canceller.join()
    assert results["a.sh"].verdict is Verdict.AC
    assert results["b.sh"].verdict is Verdict.JE
    assert results["c.sh"].verdict is Verdict.JE


def test_after_cancelling_nobody_is_even_prepared(handed: Path, own_sandbox: Sandbox) -> None:
    for number in range(5):
        write(handed, f"{number}.sh", ECHO)

    def job(one: Handed) -> Job:
        if one.name != "0.sh":
            pytest.fail("it is prepared")
        own_sandbox.cancel()
        raise InputError(one.path, "is no program")

    lanes = open_lanes(own_sandbox, 1)
    found = [one.event for one in grading.grade(grading.handed_in([handed]), job, lanes)]
    assert [(one.verdict, one.reason) for one in found if isinstance(one, EndEvent)][1:] == [
        (Verdict.JE, "interrupted")
    ] * 4


# ---------------------------------------------------------------- what was handed in


def test_each_entry_of_a_folder_is_a_submission(handed: Path) -> None:
    write(handed, "b.py", "")
    write(handed, ".DS_Store", "")
    (handed / "a team").mkdir()
    assert [one.name for one in grading.handed_in([handed])] == ["a team", "b.py"]


def test_files_may_be_named_one_by_one(handed: Path) -> None:
    paths = [write(handed, name, "") for name in ("b.py", "a.py")]
    assert [one.name for one in grading.handed_in(paths)] == ["b.py", "a.py"]


def test_two_submissions_of_one_name_are_refused(handed: Path, tmp_path: Path) -> None:
    paths = [write(handed, "a.py", ""), write(tmp_path, "a.py", "")]
    with pytest.raises(InputError, match=r"two submissions are called 'a\.py'"):
        grading.handed_in(paths)


def test_an_empty_folder_is_refused(handed: Path) -> None:
    write(handed, ".gitignore", "")
    with pytest.raises(InputError, match="the folder is empty"):
        grading.handed_in([handed])


def test_a_path_that_leads_nowhere_is_refused(handed: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        grading.handed_in([handed / "none.py"])

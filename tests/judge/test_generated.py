"""Tests that a program of the package makes: in the sandbox, once, and never blamed on others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from jobs import ECHO, given, job_of, judged, numbered, write

from judge.errors import MissingError
from judge.languages import Languages
from judge.problem import Generator, Group, Problem
from judge.results import RunResult
from judge.verdict import Verdict
from sandbox import Sandbox

PRINTS = "read all; echo $1$all; printf '%s\\r\\n' $1$all >&2\n"
Run = Callable[..., RunResult]


@pytest.fixture
def run(sandbox: Sandbox, languages: Languages, tmp_path: Path) -> Run:
    def run(problem: Problem, code: str = ECHO) -> RunResult:
        source = write(tmp_path, "submission.sh", code)
        return judged(job_of(source, problem, languages, given(cpu_time=5.0)), sandbox)

    return run


def made(folder: Path, code: str, **fields: object) -> Problem:
    """A problem of two tests, which are made by the program with this `code`."""
    problem = numbered(folder, 2)
    generator = Generator(program=write(folder, "make.sh", code), **fields)  # type: ignore[arg-type]
    cases = tuple(
        msgspec.structs.replace(case, generator=generator) for case in problem.tests.all_cases()
    )
    return msgspec.structs.replace(problem, tests=Group(name="", cases=cases))


def test_input_and_answer_are_what_the_generator_prints(run: Run, tmp_path: Path) -> None:
    problem = made(tmp_path / "p", PRINTS, arguments=("7",), unified_answer=True)
    result = run(problem)
    assert [test.verdict for test in result.tests] == [Verdict.AC, Verdict.AC]
    assert [test.output for test in result.tests] == ["7\n", "7\n"]
    assert run(problem, "echo 8\n").verdict is Verdict.WA


def test_generator_reads_its_input_and_makes_what_is_wanted_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seed").write_text("5\n")
    fields = {"arguments": ("",), "input": tmp_path / "seed"}
    problem = made(tmp_path / "p", PRINTS, **fields, makes_answer=False)
    result = run(problem, "read x; echo $((x - 4))\n")
    assert [test.verdict for test in result.tests] == [Verdict.AC, Verdict.WA]
    problem = made(tmp_path / "q", PRINTS, **fields, makes_input=False)
    assert run(problem, "read x; [ $x = 1 ] && echo 5\n").tests[0].verdict is Verdict.AC


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("echo oh no >&2; exit 3\n", "failed to make test 1: exit code 3: oh no"),
        ("kill -SEGV $$\n", "failed to make test 1: killed by SIGSEGV"),
    ],
)
def test_generator_that_fails_is_the_packages_fault(
    run: Run, tmp_path: Path, code: str, told: str
) -> None:
    with pytest.raises(MissingError, match=told):
        run(made(tmp_path / "p", code))
    # A submission that does not compile needs no tests.
    assert run(made(tmp_path / "p", code), "if\n").verdict is Verdict.CE

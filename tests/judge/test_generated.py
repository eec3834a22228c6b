"""Tests that a program of the package makes: in the sandbox, once, and never blamed on others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from jobs import ECHO, given, job_of, judged, numbered, write

from judge.errors import MissingError
from judge.languages import Languages
from judge.problem import Generator, Group, Problem, Solution
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


def test_generator_may_read_the_package_it_is_of(run: Run, tmp_path: Path) -> None:
    problem = made(tmp_path / "p", "cat words >&2; cat words; echo x 2>/dev/null >words; true\n")
    (tmp_path / "p/words").write_text("hello\n")
    assert run(problem, "read x; echo $x\n").verdict is Verdict.AC
    assert (tmp_path / "p/words").read_text() == "hello\n"


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


def solved(folder: Path, code: str, **fields: str | None) -> Problem:
    """A problem of two tests whose answers a solution with this `code` makes."""
    problem = msgspec.structs.replace(numbered(folder, 2), **fields)
    solution = Solution(program=write(folder, "solve.sh", code), instead="run make")
    cases = tuple(
        msgspec.structs.replace(case, answer=None, solution=solution)
        for case in problem.tests.all_cases()
    )
    return msgspec.structs.replace(problem, tests=Group(name="", cases=cases))


def test_answer_is_what_the_solution_prints(run: Run, tmp_path: Path) -> None:
    problem = solved(tmp_path / "p", "read x; echo $((x * 10))\n")
    result = run(problem, "read x; echo ${x}0\n")
    assert [test.output for test in result.tests] == ["10\n", "20\n"]
    assert result.verdict is Verdict.AC
    assert run(problem, "echo 10\n").tests[1].verdict is Verdict.WA


def test_solution_answers_what_a_generator_has_made(run: Run, tmp_path: Path) -> None:
    problem = solved(tmp_path / "p", "read x; echo $((x * 10))\n")
    maker = Generator(
        program=write(tmp_path, "make.sh", "echo 7; echo no >&2\n"), makes_answer=False
    )
    cases = tuple(msgspec.structs.replace(case, generator=maker) for case in problem.tests.cases)
    problem = msgspec.structs.replace(problem, tests=Group(name="", cases=cases))
    result = run(problem, "read x; echo $((x * 10))\n")
    assert [test.output for test in result.tests] == ["70\n", "70\n"]
    assert result.verdict is Verdict.AC


@pytest.mark.parametrize(
    ("read", "written", "code"),
    [
        ("a.in", "a.out", "read x <a.in; echo ${x}0 >a.out; echo no\n"),
        ("a.in", None, "read x <a.in; echo ${x}0\n"),
        (None, "a.out", "read x; echo ${x}0 >a.out\n"),
    ],
)
def test_solution_reads_and_writes_what_submissions_do(
    run: Run, tmp_path: Path, read: str | None, written: str | None, code: str
) -> None:
    problem = solved(tmp_path / "p", code, input_file=read, output_file=written)
    assert run(problem, code).verdict is Verdict.AC
    assert run(problem, code.replace("0 >", "1 >").replace("0\n", "1\n")).verdict is Verdict.WA


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("exit 3\n", "failed to make the answer of test 1: exit code 3 (run make)"),
        ("true\n", "failed to make the answer of test 1: no a.out (run make)"),
    ],
)
def test_solution_that_fails_is_the_packages_fault(
    run: Run, tmp_path: Path, code: str, told: str
) -> None:
    with pytest.raises(MissingError) as caught:
        run(solved(tmp_path / "p", code, output_file="a.out"))
    assert str(caught.value).endswith(told)

"""Packages whose submissions may write files, and output that is limited as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from jobs import given, job_of, judged, write
from needs import requires

from judge.formats import open_problem
from judge.languages import Languages
from judge.problem import Problem
from judge.results import RunResult
from judge.verdict import Cause, Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

KIB = 1 << 10
# It changes, makes and deletes files, and finds nothing of an earlier test's.
EDITOR = """read x
[ -e made ] && exit 9
echo "$x" > made && mkdir folder && mv made folder/kept && echo "from the test" >> table.txt
rm main.sh && cat folder/kept && [ "$(wc -l < table.txt)" = 2 ]
"""
C = r"""#include <stdio.h>
int main(void) {
    FILE *file = fopen("numbers", "w+");
    int x;
    if (!file || scanf("%d", &x) != 1) return 1;
    fprintf(file, "%d\n", x);
    rewind(file);
    return fscanf(file, "%d", &x) == 1 ? !printf("%d\n", x) : 2;
}
"""


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    """A problem of two tests whose submissions may write files: 1 MiB with all output."""
    return package(tmp_path, "allow_file_writing: true\n")


def package(tmp_path: Path, more: str) -> Problem:
    folder = tmp_path / "package"
    for number in "12":
        secret = folder / "data" / "secret"
        (secret / f"{number}.files").mkdir(parents=True)
        (secret / f"{number}.files" / "table.txt").write_text("of the test\n")
        for extension in ("in", "ans"):
            (secret / f"{number}.{extension}").write_text(f"{number}\n")
    head = "problem_format_version: 2025-09\nname: X\nuuid: x\nlimits: {output: 1, code: 2048}\n"
    (folder / "problem.yaml").write_text(head + more)
    return open_problem(folder)


class Judge:
    """Judges a bash program against a problem."""

    def __init__(self, folder: Path, languages: Languages, sandbox: Sandbox) -> None:
        self._folder, self._languages, self._sandbox = folder, languages, sandbox

    def __call__(
        self, problem: Problem, code: str, name: str = "main.sh", **limits: int
    ) -> RunResult:
        source = write(self._folder, name, code)
        job = job_of(source, problem, self._languages, given(**limits))
        return judged(job, self._sandbox)


@pytest.fixture
def run(tmp_path: Path, languages: Languages, sandbox: Sandbox) -> Judge:
    return Judge(tmp_path, languages, sandbox)


def test_files_can_be_made_changed_and_deleted_where_the_package_says_so(
    problem: Problem, run: Judge
) -> None:
    result = run(problem, EDITOR)
    assert (result.verdict, result.counts) == (Verdict.AC, {"AC": 2})


def test_what_was_compiled_lies_there_too(problem: Problem, run: Judge) -> None:
    requires("gcc")
    assert run(problem, C, "main.c").verdict is Verdict.AC


@pytest.mark.parametrize("more", ["", "allow_file_writing: false\n"])
def test_else_the_working_directory_is_read_only(tmp_path: Path, run: Judge, more: str) -> None:
    problem = package(tmp_path, more)
    assert run(problem, EDITOR).verdict is Verdict.RTE
    assert run(problem, "read x; > table.txt || echo $x").verdict is Verdict.AC


BLOCK = "head -c $((600 * 1024)) /dev/zero"


@pytest.mark.parametrize(
    "code",
    [
        f"{BLOCK} > a; {BLOCK} > b",
        f"{BLOCK} > a; {BLOCK} >&2",
        f"{BLOCK} > /tmp/a; {BLOCK}",
        f"{BLOCK} > /tmp/a; {BLOCK} > b; exit 3",
        f"{BLOCK} >> table.txt; {BLOCK} > b",
    ],
)
def test_files_count_as_output(problem: Problem, run: Judge, code: str) -> None:
    result = run(problem, code)
    assert (result.verdict, result.cause) == (Verdict.OLE, Cause.OUTPUT_LIMIT)
    assert "in all, limit 1048576" in result.reason


def test_what_is_deleted_again_or_was_there_before_does_not_count(
    problem: Problem, run: Judge
) -> None:
    code = f"# {'x' * (1100 * KIB)}\n{BLOCK} > a; rm a; {BLOCK} > b; cat > c; cat c"
    assert run(problem, code).verdict is Verdict.AC


def test_standard_output_and_error_count_together_in_this_format(
    tmp_path: Path, run: Judge
) -> None:
    problem, code = package(tmp_path, ""), f"cat; {BLOCK} >&2; {BLOCK} | tr -d x"
    assert run(problem, code).verdict is Verdict.OLE
    # As the command line has it, a limit given by hand is for each.
    assert run(problem, code, output=1 << 20).verdict is Verdict.WA

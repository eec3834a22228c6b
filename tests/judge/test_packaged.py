"""What a package brings along for every submission: graders, names of files, line ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from jobs import given, job_of, judged, write
from needs import requires

from judge import problem as model
from judge.errors import InputError
from judge.languages import Languages
from judge.problem import Comparison, Group, Harness, Problem
from judge.results import RunResult
from judge.verdict import Cause, Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

LINES = "\r\n".join(str(number) for number in range(20_000)).encode() + b"\r\n"


def problem(folder: Path, text: bytes = b"7\n", answer: bytes = b"7\n") -> Problem:
    folder.mkdir(exist_ok=True)
    paths = [write(folder, name, data) for name, data in (("1", text), ("1.a", answer))]
    case = model.TestCase(
        name="g/1", group="g", input=paths[0], answer=paths[1], checker=Comparison(kind="exact")
    )
    tests = Group(name="", cases=(case,))
    return Problem(path=folder, name="p", format="none", tests=tests)


Run = Callable[[Path, Problem], RunResult]


@pytest.fixture
def run(sandbox: Sandbox, languages: Languages) -> Run:
    def run(source: Path, of: Problem) -> RunResult:
        return judged(job_of(source, of, languages, given(cpu_time=5.0)), sandbox)

    return run


def with_files(of: Problem, read: str | None, written: str | None) -> Problem:
    return msgspec.structs.replace(of, input_file=read, output_file=written)


@pytest.mark.parametrize(
    ("read", "written", "code"),
    [
        ("in.txt", "out.txt", "cat in.txt >out.txt; cat - /nothing; true\n"),
        ("in.txt", None, "cat in.txt -\n"),
        (None, "out.txt", "cat >out.txt; echo not this\n"),
    ],
)
def test_named_files_take_the_place_of_streams(
    read: str | None, written: str | None, code: str, run: Run, tmp_path: Path
) -> None:
    of = with_files(problem(tmp_path / "p"), read, written)
    result = run(write(tmp_path, "a.sh", code), of)
    assert (result.verdict, result.tests[0].output) == (Verdict.AC, "7\n")
    assert (tmp_path / "p/1").read_bytes() == b"7\n"


def test_output_that_is_not_in_its_file_is_wrong(run: Run, tmp_path: Path) -> None:
    of = with_files(problem(tmp_path / "p"), "in.txt", "out.txt")
    for code in ("cat in.txt\n", "mkdir out.txt\n", "ln -s in.txt out.txt\n"):
        test = run(write(tmp_path, "a.sh", code), of).tests[0]
        assert (test.verdict, test.cause) == (Verdict.WA, Cause.OUTPUT)
        assert test.reason == "wrote no file 'out.txt'"


def test_a_failure_comes_before_a_missing_file(run: Run, tmp_path: Path) -> None:
    of = with_files(problem(tmp_path / "p"), "in.txt", "out.txt")
    assert run(write(tmp_path, "a.sh", "exit 3\n"), of).verdict is Verdict.RTE


def test_an_input_is_at_hand_by_its_name_also_where_a_source_is_called_so(
    run: Run, tmp_path: Path
) -> None:
    of = with_files(problem(tmp_path / "p"), "a.sh", None)
    assert run(write(tmp_path, "a.sh", "cat a.sh\n"), of).verdict is Verdict.RTE


@pytest.mark.parametrize("read", [None, "in.txt"])
def test_lines_from_windows_end_as_linux_has_it(
    read: str | None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("judge.teststreams.PIECE", 1000)  # line ends are cut in two
    plain = LINES.replace(b"\r", b"")
    of = with_files(problem(tmp_path / "p", LINES, plain), read, None)
    source = write(tmp_path, "a.sh", f"cat {read or ''}\n")
    as_text = msgspec.structs.replace(of, text_input=True)
    assert run(source, as_text).verdict is Verdict.AC
    assert run(source, of).verdict is Verdict.WA
    assert (tmp_path / "p/1").read_bytes() == LINES


def test_inputs_that_are_no_text_from_windows_stay_as_they_are(run: Run, tmp_path: Path) -> None:
    of = msgspec.structs.replace(problem(tmp_path / "p", b"a\rb\n", b"a\rb\n"), text_input=True)
    assert run(write(tmp_path, "a.sh", "cat\n"), of).verdict is Verdict.AC


GRADERS = {
    "grader.c": '#include <stdio.h>\n#include "sum.h"\n'
    'int main(void) { int x; scanf("%d", &x); printf("%d\\n", twice(x)); }\n',
    "sum.h": "int twice(int x);\n",
    "grader.py": "from sum import twice\nprint(twice(int(input())))\n",
    "grader.java": "class grader { public static void main(String[] a) { System.out.println("
    "sum.twice(new java.util.Scanner(System.in).nextInt())); } }\n",
}
SOLUTIONS = {
    "c": '#include "sum.h"\nint twice(int x) { return 2 * x; }\n',
    "py": "def twice(x):\n    return 2 * x\n",
    "java": "public class sum { static int twice(int x) { return 2 * x; } }\n",
}


def with_graders(folder: Path) -> Problem:
    folder.mkdir(exist_ok=True)
    files = tuple(write(folder, name, text) for name, text in GRADERS.items())
    harness = Harness(files=files, submission="sum")
    return msgspec.structs.replace(problem(folder, answer=b"14\n"), harness=harness)


@pytest.mark.parametrize(
    ("extension", "program"), [("c", "gcc"), ("py", "python3"), ("java", "javac")]
)
def test_grader_in_the_language_of_a_submission_calls_it(
    extension: str, program: str, run: Run, tmp_path: Path
) -> None:
    requires(program)
    of = with_graders(tmp_path / "p")
    source = write(tmp_path, f"my_solution.{extension}", SOLUTIONS[extension])
    result = run(source, of)
    assert (result.verdict, result.reason) == (Verdict.AC, "")
    wrong = write(tmp_path, f"wrong.{extension}", SOLUTIONS[extension].replace("2 *", "3 *"))
    assert run(wrong, of).verdict is Verdict.WA


def test_a_grader_of_ones_own_is_not_used(run: Run, tmp_path: Path) -> None:
    of = with_graders(tmp_path / "p")
    folder = tmp_path / "s"
    folder.mkdir()
    write(folder, "sum.py", SOLUTIONS["py"].replace("2 *", "3 *"))
    write(folder, "grader.py", "print(14)\n")
    assert run(folder, of).verdict is Verdict.WA


def test_a_language_without_a_grader_is_refused(languages: Languages, tmp_path: Path) -> None:
    of = with_graders(tmp_path / "p")
    with pytest.raises(InputError, match=r"has no grader in Bash .*there are: grader\.c, sum\.h"):
        job_of(write(tmp_path, "a.sh", "true\n"), of, languages)


def test_a_submission_includes_what_lies_above_it_in_the_package(run: Run, tmp_path: Path) -> None:
    requires("gcc")
    include = tmp_path / "include/default"
    (include / "sol").mkdir(parents=True)
    write(include, "seven.h", "#define SEVEN 7\n")
    write(include / "sol", "eight.h", "#define EIGHT 8\n")
    of = msgspec.structs.replace(
        problem(tmp_path / "p"), include=include.parent, submission_folder="sol"
    )
    code = '#include "../seven.h"\n#include "eight.h"\n#include <stdio.h>\n'
    code += 'int main(void) { printf("%d\\n", EIGHT == 8 ? SEVEN : 0); }\n'
    assert run(write(tmp_path, "a.c", code), of).verdict is Verdict.AC
    assert run(write(tmp_path, "a.sh", "cat\n"), of).verdict is Verdict.AC

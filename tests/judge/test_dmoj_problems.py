"""DMOJ's problems, judged: points, batches, pretests, archives, generators, its checkers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from jobs import given, job_of, judged, verdicts, write
from needs import requires

from judge import prepare
from judge.formats import opened
from judge.languages import Languages
from judge.results import RunResult
from judge.verdict import Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

Run = Callable[..., RunResult]
ECHO = "read x; echo $x\n"
FILES = {f"{number}.{end}": f"{number}\n" for number in range(1, 5) for end in ("in", "out")}
TREE = """test_cases:
- {in: 1.in, out: 1.out, points: 0}
- batched: [{in: 2.in, out: 2.out}, {in: 3.in, out: 3.out}]
  points: 40
- batched: [{in: 4.in, out: 4.out}]
  points: 50
  dependencies: [1]
- {in: 4.in, out: 4.out, points: 10}
"""


@pytest.fixture
def run(sandbox: Sandbox, languages: Languages, tmp_path: Path) -> Run:
    def run(tree: dict[str, str], code: str, name: str = "submission.sh") -> RunResult:
        root = tmp_path / "Aufgabe für Zoë"
        for file, text in {**FILES, **tree}.items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        source = write(tmp_path, name, code)
        with opened(root) as problem:
            return judged(job_of(source, problem, languages, given(cpu_time=5.0)), sandbox)

    return run


@pytest.mark.parametrize(
    ("code", "found", "verdict", "score"),
    [
        (ECHO, "AC AC AC AC AC", Verdict.AC, 100.0),
        ("read x; [ $x = 3 ] || echo $x\n", "AC AC WA SK AC", Verdict.PA, 10.0),
        ("read x; [ $x = 4 ] || echo $x\n", "AC AC AC WA WA", Verdict.PA, 40.0),
        ("read x; [ $x = 1 ] || echo $x\n", "WA SK SK SK SK", Verdict.WA, 0.0),
    ],
)
def test_batches_give_their_points_and_pretests_stop_all(
    run: Run, code: str, found: str, verdict: Verdict, score: float
) -> None:
    result = run({"init.yml": TREE}, code)
    assert verdicts(result) == found
    assert (result.verdict, result.score, result.max_score) == (verdict, score, 100.0)


def test_archive_and_generator_make_the_tests(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "Aufgabe für Zoë"
    root.mkdir()
    with zipfile.ZipFile(root / "data.zip", "w") as archive:
        for name in ("a.1.in", "a.1.out"):
            archive.writestr(name, "packed\r\n")
    assert run({"init.yml": "archive: data.zip\n"}, ECHO).verdict is Verdict.AC
    init = "generator: gen.sh\ntest_cases: [{generator_args: [7]}, {generator_args: [8]}]\n"
    result = run({"init.yml": init, "gen.sh": "echo $1; echo $1 >&2\n"}, ECHO)
    assert verdicts(result) == "AC AC"
    assert [test.output for test in result.tests] == ["7\n", "8\n"]


CHECKERS = {
    "the same": ("return process_output == judge_output == judge_input", ECHO, Verdict.AC),
    "another": ("return process_output == judge_output", "echo 9\n", Verdict.WA),
    "points": ("return CheckerResult(True, point_value / 2)", ECHO, Verdict.PA),
    "none": ("return CheckerResult(False, 0, 'no: ' + helper.WORD)", ECHO, Verdict.WA),
    "no text": ("return process_output.decode('utf-8') == ''", "printf '\\377'\n", Verdict.WA),
    "missing": ("return len(submission_source) > 3", ECHO, Verdict.JE),
    "broken": ("return 1 / 0", ECHO, Verdict.JE),
}


@pytest.mark.parametrize("which", CHECKERS)
def test_checker_in_python_is_asked_in_the_sandbox(run: Run, which: str) -> None:
    line, code, verdict = CHECKERS[which]
    head = "import helper\nfrom dmoj.result import CheckerResult\n"
    names = "process_output, judge_output, judge_input, point_value, submission_source, **rest"
    tree = {
        "init.yml": "checker: mine.py\ntest_cases: [{in: 1.in, out: 1.out, points: 10}]\n",
        "mine.py": f"{head}def check({names}):\n    {line}\n",
        "helper.py": "WORD = 'never'\n",
    }
    result = run(tree, code)
    (test,) = result.tests
    if verdict is Verdict.PA:
        assert (test.score, result.score, result.max_score) == (5.0, 5.0, 10.0)
    else:
        assert test.verdict is verdict
    told = {"none": "no: never", "missing": "asks for 'submission_source'", "broken": "ZeroDiv"}
    assert told.get(which, "") in test.reason


INTERACTOR = """import sys
secret = open(sys.argv[1]).read().strip()
print("guess", flush=True)
sys.exit(0 if input() == secret else 1)
"""


@pytest.mark.parametrize(("number", "verdict"), [(1, Verdict.AC), (2, Verdict.WA)])
def test_bridged_interactor_decides(run: Run, number: int, verdict: Verdict) -> None:
    tree = {
        "init.yml": "interactive: {files: talk.py, lang: PY3}\ntest_cases: [{in: 1.in}]\n",
        "talk.py": INTERACTOR,
    }
    assert run(tree, f"read word; echo {number}\n").tests[0].verdict is verdict


GRADER = """#include "judged.h"
#include <stdio.h>
int main(void) { int n; scanf("%d", &n); printf("%d\\n", same(n)); }
"""


@pytest.mark.parametrize("name", ["mine.c", "handler.c", "mine.cpp"])
@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("int same(int n) { return n; }\nint main(void) { return 1; }\n", Verdict.AC),
        ("#ifdef SIGNATURE_GRADER\nint same(int n) { return n + 1; }\n#endif\n", Verdict.WA),
        ("int other(int n) { return n; }\n", Verdict.CE),
    ],
)
def test_signature_grader_calls_the_submission(
    run: Run, name: str, code: str, verdict: Verdict
) -> None:
    requires("gcc", "g++")
    tree = {
        "init.yml": "signature_grader: {entry: handler.c, header: judged.h}\n"
        "test_cases: [{in: 1.in, out: 1.out}]\n",
        "handler.c": GRADER,
        "judged.h": "int same(int n);\n",
    }
    result = run(tree, code, name)
    assert result.verdict is verdict
    if verdict is Verdict.CE:
        assert run(tree, "int same(int n) {\n  return x;\n}\n", name).compile is not None


def test_time_limit_that_no_file_can_name_is_told_of(tmp_path: Path) -> None:
    write(tmp_path, "init.yml", "test_cases: [{points: 1}]\n")
    with opened(tmp_path) as problem:
        (said,) = prepare.remarks(problem, given())
        assert said.endswith("10 s of CPU time are taken (give --time)")
        assert prepare.remarks(problem, given(cpu_time=2.0)) == []

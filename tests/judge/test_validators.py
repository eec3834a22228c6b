"""Problems whose packages bring the programs that judge the output."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from jobs import given, job_of, judged, write
from msgspec.structs import replace
from needs import requires

from judge import results
from judge.errors import InputError, MissingError
from judge.formats import open_problem
from judge.languages import Languages
from judge.prepare import Wishes
from judge.problem import Group, Problem, ProblemType, Validator
from judge.results import RunResult
from judge.verdict import Cause, Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

# Accepts a number that is at least the answer; says which one it wanted.
AT_LEAST = """import sys
answer = int(open(sys.argv[2]).read())
found = sys.stdin.read().split()
assert sys.argv[3].endswith("/")
if found and found[0].isdigit() and int(found[0]) >= answer:
    sys.exit(42)
with open(sys.argv[3] + "judgemessage.txt", "w") as file:
    print(f"wanted at least {answer}, arguments {sys.argv[4:]}", file=file)
sys.exit(43)
"""
C = """#include "want.h"
#include <stdio.h>
int main(int argc, char **argv) {
    int found, answer;
    FILE *file = fopen(argv[2], "r");
    return file && fscanf(file, "%d", &answer) == 1 && scanf("%d", &found) == 1
        && found >= answer ? WANT : 43;
}
"""
# Asked as Codeforces asks: input, output, answer.
TESTLIB = """#include "testlib.h"
#include <stdio.h>
int main(int argc, char **argv) {
    int found, answer;
    FILE *output = fopen(argv[2], "r"), *expected = fopen(argv[3], "r");
    if (!output || !expected || fscanf(expected, "%d", &answer) != 1) return 3;
    if (fscanf(output, "%d", &found) != 1) return 8;
    if (found >= answer) return fprintf(stderr, "ok\\n"), 0;
    return fprintf(stderr, "wrong answer too little: %d\\n", found), 1;
}
"""
LOUD = "import os, sys\nos.write(2, b'oh no')\nsys.exit({})\n"
PRINT = {"large": "echo 99\n", "small": "echo 1\n", "nothing": "exit 0\n"}


def legacy(root: Path, files: dict[str, str], yaml: str = "validation: custom\n") -> Path:
    return _package(root, f"limits:\n  time_limit: 5\n{yaml}", files, "output_validators")


def new(root: Path, files: dict[str, str], yaml: str = "") -> Path:
    head = "problem_format_version: 2025-09\nname: n\nuuid: u\nlimits:\n  time_limit: 5\n"
    return _package(root, head + yaml, files, "output_validator")


def _package(root: Path, yaml: str, files: dict[str, str], place: str) -> Path:
    for name, text in {
        "problem.yaml": yaml,
        "data/secret/1.in": "7\n",
        "data/secret/1.ans": "7\n",
        **{f"{place}/{name}": text for name, text in files.items()},
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    return root


Run = Callable[..., RunResult]


@pytest.fixture
def run(sandbox: Sandbox, languages: Languages, tmp_path: Path) -> Run:
    def run(
        package: Path | Problem, code: str, wishes: Wishes | None = None, lanes: int = 1
    ) -> RunResult:
        source = write(tmp_path, "submission.sh", code)
        problem = package if isinstance(package, Problem) else open_problem(package)
        job = job_of(source, problem, languages, wishes or given(cpu_time=5.0))
        return judged(job, sandbox, lanes)

    return run


def only(result: RunResult) -> results.TestResult:
    assert len(result.tests) == 1
    return result.tests[0]


@pytest.mark.parametrize("make", [legacy, new])
def test_what_the_validator_says_is_the_verdict(
    make: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    package = make(tmp_path / "p", {"check.py": AT_LEAST})
    assert run(package, PRINT["large"]).verdict is Verdict.AC
    for code in ("small", "nothing"):
        test = only(run(package, PRINT[code]))
        assert (test.verdict, test.cause) == (Verdict.WA, Cause.OUTPUT)
        assert test.reason == "wanted at least 7, arguments []"


# Asked as CMS asks: input, answer, output. A part for each digit that is right.
CMS = """import sys
answer, found = (open(path).read().split()[0] for path in sys.argv[2:4])
right = sum(a == s for a, s in zip(answer, found))
print(right / len(answer))
print("translate:partial" if right else "nothing is right", file=sys.stderr)
"""


def test_checkers_are_asked_as_their_own_judge_asks(run: Run, tmp_path: Path) -> None:
    package = legacy(tmp_path / "p", {"check.py": CMS})
    (package / "data/secret/1.ans").write_text("42\n")
    problem = open_problem(package)
    case = problem.tests.all_cases()[0]
    assert isinstance(case.checker, Validator)

    def asked(code: str, **settings: object) -> results.TestResult:
        changed = replace(case.checker, protocol="cms", **settings)
        one = replace(case, checker=changed, max_score=50.0)
        group = Group(name="", cases=(one,), aggregation="sum")
        types = (ProblemType.SCORING,)
        return only(run(replace(problem, tests=group, types=types), code))

    assert (asked("echo 42").verdict, asked("echo 42").score) == (Verdict.AC, 50.0)
    partial = asked("echo 41")
    assert (partial.verdict, partial.score) == (Verdict.PA, 25.0)
    assert partial.reason == "the output is partially correct"
    wrong = asked("echo 7")
    assert (wrong.verdict, wrong.reason) == (Verdict.WA, "nothing is right")
    broken = asked("echo 42", words=("{input}", "/nowhere", "{output}"))
    assert (broken.verdict, broken.cause) == (Verdict.JE, Cause.CHECKER)
    assert "the validator check.py failed: exit code 1: Traceback" in broken.reason


def test_a_validator_of_several_files_is_compiled_once_for_all(run: Run, tmp_path: Path) -> None:
    requires("gcc")
    package = new(tmp_path / "p", {"check.c": C, "want.h": "#define WANT 42\n"})
    assert run(package, PRINT["large"], lanes=2).verdict is Verdict.AC
    assert run(package, PRINT["small"]).verdict is Verdict.WA


def test_scripts_of_its_own_build_and_run_a_validator(run: Run, tmp_path: Path) -> None:
    build = "#!/bin/sh\nsed s/LEAST/answer/ template >check.py\n"
    script = '#!/bin/sh\nexec python3 /box/check.py "$@"\n'
    template = AT_LEAST.replace("= answer", "= LEAST")
    package = new(tmp_path / "p", {"build": build, "run": script, "template": template})
    requires("/usr/bin/python3")
    assert run(package, PRINT["large"]).verdict is Verdict.AC
    assert run(package, PRINT["small"]).verdict is Verdict.WA


def test_a_folder_with_a_main_module_is_a_program(run: Run, tmp_path: Path) -> None:
    files = {"__init__.py": "", "__main__.py": f"import rest\n{AT_LEAST}", "rest.py": ""}
    package = new(tmp_path / "p", files)
    assert run(package, PRINT["large"]).verdict is Verdict.AC
    assert run(package, PRINT["small"]).verdict is Verdict.WA


def test_all_of_several_validators_have_to_accept(run: Run, tmp_path: Path) -> None:
    even = AT_LEAST.replace("int(found[0]) >= answer", "int(found[0]) % 2 == 0")
    package = legacy(tmp_path / "p", {"a.py": AT_LEAST, "b.py": even})
    assert run(package, "echo 98\n").verdict is Verdict.AC
    assert run(package, "echo 99\n").verdict is Verdict.WA
    assert run(package, "echo 2\n").verdict is Verdict.WA


def test_flags_of_problem_and_group_are_its_arguments(run: Run, tmp_path: Path) -> None:
    package = legacy(
        tmp_path / "p", {"a.py": AT_LEAST}, "validation: custom\nvalidator_flags: -x 1e-6\n"
    )
    write(package / "data/secret", "testdata.yaml", "output_validator_flags: deep\n")
    assert "arguments ['-x', '1e-6', 'deep']" in only(run(package, PRINT["small"])).reason


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (LOUD.format(0), "exit code 0 (42 accepts, 43 rejects): oh no"),
        (LOUD.format(1), "exit code 1 (42 accepts, 43 rejects): oh no"),
        ("import os\nos.abort()\n", "killed by SIGABRT"),
    ],
)
def test_a_validator_that_fails_is_never_the_submissions_fault(
    run: Run,
    tmp_path: Path,
    code: str,
    said: str,
) -> None:
    test = only(run(new(tmp_path / "p", {"check.py": code}), PRINT["small"]))
    assert (test.verdict, test.cause) == (Verdict.JE, Cause.CHECKER)
    assert f"the validator output_validator failed: {said}" in test.reason


def test_a_validator_that_can_not_be_built_stops_the_judging(run: Run, tmp_path: Path) -> None:
    requires("gcc")
    package = new(tmp_path / "p", {"check.c": "int main(void) { return 42 }\n"})
    with pytest.raises(MissingError, match=r"output_validator: can't be built: .*error"):
        run(package, PRINT["large"])


def test_a_validator_in_no_language_is_told(run: Run, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"output_validator: .*scripts called build and run"):
        run(new(tmp_path / "p", {"check.xyz": "?"}), PRINT["large"])


def test_a_submission_sees_nothing_of_its_validator(run: Run, tmp_path: Path) -> None:
    package = new(tmp_path / "p", {"check.py": AT_LEAST})
    look = (
        "ls /package /feedback /submission 2>/dev/null; cat /package/data/secret/1.ans; echo 99\n"
    )
    assert only(run(package, look)).output == "99\n"


def test_a_failed_run_is_not_shown_to_the_validator(run: Run, tmp_path: Path) -> None:
    package = new(tmp_path / "p", {"check.py": "import sys\nsys.exit(42)\n"})
    assert run(package, "echo 99; exit 3\n").verdict is Verdict.RTE
    assert run(package, "kill -9 $$\n").verdict is Verdict.RTE


def test_a_large_output_is_judged_as_a_stream(run: Run, tmp_path: Path) -> None:
    count = "import sys\nsys.exit(42 if len(sys.stdin.buffer.read()) == 5 << 20 else 43)\n"
    package = new(tmp_path / "p", {"check.py": count})
    assert run(package, "head -c 5M /dev/zero\n").verdict is Verdict.AC


def test_a_checker_is_asked_as_its_sources_want_it(run: Run, tmp_path: Path) -> None:
    requires("gcc")
    package = new(tmp_path / "p", {})
    folder = tmp_path / "checker"
    folder.mkdir()
    write(folder, "testlib.h", "/* stands in for the library */\n")
    checker = write(folder, "check.c", TESTLIB)
    wishes = Wishes(checker=str(checker))
    assert run(package, PRINT["large"], wishes).verdict is Verdict.AC
    assert only(run(package, PRINT["small"], wishes)).reason == "too little: 1"
    assert run(package, PRINT["nothing"], wishes).verdict is Verdict.WA


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's files can be closed to the sandbox")
@pytest.mark.parametrize("closed", ["data/secret/1.in", "data/secret/1.ans", "data/secret", "."])
def test_a_validator_of_roots_judge_reads_what_root_alone_may(
    run: Run, tmp_path: Path, closed: str
) -> None:
    package = new(tmp_path / "p", {"check.py": AT_LEAST})
    (package / closed).chmod(0o700 if (package / closed).is_dir() else 0o600)
    assert run(package, PRINT["large"]).verdict is Verdict.AC
    assert run(package, PRINT["small"]).verdict is Verdict.WA

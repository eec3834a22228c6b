"""Problems whose tests are more than one run: in passes, with an interactor, or both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from jobs import given, job_of, judged, write

from judge import problem as problem_of
from judge import results
from judge.errors import InputError
from judge.formats import open_problem
from judge.languages import Languages
from judge.prepare import Wishes
from judge.problem import Comparison, Interactor, Problem, ProblemType, Validator
from judge.results import RunResult
from judge.verdict import Cause, Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

HEAD = "problem_format_version: 2025-09\nname: n\nuuid: u\nlimits:\n  time_limit: 5\n"
# Counts its passes in the feedback folder; wants twice what the input of the pass says, and
# asks for as many passes as the answer says.
COUNTING = """
input=$(cat "$1") passes=$(cat "$2") dir=$3
echo . >>"$dir/count"
number=$(wc -l <"$dir/count")
read -r found
echo "pass $number of $passes was given $input and says $found" >>"$dir/judgemessage.txt"
[ "$found" = $((input * 2)) ] || exit 43
[ "$number" = "$passes" ] || echo "$found" >"$dir/nextpass.in"
exit 42
"""
DOUBLE = "read x\necho $((x * 2))\n"
# The same, but it hands over the input itself.
TALKING = COUNTING.replace("read -r found\n", 'echo "$input"\nread -r found\n')

Run = Callable[..., RunResult]


def package(root: Path, validator: str, *, types: str = "multi-pass", passes: int = 5) -> Path:
    for name, text in {
        "problem.yaml": f"{HEAD}  validation_passes: {passes}\ntype: [{types}]\n",
        "data/secret/1.in": "7\n",
        "data/secret/1.ans": "3\n",
        "output_validator/check.sh": validator,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture
def run(sandbox: Sandbox, languages: Languages, tmp_path: Path) -> Run:
    def run(problem: Path | Problem, code: str, wishes: Wishes | None = None) -> RunResult:
        source = write(tmp_path, "submission.sh", code)
        read = open_problem(problem) if isinstance(problem, Path) else problem
        return judged(job_of(source, read, languages, wishes or given(cpu_time=5.0)), sandbox)

    return run


def only(result: RunResult) -> results.TestResult:
    assert len(result.tests) == 1
    return result.tests[0]


@pytest.mark.parametrize(
    ("types", "validator"), [("multi-pass", COUNTING), ("multi-pass, interactive", TALKING)]
)
def test_each_pass_has_the_input_that_the_one_before_has_left(
    run: Run, tmp_path: Path, types: str, validator: str
) -> None:
    test = only(run(package(tmp_path / "p", validator, types=types), DOUBLE))
    assert (test.verdict, test.passes, test.output) == (Verdict.AC, 3, "56\n")


@pytest.mark.parametrize(
    ("types", "validator"), [("multi-pass", COUNTING), ("multi-pass, interactive", TALKING)]
)
def test_a_pass_that_is_rejected_is_the_last(
    run: Run, tmp_path: Path, types: str, validator: str
) -> None:
    code = 'read x\n[ "$x" = 14 ] && x=5\necho $((x * 2))\n'
    test = only(run(package(tmp_path / "p", validator, types=types), code))
    assert (test.verdict, test.passes) == (Verdict.WA, 2)
    # The message of the first pass is still there, and stands first.
    assert test.reason == "pass 2: pass 1 of 3 was given 7 and says 14"


def test_a_crash_in_a_pass_ends_the_test(run: Run, tmp_path: Path) -> None:
    code = 'read x\necho $((x * 2))\n[ "$x" = 7 ]\n'
    test = only(run(package(tmp_path / "p", COUNTING), code))
    assert (test.verdict, test.passes, test.reason) == (Verdict.RTE, 2, "pass 2: exit code 1")


def test_the_slowest_pass_and_the_one_with_most_memory_count(run: Run, tmp_path: Path) -> None:
    code = (
        "read x\n"
        'if [ "$x" = 14 ]; then big=$(head -c 40000000 /dev/zero | tr "\\0" x); sleep 0.3; fi\n'
        "echo $((x * 2))\n"
    )
    test = only(run(package(tmp_path / "p", COUNTING), code))
    assert (test.verdict, test.passes) == (Verdict.AC, 3)
    assert (test.wall_time or 0) >= 0.3
    assert (test.memory or 0) >= 40_000_000


def test_limits_hold_for_each_pass_by_itself(run: Run, tmp_path: Path) -> None:
    code = "read x\nsleep 0.4\necho $((x * 2))\n"
    wishes = given(cpu_time=5.0, wall_time=20.0, output=4)
    test = only(run(package(tmp_path / "p", COUNTING), code, wishes))
    assert (test.verdict, test.passes) == (Verdict.AC, 3)


@pytest.mark.parametrize("types", ["multi-pass", "multi-pass, interactive"])
@pytest.mark.parametrize(
    ("validator", "said"),
    [
        ('echo 1 >"$3/nextpass.in"\nexit 43\n', "asked for a further pass (nextpass.in)"),
        ('echo 1 >"$3/nextpass.in"\nexit 42\n', "asked for a further pass after 5"),
        ('echo 1 >"$3/nextpass.in"\nexit 1\n', "check.sh failed: exit code 1"),
    ],
)
def test_a_pass_that_must_not_be_asked_for_is_the_packages_fault(
    run: Run, tmp_path: Path, types: str, validator: str, said: str
) -> None:
    test = only(run(package(tmp_path / "p", validator, types=types), DOUBLE))
    assert (test.verdict, test.cause) == (Verdict.JE, Cause.CHECKER)
    assert said in test.reason.replace("output_validator", "check.sh")


def test_without_a_number_there_are_two_passes(run: Run, tmp_path: Path) -> None:
    root = package(tmp_path / "p", COUNTING)
    (root / "problem.yaml").write_text(f"{HEAD}type: multi-pass\n")
    assert "after 2" in only(run(root, DOUBLE)).reason
    (root / "data/secret/1.ans").write_text("2\n")
    assert only(run(root, DOUBLE)).verdict is Verdict.AC


def test_a_problem_of_one_pass_has_one_whatever_the_validator_leaves(
    run: Run, tmp_path: Path
) -> None:
    test = only(run(package(tmp_path / "p", COUNTING, types="pass-fail"), DOUBLE))
    assert (test.verdict, test.passes) == (Verdict.AC, None)


def test_tests_of_several_passes_do_not_see_each_other(run: Run, tmp_path: Path) -> None:
    root = package(tmp_path / "p", COUNTING)
    for name in ("2", "3"):
        (root / f"data/secret/{name}.in").write_text("5\n")
        (root / f"data/secret/{name}.ans").write_text("2\n")
    result = run(root, DOUBLE)
    assert [test.passes for test in result.tests] == [3, 2, 2]
    assert result.verdict is Verdict.AC


# ---------------------------------------------------------------- interactors


def test_a_legacy_package_may_be_interactive(run: Run, tmp_path: Path) -> None:
    for name, text in {
        "problem.yaml": "validation: custom interactive\nlimits:\n  time_limit: 5\n",
        "data/secret/1.in": "7\n",
        "data/secret/1.ans": "\n",
        "output_validators/talk.sh": 'cat "$1"\nread x\n[ "$x" = "$4" ] && exit 42\nexit 43\n',
        "data/secret/testdata.yaml": "output_validator_flags: 14\n",
    }.items():
        path = tmp_path / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert run(tmp_path / "p", DOUBLE).verdict is Verdict.AC
    assert run(tmp_path / "p", "echo 5\n").verdict is Verdict.WA


# Asked as Codeforces asks: input, output file, answer.
POLYGON = """
cat "$1"
read -r x
[ -n "$x" ] || exit 1
echo "$x" >"$2"
cat "$3" >/dev/null
exit 0
"""


def polygon(folder: Path, checker: Comparison | Validator, code: str = POLYGON) -> Problem:
    folder.mkdir(exist_ok=True)
    for name, text in {"1": "7\n", "1.a": "14\n", "interactor.sh": code}.items():
        (folder / name).write_text(text)
    case = problem_of.TestCase(
        name="1",
        group="",
        input=folder / "1",
        answer=folder / "1.a",
        checker=checker,
        interactor=Interactor(program=folder / "interactor.sh", protocol="testlib"),
    )
    return with_case(folder, case)


def with_case(folder: Path, case: problem_of.TestCase) -> Problem:
    root = package(folder / "other", "exit 42\n", types="interactive")
    problem = open_problem(root)
    group = msgspec.structs.replace(problem.tests.groups[0], cases=(case,))
    tests = msgspec.structs.replace(problem.tests, groups=(group,))
    return msgspec.structs.replace(problem, path=folder, tests=tests)


@pytest.mark.parametrize("kind", ["built in", "a program"])
def test_a_checker_judges_what_an_interactor_of_codeforces_wrote(
    run: Run, tmp_path: Path, kind: str
) -> None:
    checker: Comparison | Validator = Comparison()
    if kind == "a program":
        script = '[ "$(cat "$2")" = "$(cat "$3")" ] && exit 0\necho wrong answer no >&2\nexit 1\n'
        checker = Validator(programs=(write(tmp_path, "checker.sh", script),), protocol="testlib")
    problem = polygon(tmp_path / "p", checker)
    assert run(problem, DOUBLE).verdict is Verdict.AC
    assert run(problem, "read x\necho 15\n").verdict is Verdict.WA
    assert run(problem, "read x\n").verdict is Verdict.WA
    assert run(problem, "read x\necho 14\nexit 1\n").verdict is Verdict.RTE


def test_an_interactor_that_fails_is_never_the_submissions_fault(run: Run, tmp_path: Path) -> None:
    problem = polygon(tmp_path / "p", Comparison(), "exit 3\n")
    assert run(problem, "exit 1\n").verdict is Verdict.JE


def test_a_checker_by_hand_has_nothing_to_look_at(run: Run, tmp_path: Path) -> None:
    root = package(tmp_path / "p", TALKING, types="interactive")
    with pytest.raises(InputError, match=r"--checker.*interactor judges"):
        run(root, DOUBLE, Wishes(checker="exact"))


def test_what_was_said_is_told_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    root = package(tmp_path / "p", TALKING, types="multi-pass, interactive")
    assert only(run(root, DOUBLE)).transcript is None
    heard = only(run(root, DOUBLE, Wishes(transcript=True))).transcript or []
    assert [(one.pass_, one.speaker, one.text) for one in heard] == [
        (1, "interactor", "7\n"),
        (1, "submission", "14\n"),
        (2, "interactor", "14\n"),
        (2, "submission", "28\n"),
        (3, "interactor", "28\n"),
        (3, "submission", "56\n"),
    ]


def test_both_wait_and_the_reason_says_so(run: Run, tmp_path: Path) -> None:
    root = package(tmp_path / "p", TALKING, types="interactive")
    test = only(run(root, "read x\nprintf 14\nread y\n", given(wall_time=0.7)))
    assert (test.verdict, test.cause) == (Verdict.TLE, Cause.WALL_TIME)
    assert "each waited for the other" in test.reason
    assert "the submission last sent '14' without a newline" in test.reason
    assert "the interactor last sent '7'" in test.reason


@pytest.mark.parametrize("kind", [ProblemType.INTERACTIVE, ProblemType.MULTI_PASS])
def test_such_problems_need_a_validator(tmp_path: Path, kind: ProblemType) -> None:
    root = package(tmp_path / "p", "", types=kind)
    (root / "output_validator/check.sh").unlink()
    with pytest.raises(InputError, match=f"{kind} problems need") as caught:
        open_problem(root)
    assert caught.value.place == str(root / "output_validator")

"""Packages with points, judged for real: validators that say scores, graders, what is run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jobs import given, job_of, judged, verdicts, write

from judge.errors import MissingError
from judge.formats import open_problem
from judge.languages import Languages
from judge.prepare import Wishes
from judge.results import RunResult
from judge.verdict import Cause, Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

ECHO = "read x; echo $x\n"
# Does what the output says, word for word.
OBEYS = """#!/bin/sh
read -r what value
case $what in
  reject) exit 43 ;;
  score) echo "$value" > "$3score.txt" ;;
  part) echo "$value" > "$3score_multiplier.txt" ;;
  reject-score) echo 1 > "$3score.txt"; exit 43 ;;
esac
exit 42
"""
SUMS_UP = """#!/bin/sh
lines=0; accepted=0
while read -r verdict score; do
  lines=$((lines + 1))
  [ "$verdict" = AC ] && accepted=$((accepted + 1))
done
%s
"""


def package(root: Path, yaml: str, files: dict[str, str]) -> Path:
    """Files ending in ``.in`` get an answer; those called run are programs."""
    tree = {"problem.yaml": yaml, **files}
    tree |= {f"{name[:-3]}.ans": "" for name in files if name.endswith(".in")}
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    return root


def new(root: Path, files: dict[str, str]) -> Path:
    head = "problem_format_version: 2025-09\nname: n\nuuid: u\ntype: scoring\n"
    return package(root, head, {"output_validator/run": OBEYS, **files})


def legacy(root: Path, files: dict[str, str]) -> Path:
    yaml = "type: scoring\nvalidation: custom score\n"
    return package(root, yaml, {"output_validators/v/run": OBEYS, **files})


Run = Callable[..., RunResult]


@pytest.fixture
def run(sandbox: Sandbox, languages: Languages, tmp_path: Path) -> Run:
    def run(
        root: Path,
        code: str = ECHO,
        *,
        lanes: int = 1,
        run_all: bool = False,
        only: str | None = None,
    ) -> RunResult:
        source = write(tmp_path, "submission.sh", code)
        wishes = given(cpu_time=5.0)
        wishes = Wishes(limits=wishes.limits, run_all=run_all, only=only)
        return judged(job_of(source, open_problem(root), languages, wishes), sandbox, lanes)

    return run


def told(result: RunResult) -> tuple[object, ...]:
    return result.verdict, result.score, result.max_score


def scores(result: RunResult) -> list[float | None]:
    return [test.score for test in result.tests]


SUM = "max_score: 40\nscore_aggregation: sum\n"
MIN = "max_score: 60\nscore_aggregation: min\n"


def test_validators_say_parts_and_scores(run: Run, tmp_path: Path) -> None:
    files = {
        "data/sample/1.in": "score 99",
        "data/secret/a/test_group.yaml": SUM,
        "data/secret/a/1.in": "part 0.5",
        "data/secret/a/2.in": "fine",
        "data/secret/b/test_group.yaml": MIN,
        "data/secret/b/1.in": "part 0.9",
        "data/secret/b/2.in": "part 0.5",
    }
    result = run(new(tmp_path / "p", files))
    assert told(result) == (Verdict.PA, 60, 100)
    assert scores(result) == [None, 10, 20, 54, 30]
    assert verdicts(result) == "AC PA AC PA PA"
    assert [test.max_score for test in result.tests] == [None, 20, 20, 60, 60]
    sample, secret = result.groups or []
    assert (sample.verdict, sample.score, sample.max_score) == (Verdict.AC, None, None)
    assert [(one.name, one.score, one.max_score) for one in secret.groups] == [
        ("secret/a", 30, 40),
        ("secret/b", 30, 60),
    ]


def test_scores_without_a_bound_add_up(run: Run, tmp_path: Path) -> None:
    files = {
        "data/secret/test_group.yaml": "max_score: unbounded\n",
        "data/secret/1.in": "score 1200.5",
        "data/secret/2.in": "reject",
        "data/secret/3.in": "score 0.25",
    }
    root = new(tmp_path / "p", files)
    assert told(run(root)) == (Verdict.PA, 1200.75, None)
    assert told(run(root, 'read x y; [ $x = score ] || x="score 8"; echo $x $y\n')) == (
        *(Verdict.AC, 1208.75, None),
    )


@pytest.mark.parametrize(
    ("group", "inputs", "reason"),
    [
        (SUM, ("score 21",), ""),
        (SUM, ("score 41",), "says 41, and the test is worth 40 at most"),
        (SUM, ("part 1.01",), "is not from 0 to 1"),
        (SUM, ("score x",), "has to hold one number"),
        (SUM, ("reject-score",), "it rejected the output and wrote score.txt"),
        (SUM, ("part 0.5", "score 1"), "for some tests and score_multiplier.txt for others"),
        ("max_score: 40\n", ("score 1",), "in a group that is passed or failed as a whole"),
    ],
)
def test_what_a_validator_must_not_say_is_a_judge_error(
    run: Run, tmp_path: Path, group: str, inputs: tuple[str, ...], reason: str
) -> None:
    files = {f"data/secret/a/{number}.in": text for number, text in enumerate(inputs)}
    result = run(new(tmp_path / "p", {"data/secret/a/test_group.yaml": group, **files}))
    if not reason:
        assert told(result) == (Verdict.PA, 21, 100)
        return
    assert (result.verdict, result.cause, result.score) == (Verdict.JE, Cause.CHECKER, None)
    assert reason in result.reason


def test_more_points_than_secret_has_are_a_judge_error(run: Run, tmp_path: Path) -> None:
    files = {
        "data/secret/a/test_group.yaml": "max_score: 60\n",
        "data/secret/a/1.in": "",
        "data/secret/b/test_group.yaml": "max_score: 60\n",
        "data/secret/b/1.in": "",
    }
    result = run(new(tmp_path / "p", files))
    assert (result.verdict, result.score) == (Verdict.JE, None)
    assert "secret: 120 points, more than the max_score of 100" in result.reason


SKIPPING = {
    "data/sample/1.in": "reject",
    "data/secret/a/test_group.yaml": "max_score: 10\n",
    "data/secret/b/test_group.yaml": "max_score: 20\nrequire_pass: secret/a\n",
    "data/secret/c/test_group.yaml": "max_score: 30\nscore_aggregation: min\n",
    "data/secret/d/test_group.yaml": "max_score: 40\nscore_aggregation: sum\n",
    **{f"data/secret/{group}/{number}.in": f"{group} {number}"
       for group in "abcd" for number in range(4)},
}  # fmt: skip
FAILS = 'read x y; case "$x$y" in %s) echo reject ;; *) echo fine ;; esac\n'


@pytest.mark.parametrize(
    ("fails", "score", "expected"),
    [
        ("never", 100, "RRRR RRRR RRRR RRRR"),
        ("a1", 70, "RR-- ---- RRRR RRRR"),
        ("b0", 80, "RRRR R--- RRRR RRRR"),
        ("c2", 70, "RRRR RRRR RRR- RRRR"),
        ("d?", 60, "RRRR RRRR RRRR RRRR"),
        ("[ac]3|d0", 30, "RRRR ---- RRRR RRRR"),
    ],
)
def test_what_can_not_matter_any_more_is_not_run(
    run: Run, tmp_path: Path, fails: str, score: float, expected: str
) -> None:
    root, code = new(tmp_path / "p", SKIPPING), FAILS % fails
    result = run(root, code)
    secret = [test.verdict is not Verdict.SK for test in result.tests[1:]]
    shown = "".join("R" if one else "-" for one in secret)
    assert " ".join(shown[at : at + 4] for at in range(0, 16, 4)) == expected
    assert result.score == score
    for other in (run(root, code, lanes=3), run(root, code, run_all=True)):
        assert told(other) == told(result)
        assert other.reason == result.reason
    assert verdicts(run(root, code, lanes=3)) == verdicts(result)


def test_the_tests_that_are_asked_for_have_their_points(run: Run, tmp_path: Path) -> None:
    root = new(tmp_path / "p", SKIPPING)
    assert told(run(root, FAILS % "d2", only="secret/d/*")) == (Verdict.PA, 30, 40)
    assert told(run(root, FAILS % "d2", only="secret/d/[12]")) == (Verdict.PA, 10, 20)
    assert told(run(root, FAILS % "never", only="secret/b/*")) == (Verdict.AC, 20, 20)


def test_what_is_not_compiled_has_no_points(run: Run, tmp_path: Path) -> None:
    result = run(new(tmp_path / "p", SKIPPING), "if\n")
    assert told(result) == (Verdict.CE, 0, 100)


def test_legacy_validators_say_any_score(run: Run, tmp_path: Path) -> None:
    files = {
        "data/testdata.yaml": "on_reject: continue\ngrader_flags: always_accept\n",
        "data/secret/1.in": "score 7",
        "data/secret/2.in": "score -2.5",
        "data/secret/3.in": "fine",
        "data/secret/4.in": "reject",
    }
    result = run(legacy(tmp_path / "p", files))
    assert scores(result) == [7, -2.5, 1, 0]
    assert told(result) == (Verdict.AC, 5.5, None)


GRADED = {
    "data/testdata.yaml": "on_reject: continue\nrange: 0 100\ngrader_flags: ignore_sample\n",
    "data/sample/1.in": "reject",
    "data/secret/testdata.yaml": "grading: custom\ngrader_flags: 20 30\n",
    "data/secret/1.in": "score 5",
    "data/secret/2.in": "reject",
    "data/secret/3.in": "score 6",
}


@pytest.mark.parametrize(
    ("does", "verdict", "score"),
    [
        ("echo AC $(($1 * accepted + lines))", Verdict.PA, 43),
        ("echo AC 100", Verdict.AC, 100),
        ("echo AC 0", Verdict.WA, 0),
        ("echo WA $2", Verdict.WA, 0),
        ("echo RTE 1", Verdict.RTE, 0),
    ],
)
def test_a_grader_of_the_package_decides(
    run: Run, tmp_path: Path, does: str, verdict: Verdict, score: float
) -> None:
    root = legacy(tmp_path / "p", {**GRADED, "graders/g/run": SUMS_UP % does})
    assert told(run(root)) == (verdict, score, 100)


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("echo AC", "has to print one line such as 'AC 50', and printed 'AC\\n'"),
        ("echo AC 1; echo AC 2", "has to print one line"),
        ("echo OK 1", "has to print one line"),
        ("echo AC inf", "has to print one line"),
        ("echo JE 0; echo why >&2", "it said JE: why"),
        ("echo AC 5; exit 3", "failed: exit code 3"),
        ("kill -SEGV $$", "the grader g failed"),
    ],
)
def test_a_grader_that_fails_is_a_judge_error(
    run: Run, tmp_path: Path, does: str, reason: str
) -> None:
    root = legacy(tmp_path / "p", {**GRADED, "graders/g/run": SUMS_UP % does})
    result = run(root)
    assert (result.verdict, result.cause, result.score) == (Verdict.JE, Cause.CHECKER, None)
    assert reason in result.reason


def test_a_grader_that_can_not_be_built_is_the_packages_mistake(run: Run, tmp_path: Path) -> None:
    files = {"graders/g/build": "#!/bin/sh\necho no >&2; exit 1\n", "graders/g/run": ""}
    with pytest.raises(MissingError, match="g: can't be built"):
        run(legacy(tmp_path / "p", {**GRADED, **files}))


TWO_PASSES = """#!/bin/sh
read -r x
if [ -e "$3seen" ]; then echo "$x" > "$3score.txt"; exit 42; fi
touch "$3seen"
echo 12.5 > "$3nextpass.in"
exit 42
"""


def test_the_score_of_several_passes_comes_with_the_last(run: Run, tmp_path: Path) -> None:
    files = {
        "data/secret/test_group.yaml": "max_score: unbounded\n",
        "data/secret/1.in": "7",
        "output_validator/run": TWO_PASSES,
    }
    root = new(tmp_path / "p", files)
    yaml = (root / "problem.yaml").read_text()
    (root / "problem.yaml").write_text(yaml.replace("scoring", "[scoring, multi-pass]"))
    assert told(run(root)) == (Verdict.AC, 12.5, None)

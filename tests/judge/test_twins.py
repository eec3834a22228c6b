"""A test that is in several groups is run once, and counts in each for what it is worth there."""

from __future__ import annotations

from pathlib import Path

import pytest
from jobs import given, job_of, judged, write

from judge import problem as model
from judge import results
from judge.checkers import WHITE_DIFF
from judge.languages import Languages
from judge.problem import Checker, Comparison, Group, Problem, ProblemType, Validator
from judge.progress import Progress
from judge.twins import Twins
from judge.verdict import Verdict
from sandbox import Sandbox

CMS = Validator(programs=(Path("c"),), protocol="cms")
POINTS = Comparison(kind="points")
NUMBERS = [*range(1, 9)]
AC, PA, WA = Verdict.AC, Verdict.PA, Verdict.WA


def case(
    folder: Path, number: int, group: str, worth: float | None, checker: Checker = WHITE_DIFF
) -> model.TestCase:
    return model.TestCase(
        name=f"{group}/{number}",
        group=group,
        input=folder / f"{number}.in",
        answer=folder / f"{number}.ans",
        checker=checker,
        max_score=worth,
    )


def problem(folder: Path, groups: dict[str, tuple[float, list[int]]]) -> Problem:
    made = tuple(
        Group(
            name=name,
            cases=tuple(case(folder, number, name, worth) for number in numbers),
            aggregation="min",
            max_score=worth,
        )
        for name, (worth, numbers) in groups.items()
    )
    for number in NUMBERS:
        write(folder, f"{number}.in", f"{number}\n")
        write(folder, f"{number}.ans", "1\n2\n")
    return Problem(
        path=folder,
        name="p",
        format="none",
        types=(ProblemType.SCORING,),
        tests=Group(name="", groups=made, stop_on_reject=False, aggregation="sum"),
    )


# Different at every run, and right all the same.
RANDOM = "read x; printf '1%*s\\n2\\n' $((x + RANDOM % 9000)) ''\n"


@pytest.mark.parametrize("lanes", [1, 2])
def test_a_test_of_several_groups_is_run_once(
    sandbox: Sandbox, languages: Languages, tmp_path: Path, lanes: int
) -> None:
    of = problem(tmp_path, {"b": (40, NUMBERS), "c": (60, NUMBERS)})
    source = write(tmp_path, "s.sh", RANDOM)
    result = judged(job_of(source, of, languages, given(cpu_time=5.0)), sandbox, lanes)
    assert (result.verdict, result.score) == (AC, 100)
    assert [test.name for test in result.tests] == [one.name for one in of.tests.all_cases()]
    by_name = {test.name: test for test in result.tests}
    once = 0
    for number in NUMBERS:
        first, second = by_name[f"b/{number}"], by_name[f"c/{number}"]
        assert (first.score, second.score) == (40, 60)
        once += (first.output, first.cpu_time) == (second.output, second.cpu_time)
    # Those that were running, or set up, when their twins' turn came were run themselves.
    assert once >= len(NUMBERS) - 2 * lanes


def test_a_rejected_test_is_rejected_in_each_of_its_groups(
    sandbox: Sandbox, languages: Languages, tmp_path: Path
) -> None:
    of = problem(tmp_path, {"a": (10, [1]), "b": (40, [2, 1, 3]), "c": (50, [3])})
    source = write(tmp_path, "s.sh", "read x; [ $x = 1 ] || printf '1\\n2\\n'\n")
    result = judged(job_of(source, of, languages, given(cpu_time=5.0)), sandbox)
    assert " ".join(test.verdict for test in result.tests) == "WA AC WA SK AC"
    assert (result.score, result.max_score) == (50, 100)


def known(
    checker: Checker,
    worth: tuple[float | None, float | None],
    verdict: Verdict,
    score: float | None,
) -> results.TestResult | None:
    """What is known of the second of two twins with these maxima when the first has ended."""
    first, second = (
        case(Path("p"), 1, name, most, checker) for name, most in zip("ab", worth, strict=True)
    )
    of = Problem(path=Path("p"), name="", format="", tests=Group(name="", cases=(first, second)))
    twins, told = Twins((first, second)), []
    progress = Progress(of, 2, run_all=True)
    numbers = twins.untold(progress, told)
    assert next(numbers) == 0
    twins.ended(0, results.TestResult(name="a/1", group="a", verdict=verdict, score=score))
    left = list(numbers)
    assert len(left) + len(told) == 1
    return told[0][1] if told else None


@pytest.mark.parametrize(
    ("checker", "worth", "verdict", "score", "expected"),
    [
        (WHITE_DIFF, (10, 10), AC, 10, 10),
        (WHITE_DIFF, (0, 60), AC, 0, 60),
        (WHITE_DIFF, (None, 60), AC, None, 60),
        (WHITE_DIFF, (10, 60), WA, 0, 0),
        (CMS, (10, 60), PA, 2.5, 15),
        (CMS, (10, 60), AC, 10, 60),
        (CMS, (0, 60), WA, 0, 0),
    ],
)
def test_a_twin_earns_the_same_part(
    checker: Checker, worth: tuple[float, float], verdict: Verdict, score: float, expected: float
) -> None:
    found = known(checker, worth, verdict, score)
    assert found is not None
    assert (found.name, found.group, found.verdict) == ("b/1", "b", verdict)
    assert found.score == pytest.approx(expected)


@pytest.mark.parametrize(
    ("checker", "worth", "verdict", "score"),
    [
        (CMS, (0, 60), AC, 0.0),  # which part of nothing?
        (CMS, (10, 0), PA, 2.5),
        (POINTS, (10, 60), PA, 2.5),
        (WHITE_DIFF, (10, float("inf")), AC, 10.0),
        (WHITE_DIFF, (10, 10), Verdict.JE, None),
    ],
)
def test_a_twin_of_unclear_points_is_run_itself(
    checker: Checker, worth: tuple[float, float], verdict: Verdict, score: float | None
) -> None:
    assert known(checker, worth, verdict, score) is None

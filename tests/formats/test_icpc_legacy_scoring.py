from __future__ import annotations

from typing import Any

import pytest
from packages import Make, Refused

from judge.formats import open_problem
from judge.problem import Grader, Group, Problem

DATA = {
    f"data/{name}{end}": ""
    for name in ("sample/1", "secret/a/1", "secret/a/2", "secret/b/1")
    for end in (".in", ".ans")
}


def package(yaml: str = "type: scoring\n", **settings: str) -> dict[str, str]:
    """A package with a ``testdata.yaml`` in the folders named; ``data`` is the topmost."""
    places = {name: f"data/{name.replace('_', '/')}" for name in settings}
    places["data"] = "data"
    groups = {f"{places[name]}/testdata.yaml": text for name, text in settings.items()}
    return {"problem.yaml": yaml, **DATA, **groups}


def opened(make: Make, tree: dict[str, str]) -> Problem:
    return open_problem(make(tree))


def groups(problem: Problem) -> dict[str, Group]:
    sample, secret = problem.tests.groups
    found = {group.name: group for group in (sample, secret, *secret.groups)}
    return {"data": problem.tests, **found}


def of(group: Group, *fields: str) -> tuple[Any, ...]:
    return tuple(getattr(group, field) for field in fields)


def test_every_accepted_test_is_worth_a_point_unless_something_else_is_said(make: Make) -> None:
    problem = opened(make, package())
    assert (problem.type, problem.objective, problem.score_if_accepted) == ("scoring", "max", True)
    for group in groups(problem).values():
        assert of(group, "aggregation", "verdict", "stop_on_reject") == ("sum", "worst", True)
        assert of(group, "min_score", "max_score", "accept_if_any", "ignored", "strict") == (
            *(None, None, False, False, False),
        )
    for case in problem.tests.all_cases():
        assert (case.max_score, case.reject_score, case.score_files) == (1, 0, "ignored")


def test_keys_are_inherited_one_by_one(make: Make) -> None:
    problem = opened(
        make,
        package(
            data="on_reject: continue\nrange: 0 100\ngrader_flags: ignore_sample\n",
            sample="range: 0 0\naccept_score: 0\n",
            secret="grader_flags: first_error accept_if_any_accepted\nreject_score: -1\n",
            secret_a="grader_flags: min\non_reject: break\nrange: 0 40\naccept_score: 40\n",
        ),
    )
    found = groups(problem)
    assert found["sample"].ignored
    assert of(found["data"], "max_score", "stop_on_reject", "verdict") == (100, False, "worst")
    assert of(found["sample"], "max_score", "stop_on_reject", "aggregation") == (0, False, "sum")
    assert of(found["secret"], "max_score", "verdict", "accept_if_any") == (100, "first", True)
    assert of(found["secret/a"], "max_score", "verdict", "accept_if_any", "aggregation") == (
        *(40, "worst", False, "min"),
    )
    assert of(found["secret/b"], "max_score", "verdict", "stop_on_reject") == (100, "first", False)
    scores = {case.name: (case.max_score, case.reject_score) for case in problem.tests.all_cases()}
    assert scores == {
        "sample/1": (0, 0),
        "secret/a/1": (40, -1),
        "secret/a/2": (40, -1),
        "secret/b/1": (1, -1),
    }


@pytest.mark.parametrize(
    ("flags", "fields"),
    [
        ("", ("sum", "worst", False)),
        ("avg", ("avg", "worst", False)),
        ("max first_error", ("max", "first", False)),
        ("always_accept min", ("min", "accept", False)),
        ("first_error no_errors sum min", ("min", "worst", False)),
        ("accept_if_any_accepted worst_error", ("sum", "worst", True)),
        ("ignore_sample", ("sum", "worst", False)),
    ],
)
def test_of_conflicting_flags_the_last_one_holds(
    make: Make, flags: str, fields: tuple[object, ...]
) -> None:
    found = groups(opened(make, package(secret=f"grader_flags: '{flags}'\n")))["secret"]
    assert of(found, "aggregation", "verdict", "accept_if_any") == fields
    assert not found.groups[0].ignored


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("0 100", (0, 100)),
        ("-inf +inf", (None, None)),
        ("-inf 0", (None, 0)),
        ("'-5   7.5'", (-5, 7.5)),
    ],
)
def test_ranges_may_be_infinite(make: Make, text: str, bounds: tuple[object, ...]) -> None:
    found = groups(opened(make, package(secret=f"range: {text}\n")))["secret"]
    assert of(found, "min_score", "max_score") == bounds


def test_validators_say_scores_where_the_package_says_so(make: Make) -> None:
    yaml = "type: scoring\nvalidation: custom score\ngrading: {objective: min}\n"
    problem = opened(make, {**package(yaml), "output_validators/v.py": ""})
    assert problem.objective == "min"
    assert {case.score_files for case in problem.tests.all_cases()} == {"free"}


def test_keys_of_old_packages_stand_in_problem_yaml(make: Make) -> None:
    yaml = (
        "type: scoring\n"
        "grading: {accept_score: 5, reject_score: 1, range: 0 10, on_reject: grade}\n"
    )
    problem = opened(make, package(yaml, secret_b="accept_score: 7\n"))
    found = groups(problem)
    assert of(found["data"], "min_score", "max_score", "stop_on_reject") == (0, 10, False)
    assert [case.max_score for case in problem.tests.all_cases()] == [5, 5, 5, 7]


def test_a_grader_of_the_package_gets_its_flags(make: Make) -> None:
    custom, default = "grading: custom\ngrader_flags: some words\n", "grading: default\n"
    tree = package(secret=custom, secret_a=f"{default}grader_flags: max\n")
    root = make({**tree, "graders/grade.py": ""})
    found = groups(open_problem(root))
    own = Grader(program=root / "graders/grade.py", arguments=("some", "words"))
    assert [found[name].grader for name in ("data", "secret", "secret/a", "secret/b")] == [
        *(None, own, None, own),
    ]


def test_pass_fail_problems_take_the_verdict_modes_alone(make: Make) -> None:
    tree = package("", data="grader_flags: ignore_sample\naccept_score: 5\n",
                   secret="grader_flags: always_accept min\n")  # fmt: skip
    root = make(tree)
    problem = open_problem(root)
    found = groups(problem)
    assert (problem.type, problem.score_if_accepted) == ("pass-fail", False)
    assert found["sample"].ignored
    assert of(found["secret"], "verdict", "aggregation") == ("accept", "pass-fail")
    assert {case.max_score for case in problem.tests.all_cases()} == {None}
    assert [note.replace(f"{root}/", "") for note in problem.notes] == [
        "data/testdata.yaml:2:15: passed over, since it is for scoring problems"
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"secret": "range: 5\n"}, "data/secret/testdata.yaml:1:8: expected two numbers"),
        ({"secret": "range: 5 x\n"}, "expected two numbers"),
        ({"secret": "range: 5 4\n"}, "'5 4' is no range"),
        ({"secret": "range: nan 4\n"}, "'nan 4' is no range"),
        ({"secret": "accept_score: much\n"}, "expected a number, found 'much'"),
        ({"secret": "grading: costum\n"}, "unknown value 'costum' (did you mean 'custom'?)"),
        ({"secret": "grading: custom\n"}, "graders/ holds no grader"),
        ({"secret": "grader_flags: median\n"}, "unknown grader flag 'median'"),
        ({"yaml": "type: scoring\ngrading: {objective: most}\n"}, "unknown value 'most'"),
        ({"yaml": "type: scorng\n"}, "unknown value 'scorng' (did you mean 'scoring'?)"),
    ],
)
def test_mistakes_are_pointed_at(refused: Refused, more: dict[str, str], expected: str) -> None:
    assert expected in refused(package(**more))


def test_several_graders_are_refused(refused: Refused) -> None:
    tree = {**package(), "graders/a.py": "", "graders/b.py": ""}
    assert "graders: holds several graders: a.py and b.py" in refused(tree)


def test_a_grader_of_a_pass_fail_problem_is_refused(refused: Refused) -> None:
    tree = {**package("", secret="grading: custom\n"), "graders/a.py": ""}
    assert "a custom grader is for scoring problems" in refused(tree)


def test_flags_of_input_validators_may_be_given_twice(make: Make) -> None:
    text = "accept_score: 3\ninput_validator_flags: n=1\ninput_validator_flags: m=1\n"
    problem = opened(make, package(secret=text))
    assert [case.max_score for case in problem.tests.all_cases()] == [1, 3, 3, 3]


def test_what_points_depend_on_is_given_once(refused: Refused) -> None:
    text = "accept_score: 3\naccept_score: 4\n"
    assert "testdata.yaml:2:1: key 'accept_score' is given twice" in refused(package(secret=text))

"""Version 2023-07: one version for all the drafts that became 2025-09."""

from __future__ import annotations

import pytest
from packages import Make, Refused, Tree

from judge.errors import InputError
from judge.formats import open_problem
from judge.problem import Comparison, ProblemType, Validator

HEAD = "problem_format_version: 2023-07-draft\nname: X\n"
DATA = {
    f"data/{name}.{end}": ""
    for name in ("sample/1", "secret/1", "secret/g/2")
    for end in ("in", "ans")
}
MINIMAL = {"problem.yaml": HEAD, **DATA}
CHECK = {"output_validator/check.py": ""}
PASS_FAIL, SCORING = ProblemType.PASS_FAIL, ProblemType.SCORING
INTERACTIVE, MULTI_PASS = ProblemType.INTERACTIVE, ProblemType.MULTI_PASS


def with_yaml(text: str) -> Tree:
    return {**MINIMAL, "problem.yaml": HEAD + text}


@pytest.mark.parametrize("version", ["2023-07", "2023-07-draft"])
def test_minimal_package_is_read(make: Make, version: str) -> None:
    yaml = f"problem_format_version: {version}\nname: {{sv: Hej}}\n"
    problem = open_problem(make({**MINIMAL, "problem.yaml": yaml}))
    assert (problem.format, problem.name, problem.types) == ("icpc-2023-07", "Hej", (PASS_FAIL,))
    names = [case.name for case in problem.tests.all_cases()]
    assert names == ["sample/1", "secret/1", "secret/g/2"]


@pytest.mark.parametrize(
    ("yaml", "types"),
    [
        ("type: pass-fail\n", (PASS_FAIL,)),
        ("type: [pass-fail, interactive]\n", (PASS_FAIL, INTERACTIVE)),
        ("type: interactive\n", (PASS_FAIL, INTERACTIVE)),
        ("type: pass-fail interactive\n", (PASS_FAIL, INTERACTIVE)),
        ("validation: custom\n", (PASS_FAIL,)),
        ("validation: custom interactive multipass\n", (PASS_FAIL, INTERACTIVE, MULTI_PASS)),
    ],
)
def test_types_are_told_by_type_or_validation(
    make: Make, yaml: str, types: tuple[ProblemType, ...]
) -> None:
    problem = open_problem(make({**with_yaml(yaml), **CHECK}))
    assert problem.types == types
    for case in problem.tests.all_cases():
        assert isinstance(case.checker, Validator)
        assert (case.interactor is not None) == (INTERACTIVE in types)


@pytest.mark.parametrize(
    ("files", "program"),
    [
        (["output_validator/check.py"], "output_validator"),
        (["output_validator/v/check.cc", "output_validator/v/check.h"], "v"),
        (["output_validators/check.py"], "check.py"),
        (["output_validators/v/check.cc"], "v"),
    ],
)
def test_validator_is_in_a_folder_of_either_name(
    make: Make, files: list[str], program: str
) -> None:
    problem = open_problem(make({**MINIMAL, **dict.fromkeys(files, "")}))
    checker = problem.tests.all_cases()[0].checker
    assert isinstance(checker, Validator)
    assert [path.name for path in checker.programs] == [program]


def test_validator_that_validation_does_not_ask_for_is_noted(make: Make) -> None:
    problem = open_problem(make({**with_yaml("validation: default\n"), **CHECK}))
    assert problem.tests.all_cases()[0].checker == Comparison()
    assert any("output_validator: not used" in note for note in problem.notes)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("test_group.yaml", "output_validator_args: [float_tolerance, 1e-3]\n"),
        ("testdata.yaml", "output_validator_args: [float_tolerance, 1e-3]\n"),
        ("testdata.yaml", "output_validator_args: float_tolerance 1e-3\n"),
        ("testdata.yaml", "output_validator_flags: float_tolerance 1e-3\n"),
        ("testdata.yaml", "on_reject: break\noutput_validator_flags: float_tolerance 1e-3\n"),
    ],
)
def test_arguments_of_the_validator_are_read_in_all_words(make: Make, name: str, text: str) -> None:
    first, *rest = open_problem(make({**MINIMAL, f"data/secret/{name}": text})).tests.all_cases()
    near = Comparison(float_absolute=1e-3, float_relative=1e-3)
    assert first.checker == Comparison()
    assert [case.checker for case in rest] == [near, near]


def test_flags_of_the_whole_problem_hold_where_no_others_are(make: Make) -> None:
    yaml = with_yaml("validator_flags: case_sensitive\n")
    for case in open_problem(make(yaml)).tests.all_cases():
        assert case.checker == Comparison(case_sensitive=True)


def test_points_of_groups_are_read_from_a_map(make: Make) -> None:
    tree = {
        "data/secret/testdata.yaml": "scoring: {score: 60, aggregation: sum}\n",
        "data/secret/g/testdata.yaml": "scoring: {score: 60, require-pass: sample}\n",
    }
    root = make({**with_yaml("type: scoring\n"), **tree})
    for name in ("secret/1.in", "secret/1.ans"):
        (root / "data" / name).unlink()
    problem = open_problem(root)
    (group,) = problem.tests.groups[1].groups
    assert (problem.types, problem.score_if_accepted) == ((SCORING,), False)
    assert (group.max_score, group.aggregation, group.require_pass) == (
        *(60.0, "pass-fail"),
        ("sample",),
    )


def test_points_in_the_words_of_the_legacy_format_are_read_as_there(make: Make) -> None:
    tree = {"data/secret/testdata.yaml": "on_reject: continue\naccept_score: 5\nrange: 0 10\n"}
    problem = open_problem(
        make({**with_yaml("type: scoring\nscoring: {objective: min}\n"), **tree})
    )
    assert (problem.objective, problem.score_if_accepted) == ("min", True)
    assert [case.max_score for case in problem.tests.groups[1].all_cases()] == [5.0, 5.0]


def test_samples_are_left_out_where_they_are_not_to_be_run(make: Make) -> None:
    problem = open_problem(make({**MINIMAL, "data/testdata.yaml": "run_samples: false\n"}))
    assert [group.name for group in problem.tests.groups] == ["secret"]


def test_time_limit_need_not_be_a_multiple_of_the_resolution(make: Make) -> None:
    problem = open_problem(make(with_yaml("limits: {time_limit: 1.3}\n")))
    assert problem.limits.cpu_time == 1.3


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        (with_yaml("nme: x\n"), "problem.yaml:3:1: unknown key 'nme' (did you mean 'name'?)"),
        (with_yaml("validation: custom\n"), "output_validator: holds no program"),
        (with_yaml("type: interactive\n"), "holds no program, which interactive problems need"),
        (with_yaml("validation: costum\n"), "problem.yaml:3:13: unknown value 'costum'"),
        (with_yaml("type: submit-answer\n"), "problem.yaml:3:7: a problem of the type submit-ans"),
        (
            {**MINIMAL, **CHECK, "output_validators/check.py": ""},
            "output_validators: is there beside output_validator",
        ),
        ({**MINIMAL, "static_validator/x.py": ""}, "static_validator: a static validator"),
        (
            {**MINIMAL, "data/testdata.yaml": "static_validation: {args: []}\n"},
            "data/testdata.yaml:1:1: a static validator",
        ),
        (
            {**MINIMAL, "data/testdata.yaml": "scoring: {scor: 1}\n"},
            "data/testdata.yaml:1:11: unknown key 'scor' (did you mean 'score'?)",
        ),
        (
            {**MINIMAL, "data/secret/testdata.yaml": "run_samples: true\n"},
            "data/secret/testdata.yaml:1:14: 'run_samples' is for data/testdata.yaml alone",
        ),
        (
            {**MINIMAL, "data/testdata.yaml": "grading: {score: 1, max_score: 2}\n"},
            "data/testdata.yaml:1:10: a score for each test",
        ),
    ],
)
def test_mistake_is_told_with_its_place(refused: Refused, tree: Tree, told: str) -> None:
    assert refused(tree).startswith(told) or told in refused(tree)


def test_settings_given_twice_are_refused(make: Make) -> None:
    text = "scoring: {max_score: 1}\nmax_score: 2\n"
    with pytest.raises(InputError, match="'max_score' is given twice"):
        open_problem(make({**with_yaml("type: scoring\n"), "data/secret/testdata.yaml": text}))

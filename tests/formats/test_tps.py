from __future__ import annotations

import json

import pytest
from packages import Make, Refused, Tree

from judge.checkers import WHITE_DIFF
from judge.formats import open_problem
from judge.problem import Group, Harness, ProblemType, Validator

PROBLEM = {"code": "sum", "name": "The sum", "time_limit": 1.5, "memory_limit": 268435456}
BATCH = {**PROBLEM, "task_type": "Batch"}
DATA = {f"tests/{name}{end}": "" for name in ("0-01", "1-01", "1-02") for end in (".in", ".out")}
SUBTASKS = {
    "subtasks/00-samples.json": '{"score": 0, "testcases": ["0-01"]}',
    "subtasks/01-all.json": '{"score": 100, "testcases": ["0-01", "1-01", "1-02"]}',
}


def exported(files: Tree | None = None, **keys: object) -> Tree:
    return {"problem.json": json.dumps(BATCH | keys), **DATA, **SUBTASKS, **(files or {})}


def repository(files: Tree | None = None, **keys: object) -> Tree:
    own = {
        "name": "sum",
        "title": "The sum",
        "type": "Batch",
        "memory_limit": 256,
        "has_grader": False,
    }
    subtasks = {"all": {"index": 1, "score": 100}, "samples": {"index": 0, "score": 0}}
    return {
        "problem.json": json.dumps(own | {"time_limit": 1.5} | keys),
        "subtasks.json": json.dumps({"subtasks": subtasks}),
        "tests/mapping": "samples 0-01\nall 0-01\nall 1-01\nall 1-02\nall 1-02\n",
        **DATA,
        **(files or {}),
    }


def shape(group: Group) -> tuple[str, str, float | None, list[str]]:
    return group.name, group.aggregation, group.max_score, [case.name for case in group.cases]


@pytest.mark.parametrize(
    ("tree", "names"),
    [(exported(), ("00-samples", "01-all")), (repository(), ("samples", "all"))],
)
def test_task_is_read_with_its_subtasks(make: Make, tree: Tree, names: tuple[str, str]) -> None:
    root = make(tree)
    problem = open_problem(root)
    assert (problem.format, problem.name) == ("tps", "The sum")
    assert problem.types == (ProblemType.SCORING,)
    assert (problem.limits.cpu_time, problem.limits.memory) == (1.5, 256 << 20)
    assert problem.harness is None
    assert shape(problem.tests) == ("", "sum", 100.0, [])
    first, second = names
    assert [shape(group) for group in problem.tests.groups] == [
        (first, "min", 0.0, [f"{first}/0-01"]),
        (second, "min", 100.0, [f"{second}/{name}" for name in ("0-01", "1-01", "1-02")]),
    ]
    case = problem.tests.all_cases()[-1]
    assert (case.input, case.answer) == (root / "tests/1-02.in", root / "tests/1-02.out")
    assert (case.checker, case.max_score) == (WHITE_DIFF, 100.0)


def test_without_subtasks_each_test_counts_alike(make: Make) -> None:
    tree = {**exported(), "subtasks/00-samples.json": "{}"}
    del tree["subtasks/00-samples.json"], tree["subtasks/01-all.json"]
    tree["subtasks/README"] = ""
    root = open_problem(make(tree)).tests
    assert root.max_score == pytest.approx(100)
    assert [case.name for case in root.cases] == ["0-01", "1-01", "1-02"]


def test_a_checker_is_asked_as_cms_does(make: Make) -> None:
    files = {
        "checker/checker.cpp": '#include "testlib.h"\n',
        "checker/testlib.h": "",
        "checker/Makefile": "",
    }
    root = make(exported(files))
    checker = Validator(programs=(root / "checker/checker.cpp",), protocol="cms")
    assert open_problem(root).tests.all_cases()[0].checker == checker
    assert (
        open_problem(make(exported(has_checker=False))).tests.all_cases()[0].checker == WHITE_DIFF
    )


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({}, True),
        ({"task_type_params": '{"task_type_parameters_Batch_compilation": "alone"}'}, False),
        ({"task_type_params": {"task_type_parameters_Batch_compilation": "grader"}}, True),
        ({"task_type_parameters": ["alone", ["", ""], "diff"]}, False),
        ({"has_grader": False}, False),
        ({"task_type_params": ""}, True),
    ],
)
def test_graders_of_an_export_go_with_every_submission(
    make: Make,
    keys: dict[str, object],
    found: bool,  # noqa: FBT001
) -> None:
    names = ("grader.cpp", "sum.h", "manager.cpp", "compile.sh")
    root = make(exported({f"graders/{name}": "" for name in names}, **keys))
    files = (root / "graders/grader.cpp", root / "graders/sum.h")
    expected = Harness(files=files, submission="sum") if found else None
    assert open_problem(root).harness == expected


def test_graders_of_a_repository_lie_in_a_folder_a_language(make: Make) -> None:
    names = ("cpp/main.cpp", "cpp/sum.h", "java/main.java")
    tree = repository({f"grader/{name}": "" for name in names}, has_grader=True, grader_name="main")
    root = make(tree)
    files = tuple(root / "grader" / name for name in names)
    assert open_problem(root).harness == Harness(files=files, entry="main", submission="sum")


def test_names_of_files_are_those_of_the_parameters(make: Make) -> None:
    problem = open_problem(make(exported(task_type_parameters=["alone", ["a.in", ""], "diff"])))
    assert (problem.input_file, problem.output_file) == ("a.in", None)


def without(tree: Tree, *names: str) -> Tree:
    return {name: text for name, text in tree.items() if name not in names}


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (exported(task_type="Communication"), "problem.json: $.task_type: a task of the type Comm"),
        (exported(score_type="GroupMul"), "problem.json: $.score_type: the score type 'GroupMul'"),
        (exported(memory_limit=1e99), "problem.json: $.memory_limit: 1e+99 is too large"),
        (exported(time_limit="1"), 'problem.json: $.time_limit: expected a number, found "1" in'),
        (
            exported(task_type_parameters=["stub", [], ""]),
            "problem.json: $.task_type_parameters: unknown way to compile: 'stub'",
        ),
        (exported(task_type_params="{"), "problem.json: $.task_type_params: is a text that is no"),
        (exported({"problem.json": '{"code": "a",}'}), "problem.json:1:14: is no valid JSON"),
        (
            exported({"problem.json": '{"code": 1, "code": 2}'}),
            "problem.json: $.code: the key 'code' is given twice",
        ),
        (
            exported({"problem.json": '{"code": ' + "[" * 99999}),
            "problem.json: is nested more than",
        ),
        (exported({"problem.json": '{"code": NaN}'}), "problem.json: is no valid JSON: NaN"),
        (
            exported({"subtasks/01-all.json": '{"score": 1, "testcases": ["x"]}'}),
            "subtasks/01-all.json: $.testcases: there is no test 'x' in tests/",
        ),
        (
            exported({"subtasks/01-all.json": '{"score": 1, "testcases": []}'}),
            "subtasks/01-all.json: $.testcases: the subtask '01-all' has no tests",
        ),
        (exported({"subtasks/01-all.json": "{}"}), "subtasks/01-all.json: the key 'score' is mis"),
        (exported({"subtasks/01-all.json": "[]"}), "subtasks/01-all.json: $: expected a mapping"),
        (
            without(exported(), "tests/1-01.out"),
            "tests/1-01.in: has no answer (add 1-01.out, or generate the tests with: tps gen)",
        ),
        (without(exported(), *DATA), "tests: is missing (generate the tests with: tps gen)"),
        (without(repository(), "tests/mapping"), "tests/mapping: is missing (generate"),
        (
            repository({"tests/mapping": "none 0-01\n"}),
            "tests/mapping:1: 'none 0-01' maps no test",
        ),
        (
            repository({"subtasks.json": '{"subtasks": {"all": {}}}'}),
            "subtasks.json: $.subtasks.all: the key 'score' is missing",
        ),
        (
            exported({"checker/checker.cpp": '#include "testlib.h"\n'}),
            "checker/checker.cpp: needs testlib.h, which the package lacks",
        ),
    ],
)
def test_what_is_wrong_or_not_supported_is_told_with_its_place(
    refused: Refused, tree: Tree, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("judge.formats.testlib.SYSTEM", ())
    assert refused(tree).startswith(message)


@pytest.mark.parametrize(
    "name", ["tests/0-01.in", "tests", "subtasks/01-all.json", "checker", "graders/grader.cpp"]
)
def test_link_that_leads_out_is_not_followed(make: Make, refused: Refused, name: str) -> None:
    root = make(exported({"checker/checker.cpp": "", "graders/grader.cpp": ""}))
    (root / name).rename(root.parent / "elsewhere")
    (root / name).symlink_to(root.parent / "elsewhere")
    assert "leads out of the package" in refused({})

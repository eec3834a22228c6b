from __future__ import annotations

import re

import pytest
from packages import Make, Refused, Tree

from judge.checkers import WHITE_DIFF
from judge.formats import open_problem
from judge.problem import Group, Harness, ProblemType, Validator

DATA = {f"{side}put/{side}put{number}.txt": "" for side in ("in", "out") for number in range(4)}
YAML = "name: sum\ntitle: The sum\ntime_limit: 1.5\nmemory_limit: 64\ninfile: ''\noutfile: ''\n"


def task(yaml: str = "", gen: str | None = None, files: Tree | None = None) -> Tree:
    tree = {"task.yaml": YAML + yaml, **DATA, **(files or {})}
    return tree if gen is None else {**tree, "gen/GEN": gen}


def shape(group: Group) -> tuple[str, str, float | None, list[str]]:
    return group.name, group.aggregation, group.max_score, [case.name for case in group.cases]


def test_task_is_read_with_its_limits(make: Make) -> None:
    root = make(task("n_input: 4\ntoken_mode: disabled\n"))
    problem = open_problem(root)
    assert (problem.format, problem.name) == ("cms", "The sum")
    assert problem.types == (ProblemType.SCORING,)
    assert (problem.limits.cpu_time, problem.limits.memory) == (1.5, 64 << 20)
    assert problem.input_file is problem.output_file is problem.harness is None
    assert shape(problem.tests) == ("", "sum", 100.0, ["000", "001", "002", "003"])
    case = problem.tests.cases[1]
    assert (case.input, case.answer) == (root / "input/input1.txt", root / "output/output1.txt")
    assert (case.checker, case.max_score) == (WHITE_DIFF, 25.0)
    assert problem.notes == ()


def test_old_names_of_keys_are_understood(make: Make) -> None:
    old = "nome_breve: s\nnome: Somma\ntimeout: 2\nmemlimit: 16\nn_input: 2\ntotal_value: 50\n"
    problem = open_problem(make({**task(), "task.yaml": old}))
    assert (problem.name, problem.limits.cpu_time) == ("Somma", 2)
    assert problem.limits.memory == 16 << 20
    assert shape(problem.tests) == ("", "sum", 50.0, ["000", "001"])


def test_files_are_those_of_the_format_unless_it_says_otherwise(make: Make) -> None:
    problem = open_problem(make({**task(), "task.yaml": "n_input: 1\n"}))
    assert (problem.input_file, problem.output_file) == ("input.txt", "output.txt")
    assert problem.streams_too
    problem = open_problem(make({**task(), "task.yaml": "infile: a.in\noutfile: ''\n"}))
    assert (problem.input_file, problem.output_file) == ("a.in", None)
    assert not problem.streams_too


def test_inputs_are_counted_where_nothing_says_how_many_there_are(make: Make) -> None:
    assert len(open_problem(make(task())).tests.cases) == 4


GEN = "# a comment\n# ST: 30\n1 2\n#COPY: x.txt\n\n# ST: 70.5\n 3 4 # note\n5\n"


def test_subtasks_of_gen_are_worth_what_their_worst_test_is(make: Make) -> None:
    root = open_problem(make(task("n_input: 4\n", GEN))).tests
    assert shape(root) == ("", "sum", 100.5, [])
    assert not root.stop_on_reject
    assert [shape(group) for group in root.groups] == [
        ("subtask1", "min", 30.0, ["subtask1/000", "subtask1/001"]),
        ("subtask2", "min", 70.5, ["subtask2/002", "subtask2/003"]),
    ]
    assert [case.max_score for case in root.all_cases()] == [30.0, 30.0, 70.5, 70.5]


def test_gen_without_subtasks_counts_the_tests(make: Make) -> None:
    assert len(open_problem(make(task(gen="1\n2 # two\n#\n3\n"))).tests.cases) == 3


def scored(kind: str, parameters: str, count: int = 4) -> Tree:
    return task(f"score_type: {kind}\nscore_type_parameters: {parameters}\nn_input: {count}\n", GEN)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("[[10, 1], [90, 3]]", [["000"], ["001", "002", "003"]]),
        ("[[10, '00[01]'], [90, '.*', Name]]", [["000", "001"], ["000", "001", "002", "003"]]),
        ("[[10, ['003']], [90, ['000', '003']]]", [["003"], ["000", "003"]]),
        (
            "[{max_score: 10, testcases: 2}, {max_score: 90, testcases: 1}]",
            [["000", "001"], ["002"]],
        ),
    ],
)
@pytest.mark.parametrize(("kind", "found"), [("GroupMin", "min"), ("GroupMul", "product")])
def test_score_types_in_the_yaml_come_before_gen(
    make: Make, kind: str, found: str, parameters: str, expected: list[list[str]]
) -> None:
    root = open_problem(make(scored(kind, parameters))).tests
    names = [f"subtask{number}" for number in (1, 2)]
    assert [shape(group) for group in root.groups] == [
        (name, found, points, [f"{name}/{test}" for test in tests])
        for name, points, tests in zip(names, (10.0, 90.0), expected, strict=True)
    ]


def test_sum_gives_each_test_its_points(make: Make) -> None:
    root = open_problem(make(scored("Sum", "2.5", 3))).tests
    assert (shape(root), root.cases[0].max_score) == (
        ("", "sum", 7.5, ["000", "001", "002"]),
        2.5,
    )


def test_a_score_type_that_is_not_whole_is_passed_over_with_a_note(make: Make) -> None:
    problem = open_problem(make(task("score_type: Sum\n", GEN)))
    assert len(problem.tests.groups) == 2
    assert re.search(r"task\.yaml:7:13: 'score_type' is passed over", problem.notes[0])


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (scored("GroupThreshold", "[[1, 4, 0.5]]"), "task.yaml:7:13: the score type 'GroupThr"),
        (scored("GroupMin", "[]"), "task.yaml:8:24: names no subtask"),
        (scored("GroupMin", "[[1, 3], [2, 2]]"), "task.yaml:8:37: there are only 4 tests"),
        (scored("GroupMin", "[[1, '9']]"), "task.yaml:8:29: no test is meant by it"),
        (scored("GroupMin", "[[1, ['9']]]"), "task.yaml:8:29: there is no test '9'"),
        (scored("GroupMin", "[[1, '(']]"), "task.yaml:8:29: is no regular expression: missing )"),
        (scored("GroupMin", f"[[1, {'x' * 1001}]]"), "task.yaml:8:29: is too long for a pattern"),
        (scored("GroupMin", "[[1, 1], [2, '0']]"), "task.yaml:8:24: some subtasks say what"),
        (scored("GroupMin", "[[1]]"), "task.yaml:8:25: expected [points, tests], found a list"),
        (scored("Sum", "[]"), "task.yaml:8:24: expected a number, found a list"),
        (task("n_input: 3\n", GEN), "task.yaml:7:10: n_input is 3, and gen/GEN has 4 tests"),
        (task("n_input: 5\n"), "input/input4.txt: is missing (make them with"),
        (task("n_input: 1e9\n"), "task.yaml:7:10: 1e9 is too large"),
        (task(gen="# nothing\n"), "gen/GEN: makes no test"),
        (task(gen="1\n# ST: 5\n2\n"), "gen/GEN:2: comes after tests of no subtask"),
        (task(gen="# ST: 5\n# ST: 6\n2\n"), "gen/GEN:1: is a subtask without tests"),
        (task(gen="# ST: many\n2\n"), "gen/GEN:1: 'ST: many' names no points"),
        (task(gen="1 # ST: 5\n"), "gen/GEN:1: is a test and a command at once"),
        (task(files={"gen/cases.gen": ""}), "gen/cases.gen: says what the subtasks are in task-m"),
        (task("output_only: true\n"), "task.yaml:7:14: a task whose outputs are handed in"),
        (task(files={"check/manager.cpp": ""}), "check/manager.cpp: is the manager of a task"),
        (task(files={"sol/stub.cpp": ""}), "sol: holds stubs of a task of the type Commun"),
        (task(files={"check/checker.cpp": "", "check/checker.py": ""}), "check: holds several"),
        (
            {"task.yaml": "infile: ../x\n", **DATA},
            "task.yaml:1:9: '../x' is no plain name of a file",
        ),
        ({"task.yaml": "[]\n", **DATA}, "task.yaml:1:1: expected a mapping"),
        ({"task.yaml": "n_input: 1\n", "gen/x": ""}, "input/input0.txt: is missing (make"),
    ],
)
def test_what_is_wrong_or_not_supported_is_told_with_its_place(
    refused: Refused, tree: Tree, message: str
) -> None:
    assert refused(tree).startswith(message)


@pytest.mark.parametrize("name", ["check/checker", "cor/correttore"])
def test_a_checker_is_asked_as_cms_does(make: Make, name: str) -> None:
    root = make(task(files={f"{name}.cpp": "", name: "", f"{name}.o": ""}))
    assert open_problem(root).tests.cases[0].checker == Validator(
        programs=(root / f"{name}.cpp",), protocol="cms"
    )


def test_a_checker_without_its_source_is_run_as_it_is(make: Make, refused: Refused) -> None:
    root = make(task(files={"check/checker": "#!/usr/bin/env python3\n"}))
    checker = open_problem(root).tests.cases[0].checker
    assert isinstance(checker, Validator)
    assert checker.programs == (root / "check/checker",)
    (root / "check/checker").write_bytes(b"\x7fELF and so on")
    assert refused({}).startswith("check/checker: can't be executed (chmod +x checker)")
    (root / "check/checker").chmod(0o755)
    assert open_problem(root).tests.cases[0].checker == checker


def test_graders_and_headers_go_with_every_submission(make: Make) -> None:
    files = {f"sol/{name}": "" for name in ("grader.cpp", "grader.py", "grader.o", "s.h", "s.cpp")}
    root = make(task(files=files))
    assert open_problem(root).harness == Harness(
        files=(root / "sol/grader.cpp", root / "sol/grader.py", root / "sol/s.h"), submission="sum"
    )


MAKERS = {
    "gen/generatore.py": "from limits import MAX\nimport sys\n",
    "gen/limits.py": "import more\n",
    "gen/more.py": "",
    "gen/valida.py": "",
    "sol/soluzione.cpp": "",
    "sol/soluzione.py": "",
    "testo/example.txt": "7\n",
}
LINES = "# COPY: testo/example.txt\n10 'a b' # why\n"


def unmade(files: Tree | None = None, gen: str = LINES) -> Tree:
    return {"task.yaml": YAML, "gen/GEN": gen, **MAKERS, **(files or {})}


def test_tests_that_are_not_there_are_made_as_the_tools_of_the_format_do(make: Make) -> None:
    root = make(unmade({"sol/grader.cpp": ""}))
    problem = open_problem(root)
    copied, made = problem.tests.cases
    assert (copied.input, copied.generator) == (root / "testo/example.txt", None)
    assert made.generator is not None
    assert made.generator.program == root / "gen/generatore.py"
    assert made.generator.arguments == ("10", "a b")
    assert made.generator.include == (root / "gen/limits.py", root / "gen/more.py")
    for case in (copied, made):
        assert case.answer is None
        assert case.solution is not None
        assert case.solution.program == root / "sol/soluzione.cpp"
        assert case.solution.include == (root / "sol/grader.cpp",)
    assert "2 of 2 tests are not all there" in problem.notes[0]


def test_what_is_there_is_not_made(make: Make) -> None:
    problem = open_problem(make(unmade(DATA)))
    assert not any(case.generator or case.solution for case in problem.tests.cases)
    assert problem.notes == ()


def without(*names: str) -> Tree:
    return {name: text for name, text in unmade().items() if not name.startswith(names)}


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (without("sol/"), "output/output0.txt: is missing (make them with"),
        (without("gen/generatore"), "input/input1.txt: is missing, and so is what gen/GEN is for"),
        (without("testo"), "testo/example.txt: cannot be read: No such file"),
        (unmade(gen="#COPY: ../x\n"), "gen/GEN:1: names '../x', which is no path in the package"),
        (unmade(gen="1 'x\n"), "gen/GEN:1: has an open quote (close it)"),
    ],
)
def test_what_can_not_be_made_is_missing(refused: Refused, tree: Tree, message: str) -> None:
    assert refused(tree).startswith(message)


@pytest.mark.parametrize("name", ["input/input0.txt", "output", "check", "gen/GEN", "sol"])
def test_link_that_leads_out_is_not_followed(make: Make, refused: Refused, name: str) -> None:
    files = {"check/checker.cpp": "", "sol/grader.cpp": ""}
    root = make(task(gen="1\n", files=files))
    (root / name).rename(root.parent / "elsewhere")
    (root / name).symlink_to(root.parent / "elsewhere")
    assert "leads out of the package" in refused({})

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

import pytest
from packages import Make, Refused

from judge.errors import InputError
from judge.formats import open_problem, single_test
from judge.problem import Comparison

SCHEMES = {
    "NAME.in, NAME.out": [("1", "1.in", "1.out"), ("2", "2.in", "2.out")],
    "NAME.in, NAME.ans": [("a b", "a b.in", "a b.ans"), ("größe", "größe.in", "größe.ans")],
    "capitals": [("1", "1.IN", "1.OUT"), ("2", "2.In", "2.Ans")],
    "polygon with extension": [("1", "1.in", "1.a")],
    "sample-1": [("sample-1", "sample-1.in", "sample-1.out")],
    "inputN.txt": [
        ("input1", "input1.txt", "output1.txt"),
        ("input2", "input2.txt", "output2.txt"),
    ],
    "hackerrank": [("input/input00", "input/input00.txt", "output/output00.txt")],
    "input.txt": [("input", "input.txt", "output.txt")],
    "in.txt": [("in", "in.txt", "ans.txt")],
    "input1.in": [("input1", "input1.in", "output1.out")],
    "input named input": [("input", "input.in", "input.out")],
    "1.in.txt": [("1", "1.in.txt", "1.out.txt")],
    "sample_input_1.txt": [("sample_input_1", "sample_input_1.txt", "sample_output_1.txt")],
    "NAME.inN": [("ski.1", "ski.in1", "ski.ou1"), ("ski.2", "ski.in2", "ski.out2")],
    "in/ out/": [("1", "in/1.txt", "out/1.txt"), ("2", "in/2.txt", "out/2.txt")],
    "in/ ans/": [("x", "IN/x.in", "ans/x.ans")],
    "in/ deep": [("g/1", "in/g/1", "out/g/1")],
    "01, 01.a": [("01", "01", "01.a"), ("02", "02", "02.a")],
    "folders": [("g1/1", "g1/1.in", "g1/1.out"), ("g2/1", "g2/1.txt", "g2/1.txt")],
}
SCHEMES["hackerrank"] = [("input00", "input/input00.txt", "output/output00.txt")]
SCHEMES["folders"] = [("g1/1", "g1/1.in", "g1/1.out"), ("g2/x", "g2/in/x", "g2/out/x")]


@pytest.mark.parametrize("tests", SCHEMES.values(), ids=SCHEMES.keys())
def test_naming_scheme_is_understood(make: Make, tests: list[tuple[str, str, str]]) -> None:
    root = make({path: "" for _, *paths in tests for path in paths})
    problem = open_problem(root)
    assert (problem.format, problem.type) == ("folder", "pass-fail")
    found = [(case.name, case.input, case.answer) for case in problem.tests.all_cases()]
    assert found == [(name, root / first, root / second) for name, first, second in tests]


def test_tests_are_in_the_order_of_their_numbers(make: Make) -> None:
    names = ["10", "9", "1", "2"]
    root = make({f"{name}{end}": "" for name in names for end in (".in", ".out")})
    found = [case.name for case in open_problem(root).tests.all_cases()]
    assert found == ["1", "2", "9", "10"]


def test_output_is_compared_as_tokens(make: Make) -> None:
    case = open_problem(make({"1.in": "", "1.out": ""})).tests.cases[0]
    assert case.checker == Comparison()


def test_group_is_the_folder_or_the_number_before_the_dash(make: Make) -> None:
    names = ["1-2", "1-10", "2-1", "sample-1", "big-1", "x", "sub/1"]
    root = make({f"{name}{end}": "" for name in names for end in (".in", ".out")})
    tests = open_problem(root).tests
    assert [case.name for case in tests.cases] == ["big-1", "x"]
    assert {group.name: [case.name for case in group.cases] for group in tests.groups} == {
        "1": ["1-2", "1-10"],
        "2": ["2-1"],
        "sample": ["sample-1"],
        "sub": ["sub/1"],
    }


def test_inputs_without_any_answer_are_to_be_run_and_shown(make: Make) -> None:
    root = make({"1.in": "", "2.in": "", "sub/input3.txt": ""})
    assert [case.answer for case in open_problem(root).tests.all_cases()] == [None] * 3


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["1.in", "1.out", "2.in"], "2.in: has no answer file, while 1.in has one"),
        (["1.in", "1.out", "2.out"], "2.out: is an answer without an input"),
        (["1.out", "2.ans"], "1.out: is an answer without an input"),
        (["in/1", "out/1", "in/2"], "in/2: has no answer file"),
        (["in/1", "out/1", "out/2"], "out/2: is an answer without an input"),
        (["01", "01.a", "02.a"], "02.a: is an answer without an input"),
        (["01", "01.a", "02"], "02: has no answer file"),
        (["a/1.in", "a/1.out", "b/1.in"], "b/1.in: has no answer file"),
        (["1.in", "1.out", "1.ans"], "1.ans: is of the same test as 1.out"),
        (["1.in", "1.IN", "1.out"], "1.IN: is of the same test as 1.in"),
        (["in/1", "out/1", "output/1"], "ROOT: holds both out and output"),
        ([], "ROOT: holds no tests"),
        (["readme.md", "a.out", "7", ".1.in", ".1.out", "1.in~", "#1.in#"], "holds no tests"),
    ],
)
def test_folder_that_leaves_a_doubt_is_refused(
    refused: Refused, make: Make, names: list[str], expected: str
) -> None:
    make({".keep": ""})
    assert expected in refused(dict.fromkeys(names, ""))


def test_two_schemes_at_once_are_listed(refused: Refused) -> None:
    names = ["1.in", "1.out", "input2.txt", "output2.txt"]
    assert refused(dict.fromkeys(names, "")) == (
        "ROOT: its tests can be read in 2 ways: NAME.in with NAME.out (1.in);"
        " inputN.txt with outputN.txt (input2.txt)"
        " (move some of them away, or give one input with -i)"
    )


def test_what_lies_about_is_passed_over(make: Make) -> None:
    stray = [".2.in", "2.in~", "#2.in#", "2.in.bak", "a.out", "sol.py", "README", "venv/9.in"]
    root = make(dict.fromkeys(["1.in", "1.out", *stray], ""))
    assert [case.name for case in open_problem(root).tests.all_cases()] == ["1"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["1.in", "1.out/x"], "1.out: is a folder where the answer should be"),
        (["1.in", "1.out", "2.in", "2.out/x"], "2.out: is a folder where the answer should be"),
        (["1.in/x", "1.out"], "1.in: is a folder where the input should be"),
        (["1.in", "1.out", "input2.txt", "output2.txt/x"], "output2.txt: is a folder where the an"),
        (["input1.txt/x", "output1.txt"], "input1.txt: is a folder where the input should be"),
        (["in/1.txt", "out/1.txt/x"], "out/1.txt: is a folder where the answer should be"),
        (["in/g/1/x", "out/g/1.out"], "in/g/1: is a folder where the input should be"),
        (["g/1.in", "g/1.out/x"], "g/1.out: is a folder where the answer should be"),
    ],
)
def test_folder_where_a_file_should_be_is_refused(
    refused: Refused, names: list[str], expected: str
) -> None:
    message = refused(dict.fromkeys(names, ""))
    assert message.startswith(expected)
    assert message.endswith("(put a file in its place, or rename the folder)")


def test_folders_that_are_named_as_files_are_groups_beside_whole_tests(make: Make) -> None:
    groups = ["1/1.in", "1/1.out", "2.in/1.in", "2.in/1.out", "2.out/1.in", "2.out/1.out"]
    root = make(dict.fromkeys(["1.in", "1.out", *groups], ""))
    names = [case.name for case in open_problem(root).tests.all_cases()]
    assert names == ["1", "1/1", "2.in/1", "2.out/1"]


@pytest.mark.parametrize("name", ["1.in", "1.out"])
@pytest.mark.parametrize("kind", ["fifo", "socket"])
def test_what_is_no_regular_file_is_refused(make: Make, name: str, kind: str) -> None:
    path = make({"1.in": "", "1.out": ""}) / name
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    else:
        # A path of a socket is short.
        with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(path.parent):
            one.bind(name)
    with pytest.raises(InputError, match=rf"{name}: (is not a regular file|cannot be read)"):
        open_problem(path.parent)


def test_line_end_is_a_letter_of_a_name_as_any_other(make: Make) -> None:
    names = ["b\nc.in", "b\nc.out", "\n.in", "\n.out", "d.in\n", "d.out\n", "d.in", "d.out"]
    root = make(dict.fromkeys(names, ""))
    found = [(case.name, case.input) for case in open_problem(root).tests.all_cases()]
    assert found == [(name, root / f"{name}.in") for name in ("\n", "b\nc", "d")]
    assert open_problem(root / "b\nc.in").tests.cases[0].answer == root / "b\nc.out"


def test_line_end_in_a_name_is_no_obstacle_in_two_folders(make: Make) -> None:
    root = make(dict.fromkeys(["in/a\nb.in", "out/a\nb.out"], ""))
    (case,) = open_problem(root).tests.all_cases()
    assert (case.name, case.answer) == ("a\nb", root / "out" / "a\nb.out")


def test_links_may_lead_anywhere_but_in_a_circle(make: Make, tmp_path: Path) -> None:
    root = make({"1.in": "", "1.out": ""})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "2.in").touch()
    (elsewhere / "2.out").touch()
    (root / "more").symlink_to(elsewhere)
    names = [case.name for case in open_problem(root).tests.all_cases()]
    assert names == ["1", "more/2"]
    (root / "again").symlink_to(".")
    with pytest.raises(InputError, match="again: is a link to a folder that contains it"):
        open_problem(root)


def test_data_of_a_package_says_that_its_settings_are_not_used(make: Make) -> None:
    root = make({"problem.yaml": "", "data/secret/1.in": "", "data/secret/1.ans": ""})
    (note,) = open_problem(root / "data/secret").notes
    assert "limits and flags of the package" in note


def test_single_test_is_a_problem(make: Make) -> None:
    root = make({"größe 1.in": "", "x.txt": ""})
    problem = single_test(root / "größe 1.in", root / "x.txt")
    (case,) = problem.tests.all_cases()
    assert (case.name, case.input, case.answer) == (
        "größe 1",
        root / "größe 1.in",
        root / "x.txt",
    )


def test_single_test_may_lack_either_file(make: Make) -> None:
    root = make({"1.in": "", "1.out": ""})
    assert single_test(root / "1.in", None).tests.cases[0].answer is None
    assert single_test(None, root / "1.out").tests.cases[0].input == Path("/dev/null")
    with pytest.raises(InputError, match="neither an input nor an answer"):
        single_test(None, None)


@pytest.mark.parametrize("name", ["none.in", "."])
def test_single_test_has_to_be_a_file(make: Make, name: str) -> None:
    root = make({"1.out": ""})
    with pytest.raises(InputError, match=r"cannot be read|is a folder"):
        single_test(root / name, None)
    with pytest.raises(InputError, match=r"cannot be read|is a folder"):
        single_test(root / "1.out", root / name)

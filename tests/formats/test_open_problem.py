from __future__ import annotations

from pathlib import Path

import pytest
from packages import Make, Refused

from judge.errors import InputError
from judge.formats import find_problem, open_problem, opened

TESTS = {"1.in": "", "1.out": ""}


@pytest.mark.parametrize(
    ("tree", "title"),
    [
        ({"problem.conf": "n_tests 1"}, "a UOJ problem"),
        ({"config.yaml": "type: interactive\n"}, "a Hydro problem"),
        ({"tests.json": '{"schema": "classroom50/tests/v1"}'}, "a Classroom test file"),
    ],
)
def test_formats_that_cannot_be_read_yet_are_refused(
    refused: Refused, tree: dict[str, str], title: str
) -> None:
    assert refused({**TESTS, **tree}).startswith(f"ROOT: is {title}, which is not supported yet")


@pytest.mark.parametrize(
    "tree",
    [
        {"info.toml": "title = 'no tests'"},
        {"task.yaml": "name: x"},
        {"config.yaml": "type: car\n"},
        {"tests.json": "[]"},
        {"problem.xml": "<other/>"},
    ],
)
def test_files_that_only_bear_the_name_are_no_mark(make: Make, tree: dict[str, str]) -> None:
    assert open_problem(make({**TESTS, **tree})).format == "folder"


def test_missing_path_and_file_that_is_no_input_are_refused(make: Make) -> None:
    root = make({"x.py": ""})
    with pytest.raises(InputError, match="gone: does not exist"):
        open_problem(root / "gone")
    with pytest.raises(InputError, match=r"x\.py: is no problem but a file"):
        open_problem(root / "x.py")


def test_name_that_no_system_allows_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be read: File name too long"):
        open_problem(Path("x" * 5000))


def test_name_that_is_not_utf_8_is_refused_where_tests_are(make: Make) -> None:
    root = make({**TESTS, "sol.py": ""})
    Path(f"{root}/\udcff.in").touch()
    with pytest.raises(InputError, match=r"holds a file whose name is not UTF-8: \\xff\.in"):
        open_problem(root)
    assert find_problem(root / "sol.py") is None


def test_input_file_is_a_problem_with_the_answer_beside_it(make: Make) -> None:
    root = make({**TESTS, "2.in": "", "2.out": ""})
    (case,) = open_problem(root / "2.in").tests.all_cases()
    assert (case.input, case.answer) == (root / "2.in", root / "2.out")


def test_input_file_with_two_answers_is_refused(make: Make) -> None:
    root = make({**TESTS, "1.ans": ""})
    with pytest.raises(InputError, match=r"has several answers: 1\.\w+, 1\.\w+"):
        open_problem(root / "1.in")


@pytest.mark.parametrize(
    ("tree", "source", "expected"),
    [
        ({"problem.yaml": ""}, "submissions/accepted/a/b.py", "."),
        ({"problem.yaml": ""}, "solution.py", "."),
        ({"data/secret/1.in": ""}, "submissions/x.py", "."),
        ({"domjudge-problem.ini": ""}, "submissions/x.py", "."),
        ({"init.yml": ""}, "sol.py", "."),
        ({"problem.xml": "<judging>"}, "solutions/sol.cpp", "."),
        ({"tests/1.in": "", "tests/1.out": ""}, "sol.py", "tests"),
        ({"test/sample-1.in": "", "test/sample-1.out": ""}, "sol.py", "test"),
        ({"tests/in/1": "", "tests/out/1": ""}, "sol.py", "tests"),
        ({"tests/g1/1.in": "", "tests/g1/1.out": ""}, "sol.py", "tests"),
        ({"data/1.in": "", "data/1.out": ""}, "sol.py", "data"),
        ({"test_cases/1.in": "", "test_cases/1.out": ""}, "sol.py", "test_cases"),
        ({"sol.in": "", "sol.out": ""}, "sol.py", "sol.in"),
        (TESTS, "submissions/accepted/a/sol.py", "."),
        (TESTS, "submissions/sol.py", "."),
        ({"in/1": "", "out/1": ""}, "solutions/sol.py", "."),
        ({"tests/1.in": "", "tests/1.out": "", **TESTS}, "submissions/wrong/sol.py", "tests"),
        ({**TESTS, "submissions/a/1.in": "", "submissions/a/1.out": ""}, "submissions/x.py", "."),
        (
            {**TESTS, "submissions/x.in": "", "submissions/x.out": ""},
            "submissions/x.py",
            "submissions/x.in",
        ),
        (TESTS, "submissions/sol/submissions/x.py", "."),
    ],
)
def test_problem_of_a_source_is_found(
    make: Make, tree: dict[str, str], source: str, expected: str
) -> None:
    root = make({**tree, source: ""})
    assert find_problem(root / source) == root / expected


@pytest.mark.parametrize(
    ("tree", "source"),
    [
        ({}, "sol.py"),
        ({"problem.yaml": ""}, "elsewhere/sol.py"),
        ({"tests/test_it.py": "", "tests/data.csv": ""}, "sol.py"),
        ({"data/1.in": ""}, "sol.py"),
        ({"1.in": "", "1.out": ""}, "sol.py"),
        ({"sol.in": ""}, "sol.py"),
        ({"x.in": "", "x.out": ""}, "sol.py"),
        (TESTS, "elsewhere/sol.py"),
        ({"1.in": ""}, "submissions/sol.py"),
    ],
)
def test_nothing_is_found_where_it_would_be_a_guess(
    make: Make, tree: dict[str, str], source: str
) -> None:
    assert find_problem(make({**tree, source: ""}) / source) is None


def test_found_problem_is_named_relative_to_a_relative_source(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make({"problem.yaml": "", "submissions/accepted/x.py": ""})
    monkeypatch.chdir(root.parent)
    assert find_problem(Path(root.name, "submissions/accepted/x.py")) == Path(root.name)
    monkeypatch.chdir(root / "submissions")
    assert find_problem(Path("accepted/x.py")) == root
    (root / "problem.yaml").unlink()
    plain = make({**TESTS, "solutions/x.py": ""})
    monkeypatch.chdir(plain.parent)
    assert find_problem(Path(plain.name, "solutions/x.py")) == Path(plain.name)


PACKAGE = {"problem.yaml": "source: x\n", "data/secret/1.in": "", "data/secret/1.ans": ""}


def test_format_that_is_asked_for_decides(make: Make) -> None:
    root = make(PACKAGE)
    assert open_problem(root).format == "icpc-legacy"
    (case,) = open_problem(root, "folder").tests.all_cases()
    assert case.name == "data/secret/1"
    with pytest.raises(InputError, match="'name' is missing"):
        open_problem(root, "icpc-2025-09")


def test_unknown_format_is_refused_with_the_nearest(make: Make) -> None:
    with pytest.raises(InputError, match=r"--format: .*'icpc-legcy' \(did you mean 'icpc-legacy'"):
        open_problem(make(PACKAGE), "icpc-legcy")


def test_format_that_needs_a_file_which_is_missing_says_so(make: Make) -> None:
    with pytest.raises(InputError, match=r"problem\.yaml: cannot be read"):
        open_problem(make(TESTS), "icpc-2025-09")


def test_marks_of_several_formats_are_refused_until_one_is_chosen(make: Make) -> None:
    root = make({**PACKAGE, "init.yml": "test_cases: [{in: 1.in, out: 1.out}]", **TESTS})
    with pytest.raises(InputError) as caught, opened(root):
        pass
    told = "may be of several formats: icpc-legacy, dmoj (choose one with --format, say: "
    assert str(caught.value) == f"{root}: {told}--format icpc-legacy)"
    for form in ("icpc-legacy", "dmoj", "folder"):
        with opened(root, form) as problem:
            assert problem.format == form

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from packages import Make, Refused

from judge.errors import InputError
from judge.formats import open_problem
from judge.problem import Comparison, ProblemLimits, Validator

DATA = {
    "data/sample/1.in": "",
    "data/sample/1.ans": "",
    "data/secret/1.in": "",
    "data/secret/1.ans": "",
}


def with_yaml(text: str) -> dict[str, str]:
    return {"problem.yaml": text, **DATA}


def checkers(root: Path) -> dict[str, Comparison]:
    cases = open_problem(root).tests.all_cases()
    return {case.name: case.checker for case in cases if isinstance(case.checker, Comparison)}


@pytest.mark.parametrize(
    "text", ["", "problem_format_version: legacy\n", "problem_format_version: legacy-icpc\n"]
)
def test_package_of_any_legacy_version_is_read(make: Make, text: str) -> None:
    root = make(with_yaml(text))
    problem = open_problem(root)
    assert (problem.format, problem.name) == ("icpc-legacy", root.name)
    assert [case.name for case in problem.tests.all_cases()] == ["sample/1", "secret/1"]
    assert problem.limits == ProblemLimits(memory=2048 << 20, output=8 << 20, code=128 << 10)
    assert problem.notes == ()


def test_package_may_have_no_problem_yaml(make: Make) -> None:
    assert open_problem(make(DATA)).format == "icpc-legacy"


def test_ini_alone_makes_a_package(make: Make) -> None:
    ini = "; made by hand\n[problem]\nname = 'Größe; und mehr'\ntimelimit=\"2.5\" ; seconds\n"
    problem = open_problem(make({**DATA, "domjudge-problem.ini": ini}))
    assert problem.name == "Größe; und mehr"
    assert problem.limits.cpu_time == 2.5


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({}, None),
        ({".timelimit": "3\n"}, 3),
        ({".timelimit": "3\n", "domjudge-problem.ini": "name=x\n"}, 3),
        ({".timelimit": "3\n", "domjudge-problem.ini": "timelimit = 2\n"}, 2),
        (
            {
                ".timelimit": "3\n",
                "domjudge-problem.ini": "timelimit = 2\n",
                "problem.yaml": "limits: {time_limit: 1.5}\n",
            },
            1.5,
        ),
    ],
)
def test_time_limit_is_taken_from_the_first_place_that_has_one(
    make: Make, tree: dict[str, str], expected: float | None
) -> None:
    assert open_problem(make({**DATA, **tree})).limits.cpu_time == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({".timelimit": "soon"}, ".timelimit: 'soon' is no time limit"),
        ({".timelimit": "nan"}, "'nan' is no time limit"),
        ({".timelimit": "1_0"}, "'1_0' is no time limit"),
        ({".timelimit": "٣"}, "'٣' is no time limit"),
        ({".timelimit": "1e18"}, "'1e18' is no time limit"),
        ({"domjudge-problem.ini": "timelimit=1e18"}, "domjudge-problem.ini:1: '1e18' is no time"),
        ({"domjudge-problem.ini": "[[[\n"}, "domjudge-problem.ini:1: '[[[' is no setting"),
        ({"domjudge-problem.ini": "name=x\ntimelimit 5\n"}, "domjudge-problem.ini:2: 'timelimit "),
        ({"domjudge-problem.ini": "\ntimelimit = -1"}, "domjudge-problem.ini:2: '-1' is no time"),
    ],
)
def test_bad_time_limit_is_pointed_at(
    refused: Refused, tree: dict[str, str], expected: str
) -> None:
    assert expected in refused({**DATA, **tree})


def test_limits_are_in_seconds_and_bytes(make: Make) -> None:
    text = "limits:\n  memory: 512\n  output: 16\n  code: 100\n  time_multiplier: 5\n"
    assert open_problem(make(with_yaml(text))).limits == ProblemLimits(
        memory=512 << 20, output=16 << 20, code=100 << 10
    )


def test_unknown_keys_are_noted_with_their_place(make: Make) -> None:
    root = make(with_yaml("name: X\nlimts: {}\nlimits:\n  memry: 5\n"))
    notes = [note.replace(f"{root}/", "") for note in open_problem(root).notes]
    assert notes == [
        "problem.yaml:2:1: unknown key 'limts' passed over (did you mean 'limits'?)",
        "problem.yaml:4:3: unknown key 'limits.memry' passed over (did you mean 'memory'?)",
    ]


def test_keys_without_a_value_are_as_good_as_absent(make: Make) -> None:
    text = "name:\ntype:\nvalidation:\nvalidator_flags:\nlimits:\ngrading:\nkeywords:\n"
    assert open_problem(make(with_yaml(text))).notes == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("validation: default score\n", "problem.yaml:1:13: validation 'default score'"),
        ("validation: custom interactive foo\n", "validation 'custom interactive foo'"),
    ],
)
def test_kinds_that_cannot_be_judged_yet_are_refused(
    refused: Refused, text: str, what: str
) -> None:
    assert f"{what}: not supported yet" in refused(with_yaml(text))


def test_validators_of_the_package_judge_with_all_flags(make: Make) -> None:
    files = {f"output_validators/{name}": "" for name in ("a.py", "b/v.c", "w.h")}
    root = make({**with_yaml("validation: custom\nvalidator_flags: a b=c\n"), **files})
    case = open_problem(root).tests.all_cases()[0]
    assert isinstance(case.checker, Validator)
    assert [one.name for one in case.checker.programs] == ["a.py", "b"]
    assert case.checker.arguments == ("a", "b=c")


def test_validators_that_are_not_there_are_missed(refused: Refused) -> None:
    message = refused(with_yaml("validation: custom\n"))
    assert "output_validators: holds no validator" in message


def test_domjudge_programs_are_refused(refused: Refused) -> None:
    message = refused({**DATA, "domjudge-problem.ini": "special_compare = cmp\n"})
    assert "special_compare = cmp: not supported yet" in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("validation: costum\n", "unknown value 'costum' (write default or custom)"),
        ("type: pass\n", "unknown value 'pass' (did you mean 'pass-fail'?)"),
        ("validator_flags: float_tolerance\n", "1:18: 'float_tolerance' has no number"),
        ("validator_flags: float_tol 1e-6\n", "unknown flag 'float_tol'"),
        ("grading: {on_reject: stop}\n", "unknown value 'stop'"),
    ],
)
def test_mistakes_that_would_change_a_verdict_are_errors(
    refused: Refused, text: str, expected: str
) -> None:
    assert expected in refused(with_yaml(text))


def test_validators_that_are_not_in_force_are_noted(make: Make) -> None:
    root = make({**with_yaml("validation: default\n"), "output_validators/v.py": ""})
    assert "output_validators: not used" in open_problem(root).notes[0]


def test_flags_of_a_group_come_after_those_of_the_problem_and_reach_below(make: Make) -> None:
    flags = "output_validator_flags: float_absolute_tolerance 1e-2 case_sensitive\n"
    root = make(
        {
            **with_yaml("validator_flags: float_tolerance 1e-6\n"),
            "data/secret/g/testdata.yaml": flags,
            "data/secret/g/deep/2.in": "",
            "data/secret/g/deep/2.ans": "",
            "data/secret/h/testdata.yaml": "output_validator_flags: {name: v, flags: ''}\n",
            "data/secret/h/3.in": "",
            "data/secret/h/3.ans": "",
        }
    )
    both = Comparison(float_absolute=1e-6, float_relative=1e-6)
    assert checkers(root) == {
        "sample/1": both,
        "secret/1": both,
        "secret/g/deep/2": Comparison(
            float_absolute=1e-2, float_relative=1e-6, case_sensitive=True
        ),
        "secret/h/3": both,
    }


def test_groups_are_a_tree(make: Make) -> None:
    root = make({**DATA, "data/secret/g/deep/2.in": "", "data/secret/g/deep/2.ans": ""})
    secret = open_problem(root).tests.groups[1]
    assert [case.name for case in secret.cases] == ["secret/1"]
    assert secret.groups[0].name == "secret/g"
    assert secret.groups[0].groups[0].name == "secret/g/deep"
    assert secret.groups[0].groups[0].cases[0].group == "secret/g/deep"


def test_judging_stops_at_a_rejection_unless_a_group_says_otherwise(make: Make) -> None:
    root = make(
        {
            **DATA,
            "data/testdata.yaml": "on_reject: continue\ngrader_flags: first_error\n",
            "data/secret/testdata.yaml": "on_reject: break\ngrader_flags: worst_error min\n",
        }
    )
    tests = open_problem(root).tests
    sample, secret = tests.groups
    assert (tests.stop_on_reject, tests.verdict) == (False, "first")
    assert (sample.stop_on_reject, sample.verdict) == (False, "first")
    assert (secret.stop_on_reject, secret.verdict) == (True, "worst")


def test_on_reject_may_stand_in_problem_yaml_of_old_packages(make: Make) -> None:
    for value, stops in [("first_error", True), ("grade", False)]:
        root = make(with_yaml(f"grading: {{on_reject: {value}}}\n"))
        assert open_problem(root).tests.stop_on_reject is stops


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grading: custom\n", "testdata.yaml:1:10: a custom grader is for scoring problems"),
        ("grader_flags: median\n", "testdata.yaml:1:15: unknown grader flag 'median'"),
        ("on_reject: never\n", "unknown value 'never' (known: break, continue)"),
        ("output_validator_flags: foo\n", "testdata.yaml:1:25: unknown flag 'foo'"),
        ("a: [\n", "is not valid YAML"),
    ],
)
def test_mistakes_in_testdata_yaml_are_pointed_at(
    refused: Refused, text: str, expected: str
) -> None:
    assert expected in refused({**DATA, "data/secret/testdata.yaml": text})


def test_unknown_keys_of_testdata_yaml_are_noted(make: Make) -> None:
    root = make({**DATA, "data/secret/testdata.yaml": "on_rejct: break\n"})
    assert "unknown key 'on_rejct' passed over" in open_problem(root).notes[0]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"data/secret/2.in": ""}, "data/secret/2.in: has no answer file (add 2.ans)"),
        ({"data/secret/2.ans": ""}, "data/secret/2.ans: has no input file (add 2.in"),
        ({"data/secret/2.in/x": ""}, "data/secret/2.in: is a folder"),
        ({"data/secret/2.in": "", "data/secret/2.ans/x": ""}, "data/secret/2.ans: is a folder"),
    ],
)
def test_mistakes_in_the_data_are_pointed_at(
    refused: Refused, tree: dict[str, str], expected: str
) -> None:
    assert expected in refused({**DATA, **tree})


def test_package_without_tests_is_an_error(refused: Refused) -> None:
    assert refused({"problem.yaml": ""}).startswith("data: is missing")
    assert refused({"problem.yaml": "", "data/secret/.gitkeep": ""}).startswith(
        "data: holds no tests"
    )


def test_package_of_samples_alone_says_so(make: Make) -> None:
    tree = {name: text for name, text in DATA.items() if "sample" in name}
    root = make({"problem.yaml": "", **tree})
    assert "no tests, so the samples alone decide" in open_problem(root).notes[0]


def test_what_lies_about_is_passed_over(make: Make) -> None:
    stray = ["1.in.bak", "1.hint", "1.png", "README", "x.class", ".gitkeep", ".hidden.in"]
    root = make({**DATA, **{f"data/secret/{name}": "" for name in stray}, "data/secret/e/x": ""})
    problem = open_problem(root)
    assert [case.name for case in problem.tests.all_cases()] == ["sample/1", "secret/1"]
    assert [group.name for group in problem.tests.groups[1].groups] == []


def test_names_may_have_blanks_dots_and_any_letters(make: Make) -> None:
    root = make(
        {**DATA, "data/secret/größte Zahl 1.5.in": "", "data/secret/größte Zahl 1.5.ans": ""}
    )
    assert "secret/größte Zahl 1.5" in checkers(root)


def test_links_between_groups_are_followed_and_those_out_refused(
    make: Make, tmp_path: Path
) -> None:
    root = make(DATA)
    (root / "data/secret/g2").symlink_to("../sample")
    assert list(checkers(root)) == ["sample/1", "secret/1", "secret/g2/1"]
    (tmp_path / "x.in").touch()
    (root / "data/secret/2.in").symlink_to(tmp_path / "x.in")
    (root / "data/secret/2.ans").touch()
    with pytest.raises(InputError, match=r"2\.in: leads out of the package"):
        open_problem(root)


def test_links_in_a_circle_are_an_error(make: Make) -> None:
    root = make(DATA)
    (root / "data/secret/again").symlink_to("../secret")
    with pytest.raises(InputError, match="is a link to a folder that contains it"):
        open_problem(root)


def test_pipe_in_place_of_an_input_is_an_error(make: Make) -> None:
    root = make(DATA)
    (root / "data/secret/1.in").unlink()
    os.mkfifo(root / "data/secret/1.in")
    with pytest.raises(InputError, match=r"1\.in: is not a regular file"):
        open_problem(root)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Give up root for a while, whom no mode of a file keeps out."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_file_without_permission_is_an_error(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(DATA)
    (root / "data/secret/1.in").chmod(0)
    monkeypatch.chdir(root)
    with (
        ordinary_user(),
        pytest.raises(InputError, match=r"1\.in: cannot be read: Permission denied"),
    ):
        open_problem(Path())


def test_wrong_extension_of_problem_yaml_is_an_error(refused: Refused) -> None:
    assert refused({**DATA, "problem.yml": ""}).startswith("problem.yml: has the wrong extension")


def test_ten_thousand_tests_are_read_at_once(make: Make) -> None:
    root = make(DATA)
    names = [f"t{i}{end}" for i in range(5000) for end in (".in", ".ans")]
    subprocess.run(["touch", *names], cwd=root / "data/secret", check=True)
    assert len(checkers(root)) == 5002


def test_settings_by_the_name_that_domjudge_knows_are_read(make: Make) -> None:
    other = {"data/secret/test_group.yaml": "output_validator_flags: case_sensitive\n"}
    for case in open_problem(make({**DATA, **other})).tests.all_cases():
        assert case.checker == Comparison(case_sensitive=case.name.startswith("secret"))
    own = {"data/secret/testdata.yaml": "output_validator_flags: ''\n"}
    for case in open_problem(make({**DATA, **other, **own})).tests.all_cases():
        assert case.checker == Comparison()

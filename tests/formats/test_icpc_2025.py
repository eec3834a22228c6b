from __future__ import annotations

from pathlib import Path

import pytest
from packages import Make, Refused

from judge.errors import InputError
from judge.formats import open_problem
from judge.problem import Comparison, ProblemLimits, Validator

YAML = """\
problem_format_version: 2025-09
name: Größter Teiler
uuid: 5ca6ba5b-36d5-4eff-8aa7-d967cbc4375e
"""
SECRET = {"data/secret/1.in": "1\n", "data/secret/1.ans": "1\n"}
MINIMAL = {"problem.yaml": YAML, **SECRET}


def with_yaml(more: str) -> dict[str, str]:
    return {**MINIMAL, "problem.yaml": YAML + more}


def names(root: Path) -> list[str]:
    return [case.name for case in open_problem(root).tests.all_cases()]


def test_smallest_package_is_read(make: Make) -> None:
    root = make(MINIMAL)
    problem = open_problem(root)
    assert (problem.format, problem.type, problem.name) == (
        "icpc-2025-09",
        "pass-fail",
        "Größter Teiler",
    )
    assert problem.path == root
    assert problem.limits == ProblemLimits(memory=2048 << 20, output=8 << 20, code=128 << 10)
    assert problem.notes == ()
    (case,) = problem.tests.all_cases()
    assert (case.name, case.group) == ("secret/1", "secret")
    assert case.input == root / "data/secret/1.in"
    assert case.answer == root / "data/secret/1.ans"
    assert case.checker == Comparison()


def test_samples_come_first_and_tests_in_the_order_of_their_names(make: Make) -> None:
    tests = ["secret/2", "secret/10", "secret/1-a", "secret/1", "sample/2", "sample/1"]
    files = {f"data/{name}{end}": "" for name in tests for end in (".in", ".ans")}
    assert names(make({"problem.yaml": YAML, **files})) == [
        "sample/1",
        "sample/2",
        "secret/1",
        "secret/1-a",
        "secret/10",
        "secret/2",
    ]


def test_limits_are_in_seconds_and_bytes(make: Make) -> None:
    limits = """\
limits:
  time_limit: 2.5
  time_resolution: 0.5
  time_multipliers: {ac_to_time_limit: 2, time_limit_to_tle: 1.5}
  memory: 256
  output: 4
  code: 64
  compilation_time: 30
  compilation_memory: 1024
  validation_time: 20
  validation_memory: 512
  validation_output: 2
"""
    assert open_problem(make(with_yaml(limits))).limits == ProblemLimits(
        cpu_time=2.5,
        memory=256 << 20,
        output=4 << 20,
        code=64 << 10,
        compile_time=30,
        compile_memory=1 << 30,
        validation_time=20,
        validation_memory=512 << 20,
        validation_output=2 << 20,
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("limts: {}\n", "problem.yaml:4:1: unknown key 'limts' (did you mean 'limits'?)"),
        ("limits: {memry: 5}\n", "problem.yaml:4:10: unknown key 'memry'"),
        ("limits: {memory: 0}\n", "problem.yaml:4:18: 0 is too small"),
        ("limits: {memory: 1.5}\n", "expected a whole number, found '1.5'"),
        ("limits: {time_limit: 0}\n", "must be more than 0"),
        ("limits: {time_limit: 2s}\n", "expected a number, found '2s'"),
        ("limits: {time_limit: 0.5}\n", "0.5 is no multiple of the time resolution"),
        ("limits: {time_multipliers: {ac_to_time_limit: 0.5}}\n", "at least 1"),
        ("limits: {validation_passes: 1}\n", "at least 2"),
        ("type: passfail\n", "unknown value 'passfail' (did you mean 'pass-fail'?)"),
        ("type: []\n", "names no type"),
        ("type: pass-fail interactive\n", "(write [pass-fail, interactive])"),
        ("languages: []\n", "allows no language"),
        ("languages: cpp\n", "'cpp' is not a list"),
        ("allow_file_writing: maybe\n", "expected true or false"),
        ("constants: {1x: 5}\n", "'1x' is no name of a constant"),
        ("constants: {x: {tex: 5}}\n", "constant 'x' has no 'value'"),
        ("validator_flags: x\n", "key 'validator_flags' is of the legacy format"),
        ("name: Twice\n", "key 'name' is given twice"),
    ],
)
def test_mistakes_in_problem_yaml_are_pointed_at(
    refused: Refused, more: str, expected: str
) -> None:
    assert expected in refused(with_yaml(more))


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("type: submit-answer\n", "a problem of the type submit-answer"),
    ],
)
def test_types_that_cannot_be_judged_yet_are_refused(
    refused: Refused, more: str, what: str
) -> None:
    assert f"{what}: not supported yet" in refused(with_yaml(more))


def test_static_validators_are_refused(refused: Refused) -> None:
    message = refused({**MINIMAL, "static_validator/check.py": ""})
    assert message.startswith("static_validator: a ")
    assert "not supported yet" in message


def test_validator_of_the_package_judges_with_its_arguments(make: Make) -> None:
    group = "output_validator_args: [-x, 'a b']\n"
    files = {"output_validator/check.py": "", "data/secret/test_group.yaml": group}
    (case,) = open_problem(make({**MINIMAL, **files})).tests.all_cases()
    assert isinstance(case.checker, Validator)
    assert [one.name for one in case.checker.programs] == ["output_validator"]
    assert case.checker.arguments == ("-x", "a b")


def test_validator_in_a_folder_of_the_legacy_name_is_refused(refused: Refused) -> None:
    message = refused({**MINIMAL, "output_validators/check.py": ""})
    assert message.startswith("output_validators: is a folder of the legacy format")


def test_empty_validator_folder_changes_nothing(make: Make) -> None:
    root = make({**MINIMAL, "output_validator/.gitkeep": ""})
    assert names(root) == ["secret/1"]


def test_missing_uuid_is_noted_and_no_error(make: Make) -> None:
    root = make({**MINIMAL, "problem.yaml": "problem_format_version: 2025-09\nname: X\n"})
    assert "no 'uuid'" in open_problem(root).notes[0]


def test_missing_name_is_an_error(refused: Refused) -> None:
    message = refused({**MINIMAL, "problem.yaml": "problem_format_version: 2025-09\n"})
    assert message.startswith("problem.yaml:1:1: the key 'name' is missing")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("{sv: Hej, en: Hello}", "Hello"),
        ("{sv: Hej, da: Hallo}", "Hej"),
        ("2048", "2048"),
        ("No", "No"),
    ],
)
def test_name_prefers_english(make: Make, name: str, expected: str) -> None:
    text = f"problem_format_version: 2025-09\nuuid: x\nname: {name}\n"
    assert open_problem(make({**MINIMAL, "problem.yaml": text})).name == expected


def test_keys_that_concern_the_submission_are_handed_on(make: Make) -> None:
    more = "languages: [python3, cpp]\nallow_file_writing: true\n"
    root = make({**with_yaml(more), "include/default/lib.h": ""})
    problem = open_problem(root)
    assert problem.languages == ("python3", "cpp")
    assert problem.allow_file_writing
    assert problem.include == root / "include"


def test_all_languages_is_no_restriction(make: Make) -> None:
    assert open_problem(make(with_yaml("languages: all\n"))).languages is None


def test_groups_have_flags_of_their_own(make: Make) -> None:
    root = make(
        {
            "problem.yaml": YAML,
            "data/test_group.yaml": "output_validator_args: [case_sensitive]\n",
            "data/secret/g1/a.in": "",
            "data/secret/g1/a.ans": "",
            "data/secret/g1/test_group.yaml": "output_validator_args: [float_tolerance, 1e-6]\n",
            "data/secret/g1/deep/b.in": "",
            "data/secret/g1/deep/b.ans": "",
            "data/secret/g1/deep/b.yaml": "output_validator_args: []\nargs: [-v, x y]\n",
            "data/secret/g2/c.in": "",
            "data/secret/g2/c.ans": "",
            "data/secret/g2/test_group.yaml": "args: [-q]\nfull_feedback: true\n",
        }
    )
    tests = open_problem(root).tests
    cases = {case.name: case for case in tests.all_cases()}
    assert list(cases) == ["secret/g1/a", "secret/g1/deep/b", "secret/g2/c"]
    assert [group.name for group in tests.groups[0].groups] == ["secret/g1", "secret/g2"]
    assert cases["secret/g1/deep/b"].group == "secret/g1"
    assert cases["secret/g1/a"].checker == Comparison(float_absolute=1e-6, float_relative=1e-6)
    assert cases["secret/g1/deep/b"].checker == Comparison()
    assert cases["secret/g1/deep/b"].arguments == ("-v", "x y")
    assert cases["secret/g2/c"].checker == Comparison(case_sensitive=True)
    assert cases["secret/g2/c"].arguments == ("-q",)


def test_folders_without_settings_are_no_groups(make: Make) -> None:
    root = make({**MINIMAL, "data/secret/big/2.in": "", "data/secret/big/2.ans": ""})
    tests = open_problem(root).tests
    assert [case.name for case in tests.all_cases()] == ["secret/1", "secret/big/2"]
    assert {case.group for case in tests.all_cases()} == {"secret"}


def test_constants_are_put_into_test_group_yaml(make: Make) -> None:
    constants = "constants: {eps: {value: 1e-4, tex: small}}\n"
    flags = "output_validator_args: [float_tolerance, {{eps}}]\n"
    root = make({**with_yaml(constants), "data/secret/test_group.yaml": flags})
    problem = open_problem(root)
    assert problem.tests.all_cases()[0].checker == Comparison(
        float_absolute=1e-4, float_relative=1e-4
    )
    assert problem.constants == {"eps": "1e-4", "eps.value": "1e-4", "eps.tex": "small"}


def test_files_beside_a_test_belong_to_it(make: Make) -> None:
    root = make({**MINIMAL, "data/secret/1.files/graph.txt": "", "data/secret/1.png": ""})
    (case,) = open_problem(root).tests.all_cases()
    assert case.files == (root / "data/secret/1.files/graph.txt",)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"data/secret/2.in": ""}, "data/secret/2.in: has no answer file (add 2.ans)"),
        ({"data/secret/2.ans": ""}, "data/secret/2.ans: belongs to no test (add 2.in"),
        ({"data/secret/2.yaml": ""}, "data/secret/2.yaml: belongs to no test"),
        ({"data/secret/testgroup.yaml": ""}, "data/secret/testgroup.yaml: belongs to no test"),
        ({"data/secret/testdata.yaml": "a: b"}, "it is of the legacy format"),
        ({"data/secret/2.in/x": ""}, "data/secret/2.in: is a folder where a file is needed"),
        ({"data/secret/2.in": "", "data/secret/2.ans/x": ""}, "2.ans: is a folder"),
        ({"data/secret/1/x": ""}, "data/secret/1: is named as the test 1.in"),
        ({"data/secret/g/test_group.yaml": ""}, "data/secret/g: is a test group without tests"),
        ({"data/secret/1.yaml": "argz: []"}, "1.yaml:1:1: unknown key 'argz'"),
        ({"data/secret/1.files/d/x": ""}, "1.files/d: is a folder where a file is needed"),
    ],
)
def test_mistakes_in_the_data_are_pointed_at(
    refused: Refused, tree: dict[str, str], expected: str
) -> None:
    assert expected in refused({**MINIMAL, **tree})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max_score: 5\n", "'max_score' is for scoring problems"),
        ("require_pass: sample\n", "'require_pass' is for scoring problems"),
        ("static_validation_score: 5\n", "a static validator: not supported yet"),
        ("output_validator_flags: x\n", "unknown key 'output_validator_flags'"),
        ("output_validator_args: float_tolerance 1e-6\n", "expected a list"),
        ("output_validator_args: [float_tolerance 1e-6]\n", "as two items"),
        ("output_validator_args: [foo]\n", "test_group.yaml:1:25: unknown flag 'foo'"),
    ],
)
def test_mistakes_in_test_group_yaml_are_pointed_at(
    refused: Refused, text: str, expected: str
) -> None:
    assert expected in refused({**MINIMAL, "data/secret/test_group.yaml": text})


def test_secret_tests_are_a_must(refused: Refused) -> None:
    sample = {"data/sample/1.in": "", "data/sample/1.ans": ""}
    assert refused({"problem.yaml": YAML, **sample}).startswith("data/secret: is missing")


def test_empty_secret_is_an_error(refused: Refused) -> None:
    assert "data/secret: holds no tests" in refused(
        {"problem.yaml": YAML, "data/secret/.gitkeep": ""}
    )


def test_names_that_the_format_forbids_are_passed_over_with_a_note(make: Make) -> None:
    root = make({**MINIMAL, "data/secret/größe.in": "", "data/secret/.x.in": ""})
    problem = open_problem(root)
    assert [case.name for case in problem.tests.all_cases()] == ["secret/1"]
    assert len(problem.notes) == 1
    assert "größe.in: passed over" in problem.notes[0]


def test_links_inside_the_package_are_followed(make: Make) -> None:
    root = make(MINIMAL)
    (root / "data/secret/2.in").symlink_to("1.in")
    (root / "data/secret/2.ans").symlink_to("1.ans")
    (root / "data/sample").symlink_to("secret")
    assert names(root) == ["sample/1", "sample/2", "secret/1", "secret/2"]


@pytest.mark.parametrize("name", ["data/secret/2.in", "data/secret/g", "data/sample", "include"])
def test_links_out_of_the_package_are_refused(make: Make, tmp_path: Path, name: str) -> None:
    root = make(MINIMAL)
    (root / "data/secret/2.ans").touch()
    (root / "data/secret/2.in").touch()
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the package"):
        open_problem(root)


def test_link_to_nowhere_is_an_error(make: Make) -> None:
    root = make(MINIMAL)
    (root / "data/secret/1.ans").unlink()
    (root / "data/secret/1.ans").symlink_to("gone.ans")
    with pytest.raises(InputError, match=r"1\.ans: cannot be read: No such file"):
        open_problem(root)


def test_link_to_a_parent_is_an_error(make: Make) -> None:
    root = make(MINIMAL)
    (root / "data/secret/again").symlink_to(".")
    with pytest.raises(InputError, match="is a link to a folder that contains it"):
        open_problem(root)


@pytest.mark.parametrize("version", ["2026-01", "2026-01-draft", "draft"])
def test_other_versions_are_refused(refused: Refused, version: str) -> None:
    message = refused({**MINIMAL, "problem.yaml": f"problem_format_version: {version}\n"})
    assert message == (
        f"problem.yaml:1:25: problem format version '{version}' is not supported yet"
        " (known: 2025-09, 2023-07, 2023-07-draft, legacy, legacy-icpc)"
    )


def test_mistyped_version_is_guessed(refused: Refused) -> None:
    message = refused({**MINIMAL, "problem.yaml": "problem_format_version: 2025-9\n"})
    assert message.endswith("(did you mean '2025-09'?)")

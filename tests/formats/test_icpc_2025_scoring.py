from __future__ import annotations

import math

import pytest
from packages import Make, Refused

from judge.formats import open_problem
from judge.problem import Group, Problem

YAML = """\
problem_format_version: 2025-09
name: Größter Teiler
uuid: 5ca6ba5b-36d5-4eff-8aa7-d967cbc4375e
type: scoring
"""
SECRET, FIRST, SECOND = (
    f"data/{name}/test_group.yaml" for name in ("secret", "secret/a", "secret/b")
)
VALIDATOR = {"output_validator/check.py": ""}


def package(tests: str, **settings: str) -> dict[str, str]:
    """A package with these tests and with a ``test_group.yaml`` in the folders named."""
    files = {f"data/{name}{end}": "" for name in tests.split() for end in (".in", ".ans")}
    groups = {f"data/{name.replace('_', '/')}/test_group.yaml": text
              for name, text in settings.items()}  # fmt: skip
    return {"problem.yaml": YAML, **files, **groups}


GROUPS = "sample/1 secret/a/1 secret/a/2 secret/b/1"
TWO = {"secret_a": "max_score: 40\n", "secret_b": "max_score: 60\n"}


def opened(make: Make, tree: dict[str, str]) -> Problem:
    return open_problem(make(tree))


def groups(problem: Problem) -> dict[str, Group]:
    sample, secret = problem.tests.groups
    return {group.name: group for group in (sample, secret, *secret.groups)}


def test_groups_are_passed_as_a_whole_and_summed_up_to_a_hundred(make: Make) -> None:
    problem = opened(make, package(GROUPS, **TWO))
    assert (problem.type, problem.score_if_accepted) == ("scoring", False)
    found = groups(problem)
    assert found["sample"].ignored
    assert (found["secret"].aggregation, found["secret"].max_score) == ("sum", 100)
    assert [found[f"secret/{name}"].max_score for name in "ab"] == [40, 60]
    for name in "ab":
        group = found[f"secret/{name}"]
        assert (group.aggregation, group.strict, group.stop_on_reject) == ("pass-fail", True, False)
        assert {(case.max_score, case.score_files) for case in group.cases} == {(None, "refused")}
    (sample,) = found["sample"].cases
    assert (sample.max_score, sample.score_files) == (None, "ignored")


@pytest.mark.parametrize(
    ("aggregation", "share"), [("sum", 20.0), ("min", 40.0), ("pass-fail", None)]
)
def test_a_test_is_worth_its_share(make: Make, aggregation: str, share: float | None) -> None:
    first = f"max_score: 40\nscore_aggregation: {aggregation}\n"
    found = groups(opened(make, package(GROUPS, **{**TWO, "secret_a": first})))["secret/a"]
    assert [case.max_score for case in found.cases] == [share, share]


def test_tests_right_in_secret_are_worth_a_hundred_together(make: Make) -> None:
    found = groups(opened(make, package("sample/1 secret/1 secret/x/2 secret/3 secret/4")))
    assert [case.max_score for case in found["secret"].cases] == [25.0] * 4


def test_without_a_bound_validators_say_the_score(make: Make) -> None:
    texts = {"secret": "max_score: unbounded\n", "secret_a": "score_aggregation: sum\n",
             "secret_b": "score_aggregation: min\nmax_score: unbounded\n"}  # fmt: skip
    found = groups(opened(make, {**package(GROUPS, **texts), **VALIDATOR}))
    assert found["secret"].max_score is None
    for name in "ab":
        assert found[f"secret/{name}"].max_score is None
        for case in found[f"secret/{name}"].cases:
            assert (case.max_score, case.score_files) == (math.inf, "checked")


@pytest.mark.parametrize(
    ("text", "required"),
    [
        ("sample", ("sample",)),
        ("secret/a", ("secret/a",)),
        ("[sample, secret/a]", ("sample", "secret/a")),
    ],
)
def test_groups_may_require_earlier_ones(make: Make, text: str, required: tuple[str, ...]) -> None:
    second = f"max_score: 60\nrequire_pass: {text}\n"
    found = groups(opened(make, package(GROUPS, **{**TWO, "secret_b": second})))
    assert found["secret/b"].require_pass == required


def test_samples_that_are_not_there_can_be_required(make: Make) -> None:
    second = "max_score: 60\nrequire_pass: sample\n"
    tree = package("secret/a/1 secret/b/1", **{**TWO, "secret_b": second})
    assert len(opened(make, tree).tests.all_cases()) == 2


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"sample": "max_score: 5\n"}, "data/sample/test_group.yaml:1:1: 'max_score' is not"),
        ({"sample": "require_pass: sample\n"}, "is not allowed in sample"),
        ({"secret_a_x": "max_score: 5\n"}, "is not allowed in a folder that is no test group"),
        ({"secret_a": ""}, f"{FIRST}: sets no max_score, while secret is worth 100 points"),
        ({"secret_a": "max_score: -1\n"}, f"{FIRST}:1:12: -1 is too small"),
        ({"secret_a": "max_score: 1.5\n"}, "expected a whole number, found '1.5'"),
        ({"secret_a": "max_score: [1]\n"}, "expected a number, found a list"),
        ({"secret_a": "max_score: 4\nscore_aggregation: avg\n"}, "unknown value 'avg'"),
        ({"secret_a": "max_score: 4\nrequire_pass: secret/b\n"},
         f"{FIRST}:2:15: 'secret/b' is no group that comes before secret/a"),
        ({"secret_a": "max_score: 4\nrequire_pass: secret/a\n"}, "is no group that comes before"),
        ({"secret_b": "max_score: 4\nrequire_pass: secret\n"}, "'secret' is no group that"),
        ({"secret_b": "max_score: 4\nrequire_pass: a\n"}, "(known: sample, secret/a)"),
        ({"secret_a": "max_score: 4\nscore_aggregation: sum\n",
          "secret_b": "max_score: 4\nrequire_pass: secret/a\n"},
         "'secret/a' is required, and is not of the score_aggregation pass-fail"),
        ({"secret": "require_pass: secret/a\n"}, f"{SECRET}:1:15: secret can't require 'secret/a'"),
        ({"secret": "score_aggregation: pass-fail\n",
          "secret_b": "max_score: 4\nscore_aggregation: min\n"},
         f"{SECOND}:2:20: is not pass-fail, as secret is"),
        ({"secret": "max_score: unbounded\n", "secret_a": ""},
         f"{FIRST}: is passed or failed as a whole, and says no max_score"),
        ({"secret": "max_score: unbounded\n", "secret_a": "score_aggregation: sum\n"},
         f"{FIRST}: has no highest score, and no output_validator/ to say one"),
        ({"secret_a": "max_score: 4\nstatic_validation_score: 5\n"},
         "a static validator: not supported yet"),
    ],
)  # fmt: skip
def test_mistakes_are_pointed_at(refused: Refused, settings: dict[str, str], expected: str) -> None:
    assert expected in refused(package(f"{GROUPS} secret/a/x/1", **{**TWO, **settings}))


def test_tests_and_groups_side_by_side_are_refused(refused: Refused) -> None:
    message = refused(package(f"{GROUPS} secret/1", **TWO))
    assert message.startswith("data/secret: holds tests and test groups")


def test_pass_fail_and_scoring_exclude_each_other(refused: Refused) -> None:
    tree = package(GROUPS, **TWO)
    tree["problem.yaml"] = YAML.replace("scoring", "[scoring, pass-fail]")
    assert "problem.yaml:4:7: is both pass-fail and scoring" in refused(tree)


def test_constants_stand_for_points(make: Make) -> None:
    tree = package(GROUPS, **{**TWO, "secret_a": "max_score: {{low}}\n"})
    tree["problem.yaml"] += "constants: {low: 40}\n"
    assert groups(opened(make, tree))["secret/a"].max_score == 40


def test_scores_of_interactive_problems_are_read_too(make: Make) -> None:
    tree = {**package(GROUPS, **TWO), **VALIDATOR}
    tree["problem.yaml"] = YAML.replace("scoring", "[scoring, interactive]")
    assert opened(make, tree).type == "scoring interactive"


def test_points_in_the_words_of_a_draft_are_read_where_nothing_else_gives_any(make: Make) -> None:
    tree = package(GROUPS)
    tree |= {
        "data/secret/testdata.yaml": "scoring: {aggregation: sum}\n",
        "data/secret/a/testdata.yaml": "scoring: {score: 30, aggregation: min}\n",
        "data/secret/b/testdata.yaml": "scoring: {score: 70, aggregation: pass-fail}\n",
    }
    root = make(tree)
    problem = open_problem(root)
    found = groups(problem)
    assert [found[f"secret/{name}"].max_score for name in "ab"] == [30, 70]
    assert [case.max_score for case in found["secret/a"].cases] == [30, 30]
    assert any("in the words of a draft" in note for note in problem.notes)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "secret/a/testdata.yaml",
            "range: 0 5\n",
            "secret/a/testdata.yaml:1:1: unknown key 'range'",
        ),
        ("secret/a/test_group.yaml", "max_score: 9\n", "testdata.yaml: belongs to no test"),
    ],
)
def test_other_words_beside_them_are_refused(
    refused: Refused, name: str, text: str, expected: str
) -> None:
    tree = {**package("secret/a/1"), "data/secret/testdata.yaml": "scoring: {aggregation: sum}\n"}
    assert expected in refused({**tree, f"data/{name}": text})

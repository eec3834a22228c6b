"""What is expected of a package's submissions, in each way that it is written down."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jury import ECHO, LEGACY, NEW, examples, package
from needs import IN_MEMORY

from judge import expectations
from judge.errors import InputError
from judge.expectations.model import FOUR, Example, Rule, Timing
from judge.formats import open_problem

YAML = "submissions/submissions.yaml"


def told(root: Path, tree: dict[str, str | bytes], head: str = NEW) -> str:
    """The message of a package that is refused, without where it lies."""
    package(root, tree, head)
    with pytest.raises(InputError) as caught:
        examples(root)
    return str(caught.value).replace(f"{root}/", "")


def only(root: Path, name: str, tree: dict[str, str | bytes], head: str = NEW) -> Example:
    package(root, {f"submissions/{name}": ECHO, **tree}, head)
    return examples(root)[name]


def rule(example: Example) -> Rule:
    (found,) = example.rules
    return found


def words(verdicts: frozenset[str] | None) -> str:
    return "" if verdicts is None else " ".join(sorted(verdicts))


# ---------------------------------------------------------------- folders of 2025-09


@pytest.mark.parametrize(
    ("folder", "permitted", "required", "bound"),
    [
        ("accepted", "AC", "", "lower"),
        ("rejected", "", "RTE TLE WA", None),
        ("wrong_answer", "AC WA", "WA", "lower"),
        ("time_limit_exceeded", "AC TLE", "TLE", "upper"),
        ("run_time_error", "AC RTE", "RTE", "lower"),
        ("brute_force", "AC RTE TLE", "RTE TLE", None),
    ],
)
def test_folders_of_the_format(
    tmp_path: Path, folder: str, permitted: str, required: str, bound: str | None
) -> None:
    found = rule(only(tmp_path, f"{folder}/a.sh", {}))
    assert (words(found.permitted), words(found.required)) == (permitted, required)
    assert found.bound == bound


@pytest.mark.parametrize(
    ("folder", "verdict"),
    [("memory_limit_exceeded", "MLE"), ("output_limit_exceeded", "OLE"), ("compile_error", "CE")],
)
@pytest.mark.parametrize("head", [NEW, LEGACY])
def test_folders_of_our_own(tmp_path: Path, folder: str, verdict: str, head: str) -> None:
    assert words(rule(only(tmp_path, f"{folder}/a.sh", {}, head)).overall) == verdict


def test_a_folder_for_a_part_of_the_score(tmp_path: Path) -> None:
    found = rule(only(tmp_path, "partially_accepted/a.sh", {}))
    assert (words(found.overall), found.partial) == ("AC PA", True)


def test_a_folder_that_nothing_is_said_of_expects_nothing(tmp_path: Path) -> None:
    found = only(tmp_path, "mixed/a.sh", {})
    assert found.rules == ()
    assert found.expected == ()


def test_what_lies_about_is_no_submission(tmp_path: Path) -> None:
    tree = {
        f"submissions/{name}": ECHO
        for name in (
            "accepted/README.md",
            "accepted/A.class",
            "accepted/.gitkeep",
            "accepted/__pycache__/a.pyc",
            "notes.txt",
        )
    }
    package(tmp_path, tree)
    assert examples(tmp_path) == {}


# ---------------------------------------------------------------- submissions.yaml


def test_a_folder_by_its_name_replaces_its_rules_key_by_key(tmp_path: Path) -> None:
    yaml = "time_limit_exceeded:\n  permitted: [AC, WA, TLE]\n"
    found = rule(only(tmp_path, "time_limit_exceeded/a.sh", {YAML: yaml}))
    assert (words(found.permitted), words(found.required)) == ("AC TLE WA", "TLE")
    assert found.bound == "upper"


def test_a_pattern_adds_to_the_rules_of_the_folder(tmp_path: Path) -> None:
    yaml = "time_limit_exceeded/*:\n  permitted: [TLE]\n"
    rules = only(tmp_path, "time_limit_exceeded/a.sh", {YAML: yaml}).rules
    assert [words(one.permitted) for one in rules] == ["AC TLE", "TLE"]


def test_everything_that_may_be_said_of_a_submission(tmp_path: Path) -> None:
    yaml = (
        "mine/a:\n"
        "  language: python3\n  entrypoint: start.py\n  model_solution: false\n"
        "  authors: [Ada <ada@example.org>]\n"
        "  permitted: [AC, WA]\n  required: [WA]\n  score: [10, 20.5]\n  message: too small\n"
        "  use_for_time_limit: false\n"
    )
    package(tmp_path, {"submissions/mine/a/start.py": "", YAML: yaml})
    found = examples(tmp_path)["mine/a"]
    assert (found.language, found.entry) == ("python3", "start.py")
    one = rule(found)
    assert (one.score, one.message, one.bound) == ((10.0, 20.5), "too small", None)
    assert one.place == f"{tmp_path}/{YAML}:2:3"


def test_rules_for_some_of_the_tests(tmp_path: Path) -> None:
    yaml = (
        "mine/a.sh:\n"
        "  sample:\n    permitted: [AC]\n"
        "  secret/*-hard:\n    required: [TLE]\n    use_for_time_limit: false\n"
        "  'secret/{2,3}':\n    use_for_time_limit: lower\n"
    )
    sample, hard, some = only(tmp_path, "mine/a.sh", {YAML: yaml}).rules
    assert [one.tests and one.tests.text for one in (sample, hard, some)] == [
        "sample",
        "secret/*-hard",
        "secret/{2,3}",
    ]
    assert words(sample.permitted) == "AC"
    assert sample.bound == "lower"
    assert (words(hard.required), hard.bound) == ("TLE", None)
    assert (some.permitted, some.required, some.bound) == (None, None, "lower")


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        (
            "a:\n  permited: [AC]\n",
            f"{YAML}:2:3: unknown key 'permited' (did you mean 'permitted'?)",
        ),
        ("a:\n  permitted: [MLE]\n", f"{YAML}:2:15: unknown value 'MLE'"),
        ("a:\n  permitted: []\n", f"{YAML}:2:14: names no verdict"),
        ("a:\n  permitted: AC\n", f"{YAML}:2:14: expected a list, found 'AC'"),
        ("a:\n  permitted: [AC]\n  required: [WA]\n", f"{YAML}:3:13: nothing of what is required"),
        ("a:\n  score: [1, 2, 3]\n", f"{YAML}:2:10: 3 numbers are no range"),
        ("a:\n  score: [2, 1]\n", f"{YAML}:2:10: the range is empty"),
        ("a:\n  score: high\n", f"{YAML}:2:10: expected a number"),
        ("a:\n  use_for_time_limit: most\n", f"{YAML}:2:23: unknown value 'most'"),
        ("a:\n  model_solution: 3\n", f"{YAML}:2:19: expected true or false"),
        ("a/**:\n  permitted: [AC]\n", f"{YAML}:2:3: the pattern 'a/**' '**' is no pattern"),
        ("a:\n  secret/[1]: {}\n", f"{YAML}:2:15: the pattern 'secret/[1]'"),
        ("a:\n  secret/1:\n    language: c\n", f"{YAML}:3:5: unknown key 'language'"),
        ("a: 3\n", f"{YAML}:1:4: expected a mapping"),
        ("- a\n", f"{YAML}:1:1: expected a mapping"),
    ],
)
def test_a_mistake_in_submissions_yaml_is_told_with_its_place(
    tmp_path: Path, yaml: str, message: str
) -> None:
    assert told(tmp_path, {YAML: yaml}).startswith(message)


# ---------------------------------------------------------------- the legacy format


@pytest.mark.parametrize(
    ("folder", "overall", "bound"),
    [
        ("accepted", "AC", "lower"),
        ("partially_accepted", "AC PA", None),
        ("slow_accepted", "AC TLE", None),
        ("wrong_answer", "WA", None),
        ("time_limit_exceeded", "TLE", "upper"),
        ("run_time_error", "RTE", None),
        ("runtime_error", "RTE", None),
        ("rejected", "RTE TLE WA", None),
        ("brute_force", "RTE TLE", None),
    ],
)
def test_folders_of_the_legacy_format(
    tmp_path: Path, folder: str, overall: str, bound: str | None
) -> None:
    found = rule(only(tmp_path, f"{folder}/a.sh", {}, LEGACY))
    assert (words(found.overall), found.bound) == (overall, bound)


# ---------------------------------------------------------------- comments


@pytest.mark.parametrize(
    ("comment", "overall"),
    [
        ("# @EXPECTED_RESULTS@: WRONG-ANSWER", "WA"),
        ("/* @EXPECTED_RESULTS@: TIMELIMIT, RUN-ERROR */", "RTE TLE"),
        ("// @EXPECTED_RESULTS@: ACCEPTED,WRONG_ANSWER,TIME_LIMIT_EXCEEDED,RUN_TIME_ERROR\r", None),
        ("<!-- @expected_results@: correct -->", "AC"),
        ("# @EXPECTED_RESULTS@: NO-OUTPUT", "WA"),
        ("# @EXPECTED_RESULTS@: OUTPUT-LIMIT", "OLE"),
        ("# @EXPECTED_RESULTS@: COMPILER-ERROR", "CE"),
        ("# @EXPECTED_SCORE@: CORRECT", "AC"),
    ],
)
@pytest.mark.parametrize("head", [NEW, LEGACY])
def test_results_in_a_comment(tmp_path: Path, comment: str, overall: str | None, head: str) -> None:
    found = only(tmp_path, "mixed/a.sh", {"submissions/mixed/a.sh": f"{ECHO}{comment}\n"}, head)
    expected = "AC RTE TLE WA" if overall is None else overall
    assert words(rule(found).overall) == expected
    assert rule(found).place == f"{tmp_path}/submissions/mixed/a.sh:2"


def test_the_first_comment_counts_for_more_than_a_folder(tmp_path: Path) -> None:
    text = "# @EXPECTED_RESULTS@: TIMELIMIT\n# @EXPECTED_RESULTS@: CORRECT\n"
    found = only(tmp_path, "rejected/a.sh", {"submissions/rejected/a.sh": text}, LEGACY)
    assert words(rule(found).overall) == "TLE"


def test_a_score_in_a_comment(tmp_path: Path) -> None:
    text = "# @EXPECTED_RESULTS@: WRONG-ANSWER\n# @EXPECTED_SCORE@: 42.5\n"
    found = only(tmp_path, "mixed/a.sh", {"submissions/mixed/a.sh": text}, LEGACY)
    results, score = found.rules
    assert words(results.overall) == "WA"
    assert score.score == (42.5, 42.5)


def test_details_of_domjudge_name_language_and_entry(tmp_path: Path) -> None:
    name = "submissions/accepted/two/start.py"
    said = '{"submissions/accepted/two": {"language_id": "python3", "entry_point": "start.py"}}'
    package(tmp_path, {name: ECHO, "submissions.json": said}, LEGACY)
    found = examples(tmp_path)["accepted/two"]
    assert (found.language, found.entry) == ("python3", "start.py")


@pytest.mark.parametrize("said", ["[]", "{", '{"a": 3}', '{"a": {"entry_point": []}}'])
def test_details_that_are_none_are_told_with_their_place(tmp_path: Path, said: str) -> None:
    assert told(tmp_path, {"submissions.json": said}, LEGACY).startswith("submissions.json")


def test_an_unknown_result_is_told_with_its_line(tmp_path: Path) -> None:
    tree: dict[str, str | bytes] = {
        "submissions/mixed/a.sh": f"{ECHO}# @EXPECTED_RESULTS@: WRONG-ANSWR\n"
    }
    message = told(tmp_path, tree, LEGACY)
    assert message.startswith("submissions/mixed/a.sh:2: 'WRONG-ANSWR' is no expected result")
    assert "did you mean 'WRONG-ANSWER'?" in message


def grouped(grades: str) -> dict[str, str | bytes]:
    tree: dict[str, str | bytes] = {
        f"data/secret/g{group}/1.{end}": "1\n" for group in (1, 2, 3) for end in ("in", "ans")
    }
    return {**tree, "submissions/partially_accepted/a.sh": f"# @EXPECTED_GRADES@ {grades}\n"}


def legacy_groups(root: Path, grades: str) -> Path:
    package(root, grouped(grades), LEGACY)
    for name in ("2", "3"):
        for end in ("in", "ans"):
            (root / f"data/secret/{name}.{end}").unlink()
    return root


def test_grades_are_those_of_the_secret_groups(tmp_path: Path) -> None:
    legacy_groups(tmp_path, "AC WA TLE")
    rules = examples(tmp_path)["partially_accepted/a.sh"].rules[1:]
    assert [(one.tests and one.tests.text, words(one.overall)) for one in rules] == [
        ("secret/g1", "AC"),
        ("secret/g2", "WA"),
        ("secret/g3", "TLE"),
    ]


def test_grades_for_other_than_all_groups_are_refused(tmp_path: Path) -> None:
    legacy_groups(tmp_path, "AC WA")
    with pytest.raises(InputError, match="2 grades for 3 groups of secret tests"):
        examples(tmp_path)


# ---------------------------------------------------------------- time limits

MULTIPLIERS = """limits:
  time_resolution: 0.5
  time_multipliers: {ac_to_time_limit: 3, time_limit_to_tle: 1.25}
"""


@pytest.mark.parametrize(
    ("head", "timing"),
    [
        (NEW, Timing(resolution=1.0, slowest=2.0, fastest=1.5, strict=True)),
        (
            f"{NEW}{MULTIPLIERS}",
            Timing(resolution=0.5, slowest=3.0, fastest=1.25, strict=True),
        ),
        (LEGACY, Timing(slowest=5.0, fastest=2.0)),
        (
            f"{LEGACY}limits:\n  time_multiplier: 2.5\n  time_safety_margin: 3\n",
            Timing(slowest=2.5, fastest=3.0),
        ),
    ],
)
def test_how_the_time_limit_follows_is_the_packages_own(
    tmp_path: Path, head: str, timing: Timing
) -> None:
    problem = open_problem(package(tmp_path, {}, head))
    assert expectations.read(problem).timing == timing


# ---------------------------------------------------------------- whatever stands there

KEYS = st.sampled_from(
    [
        *("permitted", "required", "score", "message", "use_for_time_limit", "language"),
        *("entrypoint", "authors", "model_solution", "sample", "secret/*", "secret/{2,3}", "x"),
        *("accepted", "*/a.sh", "a/**", "{", "wrong_answer", "'[1]'"),
    ]
)
SCALARS = st.sampled_from(
    [
        *("", "~", "3", "-1", "9e99", "true", "AC", "[AC]", "[AC, TLE]", "[WA, WA]", "[]", "{}"),
        *(
            "[1, 2]",
            "[2, 1]",
            "lower",
            "upper",
            "'x'",
            "*a",
            "&a [AC]",
            "!!python/name:x",
            "[[",
            "\t",
        ),
    ]
)


@st.composite
def yamls(draw: st.DrawFn) -> str:
    """Something like a ``submissions.yaml``, at times no YAML at all."""
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 3))):
        lines.append(f"{draw(KEYS)}:")
        for _ in range(draw(st.integers(0, 3))):
            lines.append(f"  {draw(KEYS)}: {draw(SCALARS)}")
            if draw(st.booleans()):
                lines.append(f"    {draw(KEYS)}: {draw(SCALARS)}")
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n- a", "\0", "\x80"]))


def read_or_refused(root: Path) -> list[Example]:
    """The submissions, or none where the package is refused with a place in it."""
    try:
        return list(examples(root).values())
    except InputError as error:
        assert error.place.startswith(str(root))  # noqa: PT017 - both outcomes are fine
        return []


@given(yamls())
def test_any_submissions_yaml_is_read_or_refused_with_its_place(text: str) -> None:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        tree = {"submissions/accepted/a.sh": ECHO, "submissions/wrong_answer/a.sh": ECHO}
        root = package(Path(name), {**tree, YAML: text.encode("latin-1")})
        for example in read_or_refused(root):
            for one in example.rules:
                assert one.permitted is None or one.permitted <= FOUR
                assert one.required is None or one.required <= FOUR
                if one.permitted is not None and one.required is not None:
                    assert one.permitted & one.required
                assert one.score is None or one.score[0] <= one.score[1]


COMMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "@EXPECTED_RESULTS@:",
                "@EXPECTED_RESULTS@",
                "@EXPECTED_SCORE@: ",
                "@EXPECTED_GRADES@",
            ),
            *(" AC", " WA", "CORRECT", ", ", "TIMELIMIT", "12", "\n", "\r\n", "*/", "\0", "\udc80"),
            *("@", "@check-accepted: ", "@check-", "st1"),
        ]
    ),
    max_size=12,
).map("".join)


@given(COMMENTS, st.sampled_from([NEW, LEGACY]), st.sampled_from(["accepted", "mixed", "rejected"]))
def test_any_comment_is_read_or_refused_with_its_place(text: str, head: str, folder: str) -> None:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        data = text.encode(errors="surrogateescape")
        root = package(Path(name), {f"submissions/{folder}/a.sh": data}, head)
        for example in read_or_refused(root):
            assert example.paths == (root / f"submissions/{folder}/a.sh",)


@pytest.mark.parametrize("head", [NEW, LEGACY])
def test_a_link_out_of_the_package_is_refused(tmp_path: Path, head: str) -> None:
    outside = tmp_path / "secret.sh"
    outside.write_text(ECHO)
    root = package(tmp_path / "p", {"submissions/accepted/a.sh": ECHO}, head)
    (root / "submissions/accepted/b.sh").symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the package"):
        examples(root)

"""What is expected of solutions in the formats of other judges."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jury import write
from needs import IN_MEMORY

from judge import expectations, formats
from judge.errors import InputError
from judge.expectations import validators
from judge.expectations.model import Example, Rule

ECHO = "print(input())\n"
Tree = Mapping[str, str]


def examples(root: Path, tree: Tree) -> dict[str, Example]:
    write(root, tree)
    with formats.opened(root) as problem:
        return {one.name: one for one in expectations.read(problem).examples}


def shown(rule: Rule) -> tuple[str | None, str]:
    """The tests that a rule is about, and the verdicts that it asks for."""
    verdicts = rule.overall or rule.permitted or rule.required or frozenset()
    return rule.tests and rule.tests.text, " ".join(sorted(verdicts))


def rules(example: Example) -> list[tuple[str | None, str]]:
    return [shown(rule) for rule in example.rules]


# ---------------------------------------------------------------- Polygon


def polygon(*solutions: str) -> Tree:
    xml = (
        '<problem short-name="echo"><names><name language="english" value="Echo"/></names>'
        '<judging input-file="" output-file=""><testset name="tests">'
        "<time-limit>1000</time-limit><memory-limit>268435456</memory-limit>"
        "<test-count>1</test-count><input-path-pattern>tests/%02d</input-path-pattern>"
        "<answer-path-pattern>tests/%02d.a</answer-path-pattern>"
        '<tests><test method="manual"/></tests></testset></judging>'
        '<assets><checker name="std::wcmp.cpp" type="testlib"/>'
        f"<solutions>{''.join(solutions)}</solutions></assets></problem>"
    )
    return {"problem.xml": xml, "tests/01": "1\n", "tests/01.a": "1\n", "solutions/a.py": ECHO}


def solution(tag: str, path: str = "solutions/a.py", more: str = "") -> str:
    return f'<solution tag="{tag}"><source path="{path}" type="python.3"/>{more}</solution>'


@pytest.mark.parametrize(
    ("tag", "verdicts"),
    [
        ("main", "AC"),
        ("accepted", "AC"),
        ("wrong-answer", "WA"),
        ("presentation-error", "WA"),
        ("time-limit-exceeded", "TLE"),
        ("time-limit-exceeded-or-accepted", "AC TLE"),
        ("time-limit-exceeded-or-memory-limit-exceeded", "MLE TLE"),
        ("memory-limit-exceeded", "MLE"),
        ("rejected", "CE MLE OLE RTE TLE WA"),
        ("failed", "CE MLE OLE RTE TLE WA"),
    ],
)
def test_tags_of_polygon(tmp_path: Path, tag: str, verdicts: str) -> None:
    assert rules(examples(tmp_path, polygon(solution(tag)))["solutions/a.py"]) == [(None, verdicts)]


def test_validators_of_polygon_say_0(tmp_path: Path) -> None:
    validator = '<validators><validator><source path="files/v.cpp"/></validator></validators>'
    tree = dict(polygon(solution("main")))
    tree["problem.xml"] = tree["problem.xml"].replace("</assets>", f"{validator}</assets>")
    write(tmp_path, {**tree, "files/v.cpp": "", "files/testlib.h": ""})
    with formats.opened(tmp_path) as problem:
        found = validators.found(problem)
    assert found is not None
    assert found.paths == (tmp_path / "files/v.cpp",)
    assert found.include == (tmp_path / "files/testlib.h",)
    assert found.valid == 0


def test_an_unknown_tag_is_taken_for_rejected_and_noted(tmp_path: Path) -> None:
    write(tmp_path, polygon(solution("odd")))
    with formats.opened(tmp_path) as problem:
        jury = expectations.read(problem)
    assert "WA" in rules(jury.examples[0])[0][1]
    assert "unknown tag 'odd'" in jury.notes[0]


def test_further_tags_of_polygon_are_for_groups(tmp_path: Path) -> None:
    more = (
        '<extra-tags><extra-tag group="2" tag="time-limit-exceeded" testset="tests"/>'
        '<extra-tag testset="other" tag="accepted"/></extra-tags>'
    )
    found = examples(tmp_path, polygon(solution("rejected", more=more)))["solutions/a.py"]
    assert rules(found)[1:] == [("2", "TLE")]


# ---------------------------------------------------------------- DMOJ


def dmoj(test: str) -> Tree:
    return {
        "init.yml": "test_cases:\n- {in: 1.in, out: 1.out, points: 50}\n"
        "- {in: 2.in, out: 2.out, points: 50}\n",
        **{f"{name}.{end}": f"{name}\n" for name in (1, 2) for end in ("in", "out")},
        "tests/one/test.yml": test,
        "tests/one/a.py": ECHO,
        "tests/one/b.py": ECHO,
        "tests/notes.txt": "",
    }


def test_a_test_of_dmoj_has_limits_of_its_own(tmp_path: Path) -> None:
    text = "language: PY3\ntime: 2\nmemory: 65536\nsource: a.py\nexpect: [WA, TLE]\n"
    found = examples(tmp_path, dmoj(text))["tests/one/a.py"]
    assert (found.time, found.memory, found.own_order) == (2.0, 64 << 20, True)
    assert rules(found) == [(None, "TLE WA")]


def test_a_test_of_dmoj_may_name_several_sources(tmp_path: Path) -> None:
    found = examples(tmp_path, dmoj("source: [a.py, b.py]\n"))
    assert list(found) == ["tests/one/a.py", "tests/one/b.py"]
    assert rules(found["tests/one/b.py"]) == [(None, "AC")]


@pytest.mark.parametrize("cases", ["{2: WA}", "[AC, WA]"])
def test_cases_of_dmoj_are_expected_each(tmp_path: Path, cases: str) -> None:
    found = examples(tmp_path, dmoj(f"source: a.py\nexpect: AC\ncases: {cases}\n"))
    with formats.opened(tmp_path) as problem:
        names = [case.name for case in problem.tests.all_cases()]
    assert rules(found["tests/one/a.py"]) == [(names[0], "AC"), (names[1], "WA")]


def test_cases_that_are_not_there_are_passed_over(tmp_path: Path) -> None:
    found = examples(tmp_path, dmoj("source: a.py\nexpect: AC\ncases: {3: WA}\n"))
    assert rules(found["tests/one/a.py"]) == [(None, "AC")]


def test_python_2_is_not_taken_for_another_language(tmp_path: Path) -> None:
    found = examples(tmp_path, dmoj("source: a.py\nlanguage: PY2\n"))
    assert found["tests/one/a.py"].language == "python2"


def test_what_is_said_of_the_whole(tmp_path: Path) -> None:
    found = examples(tmp_path, dmoj("source: a.py\nexpect: CE\n"))["tests/one/a.py"]
    assert [rule.overall for rule in found.rules] == [{"CE"}]


# ---------------------------------------------------------------- CMS, TPS, Library Checker


def test_checks_of_task_maker_are_for_subtasks(tmp_path: Path) -> None:
    slow = (
        "# @check-accepted: st1 st2*\n# @check-time-limit-exceeded: st3\n/* @check-zero: st4 */\n"
        "// @check-wrong-answer:\n"
    )
    tree = {
        "task.yaml": "name: echo\ntitle: Echo\nn_input: 1\ntime_limit: 1\nmemory_limit: 256\n"
        "infile: ''\noutfile: ''\n",
        "input/input0.txt": "1\n",
        "output/output0.txt": "1\n",
        "sol/solution.py": ECHO,
        "sol/slow.py": slow,
        "sol/testlib.h": "",
    }
    found = examples(tmp_path, tree)
    assert list(found) == ["sol/slow.py", "sol/solution.py"]
    assert rules(found["sol/solution.py"]) == [(None, "AC")]
    first, second, third, fourth, last = found["sol/slow.py"].rules
    assert [shown(rule) for rule in (first, second, third)] == [
        ("st1", "AC"),
        ("st2*", "AC"),
        ("st3", "TLE"),
    ]
    assert (fourth.tests and fourth.tests.text, fourth.score) == ("st4", (0.0, 0.0))
    assert shown(last) == ("*", "WA")


def tps(solutions: object) -> Tree:
    problem = {"code": "echo", "name": "Echo", "time_limit": 1, "memory_limit": 1 << 28}
    return {
        "problem.json": json.dumps({**problem, "task_type": "Batch"}),
        "subtasks/01-all.json": '{"score": 100, "testcases": ["1"]}',
        "tests/1.in": "1\n",
        "tests/1.out": "1\n",
        "solution/a.py": ECHO,
        "solutions.json": json.dumps(solutions),
    }


def test_solutions_of_tps(tmp_path: Path) -> None:
    said = {"a.py": {"verdict": "time_limit", "except": {"01-all": "correct"}}}
    found = examples(tmp_path, tps(said))["solution/a.py"]
    assert rules(found) == [(None, "TLE"), ("01-all", "AC")]
    assert found.bounds("upper")


def library(solutions: str) -> Tree:
    return {
        "info.toml": 'title = "Echo"\ntimelimit = 2.0\nforum = ""\n'
        f'[[tests]]\nname = "example.in"\nnumber = 1\n{solutions}',
        "gen/example_00.in": "1\n",
        "in/example_00.in": "1\n",
        "out/example_00.out": "1\n",
        "checker.cpp": '#include "testlib.h"\nint main() {}\n',
        "testlib.h": "",
        "sol/correct.cpp": "int main() {}\n",
        "sol/a.cpp": "int main() {}\n",
    }


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [
        ("", "AC"),
        ("wrong = true", "RTE TLE WA"),
        ("allow_tle = true", "AC TLE"),
        ("allow_tle = true\nallow_re = true", "AC RTE TLE"),
        ('expect = "TLE"', "TLE"),
        ('expect = "RE"', "RTE"),
    ],
)
def test_solutions_of_library_checker(tmp_path: Path, said: str, verdicts: str) -> None:
    found = examples(tmp_path, library(f'[[solutions]]\nname = "a.cpp"\n{said}\n'))
    assert rules(found["sol/correct.cpp"]) == [(None, "AC")]
    assert rules(found["sol/a.cpp"]) == [(None, verdicts)]


# ---------------------------------------------------------------- mistakes

MISTAKES = {
    "a link out, in XML": (polygon(solution("main", "../x.py")), "problem.xml:1:"),
    "no file, in XML": (polygon(solution("main", "solutions/b.py")), "b.py"),
    "no source, in XML": (polygon('<solution tag="main"/>'), "<solution> has no <source>"),
    "a path out, of DMOJ": (dmoj("source: ../../../x.py\n"), "tests/one/test.yml:1:9"),
    "an absolute path, of DMOJ": (dmoj("source: /etc/passwd\n"), "tests/one"),
    "no source, of DMOJ": (dmoj("expect: AC\n"), "the key 'source' is missing"),
    "no such code, of DMOJ": (dmoj("source: a.py\nexpect: XY\n"), "test.yml:2:9: unknown value"),
    "a path out, of TPS": (tps({"../x.py": {"verdict": "correct"}}), "solutions.json"),
    "no verdict, of TPS": (tps({"a.py": {}}), "'a.py' has no verdict"),
    "no such verdict, of TPS": (tps({"a.py": {"verdict": "fine"}}), "unknown value 'fine'"),
    "a path out, of Library Checker": (library('[[solutions]]\nname = "../x"\n'), "info.toml"),
    "no name, of Library Checker": (library("[[solutions]]\nwrong = true\n"), "'name' is missing"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, mistake: str) -> None:
    tree, message = MISTAKES[mistake]
    (tmp_path / "x.py").write_text(ECHO)
    with pytest.raises(InputError) as caught:
        examples(tmp_path / "p" / "q", tree)
    assert message in str(caught.value)


WORDS = st.sampled_from(
    [
        *("a.py", "b.py", "../x", "/etc/passwd", "", ".", "..", "AC", "WA", "*", "XY", "[AC, WA]"),
        *(
            "{1: AC}",
            "{9: AC}",
            "{x: AC}",
            "[]",
            "{}",
            "~",
            "true",
            "-1",
            "1e9",
            "9" * 40,
            "&a [*a]",
        ),
    ]
)
KEYS = ("source", "expect", "cases", "time", "memory", "skip", "language")


@given(st.dictionaries(st.sampled_from(KEYS), WORDS))
def test_any_test_of_dmoj_is_read_or_refused_with_its_place(keys: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in keys.items())
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        try:
            found = examples(Path(name), dmoj(text))
        except InputError as error:
            assert error.place.startswith(name)  # noqa: PT017 - both outcomes are fine
            return
        for example in found.values():
            assert all(path.is_relative_to(name) and path.is_file() for path in example.paths)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**25) | st.sampled_from(["a.py", "correct", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a.py", "../x", "verdict", "except", "s"]), inner)
    ),
    max_leaves=6,
)


@given(JSONS)
def test_any_solutions_of_tps_are_read_or_refused_with_their_place(value: object) -> None:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        try:
            found = examples(Path(name), tps(value))
        except InputError as error:
            assert error.place.startswith(name)  # noqa: PT017 - both outcomes are fine
            return
        assert all(one.paths == (Path(name, "solution/a.py"),) for one in found.values())

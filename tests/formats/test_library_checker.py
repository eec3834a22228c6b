from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from packages import Make, Tree

from judge.errors import InputError
from judge.formats import open_problem
from judge.formats.archive import Scratch
from judge.problem import Problem, ProblemLimits, Validator

INFO = """title = 'Sum'
timelimit = 2.5
forum = "https://example.org"
[[tests]]
    name = "example.in"
    number = 2
[[tests]]
    name = "random.cpp"
    number = 3
[[solutions]]
    name = "wa.cpp"
    expect = "WA"
[params]
    MAX = 1_000_000
    EPS = 1e-6
    WORD = "a b"
"""
FILES = {
    "gen/example_00.in": "0\n",
    "gen/example_01.in": "1\n",
    "gen/random.cpp": "",
    "gen/tree.hpp": "",
    "sol/correct.cpp": "",
    "checker.cpp": '#include "testlib.h"\n#include "params.h"\n',
    "testlib.h": "",
}
MADE = {
    f"{side}/{name}_{number:02d}.{side}": ""
    for side in ("in", "out")
    for name, count in (("example", 2), ("random", 3))
    for number in range(count)
}


def repository(info: str = INFO, files: Tree | None = None) -> Tree:
    own = {"info.toml": info, **FILES, **(files or {})}
    common = {"common/random.h": "", "common/testlib.h": ""}
    return {**common, **{f"sample/sum/{name}": text for name, text in own.items()}}


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    with Scratch() as made:
        yield made


def opened(root: Path, scratch: Scratch) -> Problem:
    return open_problem(root / "sample/sum", scratch=scratch)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_problem_is_read_with_what_makes_its_tests(make: Make, scratch: Scratch) -> None:
    root = make(repository())
    problem = opened(root, scratch)
    assert (problem.format, problem.name, problem.type) == ("library-checker", "Sum", "pass-fail")
    assert problem.limits == ProblemLimits(cpu_time=2.5, memory=1 << 30)
    cases = problem.tests.cases
    names = ["example_00", "example_01", "random_00", "random_01", "random_02"]
    assert [case.name for case in cases] == names
    assert cases[1].input == root / "sample/sum/gen/example_01.in"
    assert cases[1].generator is None
    generators = [case.generator for case in cases[2:] if case.generator is not None]
    assert [one.arguments for one in generators] == [("0",), ("1",), ("2",)]
    assert len({one.program for one in generators}) == 1
    assert not any(one.makes_answer for one in generators)
    assert len({case.solution for case in cases}) == 1
    assert "./generate.py -p sum" in generators[0].instead


def test_programs_are_put_together_with_their_headers(make: Make, scratch: Scratch) -> None:
    problem = opened(make(repository()), scratch)
    generator, checker = problem.tests.cases[2].generator, problem.tests.cases[0].checker
    assert generator is not None
    common = ["gen/random.h", "gen/testlib.h", "random.h", "testlib.h"]
    assert files(generator.program) == sorted(
        [*common, "gen/random.cpp", "gen/tree.hpp", "params.h"]
    )
    assert isinstance(checker, Validator)
    assert (checker.protocol, checker.programs[0].name) == ("testlib", "checker")
    assert (checker.programs[0] / "params.h").read_text() == (
        '#define MAX (long long)1000000\n#define EPS 1e-6\n#define WORD "a b"\n'
    )


def test_submissions_may_include_what_the_problems_own_do(make: Make, scratch: Scratch) -> None:
    problem = opened(make(repository(files={"fastio.h": ""})), scratch)
    assert problem.include is not None
    common = ["gen/random.h", "gen/testlib.h", "random.h", "sol/random.h", "sol/testlib.h"]
    assert files(problem.include / "default") == sorted(
        [*common, "fastio.h", "gen/tree.hpp", "params.h", "testlib.h"]
    )


def test_tests_that_are_there_are_used(make: Make, scratch: Scratch) -> None:
    root = make(repository(files=MADE))
    for case in opened(root, scratch).tests.cases:
        assert case.input == root / f"sample/sum/in/{case.name}.in"
        assert case.answer == root / f"sample/sum/out/{case.name}.out"
        assert case.generator is case.solution is None


def test_checker_may_be_called_otherwise(make: Make, scratch: Scratch) -> None:
    info = "checker = 'check/mine.cpp'\n" + INFO
    problem = opened(make(repository(info, {"check/mine.cpp": ""})), scratch)
    checker = problem.tests.cases[0].checker
    assert isinstance(checker, Validator)
    assert (checker.programs[0] / "check/mine.cpp").is_file()


def change(old: str, new: str) -> Tree:
    assert old in INFO
    return repository(INFO.replace(old, new, 1))


def without(*names: str) -> Tree:
    return {
        name: text
        for name, text in repository().items()
        if not any(name.endswith(one) for one in names)
    }


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (change("2.5", "-1"), "info.toml: $.timelimit: -1 is too small"),
        (change("2.5", "1e400"), "info.toml: $.timelimit: expected a number"),
        (change("2.5", "9" * 5000), "info.toml: has a line of more than 2000 characters"),
        (change("2.5", "[" * 1900), "info.toml: is nested more than 100 levels deep"),
        (change("number = 2", ""), "info.toml: $.tests[0]: expected a 'name' and a 'number'"),
        (change("number = 2", "number = 1000000000"), "info.toml: $.tests[0].number: 1000000000"),
        (change("example.in", "a/b.in"), "info.toml: $.tests[0].name: 'a/b.in' is no test"),
        (change("example.in", "x.rb"), "info.toml: $.tests[0].name: 'x.rb' is no test"),
        (change("example.in", "random.cpp"), "info.toml: $.tests: names two tests alike"),
        (change("random.cpp", "gone.cpp"), "gen/gone.cpp: cannot be read: No such file"),
        (change("number = 2", "number = 3"), "gen/example_02.in: cannot be read: No such file"),
        (change("MAX =", "'M X' ="), "info.toml: $.params.M X: 'M X' is no name of a parameter"),
        (change("1e-6", "true"), "info.toml: $.params.EPS: expected a number or a plain text"),
        (change("a b", '\\"'), "info.toml: $.params.WORD: expected a number or a plain text"),
        (without("checker.cpp"), "checker.cpp: cannot be read: No such file"),
        (without("sol/correct.cpp"), "sol/correct.cpp: cannot be read: No such file"),
        (without("testlib.h"), "checker.cpp: needs testlib.h, which the package lacks"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    make: Make, scratch: Scratch, tree: Tree, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("judge.formats.testlib.SYSTEM", ())
    root = make(tree)
    with pytest.raises(InputError) as caught:
        opened(root, scratch)
    assert str(caught.value).replace(f"{root}/sample/sum/", "").startswith(message)


@pytest.mark.parametrize("name", ["gen/tree.hpp", "checker.cpp", "in", "info.toml"])
def test_link_that_leads_out_is_not_followed(make: Make, scratch: Scratch, name: str) -> None:
    root = make(repository(files=MADE))
    place = root / "sample/sum" / name
    place.rename(root.parent / "elsewhere")
    place.symlink_to(root.parent / "elsewhere")
    with pytest.raises(InputError, match="leads out of the package"):
        opened(root, scratch)


def test_link_out_of_the_common_headers_is_not_followed(make: Make, scratch: Scratch) -> None:
    root = make(repository())
    (root / "common/random.h").unlink()
    (root / "common/random.h").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match=r"random\.h: leads out of the package"):
        opened(root, scratch)

from __future__ import annotations

import pytest
from packages import Make, Refused, Tree

from judge.checkers import POLYGON
from judge.formats import open_problem
from judge.problem import Group, Interactor, ProblemType, Validator

CHECKER = '<checker name="std::mine.cpp" type="testlib"><source path="files/check.cpp"/></checker>'
FILES = {
    "tests/01": "1\n",
    "tests/01.a": "1\n",
    "tests/02": "2\n",
    "tests/02.a": "2\n",
    "files/check.cpp": '#include "testlib.h"\nint main() {}\n',
    "files/testlib.h": "",
}


def set_of(
    tests: str = "<test/><test/>", more: str = "", name: str = "tests", count: int = 2
) -> str:
    return f"""<testset name="{name}">
        <time-limit>1500</time-limit><memory-limit>268435456</memory-limit>
        <test-count>{count}</test-count>
        <input-path-pattern>tests/%02d</input-path-pattern>
        <answer-path-pattern>tests/%02d.a</answer-path-pattern>
        <tests>{tests}</tests>{more}</testset>"""


def package(
    sets: str | None = None, assets: str = CHECKER, judging: str = "", files: str = ""
) -> Tree:
    xml = f"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
<problem short-name="sum" revision="3">
  <names><name language="russian" value="Сумма"/><name language="english" value="Sum"/></names>
  <judging cpu-name="x" input-file="" output-file="" {judging}>{sets or set_of()}</judging>
  <files><resources>{files}</resources></files>
  <assets>{assets}</assets>
</problem>
"""
    return {"problem.xml": xml, **FILES}


def test_package_is_read_with_its_limits(make: Make) -> None:
    root = make(package())
    problem = open_problem(root)
    assert (problem.format, problem.name, problem.type) == ("polygon", "Sum", "pass-fail")
    assert (problem.limits.cpu_time, problem.limits.memory) == (1.5, 256 << 20)
    assert problem.input_file is problem.output_file is None
    cases = problem.tests.all_cases()
    assert [case.name for case in cases] == ["01", "02"]
    assert [case.input for case in cases] == [root / "tests/01", root / "tests/02"]
    assert [case.answer for case in cases] == [root / "tests/01.a", root / "tests/02.a"]
    check = root / "files/check.cpp"
    assert {case.checker for case in cases} == {Validator(programs=(check,), protocol="testlib")}
    assert problem.notes == ()


def test_pretests_are_no_tests_of_their_own(make: Make) -> None:
    sets = set_of(name="pretests", tests="<test/>", count=1) + set_of()
    problem = open_problem(make(package(sets)))
    assert len(problem.tests.all_cases()) == 2
    assert problem.notes == ()


def test_a_testset_that_is_not_judged_is_told(make: Make) -> None:
    problem = open_problem(make(package(set_of() + set_of(name="stress"))))
    assert "testset 'stress' is not judged" in problem.notes[0]


def test_a_testset_alone_decides_whatever_its_name(make: Make) -> None:
    assert len(open_problem(make(package(set_of(name="main")))).tests.all_cases()) == 2


def test_tests_may_be_counted_and_not_listed(make: Make) -> None:
    sets = set_of(tests="").replace("%02d", "%d")
    tree = package(sets) | {"tests/1": "", "tests/1.a": "", "tests/2": "", "tests/2.a": ""}
    assert [case.input.name for case in open_problem(make(tree)).tests.cases] == ["1", "2"]


def test_number_in_a_path_grows_with_the_tests(make: Make) -> None:
    tree = package(set_of("<test/>" * 100, count=100))
    tree |= {f"tests/{number:02d}{end}": "" for number in range(1, 101) for end in ("", ".a")}
    assert open_problem(make(tree)).tests.all_cases()[-1].input.name == "100"


def test_files_in_place_of_streams_are_named(make: Make) -> None:
    tree = package(judging="")
    tree["problem.xml"] = tree["problem.xml"].replace(
        'input-file="" output-file=""', 'input-file="sum.in" output-file="sum.out"'
    )
    problem = open_problem(make(tree))
    assert (problem.input_file, problem.output_file) == ("sum.in", "sum.out")


def test_interactor_and_its_headers_are_found(make: Make) -> None:
    assets = f'{CHECKER}<interactor><source path="src/interact.cpp"/></interactor>'
    tree = package(assets=assets, files='<file path="lib/extra.h" type="h.g++"/>')
    tree |= {"src/interact.cpp": '# include "testlib.h"\n', "lib/extra.h": ""}
    root = make(tree)
    problem = open_problem(root)
    assert problem.types == (ProblemType.PASS_FAIL, ProblemType.INTERACTIVE)
    headers = (root / "lib/extra.h", root / "files/testlib.h")
    assert problem.tests.cases[0].interactor == Interactor(
        program=root / "src/interact.cpp", protocol="testlib", include=headers
    )


def test_copy_of_a_checker_stands_in_for_its_source(make: Make) -> None:
    checker = (
        '<checker type="testlib"><source path="files/c.cpp"/><copy path="check.cpp"/></checker>'
    )
    root = make(package(assets=checker) | {"check.cpp": '#include "testlib.h"\n'})
    checker_of = open_problem(root).tests.cases[0].checker
    assert isinstance(checker_of, Validator)
    assert checker_of.programs == (root / "check.cpp",)
    assert checker_of.include == (root / "files/testlib.h",)


def test_sources_that_are_compiled_with_a_solution_are_its_harness(make: Make) -> None:
    stages = '<stages><stage name="compile"/></stages><assets><asset name="solution"/></assets>'
    file = f'<file path="files/grader.{{}}" type="{{}}" for-type="cpp.*">{stages}</file>'
    files = file.format("cpp", "cpp.g++17") + file.format("h", "h.g++")
    root = make(package(files=files) | {"files/grader.cpp": "", "files/grader.h": ""})
    harness = open_problem(root).harness
    assert harness is not None
    assert harness.files == (root / "files/grader.cpp", root / "files/grader.h")
    assert harness.submission == ""


NEEDS = """<group name="x" points-policy="each-test">
  <dependencies><dependency group="{}"/></dependencies></group>"""
GROUPS = """<groups>
  <group name="b" points-policy="complete-group" points="60.5">
    <dependencies><dependency group="a"/></dependencies></group>
  <group name="a" points-policy="each-test" feedback-policy="complete"/>
  <group name="none" points-policy="each-test"/>
</groups>"""


def scored(tests: str, more: str = GROUPS) -> Tree:
    tree = package(set_of(tests, more, count=tests.count("<test")))
    count = range(1, tests.count("<test") + 1)
    return tree | {f"tests/{number:02d}{end}": "" for number in count for end in ("", ".a")}


def shape(group: Group) -> tuple[str, str, float | None, list[str], tuple[str, ...]]:
    names = [case.name for case in group.cases]
    return group.name, group.aggregation, group.max_score, names, group.require_pass


def test_groups_add_up_as_their_policies_say(make: Make) -> None:
    problem = open_problem(
        make(
            scored(
                '<test group="b" points="60.5"/><test group="b" points="0"/>'
                '<test group="a" points="10"/><test group="a" points="20"/><test points="9.5"/>'
            )
        )
    )
    assert problem.types == (ProblemType.SCORING,)
    root = problem.tests
    assert shape(root) == ("", "sum", 100.0, ["05"], ())
    assert [shape(group) for group in root.groups] == [
        ("a", "sum", 30.0, ["03", "04"], ()),
        ("b", "pass-fail", 60.5, ["01", "02"], ("a",)),
    ]
    assert [group.stop_on_reject for group in (root, *root.groups)] == [False, False, True]
    assert [case.max_score for case in root.groups[0].cases] == [10.0, 20.0]
    assert "the group 'none' has no tests" in problem.notes[0]


def test_points_of_a_whole_group_may_stand_at_the_group_alone(make: Make) -> None:
    groups = '<groups><group name="a" points-policy="complete-group" points="7"/></groups>'
    root = open_problem(make(scored('<test group="a"/><test group="a"/>', groups))).tests
    assert shape(root.groups[0]) == ("a", "pass-fail", 7.0, ["01", "02"], ())


def test_groups_without_points_change_nothing(make: Make) -> None:
    groups = '<groups><group name="a" points-policy="complete-group"/></groups>'
    problem = open_problem(make(scored('<test group="a"/><test/>', groups)))
    assert (problem.type, shape(problem.tests)) == (
        "pass-fail",
        ("", "pass-fail", None, ["01", "02"], ()),
    )
    assert problem.tests.cases[0].group == "a"
    assert problem.tests.cases[0].max_score is None


@pytest.mark.parametrize(
    ("tests", "groups", "message"),
    [
        ('<test group="x" points="1"/>', "", "the group 'x' is not declared in <groups>"),
        (
            '<test group="x" points="1"/>',
            '<group name="x"/>',
            "there is no points-policy (write each-test or complete-group)",
        ),
        (
            '<test group="x" points="1"/>',
            '<group name="x" points-policy="first"/>',
            "unknown points-policy 'first'",
        ),
        (
            '<test group="x"/>',
            '<group name="x" points-policy="each-test" points="5"/>',
            "the group has 5 points, and its tests 0 together",
        ),
        (
            '<test group="x" points="1"/>',
            NEEDS.format("z"),
            "there is no group 'z'",
        ),
        (
            '<test group="x" points="1"/>',
            NEEDS.format("x"),
            "the groups 'x' depend on each other",
        ),
        ('<test points="-1"/>', "", "<test> says '-1' (write a number from 0 to"),
    ],
)
def test_points_that_are_unclear_are_refused(
    refused: Refused, tests: str, groups: str, message: str
) -> None:
    said = refused(scored(tests, f"<groups>{groups}</groups>"))
    assert said.startswith("problem.xml:")
    assert message in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("<judging", '<!DOCTYPE a [<!ENTITY b "c">]><judging'), "is no valid XML"),
        (("<problem ", "<!DOCTYPE problem SYSTEM 'file:///etc/passwd'><problem "), "document type"),
        (("</problem>", ""), "is no valid XML: no element found"),
        (('encoding="utf-8"', 'encoding="klingon"'), "is no valid XML"),
        (("<names>", "<names>&boom;"), "is no valid XML: undefined entity"),
        (("tests/%02d<", "tests/%s<"), "'tests/%s' is no pattern of paths"),
        (("tests/%02d<", "tests/%099999999d<"), "is no pattern of paths"),
        (("tests/%02d<", "../%02d<"), "names '../01', which is no path in the package"),
        (("tests/%02d<", "/etc/%02d<"), "names '/etc/01', which is no path in the package"),
        (("<test-count>2", "<test-count>3"), "<test-count> is 3, and there are 2 tests"),
        (("1500", "1.5e99"), "<time-limit> says '1.5e99'"),
        (("268435456", "much"), "<memory-limit> says 'much'"),
        (('input-file=""', 'input-file="../x"'), "input-file is '../x', which is no plain name"),
        (('input-file=""', 'run-count="2"'), "run-count is 2: not supported yet"),
        (("<assets>", "<assets><scorer/>"), "a scorer: not supported yet"),
        (('type="testlib"', 'type="other"'), "a checker of the type 'other': not supported yet"),
        (("<checker", "<chequer"), "is no valid XML: mismatched tag"),
        (("files/check.cpp", "files/gone.cpp"), "cannot be read: No such file"),
        (("files/check.cpp", "../check.cpp"), "names '../check.cpp', which is no path"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    refused: Refused, change: tuple[str, str], message: str
) -> None:
    tree = package()
    assert change[0] in tree["problem.xml"]
    tree["problem.xml"] = tree["problem.xml"].replace(*change)
    said = refused(tree)
    assert message in said
    assert said.split(":")[0] in {"problem.xml", "files/gone.cpp"}


def test_no_checker_and_no_testset_are_told(refused: Refused) -> None:
    assert "<assets> names no checker" in refused(package(assets="<validators/>"))
    assert "there is no <testset>" in refused(package("<nothing/>"))


def test_which_of_several_testsets_decides_must_be_clear(refused: Refused) -> None:
    said = refused(package(set_of(name="a") + set_of(name="b")))
    assert "which of the testsets 'a', 'b' decides is unknown (call the one" in said


@pytest.mark.parametrize("gone", ["tests/02", "tests/02.a"])
def test_standard_packages_are_told_how_to_be_completed(refused: Refused, gone: str) -> None:
    tree = package()
    del tree[gone]
    said = refused(tree)
    assert said.startswith(f"{gone}: is missing: a standard package lacks what is generated")
    assert "download the full package from Polygon, or run the doall.sh" in said


EXECUTABLE = '<executable><source path="src/gen.cpp"/><binary path="gen.exe"/></executable>'
MAIN = '<solutions><solution tag="accepted"><source path="a.cpp"/></solution>'
MAIN += '<solution tag="main"><source path="src/main.cpp"/></solution></solutions>'


def standard(tests: str, assets: str = CHECKER + MAIN) -> Tree:
    tree = package(set_of(tests), assets)
    files = f"</resources><executables>{EXECUTABLE}</executables>"
    tree["problem.xml"] = tree["problem.xml"].replace("</resources>", files)
    tree |= {"src/gen.cpp": '#include "testlib.h"\n', "src/main.cpp": ""}
    return {name: text for name, text in tree.items() if name not in ("tests/02", "tests/02.a")}


def test_what_a_standard_package_lacks_is_made_by_its_programs(make: Make) -> None:
    root = make(standard('<test/><test cmd="gen -n 10 &quot;a b&quot;" method="generated"/>'))
    problem = open_problem(root)
    whole, made = problem.tests.cases
    assert whole.generator is whole.solution is None
    assert made.generator is not None
    assert made.generator.program == root / "src/gen.cpp"
    assert made.generator.arguments == ("-n", "10", "a b")
    assert made.generator.include == (root / "files/testlib.h",)
    assert not made.generator.makes_answer
    assert made.solution is not None
    assert made.solution.program == root / "src/main.cpp"
    assert "1 of 2 tests are not all there" in problem.notes[0]


def test_answers_alone_may_be_missing(make: Make) -> None:
    root = make(standard("<test/><test/>") | {"tests/02": ""})
    made = open_problem(root).tests.cases[1]
    assert (made.input, made.answer, made.generator) == (root / "tests/02", None, None)
    assert made.solution is not None


@pytest.mark.parametrize(
    "tree",
    [
        standard("<test/><test/>"),
        standard('<test/><test cmd="other 1"/>'),
        standard('<test/><test cmd="gen 1" from-file="2"/>'),
        standard('<test/><test cmd="gen 1"/>', CHECKER),
        standard(
            '<test/><test cmd="gen 1"/>',
            f'{CHECKER}{MAIN}<interactor><source path="files/check.cpp"/></interactor>',
        ),
    ],
)
def test_what_nothing_in_the_package_makes_is_missing(refused: Refused, tree: Tree) -> None:
    assert "is missing: a standard package lacks what is generated (download" in refused(tree)


def test_a_command_with_an_open_quote_is_told(refused: Refused) -> None:
    said = refused(standard('<test/><test cmd="gen \'1"/>'))
    assert said.startswith("problem.xml:")
    assert "the command 'gen '1' has an open quote (close it)" in said


def test_testlib_that_is_nowhere_is_asked_for(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("judge.formats.testlib.SYSTEM", ())
    tree = package()
    del tree["files/testlib.h"]
    said = refused(tree)
    assert said.startswith("files/check.cpp: needs testlib.h, which the package lacks (put ")


@pytest.mark.parametrize("name", ["wcmp", "ncmp", "rcmp6", "yesno"])
def test_stock_checkers_need_no_source(make: Make, name: str) -> None:
    root = make(package(assets=f'<checker name="std::{name}.cpp" type="testlib"/>'))
    assert open_problem(root).tests.cases[0].checker == POLYGON[name]


def test_a_checker_that_only_bears_a_stock_name_is_asked_itself(make: Make) -> None:
    assets = CHECKER.replace("std::mine.cpp", "wcmp.cpp")
    assert isinstance(open_problem(make(package(assets=assets))).tests.cases[0].checker, Validator)


def test_a_stock_checker_that_is_not_known_needs_its_source(refused: Refused) -> None:
    said = refused(package(assets='<checker name="std::mine.cpp" type="testlib"/>'))
    assert "the checker 'std::mine.cpp', which is not known here, has no source" in said


def test_link_that_leads_out_is_not_followed(make: Make, refused: Refused) -> None:
    tree = package()
    root = make(tree)
    (root / "tests/02").unlink()
    (root / "tests/02").symlink_to("/etc/hostname")
    assert "leads out of the package" in refused({})
    (root / "tests/02").unlink()
    (root / "tests").rename(root.parent / "elsewhere")
    (root / "tests").symlink_to(root.parent / "elsewhere")
    assert "leads out of the package" in refused({})

"""DMOJ's init.yml: what its judge would take for the tests, their points and their checkers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from packages import Make, Tree

from judge import checkers
from judge import problem as problems
from judge.errors import InputError
from judge.formats import opened
from judge.problem import Comparison, Group, Interactor, Problem, ProblemType, Validator

FILES = {f"{number}.{end}": f"{number}\n" for number in range(1, 6) for end in ("in", "out")}
ONE = "test_cases: [{in: 1.in, out: 1.out}]\n"


class Open:
    """Opens problems, each until the test's end."""

    def __init__(self, make: Make, stack: ExitStack) -> None:
        self._make, self._stack = make, stack

    def __call__(self, init: str, tree: Tree | None = None) -> Problem:
        root = self._make({"init.yml": init, **FILES, **(tree or {})})
        return self._stack.enter_context(opened(root))

    def packed(self, init: str, members: Tree, tree: Tree | None = None) -> Problem:
        root = self._make({"init.yml": f"archive: data.zip\n{init}", **(tree or {})})
        with zipfile.ZipFile(root / "data.zip", "w") as archive:
            for name, text in members.items():
                archive.writestr(name, text)
        return self._stack.enter_context(opened(root))


@pytest.fixture
def problem(make: Make) -> Iterator[Open]:
    with ExitStack() as stack:
        yield Open(make, stack)


def complaint(problem: Open, init: str, tree: Tree | None = None) -> str:
    with pytest.raises(InputError) as caught:
        problem(init, tree)
    return str(caught.value).rpartition("init.yml:")[2]


def texts(case: problems.TestCase) -> tuple[str, str]:
    assert case.answer is not None
    return case.input.read_text(), case.answer.read_text()


def shown(tests: Group) -> list[tuple[str, list[str], float | None]]:
    return [
        (group.name, [case.name for case in group.cases], group.max_score) for group in tests.groups
    ]


def test_cases_and_batches_are_worth_their_points(problem: Open) -> None:
    found = problem(
        "points: 3\n"
        "test_cases:\n"
        "- {in: 1.in, out: 1.out, points: 5}\n"
        "- {in: 2.in, out: 2.out}\n"
        "- points: 10\n"
        "  batched:\n"
        "  - {in: 3.in, out: 3.out}\n"
        "  - {in: 4.in, out: 4.out}\n"
    )
    assert (found.format, found.types) == ("dmoj", (ProblemType.SCORING,))
    assert shown(found.tests) == [
        ("cases1", ["1", "2"], 8.0),
        ("batch1", ["batch1/1", "batch1/2"], 10.0),
    ]
    assert [case.max_score for case in found.tests.all_cases()] == [5.0, 3.0, 10.0, 10.0]
    single, batch = found.tests.groups
    assert (found.tests.aggregation, single.aggregation, batch.aggregation) == ("sum", "sum", "min")
    assert (found.tests.stop_on_reject, single.stop_on_reject, batch.stop_on_reject) == (
        *(False, False),
        True,
    )
    assert texts(found.tests.all_cases()[2]) == ("3\n", "3\n")


def test_batch_depends_on_earlier_batches_and_all_on_pretests(problem: Open) -> None:
    found = problem(
        "pretest_test_cases: [{in: 5.in, out: 5.out, points: 7}]\n"
        "test_cases:\n"
        "- batched: [{in: 1.in, out: 1.out}]\n"
        "- {in: 2.in, out: 2.out, points: 0}\n"
        "- batched: [{in: 3.in, out: 3.out}]\n"
        "  dependencies: [1]\n"
    )
    pretests, first, zero, second = found.tests.groups
    assert (pretests.max_score, zero.max_score) == (0.0, 0.0)
    assert pretests.require_pass == ()
    assert first.require_pass == (pretests.name,)
    assert second.require_pass == ("batch1", pretests.name, zero.name)


def test_key_holds_below_where_it_stands(problem: Open) -> None:
    found = problem(
        "checker: identical\n"
        "test_cases:\n"
        "- {in: 1.in, out: 1.out}\n"
        "- checker: {name: floats, args: {precision: 2}}\n"
        "  out: 2.out\n"
        "  batched: [{in: 2.in}, {in: 3.in, checker: standard}]\n"
    )
    checks = [case.checker for case in found.tests.all_cases()]
    names = (("identical", {}), ("floats", {"precision": 2}), ("standard", {}))
    assert checks == [checkers.dmoj(name, arguments) for name, arguments in names]
    assert [texts(case)[1] for case in found.tests.all_cases()] == ["1\n", "2\n", "2\n"]


def test_members_of_the_archive_come_before_files(problem: Open) -> None:
    found = problem.packed(ONE, {"1.in": "packed\n", "1.out": "x\n"}, FILES)
    assert texts(found.tests.all_cases()[0]) == ("packed\n", "x\n")
    assert any("1.in: not used, since the archive holds another" in note for note in found.notes)


def test_names_in_the_archive_tell_batches_and_cases(problem: Open) -> None:
    names = ["1", "2.1", "2.2", "10"]
    members = {f"{name}.{end}": f"{name}\n" for name in names for end in ("in", "out")}
    found = problem.packed("points: 4\n", {**members, "readme": ""})
    assert shown(found.tests) == [
        *(("cases1", ["1"], 4.0), ("batch1", ["batch1/1", "batch1/2"], 4.0)),
        ("cases4", ["4"], 4.0),
    ]
    assert [texts(case)[0] for case in found.tests.all_cases()] == ["1\n", "2.1\n", "2.2\n", "10\n"]


def test_patterns_and_points_of_a_map_are_used(problem: Open) -> None:
    members = {f"{name}.{end}": "" for name in ("x.1", "x.2", "7") for end in ("in", "out")}
    found = problem.packed(
        "test_cases:\n"
        r"  input_format: ((?P<batch>\w+)\.)?(?P<case>\d+)\.in" + "\n"
        r"  output_format: ((?P<batch>\w+)\.)?(?P<case>\d+)\.out" + "\n"
        "  case_points: [0, 9]\n",
        members,
    )
    assert shown(found.tests) == [("batch1", ["batch1/1", "batch1/2"], 0.0), ("cases3", ["3"], 9.0)]


@pytest.mark.parametrize(
    ("given", "read"),
    [("1\r\n2", "1\n2\n"), ("1\r2\r\n", "1\n2\n"), ("1\n", "1\n"), ("", "")],
)
def test_line_ends_of_inputs_are_unified_unless_they_are_binary(
    problem: Open, make: Make, given: str, read: str
) -> None:
    root = make({"init.yml": ONE, "1.out": ""})
    (root / "1.in").write_bytes(given.encode())
    with opened(root) as found:
        assert found.tests.all_cases()[0].input.read_bytes() == read.encode()
    (root / "init.yml").write_text(f"binary_data: true\n{ONE}")
    with opened(root) as found:
        (case,) = found.tests.all_cases()
        assert case.input == root / "1.in"
        assert case.checker == checkers.dmoj("standard", {}, binary=True)


def test_bridged_checker_is_asked_as_its_type_has_it(problem: Open) -> None:
    found = problem(
        "checker:\n"
        "  name: bridged\n"
        "  args: {files: [c.cpp, c.h], type: coci, time_limit: 5, memory_limit: 1024,\n"
        "         args_format_string: 'x {answer_file} \"a b\" {output_file}'}\n" + ONE,
        {"c.cpp": "", "c.h": ""},
    )
    (case,) = found.tests.all_cases()
    assert case.checker == Validator(
        programs=(found.path / "c.cpp",),
        protocol="coci",
        words=("x", "{answer}", "a b", "{output}"),
    )
    assert (found.limits.validation_time, found.limits.validation_memory) == (5.0, 1 << 20)


def test_defines_and_languages_of_a_program_are_kept_in_a_copy(problem: Open) -> None:
    found = problem(
        "checker:\n"
        "  name: bridged\n"
        "  args: {files: [c.txt, d.h], lang: CPP17, flags: [-DN=3, -DFLAG, -O2]}\n" + ONE,
        {"c.txt": "int main() {}\n", "d.h": "x\n"},
    )
    (case,) = found.tests.all_cases()
    assert isinstance(case.checker, Validator)
    (folder,) = case.checker.programs
    assert sorted(path.name for path in folder.iterdir()) == ["c.cpp", "d.h"]
    lines = (folder / "c.cpp").read_text().splitlines()
    assert lines == ["#define N 3", "#define FLAG 1", "#line 1", "int main() {}"]
    assert (folder / "d.h").read_text() == "x\n"


def test_generator_makes_what_no_file_holds(problem: Open) -> None:
    found = problem(
        "generator: {source: gen.py, args: [9]}\n"
        "test_cases:\n"
        "- {generator_args: [1, 2]}\n"
        "- {generator_in: 3.in, out: 2.out}\n"
        "- {in: 1.in}\n"
        "- {in: 1.in, out: 1.out}\n",
        {"gen.py": ""},
    )
    made = [case.generator for case in found.tests.all_cases()]
    assert [one and (one.makes_input, one.makes_answer) for one in made] == [
        *((True, True), (True, False), (False, True)),
        None,
    ]
    assert made[0] is not None
    assert made[0].arguments == ("1", "2")
    assert made[1] is not None
    assert (made[1].arguments, made[1].input) == (("9",), found.path / "3.in")


def test_limits_are_what_the_file_says_or_dmoj_takes(problem: Open) -> None:
    limits = problem(ONE).limits
    assert (limits.cpu_time, limits.output, limits.wall_factor) == (None, 25165824, 3.0)
    limits = problem(f"output-limit-length: 100\nwall_time_factor: 5\n{ONE}").limits
    assert (limits.output, limits.wall_factor) == (100, 5.0)


def test_unknown_key_is_noted_and_a_slip_refused(problem: Open) -> None:
    assert any("unknown key 'colour'" in note for note in problem(f"colour: red\n{ONE}").notes)
    told = complaint(problem, f"chekcer: easy\n{ONE}")
    assert told == "1:1: unknown key 'chekcer' (did you mean 'checker'?)"


@pytest.mark.parametrize(
    ("init", "told"),
    [
        ("", "1:1: is empty"),
        ("[]", "1:1: expected a mapping"),
        ("test_cases: []", "1:1: there are no tests"),
        ("test_cases++: 'node'", "1:1: key 'test_cases++' holds Python that is to be executed"),
        ("a+: 1", "1:1: key 'a+' holds Python"),
        ("points: 1", "1:1: tests are told by the names in an archive"),
        ("archive: gone.zip", "1:10: there is no archive 'gone.zip'"),
        ("test_cases: [{in: 1.in, out: gone}]", "1:30: there is no file 'gone'"),
        ("test_cases: [{in: ../x, out: 1.out}]", "1:19: '../x' leads out of the package"),
        (
            "test_cases: [{in: /etc/passwd, out: 1.out}]",
            "1:19: '/etc/passwd' leads out of the package",
        ),
        ("test_cases: [{in: 1.in}]", "1:19: '1.in' has no answer file (add 'out')"),
        ("test_cases: [{in: 1.in, out: 1.out, points: -1}]", "1:45: -1 is too small"),
        ("test_cases: [{batched: []}]", "1:14: is a batch without cases"),
        ("test_cases: [{batched: [{batched: []}]}]", "1:25: is a batch in a batch"),
        (
            "test_cases: [{batched: [{in: 1.in, out: 1.out}], dependencies: [1]}]",
            "there is no earl",
        ),
        (f"custom_judge: x.py\n{ONE}", "1:1: a grader in Python ('custom_judge') is not supported"),
        (f"signature_grader: {{entry: 1.in}}\n{ONE}", "1:19: a signature grader has no 'header'"),
        (f"interactive: {{}}\n{ONE}", "1:14: an interactor has no 'files'"),
        (f"interactive: {{files: 1.in, type: peg}}\n{ONE}", "unknown value 'peg' (known: coci"),
        (f"file_io: {{input: x}}\n{ONE}", "1:1: reading and writing by files ('file_io')"),
        (f"checker: mine.py\n{ONE}", "1:10: there is no file 'mine.py'"),
        (f"checker: {{name: 1.in, args: {{a: 1}}}}\n{ONE}", "a checker in Python with arguments"),
        (f"checker: standrad\n{ONE}", "1:10: DMOJ has no checker 'standrad' (did you mean"),
        (f"checker: {{args: {{}}}}\n{ONE}", "1:10: the checker has no name"),
        (f"checker: bridged\n{ONE}", "1:10: a bridged checker has no 'args'"),
        (f"checker: {{name: bridged, args: {{files: 1.in, type: x}}}}\n{ONE}", "unknown value 'x'"),
        (
            f"checker: {{name: bridged, args: {{files: 1.in, lang: PY2}}}}\n{ONE}",
            "the language PY2",
        ),
        (f"checker: {{name: bridged, args: {{files: 1.in, flags: [-I/]}}}}\n{ONE}", "flag '-I/'"),
        (f"generator: gone.cpp\n{ONE}", "1:12: there is no file 'gone.cpp'"),
        ("generator: 1.in\ntest_cases: [{in: 1.in, generator_args: [1]}]", "both an input ('in')"),
    ],
)
def test_mistake_is_told_with_its_place(problem: Open, init: str, told: str) -> None:
    assert told in complaint(problem, init)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("'('", "is no regular expression"),
        ("'.*in'", "finds no 'case'"),
        ("'(?P<case>1).*'", "are of the same test"),
        (r"'(1*1*1*1*1*1*1*1*1*)*x(?P<case>\d)'", "takes too long"),
    ],
)
def test_pattern_that_finds_no_tests_is_refused(problem: Open, pattern: str, told: str) -> None:
    members = {"1.in": "", f"{'1' * 60}.in": "", "1.out": ""}
    with pytest.raises(InputError, match=told):
        problem.packed(f"test_cases: {{input_format: {pattern}}}", members)


def test_tests_that_aliases_multiply_are_refused(problem: Open) -> None:
    case = "a: &c {in: 1.in, out: 1.out}\n"
    many = f"b: &m [{', '.join(['*c'] * 500)}]\n"
    batches = ", ".join(["{batched: *m}"] * 500)
    with pytest.raises(InputError, match="holds more than 10000 tests"):
        problem(f"{case}{many}test_cases: [{batches}]\n")


def test_comparison_of_a_test_without_files_is_with_nothing(problem: Open) -> None:
    (case,) = problem("test_cases: [{points: 2}]").tests.all_cases()
    assert isinstance(case.checker, Comparison)
    assert texts(case) == ("", "")


def test_interactor_decides_and_gets_what_its_type_has_it(problem: Open) -> None:
    found = problem(
        "interactive: {files: talk.cpp, type: testlib}\nunbuffered: true\n"
        "test_cases: [{in: 1.in}]\n",
        {"talk.cpp": "int main() {}\n"},
    )
    (case,) = found.tests.all_cases()
    assert found.types == (ProblemType.SCORING, ProblemType.INTERACTIVE)
    assert case.interactor == Interactor(
        program=found.path / "talk.cpp",
        protocol="coci",
        words=("{input}", "/dev/null", "{answer}"),
    )
    assert any("has to flush what it prints" in note for note in found.notes)


def test_checker_in_python_is_a_program_with_its_modules(problem: Open) -> None:
    found = problem(
        "checker: mine.py\ntest_cases:\n- {in: 1.in, out: 1.out, points: 5}\n"
        "- batched: [{in: 2.in, out: 2.out}]\n  points: 2.5\n",
        {"mine.py": "import helper\n", "helper.py": ""},
    )
    first, second = (case.checker for case in found.tests.all_cases())
    assert isinstance(first, Validator)
    assert isinstance(second, Validator)
    (folder,) = first.programs
    assert second.programs == (folder,)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["__main__.py", "helper.py", "mine.py"]
    paths = ("{input}", "{output}", "{answer}")
    assert first.words == (*paths, "5", "0", "0", "0", "mine.py")
    assert second.words == (*paths, "2.5", "1", "1", "0", "mine.py")


@pytest.mark.parametrize("name", ["out/hostname", "hostname"])
def test_link_out_of_the_package_is_refused_wherever_it_stands(make: Make, name: str) -> None:
    root = make({"init.yml": f"test_cases: [{{in: {name}, out: 1.out}}]", **FILES})
    (root / "out").symlink_to("/etc")
    (root / "hostname").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match=f"{name}: leads out of the package"), opened(root):
        pass


def test_settings_that_are_a_link_out_of_the_package_are_refused(make: Make) -> None:
    root = make(FILES)
    (root / "init.yml").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match=r"init\.yml: leads out of the package"), opened(root):
        pass

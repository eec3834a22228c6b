"""From what a person asks for to a job: wrong wishes are refused, with a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jobs import ECHO, job_of, numbered, write

from judge import prepare
from judge import problem as problems
from judge.errors import InputError
from judge.languages import Languages
from judge.limits import GivenLimits
from judge.prepare import Named, Wishes, given_problem
from judge.problem import Comparison, Group, Problem, ProblemLimits, ProblemType


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return numbered(tmp_path / "tests", 12)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path, "main.sh", ECHO)


class Refused:
    """The message with which a submission is refused; the folder cut off."""

    def __init__(self, folder: Path, source: Path, problem: Problem, languages: Languages) -> None:
        self._folder, self._source = folder, source
        self._problem, self._languages = problem, languages

    def __call__(
        self, source: Path | None = None, problem: Problem | None = None, **wishes: Any
    ) -> str:
        with pytest.raises(InputError) as caught:
            job_of(
                source or self._source,
                problem or self._problem,
                self._languages,
                Wishes(**wishes),
            )
        return str(caught.value).replace(f"{self._folder}/", "")


@pytest.fixture
def refused(tmp_path: Path, source: Path, problem: Problem, languages: Languages) -> Refused:
    return Refused(tmp_path, source, problem, languages)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [("1", ["1"]), ("1?", ["10", "11", "12"]), ("*", 12), ("[2-3]", ["2", "3"])],
)
def test_only_chooses_tests_by_pattern(
    source: Path, problem: Problem, languages: Languages, pattern: str, names: list[str] | int
) -> None:
    cases = job_of(source, problem, languages, Wishes(only=pattern)).cases
    found = [case.name for case in cases]
    assert (len(found) if isinstance(names, int) else found) == names


def test_a_pattern_that_chooses_nothing_is_refused_with_what_there_is(refused: Refused) -> None:
    assert refused(only="secret/*") == (
        "tests: no test is called 'secret/*' (there are: 1, 2, 3, 4, 5, …)"
    )


@pytest.mark.parametrize("kind", ["tokens", "exact", "lines", "unordered"])
def test_each_comparison_can_be_asked_for(
    source: Path, problem: Problem, languages: Languages, kind: str
) -> None:
    cases = job_of(source, problem, languages, Wishes(checker=kind)).cases
    assert {getattr(case.checker, "kind", None) for case in cases} == {kind}


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"checker": "exatc"}, "unknown checker 'exatc' (did you mean 'exact'?)"),
        ({"checker": ""}, "unknown checker ''"),
        ({"language": "pyton"}, "no language is called 'pyton' (did you mean 'python'?)"),
        ({"language": ""}, "no language is called ''"),
        ({"limits": GivenLimits(cpu_time=-1)}, "cpu_time: -1 is out of range"),
        ({"limits": GivenLimits(memory=5)}, "memory: 5 is out of range"),
    ],
)
def test_a_wrong_wish_is_refused_with_its_remedy(
    refused: Refused, wishes: dict[str, Any], message: str
) -> None:
    assert message in refused(**wishes)


@pytest.mark.parametrize(
    ("wishes", "option"),
    [({"only": "1"}, "--only"), ({"run_all": True}, "--all"), ({"checker": "exact"}, "--checker")],
)
def test_a_wish_about_tests_is_refused_without_a_problem(
    source: Path, languages: Languages, wishes: dict[str, Any], option: str
) -> None:
    with pytest.raises(InputError, match="there is no problem") as caught:
        job_of(source, None, languages, Wishes(**wishes))
    assert caught.value.place == option
    assert caught.value.remedy == "name one with -p, --tests or -i"


def test_an_unknown_checker_is_refused_without_a_problem_too(
    source: Path, languages: Languages
) -> None:
    with pytest.raises(InputError, match="unknown checker 'nope'"):
        job_of(source, None, languages, Wishes(checker="nope"))


def test_a_checker_program_is_planned_and_one_that_is_not_there_refused(
    refused: Refused, source: Path, problem: Problem, languages: Languages
) -> None:
    job = prepare.job([source], problem, languages, Wishes(checker=str(source)))
    assert [one.path for one in job.programs] == [source]
    assert "does not exist" in refused(checker=f"{source}.not")


def test_a_file_of_no_language_is_refused(refused: Refused, tmp_path: Path) -> None:
    message = refused(write(tmp_path, "essay.txt", "words"))
    assert message.startswith("essay.txt: no language is known for essay.txt (")
    assert "--language" in message


def test_a_missing_file_is_refused(refused: Refused, tmp_path: Path) -> None:
    assert refused(tmp_path / "none.py") == "none.py: does not exist (check the path)"


def test_the_language_that_is_asked_for_outranks_the_extension(
    tmp_path: Path, problem: Problem, languages: Languages
) -> None:
    source = write(tmp_path, "main.py", ECHO)
    job = job_of(source, problem, languages, Wishes(language="BASH"))
    assert job.submission.language == "bash"


def test_a_language_that_the_problem_does_not_allow_is_refused(
    refused: Refused, problem: Problem
) -> None:
    strict = msgspec.structs.replace(problem, languages=("c", "java"))
    assert refused(problem=strict) == (
        "tests: Bash is not allowed for this problem (allowed: c, java)"
    )


def test_a_language_may_be_allowed_by_an_alias(
    source: Path, problem: Problem, languages: Languages
) -> None:
    allowing = msgspec.structs.replace(problem, languages=("shell",))
    assert job_of(source, allowing, languages).submission.language == "bash"


def test_more_code_than_the_problem_allows_is_refused(refused: Refused, problem: Problem) -> None:
    strict = msgspec.structs.replace(problem, limits=ProblemLimits(code=5))
    assert refused(problem=strict) == (
        f"main.sh: {len(ECHO)} bytes of source code, the problem allows 5 (hand in less)"
    )


@pytest.mark.parametrize("kind", [kind for kind in ProblemType if kind not in prepare.SUPPORTED])
def test_a_type_of_problem_that_is_not_supported_is_refused(
    problem: Problem, kind: ProblemType
) -> None:
    with pytest.raises(InputError, match="not supported"):
        prepare.supported(msgspec.structs.replace(problem, types=(kind,)))


@pytest.mark.parametrize(
    ("problem", "tests", "input_"),
    [("p", "t", None), ("p", None, "i"), (None, "t", "i"), ("p", "t", "i")],
)
def test_more_than_one_problem_is_refused(
    problem: str | None, tests: str | None, input_: str | None
) -> None:
    paths = [None if name is None else Path(name) for name in (problem, tests, input_)]
    named = Named(problem=paths[0], tests=paths[1], single=(paths[2], None))
    with pytest.raises(InputError, match="exclude each other"), given_problem(named):
        pass


def test_a_submission_starts_beside_what_the_package_includes(
    tmp_path: Path, problem: Problem, languages: Languages
) -> None:
    (tmp_path / "include" / "bash").mkdir(parents=True)
    write(tmp_path / "include" / "bash", "helper.sh", "")
    package = msgspec.structs.replace(problem, include=tmp_path / "include")
    sources = job_of(write(tmp_path, "sum.sh", ECHO), package, languages).plan.sources
    assert sources.entry == "sum.sh"
    assert {source.name for source in sources.files} == {"sum.sh", "helper.sh"}


def test_an_answer_without_an_input_is_refused() -> None:
    named = Named(single=(None, Path("1.ans")))
    with pytest.raises(InputError, match="--expected without --input"), given_problem(named):
        pass


def test_no_problem_at_all_is_none() -> None:
    with given_problem(Named()) as problem:
        assert problem is None


def test_the_checksum_is_over_names_and_contents(
    tmp_path: Path, problem: Problem, languages: Languages
) -> None:
    def checksum(name: str, code: str) -> str:
        return job_of(write(tmp_path, name, code), problem, languages).submission.sha256

    found = {checksum("a.sh", "1"), checksum("a.sh", "2"), checksum("b.sh", "1")}
    assert len(found) == 3
    assert checksum("a.sh", "1") in found


def glob_matches(pattern: str, name: str) -> bool:
    """What ``*`` and ``?`` mean, letter by letter."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(glob_matches(pattern[1:], name[cut:]) for cut in range(len(name) + 1))
    return bool(name) and pattern[0] in ("?", name[0]) and glob_matches(pattern[1:], name[1:])


def named(names: list[str]) -> Problem:
    cases = tuple(
        problems.TestCase(name=name, group="", input=Path("x"), answer=None, checker=Comparison())
        for name in names
    )
    return Problem(path=Path("p"), name="p", format="folder", tests=Group(name="", cases=cases))


@given(st.lists(st.text("ab/.(\n", max_size=5), unique=True), st.text("ab/.(*?\n+|^$", max_size=5))
def test_glob_chooses_the_tests_that_it_matches_in_their_order(
    names: list[str], pattern: str
) -> None:
    problem = named(names)
    expected = [name for name in names if glob_matches(pattern, name)]
    if expected:
        found = prepare._asked(problem, pattern).tests.all_cases()
        assert [case.name for case in found] == expected
    else:
        with pytest.raises(InputError, match="no test is called"):
            prepare._asked(problem, pattern).tests.all_cases()


@given(st.text("ab[]!-\\*", max_size=9) | st.text(), st.text("ab[]-", max_size=5))
@example("[z-a]", "b")
@example("*a" * 40, "a" * 39)
def test_any_glob_chooses_or_is_refused(pattern: str, name: str) -> None:
    cases = named([name])
    try:
        assert prepare._asked(cases, pattern).tests.all_cases() == cases.tests.cases
    except InputError as error:
        assert f"no test is called '{pattern}'" in error.message  # noqa: PT017 - likewise fine

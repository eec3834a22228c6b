from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import (
    CLASS,
    MIXED,
    PROBLEM,
    compile_error,
    crashed,
    finished,
    judge_error,
    run,
    skipped,
    wrong,
)
from report_texts import COMMAND, TEXTS, obeyed, patiently

from judge.reports import pretty, table
from judge.reports.plain import width
from judge.results import GroupResult, RunResult
from judge.verdict import Cause, Verdict

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def plain(*results: RunResult) -> str:
    return table.render(results, PROBLEM)


def coloured(*results: RunResult, columns: int = 100) -> str:
    return ANSI.sub("", pretty.render(results, PROBLEM, columns))


@pytest.fixture(params=[plain, coloured])
def shown(request: pytest.FixtureRequest) -> object:
    """Both tables say the same."""
    return request.param


def lines_with(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if all(word in line for word in words)]


def test_a_run_tells_what_was_judged_and_how(shown: object) -> None:
    assert callable(shown)
    text = shown(run(MIXED))
    assert lines_with(text, "solution.py", "python3", "A+B", "problems_example/aplusb")
    assert lines_with(text, "limits", "1 s CPU time", "3 s wall time", "512 MiB memory")
    assert lines_with(text, "secret/00", "AC", "0.020 s", "9.0 MiB")
    assert lines_with(text, "secret/01", "WA", "0.021 s", "expected 7, found 8")
    assert lines_with(text, "2 skipped")
    assert lines_with(text, "WA", "wrong answer", "(test secret/01)")
    assert lines_with(text, "1 of 4 tests passed", "slowest secret/01 0.021 s of 1 s")
    assert lines_with(text, "peak memory 10.0 MiB of 512 MiB")


def test_expected_stands_over_found() -> None:
    lines = plain(run(MIXED)).splitlines()
    at = lines.index("expected | 7")
    assert lines[at - 1] == "test secret/01"
    assert lines[at + 1] == "found    | 8"


def test_a_crash_shows_its_standard_error(shown: object) -> None:
    assert callable(shown)
    assert lines_with(shown(run([crashed(0)])), "ValueError: no numbers")


def test_a_compile_error_shows_both_ends_of_the_messages(shown: object) -> None:
    assert callable(shown)
    output = "first\n" + "more\n" * 500 + "last\n"
    text = shown(compile_error(output))
    assert lines_with(text, "first")
    assert lines_with(text, "last")
    assert lines_with(text, "left out")
    assert len(text.splitlines()) < 40


def test_a_wrong_answer_without_a_difference_shows_the_output() -> None:
    assert lines_with(plain(run([wrong(0, difference=None)])), "output", "3 8")


def test_a_judge_error_is_told_of_its_own_test() -> None:
    assert lines_with(plain(judge_error()), "JE: judge error", "the sandbox failed", "secret/01")


def test_of_many_tests_only_the_failed_are_told() -> None:
    tests = [finished(number) for number in range(1000)]
    tests[500:503] = [wrong(500), crashed(501), skipped(502)]
    text = plain(run(tests))
    assert lines_with(text, "secret/500", "WA")
    assert not lines_with(text, "secret/499")
    assert lines_with(text, "and 997 accepted, 1 skipped")
    assert lines_with(text, "997 of 1000 tests passed")


def test_of_very_many_failures_the_first_are_told() -> None:
    text = plain(run([wrong(number) for number in range(1000)]))
    assert lines_with(text, "and 960 wrong answer")
    assert len(text.splitlines()) < 60


def test_a_sleeper_shows_its_wall_time() -> None:
    test = finished(0, Verdict.TLE, cause=Cause.WALL_TIME, wall_time=3.004)
    assert lines_with(plain(run([test])), "TLE", "3.004 s wall")


def test_what_is_not_known_is_a_dash() -> None:
    assert lines_with(plain(run([finished(0, cpu_time=None, memory=None)])), "AC", "-  -")


def test_a_limit_that_is_not_enforced_is_told() -> None:
    text = plain(run(MIXED, enforced_by={"memory": None, "mac": None}))
    assert lines_with(text, "NOT ENFORCED", "memory")
    assert not lines_with(text, "NOT ENFORCED", "mac")


def test_what_a_language_adds_to_the_limits_is_told() -> None:
    limits = msgspec.structs.replace(
        run(MIXED).limits, time_factor=2.0, memory_allowance=64 << 20, wall_time=None
    )
    text = plain(run(MIXED, limits=limits))
    assert lines_with(text, "(time factor 2)", "(64 MiB for the runtime)", "unlimited wall time")


def test_a_score_is_told() -> None:
    text = plain(run(MIXED, verdict=Verdict.PA, score=40.0, max_score=100.0))
    assert lines_with(text, "PA 40 of 100: partially accepted", "expected 7", "(test secret/01)")


def test_a_grading_is_a_line_a_student(shown: object) -> None:
    assert callable(shown)
    text = shown(*CLASS)
    assert lines_with(text, "ada.py", "AC", "2/2", "0.021 s", "10.0 MiB")
    assert lines_with(text, "Zoë Müller.py", "WA", "1/4")
    assert lines_with(text, "alan.cpp", "CE", "0/3", "exit code 1")
    assert lines_with(text, "3 submissions: 1 accepted, 1 wrong answer, 1 compile error")


def test_wide_letters_keep_the_columns_straight() -> None:
    names = ["山田太郎", "Zoë", "e\u0301", "x" * 30]
    text = plain(*(run(MIXED, name) for name in names))
    columns = {width(line[: line.index(" WA ")]) for line in lines_with(text, " WA ")}
    assert len(columns) == 1


def test_a_long_name_of_a_problem_is_shortened() -> None:
    problem = msgspec.structs.replace(PROBLEM, name="n" * 100_000)
    result = msgspec.structs.replace(CLASS[0], problem=problem)
    single = msgspec.structs.replace(result, name=None)
    for results in ([result], [single]):
        for text in (table.render(results, problem), pretty.render(results, problem, 100)):
            assert text.count("n" * 50) <= 2
            assert len(text) < 2000


def test_a_pipe_gets_neither_frames_nor_colours() -> None:
    for results in ([run(MIXED)], CLASS, [compile_error("x\n")]):
        assert not set(plain(*results)) & set("\x1b│─━┃")


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 200])
def test_a_terminal_is_never_too_narrow(columns: int) -> None:
    long = [wrong(0, name="n" * 300), finished(1, name="山" * 300), crashed(2, stderr="x" * 999)]
    for results in ([run(long)], [run(MIXED, "名" * 100), *CLASS], [compile_error("y" * 500)]):
        text = coloured(*results, columns=columns)
        assert max(map(width, text.splitlines())) <= columns


def test_a_narrow_terminal_still_shows_the_verdicts() -> None:
    text = coloured(run(MIXED), columns=40)
    assert lines_with(text, "secret/01", "WA", "0.021 s")


def test_no_color_takes_the_colours_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    colour = re.compile(r"\x1b\[[0-9;]*3[0-7]")
    assert colour.search(pretty.render([run(MIXED)], PROBLEM, 80))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour.search(pretty.render([run(MIXED)], PROBLEM, 80))


@settings(patiently, max_examples=40)
@given(TEXTS, TEXTS, st.sampled_from([30, 100]))
def test_any_text_is_harmless(name: str, text: str, columns: int) -> None:
    tests = [wrong(0, name=name, reason=text, output=text, difference=None)]
    crash = run([crashed(0, name=name, reason=text, stderr=text)])
    for results in ([run(tests)], [crash], [run(tests, name), crash], [compile_error(text)]):
        told = table.render(results, PROBLEM)
        assert obeyed(told) == []
        assert not COMMAND.search(told)
        assert obeyed(ANSI.sub("", pretty.render(results, PROBLEM, columns))) == []
        assert told.encode().decode() == told


GROUPS = [
    GroupResult(name="sample", verdict=Verdict.AC),
    GroupResult(
        name="secret",
        verdict=Verdict.PA,
        score=100 / 3,
        max_score=100.0,
        groups=[
            GroupResult(name="secret/\x1b[31mred", verdict=Verdict.AC, score=1e6, max_score=None),
            GroupResult(name="secret/b", verdict=Verdict.SK, reason="not run without secret/a"),
        ],
    ),
]


def test_the_tree_of_groups_is_shown_with_points(shown: object) -> None:
    assert callable(shown)
    tests = [finished(0, Verdict.PA, score=2.5, max_score=10.0), skipped(1)]
    fields = {"verdict": Verdict.PA, "score": 100 / 3, "max_score": 100.0, "groups": GROUPS}
    text = shown(run(tests, **fields))
    assert "\x1b[31mred" not in text
    assert lines_with(text, "secret/00", "PA", "2.5 of 10")
    assert lines_with(text, "sample", "AC", "-")
    assert lines_with(text, "secret", "PA", "33.3333 of 100")
    assert lines_with(text, "  secret/\\x1b[31mred", "AC", "1000000")
    assert lines_with(text, "secret/b", "SK", "not run without secret/a")
    assert lines_with(text, "PA 33.3333 of 100")


def test_where_no_group_counted_there_is_no_tree(shown: object) -> None:
    assert callable(shown)
    groups = [GroupResult(name="secret", verdict=Verdict.SK, max_score=100.0)]
    result = msgspec.structs.replace(compile_error("no\n"), groups=groups, score=0.0)
    assert not lines_with(shown(result), "group", "verdict")


def test_of_very_many_groups_the_first_are_told() -> None:
    groups = [GroupResult(name=f"g{number}", verdict=Verdict.AC) for number in range(500)]
    text = plain(run([finished(0)], groups=groups))
    assert lines_with(text, "and 440 more groups")
    assert len(text.splitlines()) < 100


def test_a_grading_has_points_where_the_problem_has_them() -> None:
    found = [run([finished(0)], "ada.py", score=7.25, max_score=10.0, groups=[]), CLASS[1]]
    text = plain(*found)
    assert lines_with(text, "name", "verdict", "points")
    assert lines_with(text, "ada.py", "7.25 of 10")
    assert not lines_with(plain(*CLASS), "points")

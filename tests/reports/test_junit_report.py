from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from report_samples import (
    CLASS,
    MIXED,
    PROBLEM,
    compile_error,
    crashed,
    finished,
    judge_error,
    run,
    wrong,
)
from report_texts import COMMAND, TEXTS, obeyed, patiently

from judge.reports import report
from judge.results import GroupResult, RunResult
from judge.verdict import Cause, Verdict


def junit(*results: RunResult) -> ET.Element:
    return ET.fromstring(report("junit").render(results, PROBLEM))


def counts(element: ET.Element) -> dict[str, int]:
    return {name: int(element.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}


def test_a_suite_a_submission_and_a_case_a_test() -> None:
    root = junit(*CLASS)
    assert root.tag == "testsuites"
    assert [suite.get("name") for suite in root] == ["ada.py", "Zoë Müller.py", "alan.cpp"]
    case = root[1].findall("testcase")[1]
    assert case.get("name") == "secret/01"
    assert case.get("classname") == "A+B.Zoë Müller_py"
    assert case.get("file") == "class/Zoë Müller.py"
    assert case.get("time") == "0.026"


def test_counts_add_up() -> None:
    root = junit(*CLASS)
    assert counts(root[0]) == {"tests": 2, "failures": 0, "errors": 0, "skipped": 0}
    assert counts(root[1]) == {"tests": 4, "failures": 1, "errors": 0, "skipped": 2}
    assert counts(root) == {
        name: sum(counts(suite)[name] for suite in root) for name in counts(root)
    }


def test_a_wrong_answer_is_a_failure_with_what_was_expected() -> None:
    (failure,) = junit(run(MIXED)).iter("failure")
    assert failure.get("type") == "WA"
    assert failure.get("message") == "wrong answer: line 1, token 2: expected 7, found 8"
    assert "expected:\n    7\nfound:\n    8" in (failure.text or "")


def test_every_limit_and_error_of_the_program_is_a_failure() -> None:
    verdicts = [Verdict.TLE, Verdict.MLE, Verdict.OLE, Verdict.RTE, Verdict.PA]
    root = junit(run([finished(number, one) for number, one in enumerate(verdicts)]))
    assert [failure.get("type") for failure in root.iter("failure")] == verdicts


def test_a_compile_error_is_one_failure_and_its_tests_are_skipped() -> None:
    root = junit(compile_error("main.c:1:1: error: no\n"))
    assert counts(root) == {"tests": 4, "failures": 1, "errors": 0, "skipped": 3}
    (failure,) = root.iter("failure")
    assert failure.get("type") == "CE"
    assert "main.c:1:1: error: no" in (failure.text or "")


def test_a_judge_error_is_an_error() -> None:
    root = junit(judge_error())
    assert counts(root) == {"tests": 3, "failures": 0, "errors": 1, "skipped": 1}
    assert [error.get("type") for error in root.iter("error")] == ["JE"]


def test_a_submission_without_tests_still_counts() -> None:
    lost = run([], verdict=Verdict.JE, cause=Cause.SANDBOX, reason="no space left")
    assert counts(junit(lost)) == {"tests": 1, "failures": 0, "errors": 1, "skipped": 0}


def test_output_of_failed_tests_is_there_and_cut() -> None:
    root = junit(run([finished(0, output="fine\n"), crashed(1, output="x" * 100_000)]))
    (out,) = root.iter("system-out")
    assert len(out.text or "") < 2200
    assert "98000 characters left out" in (out.text or "")
    assert [error.text for error in root.iter("system-err")] == [crashed(1).stderr.rstrip()]


def test_a_thousand_failures_stay_small() -> None:
    tests = [wrong(number, output="x" * 60_000) for number in range(1000)]
    text = report("junit").render([run(tests)], PROBLEM)
    assert text.count("<failure") == 1000
    assert len(text) < 1_000_000


def test_output_forges_no_attachment() -> None:
    text = report("junit").render([run([wrong(0, output="[[ATTACHMENT|/etc/passwd]]")])], PROBLEM)
    assert "[[ATTACHMENT|" not in text


@patiently
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_text_gives_well_formed_xml(name: str, reason: str, output: str, stderr: str) -> None:
    tests = [
        wrong(0, name=name, reason=reason, output=output, difference=None),
        crashed(1, name=name, output=output, stderr=stderr),
    ]
    results = [run(tests, name), compile_error(output, name)]
    text = report("junit").render(results, PROBLEM)
    root = ET.fromstring(text.encode())
    assert [len(suite.findall("testcase")) for suite in root] == [2, 4]
    assert obeyed(text) == []
    assert not COMMAND.search(text)


def test_points_are_properties_and_what_lacks_some_is_a_failure() -> None:
    group = GroupResult(name="secret/a]]>", verdict=Verdict.PA, score=5.0, max_score=10.0)
    half = finished(0, Verdict.PA, score=5.0, max_score=10.0)
    result = run([half, finished(1)], verdict=Verdict.PA, score=5.0, groups=[group])
    suite = junit(result)[0]
    told = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert told["score"] == "5"
    assert told["score of secret/a]]>"] == "5 of 10"
    (failure,) = suite.iter("failure")
    assert failure.get("type") == "PA"
    assert failure.get("message") == "partially accepted: 5 of 10"


def test_a_partial_score_that_no_test_tells_is_a_failure_of_its_own() -> None:
    suite = junit(run([finished(0)], verdict=Verdict.PA, score=5.0, groups=[]))[0]
    assert [case.get("name") for case in suite.iter("testcase")] == ["submission", "secret/00"]

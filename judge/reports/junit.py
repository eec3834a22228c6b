"""JUnit XML, in the dialect that GitHub's actions, GitLab and Jenkins all read.

A submission is a test suite. A wrong answer, a limit or a run-time error is a failure of
its test; what went wrong on our side is an error; a test that was not run is skipped. What
no test tells (a compile error) is a test case of its own. GitLab takes test cases of one
``classname``, ``name`` and ``file`` for the same; Jenkins cuts a ``classname`` at its dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from judge.harmless import excerpt, for_line, for_terminal, for_xml
from judge.reports import wording
from judge.reports.details import Details, details, of_test
from judge.reports.selection import called, listed
from judge.results import ProblemInfo, RunResult, TestResult
from judge.verdict import Verdict

MOST_QUOTED = 10
"""How many failed tests of a submission are shown with their output: GitLab refuses
reports of more than 30 MB."""

CHARACTERS = 2000
LINES = 40

_FINE = {Verdict.AC, Verdict.SK}


def render(results: Sequence[RunResult], problem: ProblemInfo | None) -> str:
    """Return the report on all of `results`."""
    root = ET.Element("testsuites", name=_line(problem.name if problem else "judge"))
    root.extend(map(_suite, results))
    _count(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(result: RunResult) -> ET.Element:
    suite = ET.Element("testsuite", name=_line(called(result)))
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(result):
        ET.SubElement(properties, "property", name=_line(name), value=_line(value))
    suite.extend(_cases(result))
    _count(suite)
    return suite


def _properties(result: RunResult) -> Iterator[tuple[str, str]]:
    yield "verdict", result.verdict
    yield "language", result.submission.language
    if result.score is not None:
        yield "score", wording.number(result.score)
    if result.max_score is not None:
        yield "max_score", wording.number(result.max_score)
    for _, group in listed(result.groups or ()):
        if group.score is not None:
            yield f"score of {group.name}", wording.points(group.score, group.max_score)


def _cases(result: RunResult) -> Iterator[ET.Element]:
    if _untold(result):
        yield _whole(result)
    quoted = 0
    for test in result.tests:
        failed = test.verdict not in _FINE
        quoted += failed
        yield _case(result, test, quote=failed and quoted <= MOST_QUOTED)


def _untold(result: RunResult) -> bool:
    """Whether no test tells why it was not accepted."""
    found = {test.verdict for test in result.tests}
    if result.verdict is Verdict.PA:
        return found <= _FINE
    return result.verdict not in found | {Verdict.AC}


def _whole(result: RunResult) -> ET.Element:
    """Return what no test tells: that the submission could not be compiled, or judged."""
    stage = "compile" if result.verdict is Verdict.CE else "submission"
    case = _element(result, stage, result.compile.wall_time if result.compile else None)
    _add_verdict(case, (result.verdict, result.reason), details(result))
    return case


def _case(result: RunResult, test: TestResult, *, quote: bool) -> ET.Element:
    case = _element(result, test.name, test.wall_time)
    if test.verdict is Verdict.SK:
        ET.SubElement(case, "skipped", message=_line(test.reason or "not run"))
    elif test.verdict is not Verdict.AC:
        partly = test.verdict is Verdict.PA and not test.reason
        reason = wording.points(test.score, test.max_score) if partly else test.reason
        _add_verdict(case, (test.verdict, reason), of_test(test) if quote else None)
    if quote:
        _add_text(case, "system-out", test.output)
        _add_text(case, "system-err", test.stderr)
    return case


def _element(result: RunResult, name: str, time: float | None) -> ET.Element:
    parts = [result.problem.name] if result.problem else []
    classname = ".".join(part.replace(".", "_") for part in [*parts, called(result)])
    return ET.Element(
        "testcase",
        classname=_line(classname),
        name=_line(name),
        time=f"{time or 0:.3f}",
        file=_line(result.submission.path),
    )


def _add_verdict(case: ET.Element, verdict: tuple[Verdict, str], shown: Details | None) -> None:
    kind, reason = verdict
    message = f"{kind.words}: {reason}" if reason else kind.words
    tag = "error" if kind is Verdict.JE else "failure"
    element = ET.SubElement(case, tag, message=_line(message), type=kind.value)
    element.text = _text("\n".join([message, *_quotations(shown)]))


def _quotations(shown: Details | None) -> Iterator[str]:
    for quotation in shown.quotations if shown else ():
        yield f"{quotation.label}:"
        yield from (f"    {line}" for line in quotation.lines)


def _add_text(case: ET.Element, tag: str, text: str) -> None:
    if text.strip():
        ET.SubElement(case, tag).text = _text(excerpt(text, CHARACTERS, LINES))


def _count(element: ET.Element) -> None:
    """Sum up the test cases below `element` in its attributes."""
    cases = list(element.iter("testcase"))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
    element.set("tests", str(len(cases)))
    element.set("time", f"{sum(float(case.get('time', 0)) for case in cases):.3f}")


def _text(text: str) -> str:
    """Return `text` as an XML reader, and a log that this is printed to, may have it.

    Jenkins and GitLab look for ``[[ATTACHMENT|path]]`` in output.
    """
    return for_xml(for_terminal(text)).replace("[[ATTACHMENT|", r"[[ATTACHMENT\x7c")


def _line(text: str) -> str:
    return _text(for_line(text))

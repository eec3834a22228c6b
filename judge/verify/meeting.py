"""Whether a judged submission is as expected. Pure.

All tests are run where one after the first that fails can still break a rule: a submission
that has to be wrong must not crash later. Where the first settles the rule, as it does for
one that has to be accepted, and by the legacy format's own order, judging stops there. It
does as well for one that may be out of time: that it were wrong in a later test would cost
the whole time limit, and more, for each test that comes before, and no judge would see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from judge import scoring
from judge.decide import Decision
from judge.expectations.model import FOUR, Example, Rule, Verdicts, is_in
from judge.member import Member
from judge.problem import Grader, Group, Points, Problem, ProblemType
from judge.results import GroupResult, RunResult, TestResult
from judge.verdict import Verdict

ACCEPTED = frozenset({Verdict.AC, Verdict.PA})


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A submission as it does under the time limit, and with extra time (else the same)."""

    problem: Problem
    result: RunResult
    extended: RunResult


class Meeting(msgspec.Struct, frozen=True):
    """What was not as expected, and what was only just."""

    failures: list[str]
    warnings: list[str]


def needs_every_test(example: Example) -> bool:
    """Whether a test after the first that fails can still break or meet an expectation."""
    return not example.own_order and any(map(_needs_every_test, example.rules))


def _needs_every_test(rule: Rule) -> bool:
    if rule.tests is not None or rule.message:
        return True
    permitted, required = rule.permitted or FOUR, rule.required or FOUR
    may_fail = permitted - {Verdict.AC}
    first_settles = may_fail <= required and (not may_fail or Verdict.TLE in may_fail)
    return not first_settles


def meet(example: Example, judged: Judged) -> Meeting:
    """Hold a judged submission against what is expected of it."""
    failures: list[str] = []
    warnings: list[str] = []
    broken = _broken(example, judged.result)
    if broken is not None:
        return Meeting(broken, warnings)
    for rule in example.rules:
        failures += _rule(rule, judged, warnings)
    if not example.rules:
        warnings.append("nothing says what is expected of it")
    return Meeting(list(dict.fromkeys(failures)), list(dict.fromkeys(warnings)))


def _broken(example: Example, result: RunResult) -> list[str] | None:
    """What keeps it from being judged at all, where that is not what was expected."""
    if result.verdict is Verdict.CE:
        hoped = any(rule.overall and Verdict.CE in rule.overall for rule in example.rules)
        return [] if hoped else [f"does not compile: {result.reason}"]
    if result.verdict is Verdict.JE:
        hoped = any(rule.overall and Verdict.JE in rule.overall for rule in example.rules)
        return [] if hoped else [f"could not be judged: {result.reason}"]
    return None


def _rule(rule: Rule, judged: Judged, warnings: list[str]) -> Iterator[str]:
    tests = _concerned(rule, judged)
    about = f" ({rule.place})"
    if rule.tests is not None and not tests:
        warnings.append(f"'{rule.tests.text}' matches no test that was run{about}")
        return
    for failure in _failures(rule, judged, tests, warnings):
        yield failure + about


def _failures(
    rule: Rule, judged: Judged, tests: Sequence[TestResult], warnings: list[str]
) -> Iterator[str]:
    where = f" in {rule.tests.text}" if rule.tests is not None else ""
    yield from _permitted(rule, tests)
    if rule.required is not None and not any(is_in(one.verdict, rule.required) for one in tests):
        yield f"no test{where} ended with {_either(rule.required)}"
    if rule.overall is not None:
        yield from _overall(rule, judged, tests, warnings)
    if rule.message and not any(rule.message in one.reason for one in tests):
        yield f"no message{where} holds '{rule.message}'"
    if rule.score is not None or rule.partial:
        yield from _score(rule, judged)


def _concerned(rule: Rule, judged: Judged) -> list[TestResult]:
    tests = [one for one in judged.result.tests if one.verdict is not Verdict.SK]
    if rule.tests is None:
        return tests
    glob = rule.tests
    return [one for one in tests if glob.matches(one.name) or glob.matches(one.group)]


def _permitted(rule: Rule, tests: Sequence[TestResult]) -> Iterator[str]:
    if rule.permitted is None:
        return
    for one in tests:
        if not is_in(one.verdict, rule.permitted):
            reason = f": {one.reason}" if one.reason else ""
            yield f"{one.verdict} on {one.name}{reason}, permitted is {_either(rule.permitted)}"
            return


def _overall(
    rule: Rule, judged: Judged, tests: Sequence[TestResult], warnings: list[str]
) -> Iterator[str]:
    wanted = rule.overall or frozenset()
    verdict = _verdict(rule, judged, judged.result, tests)
    if verdict is Verdict.PA and judged.problem.score_if_accepted and Verdict.AC in wanted:
        # There the graders decide what is accepted, and the points are another matter.
        if Verdict.PA not in wanted:
            warnings.append("its graders accept it, but not for the whole score")
        return
    if _counts(verdict, wanted, tests):
        if verdict is Verdict.PA and Verdict.PA not in wanted:
            warnings.append("every test was accepted, but not for the whole score")
        return
    later = _verdict(rule, judged, judged.extended, tests)
    if rule.extra_time and _counts(later, wanted, judged.extended.tests):
        warnings.append(f"{verdict} within the time limit, {later} with extra time")
        return
    where = f" in {rule.tests.text}" if rule.tests is not None else ""
    reason = f": {judged.result.reason}" if judged.result.reason and not where else ""
    yield f"{verdict}{where}{reason}, expected {_either(wanted)}"


def _verdict(rule: Rule, judged: Judged, result: RunResult, tests: Sequence[TestResult]) -> Verdict:
    """The verdict of the whole submission, or of the group that a rule is about."""
    if rule.tests is None:
        return result.verdict
    group = _group(judged.problem.tests, rule)
    names = {test.name for test in tests}
    chosen = [one for one in result.tests if one.name in names]
    if group is None:
        rejected = (one.verdict for one in chosen if not is_in(one.verdict, ACCEPTED))
        return next(rejected, Verdict.AC)
    if scoring.graders(group):
        found = _points(result.groups or [], group.name)
        return Verdict.AC if found is None or found.verdict is Verdict.PA else found.verdict
    return _decision(judged.problem, group, chosen).verdict


def _group(group: Group, rule: Rule) -> Group | None:
    if rule.tests is not None and group.name == rule.tests.text:
        return group
    return next((one for child in group.groups if (one := _group(child, rule))), None)


def _points(groups: Sequence[GroupResult], name: str) -> GroupResult | None:
    """What the answer tells of the group of that name."""
    for group in groups:
        found = group if group.name == name else _points(group.groups, name)
        if found is not None:
            return found
    return None


def decided(problem: Problem, result: RunResult) -> RunResult:
    """Return `result` with the verdict that its tests have now; of a problem without points."""
    decision = _decision(problem, problem.tests, result.tests)
    return msgspec.structs.replace(
        result, verdict=decision.verdict, cause=decision.cause, reason=decision.reason
    )


def _decision(problem: Problem, group: Group, tests: Sequence[TestResult]) -> Decision:
    """What the tests of `group` come to by themselves, points aside."""
    alone = msgspec.structs.replace(problem, tests=group, types=(ProblemType.PASS_FAIL,))
    return scoring.score(alone, tests, _nobody).decision


def _nobody(grader: Grader, members: Sequence[Member]) -> tuple[Decision, Points]:
    raise AssertionError(grader, members)


def _counts(verdict: Verdict, wanted: Verdicts, tests: Sequence[TestResult]) -> bool:
    """Whether `verdict` is one of those that are wanted.

    A part of the score counts as an accepted one if every test was accepted, and else as
    whatever the tests say that were not.
    """
    if verdict is not Verdict.PA or Verdict.PA in wanted:
        return is_in(verdict, wanted) if verdict is not Verdict.PA else True
    rejected = {one.verdict for one in tests} - {Verdict.AC, Verdict.PA, Verdict.SK}
    if not rejected:
        return Verdict.AC in wanted
    return any(is_in(one, wanted) for one in rejected)


def _score(rule: Rule, judged: Judged) -> Iterator[str]:
    result = judged.result
    where, score, most = "", result.score, result.max_score
    if rule.tests is not None:
        found = _points(result.groups or [], rule.tests.text)
        where = f" in {rule.tests.text}"
        score, most = (found.score, found.max_score) if found else (None, None)
    if score is None:
        if rule.score is not None:
            yield f"there is no score{where}, one is expected"
        return
    if rule.score is not None and not _within(score, rule.score):
        least, greatest = rule.score
        wanted = f"{least:g}" if least == greatest else f"{least:g} to {greatest:g}"
        yield f"score {score:g}{where}, expected {wanted}"
    if rule.partial and most is not None and score >= most:
        yield f"score {score:g}{where} is the most that is possible, a part of it is expected"


def _within(score: float, span: tuple[float, float]) -> bool:
    slack = 1e-9 * max(1.0, abs(score))
    return span[0] - slack <= score <= span[1] + slack


def _either(verdicts: Verdicts) -> str:
    return " or ".join(verdict for verdict in Verdict if verdict in verdicts)

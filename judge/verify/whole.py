"""Verifies a problem package: its data, its programs, its submissions, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judge import prepare
from judge.expectations.model import Example, Jury
from judge.member import WORST_FIRST
from judge.problem import Group
from judge.results import RunResult, TestResult
from judge.verdict import Verdict
from judge.verify import limiting, meeting
from judge.verify.answer import (
    Check,
    GroupCell,
    TimeLimit,
    Verified,
    VerifyResult,
    failed,
    listed,
    passed,
    warning,
)
from judge.verify.limiting import Runs
from judge.verify.running import Runner, Unjudged

LONGEST_REASON = 500


def verify(runner: Runner, jury: Jury, checks: Sequence[Check]) -> VerifyResult:
    """Judge all submissions, and tell what was as promised; `checks` were made before."""
    fine, others = runner.known(jury.examples)
    runs = limiting.judge(runner, jury, fine)
    found = {example.name: one for example, one in _verified(runner, runs)}
    found |= {one.example.name: _unjudged(one) for one in others}
    submissions = [found[example.name] for example in jury.examples]
    every = [*checks, *_checks(runner, jury, runs, submissions)]
    return VerifyResult(
        problem=prepare.info(runner.problem),
        ok=all(one.ok for one in submissions) and all(one.ok for one in every),
        submissions=submissions,
        checks=every,
        time_limit=runs.time_limit,
        enforced_by=runner.lanes[0].sandbox.enforced_by,
    )


def _verified(runner: Runner, runs: Runs) -> Iterator[tuple[Example, Verified]]:
    for example, judged in zip(runs.examples, runs.judged, strict=True):
        met, result = meeting.meet(example, judged), judged.result
        yield (
            example,
            Verified(
                path=example.name,
                language=result.submission.language,
                expected=list(example.expected),
                verdict=result.verdict,
                ok=not met.failures,
                cause=result.cause,
                reason=result.reason[:LONGEST_REASON],
                failures=met.failures,
                warnings=met.warnings,
                score=result.score,
                max_score=result.max_score,
                cpu_time=_slowest(result.tests),
                memory=result.memory,
                alone=example.name in runner.alone,
                groups=list(_cells(runner.problem.tests, result)),
            ),
        )


def _unjudged(one: Unjudged) -> Verified:
    return Verified(
        path=one.example.name,
        language=one.language,
        expected=list(one.example.expected),
        verdict=None,
        ok=not one.fault,
        reason=one.reason[:LONGEST_REASON],
        failures=[one.reason] if one.fault else [],
    )


def columns(tests: Group) -> list[Group]:
    """The groups that are worth a column: the innermost but one, samples and secret groups."""
    found: list[Group] = []
    for group in tests.groups:
        found += group.groups or [group]
        if group.groups and group.cases:
            found.append(Group(name=group.name, cases=group.cases))
    return found or [tests]


def _cells(tests: Group, result: RunResult) -> Iterator[GroupCell]:
    for group in columns(tests):
        names = {case.name for case in group.all_cases()}
        inside = [test for test in result.tests if test.name in names]
        yield GroupCell(name=group.name, verdict=_worst(inside), cpu_time=_slowest(inside))


def _worst(tests: Sequence[TestResult]) -> Verdict:
    verdicts = {test.verdict for test in tests}
    for verdict in (*WORST_FIRST, Verdict.PA, Verdict.AC):
        if verdict in verdicts:
            return verdict
    return Verdict.SK


def _slowest(tests: Sequence[TestResult]) -> float | None:
    return max((one.cpu_time for one in tests if one.cpu_time is not None), default=None)


def _checks(
    runner: Runner, jury: Jury, runs: Runs, submissions: Sequence[Verified]
) -> Iterator[Check]:
    notes = [*runner.problem.notes, *jury.notes]
    if notes:
        yield warning("package", listed(notes, most=5))
    yield _accepted(jury, submissions)
    missing = [one.path for one in submissions if one.verdict is None and one.ok]
    if missing:
        yield warning("languages", f"not judged, in no language that is here: {listed(missing)}")
    yield from _timing(runs.time_limit, strict=jury.timing.strict)


def _accepted(jury: Jury, submissions: Sequence[Verified]) -> Check:
    name = "accepted submission"
    accepted = [one for one in submissions if one.verdict is Verdict.AC and one.ok]
    if accepted:
        return passed(name)
    if any(Verdict.AC in one.expected for one in submissions):
        told = "none of the submissions that should be accepted was"
    else:
        told = "the package has none: add one to submissions/accepted/"
    return failed(name, told) if jury.accepted_wanted else warning(name, told)


def _timing(limit: TimeLimit, *, strict: bool) -> Iterator[Check]:
    name = "time limit"
    found = list(_margins(limit))
    if limit.source == "default":
        told = f"none is given, and no submission tells it: {limit.value:g} s are taken"
        yield warning(name, told)
    elif not found:
        yield passed(name)
    for told in found:
        # One that is given was right on the machine that it was made for.
        broken = strict and limit.source == "computed"
        yield failed(name, told) if broken else warning(name, told)


def _margins(limit: TimeLimit) -> Iterator[str]:
    slow, fast = limit.slowest_accepted, limit.fastest_tle
    if slow is not None and slow.cpu_time * limit.ac_to_time_limit > limit.value * (1 + 1e-9):
        yield (
            f"{slow.path} takes {slow.cpu_time:.3f} s, of which {limit.ac_to_time_limit:g} times "
            f"as much is over the limit of {limit.value:g} s"
        )
    if fast is not None and fast.cpu_time < limit.value * limit.time_limit_to_tle * (1 - 1e-9):
        yield (
            f"{fast.path} is too slow by {fast.cpu_time / limit.value:.2f} times the limit of "
            f"{limit.value:g} s, it should be by {limit.time_limit_to_tle:g} at least"
        )

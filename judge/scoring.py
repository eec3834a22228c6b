"""From the tests of a tree of groups to its verdict, and to its points. Pure.

A group counts its members in order: its tests, then its subgroups. It stops at its first
rejected member unless it says otherwise (`Group.stop_on_reject`), and what comes after
counts for nothing, whether it was run or not: so verdict and score are the same with and
without ``--all``. What each field of a group means stands in `judge.problem`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from judge.decide import Decision
from judge.member import IN_PART, Ask, Member, deciding, of_test, said_of, verdict
from judge.points import reaches
from judge.problem import Grader, Group, Points, Problem, TestCase
from judge.results import GroupResult, TestResult
from judge.totals import least_of, most_of, total
from judge.verdict import Cause, Verdict


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """What a submission is worth; `groups` is None where there are no points."""

    decision: Decision
    score: Points | None = None
    max_score: Points | None = None
    groups: list[GroupResult] | None = None


def score(problem: Problem, tests: Iterable[TestResult], ask: Ask) -> Score:
    """What `tests` are worth; those that were not run are left out, or SK.

    `ask` asks a grader of the package. It is JE where a test is, where such a grader fails,
    and where a group gets more points than there are.
    """
    by_name = {test.name: test for test in tests}
    failed = next((test for test in by_name.values() if test.verdict is Verdict.JE), None)
    if failed is not None:
        return without(problem, said_of(failed))
    tree = _Tree(problem, by_name, ask)
    root = tree.group(problem.tests)
    decision = tree.error or _decision(problem, root)
    if root is None or root.result is None:
        return without(problem, decision)
    return Score(
        decision=decision,
        score=None if tree.error else _given(problem, root),
        max_score=root.result.max_score,
        groups=root.result.groups,
    )


def without(problem: Problem, decision: Decision) -> Score:
    """The answer where no test counts: it was not compiled, or could not be judged."""
    if not problem.scoring:
        return Score(decision=decision)
    unknown = _Tree(problem, {}, _nobody).unknown(problem.tests)
    return Score(
        decision=decision,
        score=None if decision.verdict is Verdict.JE else _given(problem, None),
        max_score=unknown.max_score,
        groups=unknown.groups,
    )


def graders(group: Group) -> list[Grader]:
    """The graders of the package that `group` and those below it need."""
    own = [] if group.grader is None else [group.grader]
    return own + [one for child in group.groups for one in graders(child)]


class _Tree:
    """Evaluates the groups of a problem, in the order of the package."""

    def __init__(self, problem: Problem, tests: Mapping[str, TestResult], ask: Ask) -> None:
        self._problem, self._tests, self._ask = problem, tests, ask
        self._found: dict[str, Member | None] = {}
        self.error: Decision | None = None

    def group(self, group: Group) -> Member | None:
        """What `group` came to; None if nothing of it counts."""
        missed = [name for name in group.require_pass if not self._passed(name)]
        if missed:
            found: Member | None = self._not_entitled(group, missed[0])
        else:
            ran, shown = self._members(group)
            found = self._summed_up(group, ran, shown) if ran else None
        self._found[group.name] = found
        return found

    def unknown(self, group: Group) -> GroupResult:
        """What is told of a group of which nothing counts."""
        self._found.setdefault(group.name, None)
        most = most_of(group) if self._problem.objective == "max" else None
        below = [self.unknown(one) for one in group.groups]
        return GroupResult(name=group.name, verdict=Verdict.SK, max_score=most, groups=below)

    def _passed(self, name: str) -> bool:
        if name not in self._found:
            return True
        found = self._found[name]
        return found is not None and found.whole

    def _not_entitled(self, group: Group, missed: str) -> Member:
        cause = self._found[missed]
        result = self.unknown(group)
        return Member(
            accepted=False,
            whole=False,
            rejection=cause.rejection or IN_PART if cause else IN_PART,
            score=least_of(group),
            most=most_of(group),
            ignored=group.ignored,
            result=msgspec.structs.replace(
                result, score=least_of(group), reason=f"not run without {missed}"
            ),
        )

    # ------------------------------------------------------------ members

    def _members(self, group: Group) -> tuple[list[Member], list[GroupResult]]:
        ran: list[Member] = []
        shown: list[GroupResult] = []
        stopped = False
        for node in group.members:
            one = None if stopped else self._member(node)
            if one is not None:
                ran.append(one)
                stopped = group.stop_on_reject and not self._fine(group, one)
            if isinstance(node, Group):
                shown.append(one.result if one and one.result else self.unknown(node))
        return ran, shown

    def _member(self, node: TestCase | Group) -> Member | None:
        if isinstance(node, Group):
            return self.group(node)
        test = self._tests.get(node.name)
        if test is None or test.verdict is Verdict.SK:
            return None
        return of_test(node, test)

    def _fine(self, group: Group, member: Member) -> bool:
        """Whether `group` takes the member for accepted."""
        if self._problem.scoring and group.aggregation == "pass-fail":
            return member.whole
        return member.accepted

    # ------------------------------------------------------------ groups

    def _summed_up(self, group: Group, ran: list[Member], shown: list[GroupResult]) -> Member:
        members = [one for one in ran if not one.ignored] or ran
        found = self._graded(group, members) if group.grader else self._by_rules(group, members)
        if not self._problem.scoring:
            return found
        self._check(group, found)
        result = GroupResult(
            name=group.name,
            verdict=verdict(self._problem, group, found),
            score=found.score,
            max_score=found.most if self._problem.objective == "max" else None,
            groups=shown,
        )
        return msgspec.structs.replace(found, result=result)

    def _by_rules(self, group: Group, members: list[Member]) -> Member:
        rejected = [one for one in members if not self._fine(group, one)]
        accepted = not rejected or group.verdict == "accept"
        if group.accept_if_any:
            accepted = accepted or len(rejected) < len(members)
        return Member(
            accepted=accepted,
            whole=all(one.whole for one in members),
            rejection=deciding(group, rejected) or _uncounted(members),
            score=total(group, members) if self._problem.scoring else None,
            most=most_of(group),
            ignored=group.ignored,
        )

    def _graded(self, group: Group, members: list[Member]) -> Member:
        assert group.grader is not None  # noqa: S101 - asked for one that has it
        decision, points = self._ask(group.grader, members)
        if decision.verdict is Verdict.JE:
            self.error = self.error or decision
        alike = [one.rejection for one in members if one.verdict is decision.verdict]
        accepted = decision.verdict is Verdict.AC
        return Member(
            accepted=accepted,
            whole=accepted and all(one.whole for one in members),
            rejection=_uncounted(members)
            if accepted
            else next((one for one in alike if one), decision),
            score=points,
            most=most_of(group),
            ignored=group.ignored,
        )

    def _check(self, group: Group, found: Member) -> None:
        """Remember as an error that a group which must not has got too many points."""
        if not group.strict or found.score is None or found.most is None:
            return
        if found.score > found.most and not reaches(found.most, found.score):
            told = f"{found.score:g} points, more than the max_score of {found.most:g}"
            reason = f"{group.name or 'all tests'}: {told}"
            error = Decision(verdict=Verdict.JE, cause=Cause.CHECKER, reason=reason)
            self.error = self.error or error


def _uncounted(members: Sequence[Member]) -> Decision | None:
    """A rejection that did not keep the group from being accepted."""
    return next((one.rejection for one in members if one.rejection is not None), None)


def _nobody(grader: Grader, members: Sequence[Member]) -> tuple[Decision, Points]:
    raise AssertionError(grader, members)


def _given(problem: Problem, root: Member | None) -> Points | None:
    """The score of the submission: one that is rejected may have none, or the least one."""
    if root is not None and (root.accepted or not problem.score_if_accepted):
        return root.score
    return least_of(problem.tests) if problem.objective == "max" else None


def _decision(problem: Problem, root: Member | None) -> Decision:
    if root is None:
        return Decision(verdict=Verdict.AC)
    found = verdict(problem, problem.tests, root)
    if found is Verdict.AC or root.rejection is None:
        return Decision(verdict=found)
    return msgspec.structs.replace(root.rejection, verdict=found)

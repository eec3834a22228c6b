"""Random problems with points, and a slow and simple reading of what tests are worth there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from judge.decide import Decision
from judge.points import awarded
from judge.problem import Comparison, Group, Problem, ProblemType, TestCase
from judge.results import TestResult
from judge.skipping import Skipping
from judge.totals import most_of
from judge.verdict import Verdict

REJECTED = (Verdict.WA, Verdict.TLE, Verdict.RTE, Verdict.MLE, Verdict.OLE)
IN_PART = "WA accepted in part, where only the whole counts"
WORST = ["JE", "RTE", "MLE", "TLE", "OLE", "WA"]


def case(name: str, most: float | None = 1.0, **fields: Any) -> TestCase:
    return TestCase(
        name=name,
        group=name.rpartition("/")[0],
        input=Path("x"),
        answer=None,
        checker=Comparison(),
        max_score=most,
        **fields,
    )


def problem(root: Group, *types: ProblemType, **fields: Any) -> Problem:
    kinds = types or (ProblemType.SCORING,)
    return Problem(path=Path("p"), name="p", format="none", types=kinds, tests=root, **fields)


def result(test: TestCase, decision: Decision) -> TestResult:
    found, score = awarded(decision, test)
    return TestResult(
        name=test.name,
        group=test.group,
        verdict=found.verdict,
        cause=found.cause,
        reason=found.reason,
        score=score,
    )


def decisions() -> st.SearchStrategy[Decision]:
    """Half of them accepted, some of these in part; rejections tell each other apart."""
    parts = st.sampled_from([None, None, None, 0.0, 0.25, 0.5, 1.0])
    accepted = st.builds(Decision, verdict=st.just(Verdict.AC), part=parts)
    said = st.integers(0, 99).map(str)
    return accepted | st.builds(Decision, verdict=st.sampled_from(REJECTED), reason=said)


@st.composite
def groups(draw: st.DrawFn, name: str = "", depth: int = 2) -> Group:
    """A tree of groups: names are paths, and who requires a group comes after it."""
    aggregation = draw(st.sampled_from(["pass-fail", "sum", "min", "max", "avg", "product"]))
    own = draw(st.integers(0 if depth else 1, 3))
    most = draw(st.sampled_from([0.0, 1.0, 7.0, 30.0]))
    cases = tuple(
        case(f"{name}/{number}", None if aggregation == "pass-fail" else most)
        for number in range(own)
    )
    below: list[Group] = []
    for number in range(draw(st.integers(0, 3)) if depth else 0):
        child = draw(groups(f"{name}/g{number}", depth - 1))
        earlier = [one.name for one in below]
        required = draw(st.sets(st.sampled_from(earlier), max_size=2)) if earlier else set()
        below.append(msgspec.structs.replace(child, require_pass=tuple(sorted(required))))
    bound = st.sampled_from([40.0, 100.0])
    return Group(
        name=name,
        cases=cases,
        groups=tuple(below),
        stop_on_reject=draw(st.booleans()),
        verdict=draw(st.sampled_from(["first", "first", "worst", "accept"])),
        accept_if_any=draw(st.sampled_from([False, False, True])),
        ignored=draw(st.sampled_from([False, False, False, True])),
        aggregation=aggregation,
        min_score=draw(st.sampled_from([0.0, 0.0, None])),
        max_score=draw(bound if aggregation in ("pass-fail", "product") else bound | st.none()),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A scoring problem, or one in three times another, with at least one test."""
    root = draw(groups().filter(lambda group: group.all_cases()))
    kind = draw(st.sampled_from([ProblemType.SCORING, ProblemType.SCORING, ProblemType.PASS_FAIL]))
    if kind is ProblemType.PASS_FAIL:
        root = _without_points(root)
    return problem(root, kind, score_if_accepted=draw(st.booleans()))


def _without_points(group: Group) -> Group:
    cases = tuple(msgspec.structs.replace(one, max_score=None) for one in group.cases)
    below = tuple(map(_without_points, group.groups))
    return msgspec.structs.replace(group, cases=cases, groups=below, aggregation="pass-fail")


def run(asked: Problem, outcomes: Sequence[Decision], *, run_all: bool) -> list[TestResult]:
    """The results of all tests, those that are not run since others decided left out."""
    skipping, found = Skipping(asked), []
    for number, test in enumerate(asked.tests.all_cases()):
        if number in skipping.needless and not run_all:
            continue
        found.append(result(test, outcomes[number]))
        skipping.ended(number, found[-1].verdict)
    return found


# ------------------------------------------------------------ the slow and simple reading


Facts = dict[str, TestResult]


def accepted(asked: Problem, node: TestCase | Group, facts: Facts) -> bool | None:
    """Whether it is accepted; None if nothing of it counts."""
    if isinstance(node, TestCase):
        return facts[node.name].verdict in (Verdict.AC, Verdict.PA)
    if not entitled(asked, node, facts):
        return False
    counted = list(counting(asked, node, facts))
    if not counted:
        return None
    good = [fine(asked, node, one, facts) for one in counted]
    return all(good) or node.verdict == "accept" or (node.accept_if_any and any(good))


def fine(asked: Problem, group: Group, node: TestCase | Group, facts: Facts) -> bool:
    if asked.scoring and group.aggregation == "pass-fail":
        return whole(asked, node, facts)
    return bool(accepted(asked, node, facts))


def whole(asked: Problem, node: TestCase | Group, facts: Facts) -> bool:
    if isinstance(node, TestCase):
        return facts[node.name].verdict is Verdict.AC
    if not entitled(asked, node, facts) or not_reached(asked, node, facts):
        return False
    counted = list(counting(asked, node, facts))
    return bool(counted) and all(whole(asked, one, facts) for one in counted)


def entitled(asked: Problem, group: Group, facts: Facts) -> bool:
    every = {one.name: one for one in walk(asked.tests)}
    return all(whole(asked, every[name], facts) for name in group.require_pass)


def not_reached(asked: Problem, group: Group, facts: Facts) -> bool:
    """Whether a member before it, in a group that it is in, ended that group."""
    for parent in walk(asked.tests):
        if group in parent.groups:
            before = parent.members[: parent.members.index(group)]
            bad = (one for one in before if accepted(asked, one, facts) is not None)
            ended = any(not fine(asked, parent, one, facts) for one in bad)
            return (parent.stop_on_reject and ended) or not_reached(asked, parent, facts)
    return False


def reached(asked: Problem, group: Group, facts: Facts) -> Iterator[TestCase | Group]:
    for node in group.members:
        found = accepted(asked, node, facts)
        if found is None:
            continue
        yield node
        if group.stop_on_reject and not fine(asked, group, node, facts):
            return


def counting(asked: Problem, group: Group, facts: Facts) -> Iterator[TestCase | Group]:
    every = list(reached(asked, group, facts))
    some = [one for one in every if isinstance(one, TestCase) or not one.ignored]
    yield from some or every


def walk(group: Group) -> Iterator[Group]:
    yield group
    for child in group.groups:
        yield from walk(child)


def points(asked: Problem, node: TestCase | Group, facts: Facts) -> float | None:
    """The points of a test or a group, by the words of `judge.problem`."""
    if isinstance(node, TestCase):
        return facts[node.name].score
    least = node.min_score or 0.0
    if not entitled(asked, node, facts):
        return least
    members = list(counting(asked, node, facts))
    if node.aggregation == "pass-fail":
        passed = all(whole(asked, one, facts) for one in members)
        return node.max_score if passed else least
    if node.aggregation == "product":
        return (node.max_score or 0.0) * math.prod(_part(asked, one, facts) for one in members)
    scores = [points(asked, one, facts) for one in members]
    known = [score for score in scores if score is not None]
    if not known:
        return None
    found = {"sum": sum, "min": min, "max": max, "avg": lambda all_: sum(all_) / len(all_)}
    return float(found[node.aggregation](known))


def _part(asked: Problem, node: TestCase | Group, facts: Facts) -> float:
    most, score = most_of(node), points(asked, node, facts)
    if not most or score is None:
        return float(whole(asked, node, facts))
    return score / most


def first_rejection(asked: Problem, node: TestCase | Group, facts: Facts) -> str | None:
    """Verdict and reason of the rejection that becomes that of `node`, counted or not."""
    if isinstance(node, TestCase):
        test = facts[node.name]
        fine_ = test.verdict in (Verdict.AC, Verdict.PA)
        return None if fine_ else f"{test.verdict} {test.reason}"
    every = {one.name: one for one in walk(asked.tests)}
    missed = [name for name in node.require_pass if not whole(asked, every[name], facts)]
    if missed:
        reached_ = not not_reached(asked, every[missed[0]], facts)
        return (first_rejection(asked, every[missed[0]], facts) if reached_ else None) or IN_PART
    members = list(counting(asked, node, facts))
    told = [(one, first_rejection(asked, one, facts)) for one in members]
    found = [said or IN_PART for one, said in told if not fine(asked, node, one, facts)]
    if node.verdict == "worst" and not node.stop_on_reject and found:
        return min(found, key=lambda one: WORST.index(one.split()[0]))
    return next(iter([*found, *(said for _, said in told if said)]), None)

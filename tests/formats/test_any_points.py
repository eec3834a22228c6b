"""Whatever a package says of points, it is read and can be summed up, or refused with its place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_any_package import DATA, VALUES, VERSIONS, mapping, opened, package

from judge import scoring
from judge.decide import Decision
from judge.formats.icpc_2025_points import KEYS as NEW_KEYS
from judge.formats.icpc_legacy_data import KEYS as LEGACY_KEYS
from judge.member import Member
from judge.points import awarded
from judge.problem import Grader, Points, Problem
from judge.results import TestResult as Result
from judge.verdict import Verdict

FILES = {
    "legacy": ("testdata.yaml", LEGACY_KEYS),
    "2023-07": ("testdata.yaml", (*LEGACY_KEYS, "scoring")),
    "2025-09": ("test_group.yaml", NEW_KEYS),
}
WORDS = st.sampled_from(
    [
        *("unbounded", "sum", "min", "pass-fail", "sample", "secret/g", "[sample, secret/g]"),
        *("0 100", "-inf +inf", "5 4", "-1e308 1e308", "nan 1", "break", "continue", "custom"),
        *("ignore_sample", "always_accept", "accept_if_any_accepted max", "avg", "first_error min"),
        "{score: 5, aggregation: min}",
    ]
)
PLACES = ("data", "data/sample", "data/secret", "data/secret/g", "data/secret/h")
TESTS = {
    **DATA,
    **{f"data/{name}{end}": "" for name in ("sample/1", "secret/h/1") for end in (".in", ".ans")},
}
GROUPED = {path: "" for path in TESTS if not path.startswith("data/secret/1")}
EXTRA = st.sampled_from(["", "graders/g.py", "output_validator/v.py", "output_validators/v.py"])


def settings(version: str, numbered: dict[tuple[str, int], str]) -> dict[str, str]:
    """The settings files of a package: each text is the value of a key in a folder."""
    name, known = FILES[version]
    keys: dict[str, dict[str, str]] = {}
    for (place, number), value in numbered.items():
        keys.setdefault(place, {})[known[number % len(known)]] = value
    return {f"{place}/{name}": mapping(found) for place, found in keys.items()}


def everything(problem: Problem, verdicts: Sequence[Verdict]) -> scoring.Score:
    """What the tests are worth where they end with these verdicts, one after the other."""
    tests = []
    for number, case in enumerate(problem.tests.all_cases()):
        verdict = verdicts[number % len(verdicts)]
        decision, score = awarded(Decision(verdict=verdict, score=0.5), case)
        tests.append(
            Result(name=case.name, group=case.group, verdict=decision.verdict, score=score)
        )
    return scoring.score(problem, tests, _zero)


def _zero(grader: Grader, members: Sequence[Member]) -> tuple[Decision, Points]:
    del grader, members
    return Decision(verdict=Verdict.AC), 0.0


@pytest.mark.parametrize("version", VERSIONS)
@given(
    st.dictionaries(st.tuples(st.sampled_from(PLACES), st.integers(0, 9)), WORDS | VALUES),
    EXTRA,
    st.lists(st.sampled_from([Verdict.AC, Verdict.WA, Verdict.TLE]), min_size=1, max_size=4),
)
@example({("data/secret", 0): "unbounded", ("data/secret/g", 1): "sum"}, "", [Verdict.AC])
@example({("data/secret", 5): "1e308", ("data/secret", 7): "-inf inf"}, "", [Verdict.AC])
def test_what_is_said_of_points_is_read_or_refused_with_its_place(
    version: str, said: dict[tuple[str, int], str], extra: str, verdicts: list[Verdict]
) -> None:
    tree = {"problem.yaml": f"{VERSIONS[version]}type: scoring\n", **GROUPED}
    tree |= {**settings(version, said), **({extra: ""} if extra else {})}
    with package(tree) as root:
        problem = opened(root)
        if problem is None:
            return
        found = everything(problem, verdicts)
    assert problem.type == "scoring"
    assert found.groups is not None
    assert found.score is None or math.isfinite(found.score)
    if found.score is not None and found.max_score is not None and version == "2025-09":
        assert 0 <= found.score <= found.max_score
    if found.decision.verdict is Verdict.AC and found.max_score is not None:
        assert (found.score or 0) >= found.max_score * (1 - 1e-9)

"""What groups and tests of a 2025-09 package are worth ("Scoring problems").

``secret`` sums its groups up to 100 points unless its ``test_group.yaml`` says otherwise; a
group is passed or failed as a whole and says itself what it is worth. The samples are run
and give no points.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import msgspec
from msgspec.structs import replace

from judge.errors import InputError, did_you_mean
from judge.formats import icpc
from judge.problem import MOST_POINTS, Group, Points, TestCase

if TYPE_CHECKING:
    from judge.yamlnode import Node

KEYS = ("max_score", "score_aggregation", "require_pass")
SAMPLE, SECRET = "sample", "secret"
UNBOUNDED = "unbounded"

Aggregation = Literal["pass-fail", "sum", "min"]


class Rules(msgspec.Struct, frozen=True):
    """What is written of a group, or the defaults; `most` is None for ``unbounded``."""

    most: Points | None
    aggregation: Aggregation
    required: tuple[str, ...] = ()


class Scoring:
    """Collects what each ``test_group.yaml`` says, and gives tests their points by it.

    In a problem that is not `scoring` none may say anything. Where no program is there to
    `judge` output, no score can be said for a test without bound.
    """

    def __init__(self, root: Path, settings_yaml: str, *, scoring: bool, judged: bool) -> None:
        self._data = root / "data"
        self._settings_yaml = settings_yaml
        self._scoring, self._judged = scoring, judged
        self._nodes: dict[str, Node] = {}

    def read(self, node: Node, name: str) -> None:
        """Take the keys of the folder `name` below ``data/``. Raise InputError for wrong ones."""
        for key, place in node.key_places.items():
            if key in KEYS:
                self._check_place(key, place, name)
        self._nodes[name] = node

    def applied(self, tests: Group) -> Group:
        """`tests` with what they are worth; unchanged where there are no points."""
        if not self._scoring:
            return tests
        secret = self._rules(SECRET, Rules(100.0, "sum"))
        groups = []
        for group in tests.groups:
            if group.name == SAMPLE:
                groups.append(replace(group, ignored=True, stop_on_reject=False))
            else:
                groups.append(self._secret(group, secret, {one.name for one in tests.groups}))
        return replace(
            tests,
            groups=tuple(groups),
            stop_on_reject=False,
            aggregation="sum",
            max_score=secret.most,
        )

    def _secret(self, group: Group, rules: Rules, around: set[str]) -> Group:
        if group.cases and group.groups:
            remedy = "put the tests into a group, or all groups' tests here"
            raise InputError(self._data / SECRET, "holds tests and test groups", remedy)
        for name in rules.required:
            if name != SAMPLE:
                raise self._error(SECRET, "require_pass", f"secret can't require '{name}'")
        names: dict[str, Rules] = {one: Rules(None, "pass-fail") for one in around & {SAMPLE}}
        below = []
        for child in group.groups:
            own = self._rules(child.name, Rules(None, "pass-fail"))
            self._check_group(child.name, own, rules, names)
            below.append(self._with_points(child, own))
            names[child.name] = own
        return replace(self._with_points(group, rules), groups=tuple(below))

    def _with_points(self, group: Group, rules: Rules) -> Group:
        if rules.aggregation == "pass-fail" and rules.most is None:
            message = "is passed or failed as a whole, and says no max_score"
            raise InputError(self._place(group.name), message, "add one, such as max_score: 30")
        if rules.most is None and group.cases and not self._judged:
            message = "has no highest score, and no output_validator/ to say one in score.txt"
            raise InputError(self._place(group.name), message, "set max_score, or add a validator")
        return replace(
            group,
            cases=tuple(_case(case, rules, len(group.cases)) for case in group.cases),
            stop_on_reject=False,
            require_pass=rules.required,
            aggregation=rules.aggregation,
            max_score=rules.most,
            strict=True,
        )

    def _check_group(self, name: str, own: Rules, secret: Rules, earlier: dict[str, Rules]) -> None:
        if own.most is None and secret.most is not None:
            message = f"sets no max_score, while secret is worth {secret.most:g} points"
            remedy = "set one here, or 'max_score: unbounded' in data/secret/test_group.yaml"
            raise InputError(self._place(name), message, remedy)
        if secret.aggregation == "pass-fail" and own.aggregation != "pass-fail":
            message = "is not pass-fail, as secret is"
            raise self._error(name, "score_aggregation", message, "write pass-fail in both")
        for one in own.required:
            if one == SAMPLE and SAMPLE not in earlier:
                continue  # there are no samples, and so none that fails
            if one not in earlier:
                message = f"'{one}' is no group that comes before {name}"
                hint = did_you_mean(one, earlier) if earlier else ""
                raise self._error(name, "require_pass", message, hint)
            if earlier[one].aggregation != "pass-fail":
                message = f"'{one}' is required, and is not of the score_aggregation pass-fail"
                raise self._error(name, "require_pass", message)

    def _rules(self, name: str, default: Rules) -> Rules:
        node = self._nodes.get(name)
        keys = icpc.filled(node)
        found = default
        if "max_score" in keys:
            found = replace(found, most=_points(keys["max_score"]))
        if "score_aggregation" in keys:
            word = keys["score_aggregation"].choice(("pass-fail", "sum", "min"))
            found = replace(found, aggregation=cast("Aggregation", word))
        if "require_pass" in keys:
            found = replace(found, required=_names(keys["require_pass"]))
        return found

    def _check_place(self, key: str, place: str, name: str) -> None:
        if not self._scoring:
            message = f"'{key}' is for scoring problems"
            raise InputError(place, message, "remove it; this problem is pass-fail")
        parts = name.split("/")
        if parts[0] != SECRET or len(parts) > 2:
            where = "sample" if parts[0] == SAMPLE else "a folder that is no test group"
            remedy = "write it in data/secret/ or in one of its groups"
            raise InputError(place, f"'{key}' is not allowed in {where}", remedy)

    def _place(self, name: str) -> Path:
        return self._data / name / self._settings_yaml

    def _error(self, name: str, key: str, message: str, remedy: str = "") -> InputError:
        node = self._nodes.get(name)
        found = icpc.filled(node).get(key)
        return InputError(found.place if found else self._place(name), message, remedy)


def _case(case: TestCase, rules: Rules, count: int) -> TestCase:
    if rules.aggregation == "pass-fail":
        return replace(case, score_files="refused")
    most = math.inf if rules.most is None else rules.most
    share = most / count if rules.aggregation == "sum" else most
    return replace(case, max_score=share, score_files="checked")


def _points(node: Node) -> Points | None:
    if not (node.is_list or node.is_mapping) and node.text() == UNBOUNDED:
        return None
    return float(node.integer(minimum=0, maximum=int(MOST_POINTS)))


def _names(node: Node) -> tuple[str, ...]:
    return node.texts() if node.is_list else (node.text(),)

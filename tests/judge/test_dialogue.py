"""Who is to blame: pure, so that all there is can be tried."""

from __future__ import annotations

import itertools

import pytest

from judge import dialogue
from judge.decide import Decision
from judge.verdict import Verdict

OWN = (Verdict.AC, Verdict.TLE, Verdict.RTE, Verdict.MLE, Verdict.OLE)
SAID = (Verdict.AC, Verdict.PA, Verdict.WA, Verdict.JE)
ALL = [*itertools.product(OWN, SAID, ("first", "later"))]


@pytest.mark.parametrize(("own", "said", "first"), ALL)
def test_blame_goes_in_the_order_of_the_icpcs_judges(
    own: Verdict, said: Verdict, first: str
) -> None:
    found = dialogue.blame(
        Decision(verdict=own), Decision(verdict=said), interactor_first=first == "first"
    )
    if said is Verdict.JE:
        assert found.verdict is Verdict.JE
    elif said is Verdict.WA and first == "first":
        assert found.verdict is Verdict.WA
    elif own is not Verdict.AC:
        assert found.verdict is own
    else:
        assert found.verdict is said

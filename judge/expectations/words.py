"""The words that judges have for verdicts, as ours."""

from __future__ import annotations

from judge.expectations.model import Verdicts
from judge.verdict import Verdict

AC, WA, TLE, RTE = Verdict.AC, Verdict.WA, Verdict.TLE, Verdict.RTE
MLE, OLE, CE = Verdict.MLE, Verdict.OLE, Verdict.CE
REJECTED: Verdicts = frozenset({WA, TLE, RTE})


def _set(*verdicts: Verdict) -> Verdicts:
    return frozenset(verdicts)


DOMJUDGE = {
    "CORRECT": _set(AC),
    "ACCEPTED": _set(AC),
    "WRONG-ANSWER": _set(WA),
    "NO-OUTPUT": _set(WA),
    "TIMELIMIT": _set(TLE),
    "TIME-LIMIT-EXCEEDED": _set(TLE),
    "RUN-ERROR": _set(RTE),
    "RUN-TIME-ERROR": _set(RTE),
    "RUNTIME-ERROR": _set(RTE),
    "MEMORY-LIMIT": _set(MLE),
    "OUTPUT-LIMIT": _set(OLE),
    "COMPILER-ERROR": _set(CE),
    "CHECK-MANUALLY": frozenset(Verdict),
    "AC": _set(AC),
    "WA": _set(WA),
    "TLE": _set(TLE),
    "RTE": _set(RTE),
    "MLE": _set(MLE),
    "OLE": _set(OLE),
    "CE": _set(CE),
}
"""`SubmissionService` of DOMjudge, with ``_`` for ``-`` as well; and the CLICS identifiers."""

GRADES = {"AC": _set(AC), "WA": _set(WA), "TLE": _set(TLE), "RTE": _set(RTE), "MLE": _set(MLE)}
"""What stands behind ``@EXPECTED_GRADES@``."""

DMOJ = {
    "AC": _set(AC),
    "WA": _set(WA),
    "TLE": _set(TLE),
    "MLE": _set(MLE),
    "OLE": _set(OLE),
    "RTE": _set(RTE),
    "IR": _set(RTE),
    "CE": _set(CE),
    "IE": _set(Verdict.JE),
    "SC": _set(Verdict.SK),
    "AB": frozenset(Verdict),
}
"""``expect`` in a ``test.yml`` of DMOJ; `Result` there."""

POLYGON = {
    "main": _set(AC),
    "accepted": _set(AC),
    "rejected": REJECTED | {MLE, OLE, CE},
    "failed": REJECTED | {MLE, OLE, CE},
    "wrong-answer": _set(WA),
    "presentation-error": _set(WA),
    "time-limit-exceeded": _set(TLE),
    "memory-limit-exceeded": _set(MLE),
    "runtime-error": _set(RTE),
    "do-not-run": frozenset(Verdict),
}
"""The tags of Codeforces Polygon; several are joined by ``-or-``."""

TPS = {
    "model_solution": _set(AC),
    "correct": _set(AC),
    "incorrect": _set(WA),
    "time_limit": _set(TLE),
    "memory_limit": _set(MLE),
    "runtime_error": _set(RTE),
    "failed": REJECTED | {MLE, OLE},
    "time_limit_and_runtime_error": _set(TLE, RTE),
    "partially_correct": _set(Verdict.PA),
}
"""The verdicts in a ``solutions.json`` of TPS."""


def polygon(tag: str) -> Verdicts | None:
    """What a tag of Polygon asks for; None for one that is not known."""
    found: Verdicts = frozenset()
    for word in tag.split("-or-"):
        verdicts = POLYGON.get(word)
        if verdicts is None:
            return None
        found |= verdicts
    return found

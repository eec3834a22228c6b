"""A submission and the interactor it has talked with: who is to blame, and what was said.

The order of blame is that of the ICPC's judges: a broken interactor before all else; its
rejection, if it ended first; what the submission did itself; at last the interactor's word.
"""

from __future__ import annotations

from collections.abc import Iterator

from judge.decide import ASLEEP, Decision
from judge.harmless import for_line
from judge.results import Utterance
from judge.verdict import Cause, Verdict
from sandbox import Capture, Conversation

# Characters of a line that are quoted, and bytes of an utterance that a transcript shows.
QUOTED = 60
SHOWN = 4096


def blame(own: Decision, interactor: Decision, *, interactor_first: bool) -> Decision:
    """The verdict, from what each of the two alone would be worth."""
    if interactor.verdict is Verdict.JE:
        return interactor
    if interactor.verdict not in (Verdict.AC, Verdict.PA) and interactor_first:
        return interactor
    return interactor if own.verdict is Verdict.AC else own


def explained(own: Decision, talk: Conversation) -> Decision:
    """`own`, but where the submission ran out of wall time its reason tells who waited."""
    if own.cause is not Cause.WALL_TIME:
        return own
    reason = f"{own.reason}; {diagnosis(talk)}"
    return Decision(verdict=own.verdict, cause=own.cause, reason=reason)


def diagnosis(talk: Conversation) -> str:
    """Who waited for whom, and what was said last."""
    program, partner = talk.program.stdout, talk.partner.stdout
    last = (_last(program, program.size, "submission"), _last(partner, talk.printed, "interactor"))
    return "; ".join((_waiting(talk), *last))


def _waiting(talk: Conversation) -> str:
    program, partner = talk.unread
    if program and partner:
        return f"the submission left {program} bytes unread, the interactor {partner}"
    if program:
        return f"the submission left {program} bytes of the interactor's unread"
    if talk.partner_first:
        return "the interactor had ended, the submission did not"
    if partner:
        return f"the interactor left {partner} bytes of the submission's unread"
    if (talk.program.usage.cpu_time or 0.0) < ASLEEP * talk.program.usage.wall_time:
        return "each waited for the other"
    return "the submission had read all there was, and the interactor as well"


def _last(printed: Capture, size: int, who: str) -> str:
    """What was last in the first `size` bytes, and whether the end of a line is missing."""
    if not size:
        return f"the {who} had sent nothing" + (" (not flushed?)" if who == "submission" else "")
    start = max(size - SHOWN, 0)
    tail = printed.part(start, size - start).decode(errors="replace")
    line = tail.removesuffix("\n").rpartition("\n")[2]
    shown = for_line(line if len(line) <= QUOTED else f"…{line[-QUOTED:]}")
    missing = "" if tail.endswith("\n") else " without a newline"
    return f"the {who} last sent '{shown}'{missing}"


def transcript(talk: Conversation, number: int) -> Iterator[Utterance]:
    """What was said in pass `number`, in order."""
    ends = {True: 0, False: 0}
    for said in talk.said:
        printed = (talk.partner if said.by_partner else talk.program).stdout
        shown = printed.part(said.start, min(said.end - said.start, SHOWN))
        yield Utterance(
            time=said.moment,
            speaker="interactor" if said.by_partner else "submission",
            text=shown.decode(errors="replace"),
            pass_=number,
            omitted=said.start - ends[said.by_partner],
        )
        ends[said.by_partner] = said.start + len(shown)

"""What a submission and an interactor said to each other, as lines for a person.

``<`` stands before what the interactor printed and ``>`` before what the submission did, as
in the files with samples of the problem package format.
"""

from __future__ import annotations

from collections.abc import Iterator

from judge.harmless import for_line, shortened
from judge.results import TestResult, Utterance

MARKS = {"submission": ">", "interactor": "<"}
LONGEST = 200
"""Characters of a line."""


def lines(test: TestResult) -> Iterator[str]:
    """The transcript of `test`: each line with the seconds since the start. Nothing if none."""
    heard = test.transcript or ()
    if heard:
        yield f"transcript of {for_line(test.name)} (seconds; < interactor, > submission)"
    number = 1
    for one in heard:
        if one.pass_ != number:
            number = one.pass_
            yield f"--- pass {number}"
        yield from _utterance(one)


def _utterance(one: Utterance) -> Iterator[str]:
    mark = MARKS[one.speaker]
    if one.omitted:
        yield f"{'':>9} {mark} … {one.omitted} bytes left out"
    parts = one.text.removesuffix("\n").split("\n")
    for part in parts:
        yield f"{one.time:9.3f} {mark} {shortened(for_line(part), LONGEST)}"
    if not one.text.endswith("\n"):
        yield f"{'':>9} {mark} (without a newline)"

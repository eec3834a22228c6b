"""What two programs said, as lines for a person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from report_samples import finished

from judge.reports.transcript import lines
from judge.results import Utterance
from judge.verdict import Verdict

UTTERANCES = st.builds(
    Utterance,
    time=st.floats(0, 1e4),
    speaker=st.sampled_from(["submission", "interactor"]),
    text=st.text(max_size=300),
    pass_=st.integers(1, 3),
    omitted=st.integers(0, 9),
)


def test_each_line_has_its_moment_and_its_speaker() -> None:
    heard = [
        Utterance(time=0.0123, speaker="interactor", text="1\n2\n"),
        Utterance(time=1.5, speaker="submission", text="3"),
        Utterance(time=0.1, speaker="submission", text="4\n", pass_=2, omitted=7),
    ]
    test = finished(0, Verdict.WA, transcript=heard, name="secret/1")
    assert list(lines(test)) == [
        "transcript of secret/1 (seconds; < interactor, > submission)",
        "    0.012 < 1",
        "    0.012 < 2",
        "    1.500 > 3",
        "          > (without a newline)",
        "--- pass 2",
        "          > … 7 bytes left out",
        "    0.100 > 4",
    ]


def test_nothing_is_said_of_a_test_without_one() -> None:
    assert list(lines(finished(0, Verdict.WA))) == []


@given(st.lists(UTTERANCES, max_size=5), st.text(max_size=20))
def test_whatever_was_said_stays_on_its_line(heard: list[Utterance], name: str) -> None:
    for line in lines(finished(0, Verdict.WA, transcript=heard, name=name)):
        assert line.isprintable()
        assert line.startswith(("transcript of ", "--- pass ", " ")) or line[:9].strip()

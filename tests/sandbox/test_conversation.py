"""Two commands at once, each of which reads what the other prints."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from leftovers import eventually, open_descriptors
from needs import requires
from running import PATIENT, shell

from sandbox import (
    Boxes,
    CancelledError,
    Command,
    Conversation,
    Ending,
    Fed,
    Limits,
    Sandbox,
    SandboxError,
    converse,
)
from sandbox.process import Process
from sandbox.speech import NOTED

LARGE = 3_000_000

Talk = Callable[..., Conversation]


def never(_: Ending) -> bool:
    return False


def fed(script: str, **limits: object) -> Command:
    words = {"cpu_time": PATIENT.cpu_time, "wall_time": PATIENT.wall_time, **limits}
    return shell(script, stdin=Fed(), limits=Limits(**words))  # type: ignore[arg-type]


@pytest.fixture
def talk(sandbox: Sandbox) -> Iterator[Talk]:
    ours, theirs, found = Boxes(), Boxes(), list[Conversation]()

    def talk(
        program: Command, partner: Command, needless: Callable[[Ending], bool] = never
    ) -> Conversation:
        both = sandbox.begin(program, ours), sandbox.begin(partner, theirs)
        found.append(converse(*both, needless))
        return found[-1]

    yield talk
    for one in found:
        one.close()
    ours.close()
    theirs.close()


def test_each_reads_what_the_other_prints(talk: Talk) -> None:
    done = talk(
        fed('read x; echo "$((x + 1))"; read y; [ "$y" = 8 ]'),
        fed('echo 6; read x; echo "$((x + 1))"'),
    )
    assert [one.ending.exit_code for one in (done.program, done.partner)] == [0, 0]
    assert done.program.stdout.head(9) == b"7\n"
    assert done.partner.stdout.head(9) == b"6\n8\n"


def test_what_both_print_before_they_read_is_not_lost(talk: Talk) -> None:
    print_first = f"head -c {LARGE} /dev/zero; head -c {LARGE} | wc -c >&2"
    done = talk(fed(print_first), fed(print_first))
    for one in (done.program, done.partner):
        assert (one.ending.exit_code, one.stdout.size) == (0, LARGE)
        assert int(one.stderr.head(99)) == LARGE


def test_an_utterance_has_its_moment_its_speaker_and_its_place(talk: Talk) -> None:
    done = talk(fed("read x; echo four; read y; echo more"), fed("echo 1; read x; echo 2; read y"))
    printed = {True: done.partner.stdout, False: done.program.stdout}
    texts = [printed[said.by_partner].part(said.start, said.end - said.start) for said in done.said]
    assert texts == [b"1\n", b"four\n", b"2\n", b"more\n"]
    assert [said.by_partner for said in done.said] == [True, False, True, False]
    moments = [said.moment for said in done.said]
    assert moments == sorted(moments)


def test_of_very_many_utterances_those_in_the_middle_are_left_out(talk: Talk) -> None:
    count = NOTED + 200
    ping = f"for ((i = 0; i < {count}; i++)); do read x; echo $i; done"
    done = talk(fed(ping), fed(f"for ((i = 0; i < {count}; i++)); do echo x; read y; done"))
    assert done.program.ending.exit_code == 0
    assert len(done.said) == 2 * NOTED
    assert done.said[0].start == 0
    assert done.said[-1].end == done.program.stdout.size


def test_a_partner_that_ends_before_it_is_told_is_first(talk: Talk) -> None:
    assert talk(fed("read x; exit 1"), fed("exit 2")).partner_first
    assert talk(fed("exit 1"), fed("exit 2")).partner_first
    assert talk(fed("echo x; exit 1"), fed("read x; exit 2")).partner_first
    assert not talk(fed("exit 1"), fed("read x; exit 2")).partner_first
    assert not talk(fed("echo x; exit 1"), fed("read x; read y; exit 2")).partner_first


def test_a_program_that_is_needless_is_stopped(talk: Talk) -> None:
    done = talk(fed("sleep 1000"), fed("exit 7"), lambda ending: ending.exit_code == 7)
    assert (done.program.ending.kind, done.program.ending.exit_code) == ("stopped", None)


def test_a_broken_pipe_ends_neither(talk: Talk) -> None:
    on = "exec <&-; sleep 0.1; for i in 1 2 3 4 5; do echo $i || exit 9; sleep 0.02; done"
    done = talk(fed(on), fed(on))
    assert [one.ending.exit_code for one in (done.program, done.partner)] == [0, 0]


def test_what_was_not_read_is_counted_when_the_program_ends(talk: Talk) -> None:
    done = talk(
        fed("printf 12345; sleep 1000", wall_time=0.5),
        fed("printf 123; sleep 1"),
    )
    assert done.program.ending.kind == "wall-time"
    assert (done.unread, done.printed) == ((3, 5), 3)


def test_waiting_for_the_program_does_not_count(talk: Talk) -> None:
    done = talk(fed("sleep 0.8"), fed("read x; exit 3", wall_time=0.4, starving_counts=False))
    assert (done.partner.ending.kind, done.partner.ending.exit_code) == ("exit", 3)
    done = talk(fed("exit 0"), fed("sleep 1000", wall_time=0.4, starving_counts=False))
    assert done.partner.ending.kind == "wall-time"


def test_the_partners_computing_does_not_count_as_the_programs_wall_time(talk: Talk) -> None:
    requires("cpu_time")
    # For a while by the clock, however little of a CPU it gets meanwhile.
    computing = (
        "import time\nend = time.monotonic() + 1.3\n"
        "while time.monotonic() < end: pass\nprint(1, flush=True)"
    )
    partner = Command(
        argv=("/usr/bin/python3", "-I", "-c", computing),
        stdin=Fed(),
        limits=PATIENT,
    )
    done = talk(fed("read x; exit 5", wall_time=1.0, starving_counts=False), partner)
    assert (done.program.ending.kind, done.program.ending.exit_code) == ("exit", 5)


def test_both_are_ended_by_a_cancel(own_sandbox: Sandbox) -> None:
    boxes = Boxes()
    both = [own_sandbox.begin(fed("sleep 1000"), boxes) for _ in range(2)]
    timer = threading.Timer(0.3, own_sandbox.cancel)
    timer.start()
    try:
        done = converse(both[0], both[1], never)
        assert [one.ending.kind for one in (done.program, done.partner)] == ["cancelled"] * 2
        done.close()
    except CancelledError:  # it was not even set up by then
        pass
    finally:
        timer.join()
        boxes.close()


def warmed_up(sandbox: Sandbox, boxes: Boxes) -> None:
    """What is made once for two at a time is there."""
    both = [sandbox.begin(fed("exit 0"), boxes) for _ in range(2)]
    converse(both[0], both[1], never).close()
    boxes.close()


@pytest.mark.parametrize("place", ["start", "watch", "conclude", "cpu_time"])
def test_a_failure_of_the_judge_leaves_neither(
    own_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a mistake")

    boxes = Boxes()
    warmed_up(own_sandbox, boxes)
    before = open_descriptors()
    both = [own_sandbox.begin(fed("sleep 0.5", wall_time=5.0), boxes) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(Process, place, fail)
        if place == "cpu_time":  # asked for when the program's wall time is over
            both[0].discard()
            both[0] = own_sandbox.begin(
                fed("sleep 1000", wall_time=0.1, starving_counts=False), boxes
            )
        with pytest.raises(RuntimeError):
            converse(both[0], both[1], never)
    boxes.close()
    assert eventually(lambda: open_descriptors() == before)


def test_a_partner_that_cannot_be_set_up_ends_the_program_as_well(own_sandbox: Sandbox) -> None:
    boxes = Boxes()
    warmed_up(own_sandbox, boxes)
    before = open_descriptors()
    program = own_sandbox.begin(fed("sleep 1000"), boxes)
    partner = own_sandbox.begin(shell("exit 0", stdin=Fed(), cwd="/nowhere"), boxes)
    with pytest.raises(SandboxError):
        converse(program, partner, never)
    boxes.close()
    assert eventually(lambda: open_descriptors() == before)

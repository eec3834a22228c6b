"""From an ending to verdict, cause and reason."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from judge.decide import Decision, decide, mib, ran_out
from judge.verdict import Cause, Verdict
from sandbox import MIB, Ending, Limits, Usage
from sandbox.classify import Facts, ending
from sandbox.model import EndingKind

LIMITS = Limits(cpu_time=1.0, wall_time=3.0, memory=64 * MIB, output=2048, processes=8)
USAGE = Usage(cpu_time=0.25, wall_time=0.5, memory=9 * MIB)


def exited(code: int, **more: bool | str) -> Ending:
    return Ending(kind="exit", exit_code=code, **more)


def decided(ending: Ending, **usage: object) -> Decision:
    fields = {"cpu_time": 0.25, "wall_time": 0.5, "memory": 9 * MIB} | usage
    return decide(ending, Usage(**fields), LIMITS)


def test_a_clean_exit_is_accepted_so_far() -> None:
    assert decided(exited(0)) == Decision(verdict=Verdict.AC, cause=None, reason="")


@pytest.mark.parametrize(
    ("ending", "verdict", "cause"),
    [
        (exited(3), Verdict.RTE, Cause.EXIT_CODE),
        (Ending(kind="signal", signal="SIGSEGV"), Verdict.RTE, Cause.SIGNAL),
        (Ending(kind="cpu-time", signal="SIGKILL"), Verdict.TLE, Cause.CPU_TIME),
        (Ending(kind="wall-time", signal="SIGKILL"), Verdict.TLE, Cause.WALL_TIME),
        (Ending(kind="memory", signal="SIGKILL"), Verdict.MLE, Cause.MEMORY),
        (Ending(kind="output-limit", signal="SIGXFSZ"), Verdict.OLE, Cause.OUTPUT_LIMIT),
        (Ending(kind="cancelled", signal="SIGKILL"), Verdict.JE, Cause.SANDBOX),
    ],
    ids=lambda value: value.kind if isinstance(value, Ending) else None,
)
def test_each_kind_of_ending_has_its_verdict_and_cause(
    ending: Ending, verdict: Verdict, cause: Cause
) -> None:
    found = decided(ending)
    assert (found.verdict, found.cause) == (verdict, cause)
    assert found.reason


def test_every_kind_of_ending_but_a_clean_exit_is_explained() -> None:
    for kind in get_args(EndingKind):
        assert decided(Ending(kind=kind, exit_code=1)).reason


@pytest.mark.parametrize("kind", ["cpu-time", "wall-time", "memory", "output-limit", "cancelled"])
def test_a_limit_that_was_reached_outranks_a_clean_exit(kind: EndingKind) -> None:
    assert decided(Ending(kind=kind, exit_code=0)).verdict is not Verdict.AC


@pytest.mark.parametrize(
    ("ending", "usage", "reason"),
    [
        (exited(3), {}, "exit code 3"),
        (
            exited(139, ambiguous=True),
            {},
            "exit code 139, which here may also stand for SIGSEGV",
        ),
        (exited(139), {}, "exit code 139"),
        (
            exited(250, ambiguous=True),
            {},
            "exit code 250, which here may also stand for signal 122",
        ),
        (exited(126, detail="is no program"), {}, "is no program"),
        (Ending(kind="signal", signal="SIGKILL"), {}, "killed by SIGKILL"),
        (Ending(kind="signal", signal="SIGRTMIN+2"), {}, "killed by SIGRTMIN+2"),
        (Ending(kind="cpu-time"), {"cpu_time": 1.0123}, "1.012 s of CPU time, limit 1 s"),
        (Ending(kind="output-limit"), {}, "wrote more than the limit of 2 KiB"),
        (Ending(kind="cancelled"), {}, "interrupted"),
        (
            Ending(kind="memory"),
            {"memory": 64 * MIB},
            "stopped at the memory limit: 64 MiB at its peak, limit 64 MiB",
        ),
        (
            Ending(kind="wall-time"),
            {"cpu_time": 0.02, "wall_time": 3.0},
            "slept: 0.02 s of CPU time in 3.0 s of wall time",
        ),
        (
            Ending(kind="wall-time"),
            {"cpu_time": 2.5, "wall_time": 3.0},
            "wall time limit of 3 s: 2.50 s of CPU time in 3.0 s of wall time",
        ),
        (
            Ending(kind="wall-time"),
            {"cpu_time": None, "wall_time": 3.0},
            "3.0 s of wall time, limit 3 s",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_reason_says_it_to_a_person(
    ending: Ending, usage: dict[str, float | None], reason: str
) -> None:
    assert decided(ending, **usage).reason == reason


def test_a_signal_is_named_and_explained() -> None:
    reason = decided(Ending(kind="signal", signal="SIGSEGV")).reason
    assert reason == "killed by SIGSEGV (segmentation fault)"


def test_a_peak_that_is_not_known_is_not_guessed() -> None:
    reason = decided(Ending(kind="memory"), memory=None).reason
    assert "an unknown amount at its peak" in reason


@pytest.mark.parametrize("ending", [exited(1), Ending(kind="signal", signal="SIGABRT")])
def test_processes_that_were_refused_are_part_of_the_reason(ending: Ending) -> None:
    reason = decided(ending, processes_refused=5).reason
    assert reason.endswith("; the limit of 8 processes was hit 5 times")


def test_a_process_refused_once_is_said_so() -> None:
    assert decided(exited(1), processes_refused=1).reason.endswith("processes was hit once")


@pytest.mark.parametrize(("what", "words"), [("bytes", "128 MiB"), ("files", "8192 files")])
def test_a_full_temporary_folder_is_part_of_the_reason(what: str, words: str) -> None:
    reason = decided(exited(1), scratch_full=what).reason
    assert reason == f"exit code 1; its temporary folder was full ({words})"


def test_a_runtime_that_gives_up_for_want_of_memory_is_over_the_memory_limit() -> None:
    failed = decided(exited(1))
    found = ran_out(failed, "Traceback\nMemoryError\n", ("MemoryError",))
    assert (found.verdict, found.cause) == (Verdict.MLE, Cause.MEMORY)
    assert found.reason == "ran out of memory: its runtime said MemoryError"


def test_a_runtime_that_says_something_else_is_a_run_time_error() -> None:
    failed = decided(exited(1))
    assert ran_out(failed, "ValueError\n", ("MemoryError",)) is failed


@pytest.mark.parametrize(
    "ending", [exited(0), Ending(kind="cpu-time"), Ending(kind="output-limit")]
)
def test_what_a_program_says_of_memory_outranks_no_other_verdict(ending: Ending) -> None:
    before = decided(ending)
    assert ran_out(before, "MemoryError", ("MemoryError",)) is before


@pytest.mark.parametrize(
    ("size", "words"),
    [(None, "an unknown amount"), (MIB // 2, "0.5 MiB"), (313 * MIB, "313 MiB"), (0, "0.0 MiB")],
)
def test_sizes_are_told_in_mebibytes(size: int | None, words: str) -> None:
    assert mib(size) == words


@pytest.mark.parametrize(
    ("output", "words"), [(100, "100 bytes"), (1536, "1.5 KiB"), (8 * MIB, "8.0 MiB")]
)
def test_the_output_limit_is_told_in_a_fitting_unit(output: int, words: str) -> None:
    found = decide(Ending(kind="output-limit"), USAGE, Limits(output=output))
    assert found.reason == f"wrote more than the limit of {words}"


@pytest.mark.parametrize(
    ("status", "did"), [(1 << 8, "exit code 1"), (6, "killed by SIGABRT"), (25, None)]
)
def test_a_file_that_could_not_grow_is_told_with_what_came_of_it(
    status: int, did: str | None
) -> None:
    limits = Limits(output=2048)
    found = ending(Facts(usage=USAGE, limits=limits, wait_status=status, large=2048))
    decision = decide(found, USAGE, limits)
    assert (decision.verdict, decision.cause) == (Verdict.OLE, Cause.OUTPUT_LIMIT)
    told = f"{did}, with a file at the limit of 2 KiB" if did else "wrote more than the limit of 2 "
    assert decision.reason.startswith(told)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """What the sandbox may know at an end, where any limit may be missing."""
    number, time = st.none() | st.integers(1, 1 << 44), st.none() | st.floats(0.001, 1e5)
    limits = Limits(
        cpu_time=draw(time),
        wall_time=draw(time),
        memory=draw(number),
        output=draw(number),
        processes=draw(st.integers(1, 1 << 20)),
    )
    set_ones = {"cpu-time": limits.cpu_time, "wall-time": limits.wall_time}
    reasons = [None, "memory", "output-limit", "cancelled", *(n for n, v in set_ones.items() if v)]
    usage = Usage(
        cpu_time=draw(st.none() | st.floats(0, 1e5)),
        wall_time=draw(st.floats(0, 1e5)),
        memory=draw(st.none() | st.integers(0, 1 << 44)),
        memory_refused=draw(st.none() | st.integers(0, 3)),
        processes_refused=draw(st.none() | st.integers(0, 3)),
        scratch_full=draw(st.sampled_from([None, "bytes", "files"])),
    )
    found = Facts(
        usage=usage,
        limits=limits,
        wait_status=draw(
            st.none() | st.integers(0, 255).map(lambda n: n << 8) | st.integers(1, 64)
        ),
        exit_code=draw(st.none() | st.integers(0, 255)),
        exec_errno=draw(st.none() | st.integers(1, 133)),
        killed_for=draw(st.sampled_from(reasons)),
    )
    # Where nothing at all is known, the sandbox itself has failed.
    known = (found.wait_status, found.exit_code, found.killed_for, usage.memory_refused or None)
    assume(any(one is not None for one in known))
    return found


@given(facts())
def test_whatever_becomes_of_a_program_is_told_in_words(known: Facts) -> None:
    end = ending(known)
    found = decide(end, known.usage, known.limits)
    clean = (end.kind, end.exit_code) == ("exit", 0)
    assert (found.verdict is Verdict.AC) == (found.cause is None) == (not found.reason) == clean
    assert found.reason.isprintable()
    assert "None" not in found.reason
    assert (found.verdict is Verdict.JE) == (end.kind == "cancelled")


@given(facts(), st.text(), st.lists(st.text(min_size=1, max_size=2)))
def test_what_a_program_says_makes_it_no_better_and_no_worse(
    known: Facts, stderr: str, markers: list[str]
) -> None:
    before = decide(ending(known), known.usage, known.limits)
    after = ran_out(before, stderr, tuple(markers))
    said = before.verdict is Verdict.RTE and any(marker in stderr for marker in markers)
    assert after.verdict is (Verdict.MLE if said else before.verdict)
    assert after.cause is (Cause.MEMORY if said else before.cause)

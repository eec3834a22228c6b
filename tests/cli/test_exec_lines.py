"""``judge exec --jsonl``: one request a line, one answer a line, in order."""

from __future__ import annotations

import json
import signal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from commandline import (
    Service,
    begun,
    drained,
    finish,
    interrupt,
    judge,
    sandboxing,
    start,
    validate,
)
from leftovers import with_word
from needs import requires

# A duration that nothing else on the host sleeps for.
NAP = "7391.25"
SLEEP = json.dumps(
    {"language": "bash", "code": f"sleep {NAP}", "id": 2, "limits": {"wall_time": 9999}}
).encode()
QUICK = b'{"language": "bash", "code": "echo 1", "id": 1}'


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


def request(number: int) -> str:
    """A request that is good, or wrong in one way or another; blank lines count for none."""
    match number % 10:
        case 3:
            return json.dumps({"language": "bsh", "code": "", "id": number})
        case 5:
            return json.dumps({"language": "bash", "id": number})
        case 7:
            return f'\n   \n{{"id": {number}, "language": '
        case 8:
            return json.dumps({"language": "bash", "code": "if", "id": number})
    nap = "sleep 0.1; " if number % 10 == 1 else ""
    return json.dumps({"language": "bash", "code": f"{nap}echo {number}", "id": number})


def expected(number: int) -> tuple[Any, ...]:
    match number % 10:
        case 3:
            return (number, "$.language")
        case 5:
            return (number, "$.code")
        case 7:
            return (None, "$")
        case 8:
            return (number, "RTE", "")
    return (number, "AC", f"{number}\n")


def told(answer: Any) -> tuple[Any, ...]:
    if "error" in answer:
        return (answer["id"], answer["error"]["at"])
    return (answer["id"], answer["verdict"], answer["output"])


def test_many_requests_are_answered_in_order_two_at_a_time() -> None:
    said = judge("exec", "--jsonl", "-j", "2", stdin="\n".join(map(request, range(200))))
    assert (said.code, said.err) == (0, "")
    assert [told(answer) for answer in said.lines] == [expected(number) for number in range(200)]
    for answer in said.lines:
        validate(answer, "exec")


def test_requests_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    path.write_text("\n".join(map(request, (0, 5, 2))))
    said = judge("exec", "--jsonl", path, "--memory", "64")
    assert [told(answer) for answer in said.lines] == [expected(number) for number in (0, 5, 2)]
    assert said.lines[0]["limits"]["memory"] == 64 << 20


def test_no_request_has_no_answer() -> None:
    assert judge("exec", "--jsonl", stdin="\n\n") == (0, "", "")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_an_answer_does_not_wait_for_the_next_request(jobs: str) -> None:
    service = Service("-j", jobs)
    for _ in range(2):
        assert service.ask(QUICK)["output"] == "1\n"
    assert finish(service.process) == (0, "", "")


def test_a_reader_that_leaves_ends_the_command_without_a_word() -> None:
    service = Service("-j", "2")
    service.ask(QUICK)
    assert service.process.stdout is not None
    service.process.stdout.close()
    service.process.stdout = None
    service.send(QUICK)
    said = finish(service.process, SLEEP)
    assert (said.code, said.err) == (3, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_service_that_waits_for_requests(number: signal.Signals) -> None:
    service = Service()
    service.ask(QUICK)
    said = interrupt(service.process, number)
    assert (said.code, said.out) == (130, "")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_in_mid_run_leaves_whole_lines_and_nothing_else(jobs: str) -> None:
    service = Service("-j", jobs)
    assert service.ask(QUICK)["verdict"] == "AC"
    service.send(SLEEP)
    service.send(QUICK)
    begun(service.process, NAP)
    said = interrupt(service.process)
    assert (said.code, said.err) == (130, "")
    for answer in said.lines:
        validate(answer, "exec")
    first, *_ = said.lines
    assert (first["id"], first["verdict"], first["cause"]) == (2, "JE", "sandbox")
    assert with_word(NAP) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_ends_those_that_wait_for_their_turn_too(jobs: str) -> None:
    service = Service("-j", jobs)
    for _ in range(6):
        service.send(SLEEP)
    begun(service.process, NAP)
    said = interrupt(service.process)
    assert (said.code, said.err) == (130, "")
    assert said.lines
    for answer in said.lines:
        validate(answer, "exec")
        assert answer["id"] == 2
    assert with_word(NAP) == []


def test_one_program_runs_at_a_time_however_many_are_set_up() -> None:
    code = "read before < /proc/uptime; sleep 0.05; read after < /proc/uptime; echo $before $after"
    lines = "\n".join(json.dumps({"language": "bash", "code": code}) for _ in range(8))
    said = judge("exec", "--jsonl", stdin=lines)
    spans = (answer["output"].split()[::2] for answer in said.lines)
    times = sorted(tuple(map(float, span)) for span in spans)
    assert len(times) == 8
    assert all(before[1] <= after[0] for before, after in pairwise(times))


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_what_is_compiled_and_what_is_not_keep_their_order(jobs: str) -> None:
    requires("gcc")
    lines = [
        {"language": "c", "code": "int main(void) { return 7; }"},
        {"language": "bash", "code": "exit 8"},
        {"language": "c", "code": "int main(void) { return }"},
        {"language": "c++-", "code": ""},
        {"language": "bash", "code": "exit 9"},
    ]
    said = judge("exec", "--jsonl", "-j", jobs, stdin="\n".join(map(json.dumps, lines)))
    assert [answer.get("exit_code") for answer in said.lines] == [7, 8, None, None, 9]
    assert [answer.get("verdict") for answer in said.lines] == ["RTE", "RTE", "CE", None, "RTE"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_single_request_with_an_answer(number: signal.Signals) -> None:
    code = f"echo begun; sleep {NAP}"
    process = start("exec", "--wall", "9999", "-l", "bash", "--code", code)
    begun(process, NAP)
    said = interrupt(process, number)
    assert (said.code, said.err) == (130, "")
    validate(said.json, "exec")
    assert (said.json["verdict"], said.json["output"]) == ("JE", "begun\n")
    assert with_word(NAP) == []


def test_a_signal_ends_a_command_that_waits_for_its_request() -> None:
    process = start("exec")
    drained(process, b"{")
    said = interrupt(process)
    assert (said.code, said.out) == (130, "")

"""``judge exec``: a request in, an answer out, in JSON, whatever the program does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commandline import Service, finish, judge, sandboxing, start, validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from needs import SCALE, requires

from judge.cli import execute

MIB = 1 << 20
Ask = Callable[..., Any]


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """One process for all: to start one for each takes most of the time."""
    service = Service()
    yield service
    said = finish(service.process)
    assert (said.code, said.out, said.err) == (0, "", "")


@pytest.fixture
def answer(service: Service) -> Ask:
    """The answer to a request, whatever became of the program."""

    def answer(**request: Any) -> Any:
        found = ask(service, request)
        assert "error" not in found, found
        return found

    return answer


@pytest.fixture
def refusal(service: Service) -> Ask:
    """Where and why a request is refused; nothing is run."""

    def refusal(**request: Any) -> Any:
        found = ask(service, request)
        assert set(found) == {"schema", "id", "error"}
        return found["error"]

    return refusal


def ask(service: Service, request: dict[str, Any]) -> Any:
    return service.ask(json.dumps({"language": "bash", "code": "true"} | request).encode())


def test_the_shortest_request() -> None:
    requires("python3")
    said = judge("exec", stdin='{"language": "python", "code": "print(\'hi\')"}')
    assert said.code == 0
    found = said.json
    validate(found, "exec")
    assert found["schema"] == "judge/exec/1"
    assert (found["output"], found["exit_code"], found["verdict"]) == ("hi\n", 0, "AC")
    assert (found["cause"], found["reason"], found["signal"]) == (None, "", None)
    assert (found["stderr"], found["output_size"], found["truncated"]) == ("", 3, False)
    assert found["id"] is None
    assert re.fullmatch(r"\d+\.\d{3}s", found["execution_time"])
    assert found["execution_time"] == f"{found['cpu_time']:.3f}s"
    assert found["constraints"] == {
        "cpu_limit": "1 vCPU",
        "memory_limit": "512MB",
        "execution_timeout": "10s",
        "network_access": "disabled",
        "filesystem_access": "read-only",
    }
    limits = found["limits"]
    assert (limits["cpu_time"], limits["wall_time"], limits["memory"]) == (10, 10, 512 * MIB)
    assert (limits["output"], limits["processes"]) == (16 * MIB, 64)
    for name in ("cpu_time", "memory", "network", "syscalls"):
        assert found["enforced_by"][name]


def test_only_what_is_compiled_can_fail_to_compile(answer: Ask) -> None:
    requires("gcc")
    for language in ("bash", "c"):
        found = answer(language=language, code="if (")
        assert (found["compile"] is None) == (language == "bash")
        assert found["verdict"] == ("RTE" if language == "bash" else "CE")
    assert answer(code="echo 'syntax' >&2")["compile"] is None


ENDINGS = {
    "exit 3": ("RTE", "exit-code", 3, None),
    "kill -SEGV $$": ("RTE", "signal", None, "SIGSEGV"),
    "kill -KILL $$": ("RTE", "signal", None, "SIGKILL"),
    "if": ("RTE", "exit-code", 2, None),
    "while :; do :; done": ("TLE", "cpu-time", None, "SIGKILL"),
    "sleep 100": ("TLE", "wall-time", None, "SIGKILL"),
    "exec head -c 99999999 /dev/zero": ("OLE", "output-limit", None, None),
    "x=x; while :; do x=$x$x; done": ("MLE", "memory", None, None),
}


@pytest.mark.parametrize("code", ENDINGS)
def test_whatever_becomes_of_the_program_is_an_answer(answer: Ask, code: str) -> None:
    wall_time = 0.5 if "sleep" in code else 60 * SCALE
    limits = {"cpu_time": 0.3 * SCALE, "wall_time": wall_time, "memory": 32 * MIB, "output": 10_000}
    found = answer(code=code, limits=limits)
    verdict, cause, exit_code, signal = ENDINGS[code]
    assert (found["verdict"], found["cause"]) == (verdict, cause)
    assert found["reason"]
    if verdict == "RTE":
        assert (found["exit_code"], found["signal"]) == (exit_code, signal)
    assert found["exit_code"] is None or found["signal"] is None


def test_limits_given_hold_exactly(answer: Ask) -> None:
    given_limits = {"cpu_time": 2.5, "memory": 100_000_001, "output": 12_345, "processes": 7}
    found = answer(limits=given_limits)["limits"]
    assert {name: found[name] for name in given_limits} == given_limits
    assert found["wall_time"] == 6
    assert (found["time_factor"], found["memory_allowance"]) == (1, 0)


def test_output_is_whole_up_to_the_limit_and_cut_beyond(answer: Ask) -> None:
    whole = answer(code="head -c 300000 /dev/zero | tr '\\0' x")
    assert (len(whole["output"]), whole["truncated"]) == (300_000, False)
    cut = answer(code="yes", limits={"output": 100_000})
    assert (cut["verdict"], cut["truncated"], len(cut["output"])) == ("OLE", True, 100_000)


def test_what_was_refused_is_told_whatever_the_program_did_then(answer: Ask) -> None:
    found = answer(code="(x=x; while :; do x=$x$x; done); exit 0", limits={"memory": 32 * MIB})
    assert (found["verdict"], found["cause"]) == ("MLE", "memory")
    assert found["refused"]["memory"] > 0
    found = answer(code="for i in {1..20}; do sleep 1 & done; exit 3", limits={"processes": 8})
    assert found["refused"]["processes"] > 0
    found = answer(code="head -c 500M /dev/zero > /tmp/full; exit 4", limits={"output": 200 * MIB})
    assert (found["verdict"], found["refused"]["scratch"]) == ("RTE", "bytes")
    assert "temporary folder was full" in found["reason"]
    found = answer(code="true")
    assert found["refused"] == {"memory": 0, "processes": 0, "scratch": None}
    assert 0 < found["memory"] <= found["memory_at_most"]


def test_output_that_is_no_text_is_replaced(answer: Ask) -> None:
    found = answer(code="printf 'a\\377\\0b'; printf '\\376' >&2")
    assert (found["output"], found["stderr"]) == ("a\ufffd\0b", "\ufffd")
    assert found["output_size"] == 4


def test_stdin_files_and_arguments_reach_the_program(answer: Ask) -> None:
    code = 'cat; cat "inner/ä b.txt"; printf "<%s>" "$@"'
    found = answer(
        code=code,
        stdin="zwölf\n",
        files={"inner/ä b.txt": "data\n"},
        args=["", "ä b", "-x", "$HOME"],
    )
    assert found["output"] == "zwölf\ndata\n<><ä b><-x><$HOME>"


def test_there_is_nothing_on_standard_input_unless_given(answer: Ask) -> None:
    assert answer(code="cat; echo end")["output"] == "end\n"


@pytest.mark.parametrize("identity", [0, "text", None, [1, {"a": None}], {"": 1.5}, "😀"])
def test_the_id_is_handed_back(answer: Ask, identity: Any) -> None:
    assert answer(id=identity)["id"] == identity


@pytest.mark.parametrize("name", ["CPP17", "cpp17", "Cpp17", "C++17", "g++17", "GNU++17"])
def test_a_language_goes_by_any_of_its_names_in_any_case(answer: Ask, name: str) -> None:
    requires("g++")
    code = '#include <cstdio>\nint main() { std::printf("%ld", __cplusplus); }\n'
    assert answer(language=name, code=code)["output"] == "201703"


@pytest.mark.parametrize(
    ("request_", "place", "remedy"),
    [
        ({"language": "pyton"}, "$.language", "did you mean 'python'?"),
        ({"langauge": "c"}, "$.langauge", ""),
        ({"limits": {"memory": 5}}, "$.limits.memory", "4194304"),
        ({"limits": {"memory": "5"}}, "$.limits.memory", ""),
        ({"limits": {"time": 1}}, "$.limits.time", ""),
        ({"code": 5}, "$.code", ""),
        ({"files": {"../a": ""}}, '$.files["../a"]', "relative path"),
        ({"files": {"main.sh": ""}}, '$.files["main.sh"]', "choose another name"),
        ({"files": {"a": "", "a/b": ""}}, '$.files["a/b"]', "choose another name"),
        ({"files": {"main.sh/b": ""}}, '$.files["main.sh/b"]', "choose another name"),
        ({"files": {"x" * 300: ""}}, "$.files", "shorten it"),
        ({"args": ["x" * 200_000]}, "$.args", "stdin"),
        ({"args": ["x"] * 100_000}, "$.args", "stdin"),
    ],
)
def test_a_wrong_request_is_refused_with_place_and_remedy(
    refusal: Ask, request_: dict[str, Any], place: str, remedy: str
) -> None:
    found = refusal(**request_)
    assert found["at"].startswith(place)
    assert remedy in found["message"]


def test_a_name_that_code_itself_has_is_refused_for_java_too(refusal: Ask) -> None:
    requires("javac")
    found = refusal(language="java", code="public class A {}", files={"A.java": ""})
    assert found["at"] == '$.files["A.java"]'


def test_the_id_of_a_wrong_request_is_handed_back(service: Service) -> None:
    assert service.ask(b'{"id": [7], "code": 3}')["id"] == [7]
    assert service.ask(b'{"id": [7], "code": ')["id"] is None


@pytest.mark.parametrize("text", [b"nonsense", b"[]", b"{}", b"null", b"\0", b"\xff", b"{"])
def test_what_is_no_request_is_answered_with_an_error(service: Service, text: bytes) -> None:
    assert service.ask(text)["error"]["at"].startswith("$")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "judge: $: this is no JSON"),
        ('{"language": "pyton", "code": ""}', "judge: $.language: no language is called 'pyton'"),
        (
            '{"language": "c", "code": "", "limits": {"memory": 5}}',
            "judge: $.limits.memory: 5 is out of range (4194304 to ",
        ),
    ],
)
def test_a_single_request_that_is_wrong_ends_the_command(text: str, message: str) -> None:
    said = judge("exec", stdin=text)
    assert said.code == 2
    assert said.complaint.startswith(message)
    assert said.complaint.count("\n") == 1


LINES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(str.encode),
    st.dictionaries(
        st.sampled_from(["language", "code", "stdin", "files", "args", "limits", "id", "x"]),
        st.one_of(
            st.none(),
            st.integers(),
            st.floats(),
            st.text(max_size=5),
            st.lists(st.text(max_size=3), max_size=2),
            st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
        ),
    ).map(lambda request: json.dumps({"language": "bash", "code": ""} | request).encode()),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(LINES.filter(lambda line: line.strip() and b"\n" not in line))
def test_any_line_is_answered(service: Service, line: bytes) -> None:
    service.ask(line)


def test_a_request_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "Anfrage für Zoë.json"
    path.write_text(json.dumps({"language": "bash", "code": "echo $((6 * 7))"}))
    assert judge("exec", path).json["output"] == "42\n"
    assert judge("exec", path.name, cwd=tmp_path).json["output"] == "42\n"
    assert judge("exec", "-", stdin=path.read_bytes()).json["output"] == "42\n"


def test_source_code_and_stdin_may_lie_in_files(tmp_path: Path) -> None:
    source, data = tmp_path / "ein Programm.txt", tmp_path / "Eingabe ä"
    source.write_text("tr a-z A-Z")
    data.write_text("hallo")
    said = judge("exec", "-l", "bash", source, "--stdin", data)
    assert said.json["output"] == "HALLO"
    assert judge("exec", "-l", "bash", stdin="echo $0").json["output"] == "main.sh\n"


def test_source_code_and_stdin_keep_their_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 3
    (tmp_path / "data").write_bytes(data)
    (tmp_path / "code").write_bytes(b"[ \xe9 = $'\\351' ] && exec od -An -v -tx1 -w256")
    said = judge("exec", "-l", "bash", "code", "--stdin", "data", cwd=tmp_path)
    assert bytes.fromhex(said.json["output"]) == data


def test_limits_of_the_command_line_outrank_the_request() -> None:
    request = json.dumps({"language": "bash", "code": "", "limits": {"cpu_time": 5}})
    said = judge("exec", "--time", "2", "--memory", "64", "--output", "3", stdin=request)
    limits = said.json["limits"]
    assert (limits["cpu_time"], limits["memory"], limits["output"]) == (2, 64 * MIB, 3072)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["/nowhere.json"], "/nowhere.json: No such file"),
        (["/"], "/: Is a directory"),
        (["-l", "bash", "/nowhere.sh"], "/nowhere.sh: No such file"),
        (["-l", "bash", "--code", "", "--stdin", "/nowhere"], "/nowhere: No such file"),
        (["-l", "bsh", "--code", ""], "did you mean 'bash'?"),
        (["--code", "true"], "the language is missing"),
        (["-l", "bash", "--code", "true", "x.sh"], "exclude each other"),
        (["--jsonl", "-l", "bash"], "--jsonl"),
        (["--time", "nan"], "--time: nan is out of range"),
        (["--memory", "nan"], "--memory: nan is out of range"),
        (["--memory", "inf"], "--memory: inf is out of range"),
        (["--memory", "1"], "--memory: 1 is out of range (4 to 16777216)"),
        (["--stack", "1e300"], "--stack: 1e+300 is out of range"),
        (["--processes", "0"], "--processes: 0 is out of range"),
        (["--output", "-1"], "--output: -1 is out of range"),
        (["--time", "soon"], "'--time'"),
        (["--languages", "/nowhere.yaml"], "/nowhere.yaml"),
    ],
)
def test_a_wrong_command_line_is_refused(args: list[str], message: str) -> None:
    said = judge("exec", *args)
    assert said.code == 2
    assert message in said.complaint


def test_a_request_without_an_end_is_refused() -> None:
    with Path("/dev/zero").open("rb") as endless:
        said = finish(start("exec", stdin=endless))
    assert said.code == 2
    assert "standard input: is larger than 256 MiB" in said.complaint


def test_a_line_without_an_end_is_refused_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "LARGEST", 8)
    monkeypatch.setattr(execute, "PIECE", 3)
    path = tmp_path / "requests"
    path.write_bytes(b"1234567\n12345678\n123456789\nlast")
    assert list(execute._lines(path)) == [b"1234567\n", None, None, b"last"]


def test_what_is_printed_is_held_and_so_has_a_bound(refusal: Ask) -> None:
    assert refusal(limits={"output": 1 << 40})["at"] == "$.limits.output"

"""The commands that only tell, the schemas, and the streams of every command."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from commandline import APLUSB, JUDGE, finish, judge, sandboxing, schema, start, validate

from judge import cli
from judge.errors import HostError
from sandbox import SandboxError, UnsupportedHostError

ROOT = Path(__file__).parents[2]
SCHEMAS = [
    *("run", "run-event", "grade", "exec", "languages", "doctor", "selftest", "verify"),
    "exec-request",
]

# The examples of the interface's description: other people's programs rely on the names
# and on the types.
LIMITS = {
    "cpu_time": 1.0,
    "wall_time": 3.0,
    "memory": 536870912,
    "output": 8388608,
    "processes": 64,
    "stack": 536870912,
}
ENFORCED_BY = {
    "cpu_time": "cgroup-v2",
    "memory": "cgroup-v2",
    "processes": "cgroup-v2",
    "cpus": "cgroup-v2",
    "network": "namespace",
    "syscalls": "seccomp",
    "user": "namespace",
    "mac": "apparmor",
}
TEST = {
    "name": "secret/02",
    "group": "secret",
    "verdict": "WA",
    "reason": "line 1, token 2: expected 7, found 8",
    "score": None,
    "cause": "output",
    "exit_code": 0,
    "signal": None,
    "cpu_time": 0.021,
    "wall_time": 0.024,
    "memory": 9437184,
    "output_size": 2,
    "output": "8\n",
    "stderr": "",
    "truncated": False,
}
COMPILE = {
    "verdict": "AC",
    "exit_code": 0,
    "signal": None,
    "cpu_time": 0.31,
    "wall_time": 0.33,
    "memory": 91226112,
    "output": "",
    "cached": False,
}
RUN = {
    "schema": "judge/run/1",
    "verdict": "WA",
    "reason": "line 1, token 2: expected 7, found 8",
    "score": None,
    "max_score": None,
    "submission": {
        "path": "solution.py",
        "language": "python3",
        "files": ["solution.py"],
        "sha256": "…",
        "size": 120,
    },
    "problem": {
        "path": "problems_example/aplusb",
        "name": "A+B",
        "format": "icpc-2025-09",
        "type": "pass-fail",
    },
    "compile": COMPILE,
    "limits": LIMITS,
    "enforced_by": ENFORCED_BY,
    "tests": [TEST],
    "counts": {"AC": 3, "WA": 1, "SK": 6},
    "cpu_time": 0.022,
    "wall_time": 0.026,
    "memory": 9437184,
}
EXEC = {
    "schema": "judge/exec/1",
    "id": None,
    "output": "hi\n",
    "execution_time": "0.013s",
    "exit_code": 0,
    "verdict": "AC",
    "cause": None,
    "reason": "",
    "signal": None,
    "stderr": "",
    "cpu_time": 0.013,
    "wall_time": 0.015,
    "memory": 8519680,
    "output_size": 3,
    "truncated": False,
    "compile": None,
    "limits": LIMITS,
    "enforced_by": ENFORCED_BY,
    "constraints": {
        "cpu_limit": "1 vCPU",
        "memory_limit": "512MB",
        "execution_timeout": "10s",
        "network_access": "disabled",
        "filesystem_access": "read-only",
    },
}
EXEC_ERROR = {
    "schema": "judge/exec/1",
    "id": 7,
    "error": {"message": "no language is called 'x'", "at": "$.language"},
}
GRADE = {
    "schema": "judge/grade/1",
    "problem": RUN["problem"],
    "submissions": [RUN | {"name": "ada.py"}],
    "counts": {"WA": 1},
}
EXAMPLES = [("run", RUN), ("exec", EXEC), ("exec", EXEC_ERROR), ("grade", GRADE)]


def as_printed(name: str) -> Any:
    return json.loads(judge("schema", name).out)


# ---------------------------------------------------------------- schemas


def test_the_names_of_the_schemas_are_printed() -> None:
    said = judge("schema")
    assert (said.code, said.err) == (0, "")
    assert set(said.out.split()) == {*SCHEMAS, "languages-file"}


@pytest.mark.parametrize("name", [*SCHEMAS, "languages-file"])
def test_a_schema_is_a_schema(name: str) -> None:
    found = as_printed(name)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=["run", "exec", "error", "grade"])
def test_each_field_of_the_interface_is_in_the_schema_with_its_type(
    name: str, example: dict[str, Any]
) -> None:
    only_named = jsonschema.Draft202012Validator(schema(name))
    # What was added to the interface is demanded by the schema and not by the description.
    mistakes = [leaf for error in only_named.iter_errors(example) for leaf in _leaves(error)]
    own_kind = [leaf for leaf in mistakes if leaf.validator != "required"]
    assert [leaf.message for leaf in own_kind if not _other_kind(leaf, example)] == []


def _leaves(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    return [leaf for one in error.context or () for leaf in _leaves(one)] or [error]


def _other_kind(error: jsonschema.ValidationError, example: dict[str, Any]) -> bool:
    """Whether it is about one of several kinds, and the example is of another one."""
    kinds = [index for index in error.absolute_schema_path if isinstance(index, int)]
    return bool(kinds) and kinds[0] == ("error" not in example)


@pytest.mark.parametrize("field", ["verdict", "tests", "limits", "cause", "memory"])
def test_every_field_of_an_answer_is_demanded(field: str) -> None:
    found = as_printed("run")
    assert field in found["$defs"]["RunResult"]["required"]


def test_the_schema_of_requests_refuses_what_the_command_refuses() -> None:
    validator = jsonschema.Draft202012Validator(as_printed("exec-request"))
    good = {"language": "c", "code": "", "limits": {"cpu_time": 1, "memory": 1 << 26}}
    assert validator.is_valid(good)
    for wrong in (
        {"language": "c"},
        good | {"x": 1},
        good | {"limits": {"memory": 5}},
        good | {"limits": {"memory": 1.5}},
        good | {"limits": {"cpu": 1}},
        good | {"stdin": 5},
    ):
        assert not validator.is_valid(wrong)


def test_the_schema_of_the_configuration_fits_the_one_that_comes_with_the_judge() -> None:
    validator = jsonschema.Draft202012Validator(as_printed("languages-file"))
    validator.validate(yaml.safe_load((ROOT / "languages.yaml").read_text()))
    validator.validate({"java": {"time_factor": 2, "memory_allowance": 64.5}})
    for wrong in ({"complie": ["x"]}, {"time_factor": 0}, {"run": "x"}, {"install": {"snap": "x"}}):
        assert not validator.is_valid({"mine": wrong})


def test_an_unknown_schema_is_refused() -> None:
    said = judge("schema", "exce")
    assert said.code == 2
    assert "there is no schema 'exce' (did you mean 'exec'?)" in said.complaint


# ---------------------------------------------------------------- languages, doctor, help


def test_languages_in_json() -> None:
    said = judge("languages", "--json")
    assert said.code == 0
    validate(said.json, "languages")
    found = {one["id"]: one for one in said.json["languages"]}
    assert found["bash"]["installed"]
    assert found["bash"]["version"]
    assert "cpp17" in found
    for one in found.values():
        assert one["installed"] or (one["problem"] and one["remedy"])


def test_languages_of_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "meine.yaml"
    path.write_text(
        "own:\n  name: Own\n  executables: [no-such-program]\n  run: [no-such-program]\n"
    )
    said = judge("languages", "--json", "--languages", path)
    (own,) = [one for one in said.json["languages"] if one["id"] == "own"]
    assert not own["installed"]
    assert "no-such-program" in own["problem"]


def test_doctor_in_json() -> None:
    said = judge("doctor", "--json")
    assert said.code in {0, 3}
    validate(said.json, "doctor")
    assert said.json["ok"] == (said.code == 0)
    assert {"cpu_time", "memory", "network", "syscalls"} <= said.json["enforced_by"].keys()


@pytest.mark.parametrize(
    "args",
    [["--help"], *([name, "-h"] for name in ("run", "exec", "grade", "languages", "schema"))],
)
def test_help_is_an_answer(args: list[str]) -> None:
    said = judge(*args)
    assert (said.code, said.err) == (0, "")
    assert "Usage" in said.out


def test_the_version_is_an_answer() -> None:
    assert judge("--version").out.startswith("judge ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["exec", ""], "REQUEST: an empty text is no path"),
        (["exec", "--stdin", ""], "--stdin: an empty text is no path"),
        (["grade", "", "x"], "PROBLEM: an empty text is no path"),
        (["grade", ".", ""], "SUBMISSION: an empty text is no path"),
        (["rnu"], "there is no command 'rnu' (did you mean 'run'?)"),
        (["bogus"], "there is no command 'bogus' (known: doctor, exec, "),
        (["-q", "x" * 100_000], "there is no command 'xx"),
        (["--\x1b[31m"], r"No such option: --\x1b[31m"),
        (["languages", "--jsn"], "--json"),
        (["languages", "--languages", "/nowhere"], "/nowhere"),
        (["doctor", "--allow-unenforced", "memroy"], "did you mean 'memory'?"),
        (["schema", "a", "b"], "b"),
    ],
)
def test_a_mistake_is_refused(args: list[str], message: str) -> None:
    said = judge(*args)
    assert said.code == 2
    assert message in said.complaint
    assert "\x1b" not in said.complaint
    assert len(said.complaint) < 1000


@pytest.mark.parametrize("args", [["-v", "languages"], ["languages", "-v"]])
def test_more_can_be_asked_for_before_the_command_and_after_it(args: list[str]) -> None:
    assert "aliases: " in judge(*args).out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["run"], True),
        (["-q", "run"], False),
        (["run", "-q"], False),
        (["-q", "run", "-v"], True),
        (["-v", "run", "-q"], True),
    ],
)
def test_silence_can_be_asked_for_before_the_command_and_after_it(
    args: list[str], *, told: bool
) -> None:
    sandboxing()
    source = str(APLUSB / "submissions" / "accepted" / "sum.sh")
    said = judge(*args, source)
    assert said.code == 0
    assert said.err.startswith("problem: ") is told


# ---------------------------------------------------------------- streams

TALKING = {
    "schema": ["schema", "run"],
    "languages": ["languages"],
    "exec": ["exec", "-l", "bash", "--code", "echo 1"],
    "run": ["run", str(APLUSB / "submissions" / "accepted" / "sum.sh")],
    "run --json": ["run", str(APLUSB / "submissions" / "accepted" / "sum.sh"), "--json"],
    "run --jsonl": ["run", str(APLUSB / "submissions" / "accepted" / "sum.sh"), "--jsonl"],
}


@pytest.mark.parametrize("name", TALKING)
def test_an_answer_that_can_not_be_written_is_an_error(name: str) -> None:
    sandboxing()
    with Path("/dev/full").open("wb") as full:
        said = finish(start(*TALKING[name], stdin=subprocess.DEVNULL, stdout=full))
    assert said.code == 3
    message = "judge: standard output: No space left on device (send it to where it can be written)"
    assert said.err.splitlines()[-1] == message


def test_a_complaint_that_can_not_be_written_changes_no_exit_code() -> None:
    with Path("/dev/full").open("wb") as full:
        assert finish(start("schema", "exce", stderr=full)).code == 2


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left"), "temporary files: No space left (set TMPDIR to"),
        (OSError(errno.EDQUOT, "Quota exceeded", "/tmp/x"), "/tmp/x: Quota exceeded (set TMPDIR"),
        (OSError(errno.EIO, "Input/output error", "/x"), "/x: Input/output error"),
        (OSError(errno.EMFILE, "Too many", "/x"), "/x: Too many (allow more with ulimit -n, or"),
    ],
)
def test_an_error_of_the_host_is_told_with_its_file(error: OSError, message: str) -> None:
    assert str(cli._io_error(error)).startswith(message)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SandboxError("reap", "it lives on"), "reap: it lives on; see: judge doctor"),
        (SandboxError.of("set up", OSError(errno.EMFILE, "Too many")), "or run fewer at a time)"),
        (UnsupportedHostError("bubblewrap", "is old", "update it"), "it); see: judge doctor"),
    ],
)
def test_the_doctor_is_called_where_no_other_remedy_is_known(
    error: SandboxError, told: str
) -> None:
    assert str(HostError.of_sandbox(error)).endswith(told)


def test_open_files_that_do_not_do_are_told_with_how_many_are_needed() -> None:
    def poor() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (150, 150))

    source = str(APLUSB / "submissions" / "accepted" / "sum.sh")
    said = finish(start("run", source, "-q", "-j", "4", preexec_fn=poor))
    assert said.code == 3
    needed = "4 at a time need 222 open files, 150 are allowed"
    remedy = "allow more: ulimit -n 222; or fewer at a time: -j 2"
    assert said.complaint == f"judge: {needed} ({remedy})\n"


@pytest.mark.parametrize("name", TALKING)
def test_a_reader_that_has_left_is_told_nothing_more(name: str) -> None:
    sandboxing()
    reader, writer = os.pipe()
    os.close(reader)
    said = finish(start(*TALKING[name], "-q", stdin=subprocess.DEVNULL, stdout=writer))
    os.close(writer)
    assert (said.code, said.err) == (3, "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- 2>&-"])
def test_streams_that_are_closed_break_nothing(closed: str) -> None:
    sandboxing()
    command = [*JUDGE, "exec", "-l", "bash", "--code", "cat; echo 1; echo 2 >&2"]
    process = subprocess.Popen(
        ["bash", "-c", f'exec "$@" {closed}', "bash", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    said = finish(process)
    if closed == ">&-":
        message = "standard output: Bad file descriptor (send it to where it can be written)"
        assert (said.code, said.err) == (3, f"judge: {message}\n")
    else:
        assert (said.code, said.err) == (0, "")
        assert (said.json["output"], said.json["stderr"]) == ("1\n", "2\n")


def test_a_request_on_a_closed_standard_input_is_no_request() -> None:
    process = subprocess.Popen(
        ["bash", "-c", 'exec "$@" <&-', "bash", *JUDGE, "exec"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    said = finish(process)
    assert said.code == 2
    assert said.complaint.startswith("judge: $: this is no JSON")

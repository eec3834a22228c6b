from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from leftovers import eventually, left_behind, with_word
from needs import SCALE, requires
from running import pid_of, sleeper, word_of

MODULE = [sys.executable, "-m", "sandbox"]
LOOSE = [f"--allow-unenforced={name}" for name in ("cpu_time", "memory")]
# Part of a duration that nothing else on the host sleeps for.
NAP = "739.625"
TIMES = ["--cpu", str(10 * SCALE), "--wall", str(60 * SCALE)]


@pytest.fixture(autouse=True)
def _can_sandbox() -> None:
    requires("sandbox")


def call(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    options = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, **options}
    if "input" in options:
        del options["stdin"]
    timeout = 120 * SCALE
    done = subprocess.run([*MODULE, *words], timeout=timeout, check=False, **options)
    assert "Traceback" not in (done.stderr or "")
    return done


def answer(*words: str, **options: Any) -> dict[str, Any]:
    done = call(*LOOSE, *TIMES, *words, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_answer_tells_ending_usage_output_and_who_enforces() -> None:
    found = answer("--", "bash", "-c", "echo out; echo err >&2; exit 3")
    assert found["ending"]["kind"] == "exit"
    assert found["ending"]["exit_code"] == 3
    assert found["ending"]["signal"] is None
    assert (found["stdout"], found["stderr"]) == ("out\n", "err\n")
    assert found["usage"]["wall_time"] > 0
    assert found["enforced_by"]["network"] == "namespace"


def test_limits_reach_the_sandbox() -> None:
    requires("memory")
    script = "x = bytearray(1 << 28); print(len(x))"
    found = answer("--memory", "64M", "--", "/usr/bin/python3", "-c", script)
    assert found["ending"]["kind"] == "memory"
    found = answer("--output", "4", "--", "echo", "hello")
    assert (found["ending"]["kind"], found["stdout"]) == ("output-limit", "hell")


def test_signal_is_named() -> None:
    requires("init")
    ending = answer("--", "bash", "-c", "kill -SEGV $$")["ending"]
    assert (ending["kind"], ending["signal"], ending["exit_code"]) == ("signal", "SIGSEGV", None)


def test_without_the_helper_what_is_ambiguous_is_called_so() -> None:
    found = answer("--no-helper", "--", "bash", "-c", "kill -SEGV $$")
    assert found["enforced_by"]["init"] == "bubblewrap"
    assert (found["ending"]["exit_code"], found["ending"]["ambiguous"]) == (139, True)


def test_own_standard_input_is_handed_through(tmp_path: Path) -> None:
    assert answer("--", "cat", input="through a pipe")["stdout"] == "through a pipe"
    path = tmp_path / "input"
    path.write_text("from a file")
    with path.open() as file:
        assert answer("--", "cat", stdin=file)["stdout"] == "from a file"
    assert answer("--stdin", str(path), "--", "cat", input="not this")["stdout"] == "from a file"


def test_program_of_this_host_is_shown_in_a_folder_of_its_own(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/usr/bin/bash\necho $0 $# $PWD; ls\n")
    program.chmod(0o755)
    (tmp_path / "secret").touch()
    found = answer("--", "./program", "--cpu", "--", cwd=tmp_path)
    assert found["stdout"] == "/box/program 2 /box\nprogram\n"


def test_bindings_and_environment_are_handed_on(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("text")
    bind, script = f"{tmp_path / 'note'}:/data/note", "cat /data/note; echo $A"
    words = ("--bind", bind, "--env", "A=b=c", "--", "bash", "-c", script)
    assert answer(*words)["stdout"] == "textb=c\n"


def test_output_that_is_no_text_and_very_long_is_cut() -> None:
    found = answer("--", "bash", "-c", "printf '\\xff\\x00'; head -c 100000 /dev/zero")
    assert found["stdout"].startswith("\ufffd\0")
    assert len(found["stdout"]) == 65536


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "no command"),
        (["--cpo", "1", "--", "true"], "did you mean --cpu?"),
        (["--cpu", "fast", "--", "true"], "'fast' is not a number of seconds, such as 1.5"),
        (["--cpu", "nan", "--", "true"], "'nan' is not a number of seconds"),
        (["--wall", "-1", "--", "true"], "--wall"),
        (["--memory", "0", "--", "true"], "'0' is not a size, such as 256M"),
        (["--memory", "9" * 30, "--", "true"], "is not a size"),
        (["--memory", "64", "--", "true"], "'64' is 64 bytes, the least is 4M"),
        (["--stack", "32K", "--", "true"], "'32K' is 32768 bytes, the least is 64K"),
        (["--cpu", "1e-9", "--", "true"], "'1e-9' is too little, the least is 0.001"),
        (["--wall", "1e-9", "--", "true"], "'1e-9' is too little, the least is 0.001"),
        (["--stack", "1X", "--", "true"], "'1X' is not a size"),
        (["--processes", "0", "--", "true"], "'0' is not a number of processes"),
        (["--bind", "/no/where", "--", "true"], "/no/where: No such file or directory"),
        (["--bind", "/usr:data", "--", "true"], "'data' is not an absolute path"),
        (["--env", "A", "--", "true"], "'A' is not NAME=VALUE"),
        (["--allow-unenforced", "gravity", "--", "true"], "'gravity'"),
        (["--stdin", "/no/where", "--", "true"], "/no/where: No such file or directory"),
        (["--", "no-such-program"], "no-such-program is not in /usr/bin"),
        (["--", "./no-such-program"], "./no-such-program: No such file or directory"),
    ],
)
def test_wrong_usage_is_one_line_with_its_remedy(words: list[str], says: str) -> None:
    done = call(*LOOSE, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("sandbox: ")


def test_help_is_no_error() -> None:
    done = call("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--allow-unenforced" in done.stdout


def test_host_that_can_not_sandbox_is_told_from_wrong_usage() -> None:
    environment = {**os.environ, "PATH": "/nowhere"}
    done = call("--", "true", env=environment)
    assert (done.returncode, done.stdout) == (3, "")
    assert "bwrap is not installed" in done.stderr
    assert "apt install bubblewrap" in done.stderr


def test_output_that_can_not_be_written_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = call(*LOOSE, "--", "true", capture_output=False, stdout=full, stderr=-1)
    assert done.returncode == 3
    assert "No space left on device" in done.stderr


def test_reader_that_leaves_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = call(*LOOSE, "--", "true", capture_output=False, stdout=writer, stderr=-1)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


class Running:
    """A call that is busy with a sleeper."""

    def __init__(self) -> None:
        self.command = sleeper()
        words = [*MODULE, *LOOSE, *TIMES, "--", *self.command.argv]
        null, pipe = subprocess.DEVNULL, subprocess.PIPE
        self.process = subprocess.Popen(words, stdin=null, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    with running.process as process:
        assert eventually(lambda: pid_of(running.command) or process.poll() is not None)
        yield running
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interruption_leaves_nothing(running: Running, number: signal.Signals) -> None:
    process = running.process
    process.send_signal(number)
    out, err = process.communicate(timeout=60 * SCALE)
    assert (process.returncode, out, err) == (130, "", "")
    assert with_word(word_of(running.command)) == []
    assert left_behind(process.pid) == []


def test_interruption_while_it_waits_for_input_leaves_nothing() -> None:
    words = [*MODULE, *LOOSE, *TIMES, "--", "bash", "-c", f"read a; sleep ${{a}}{NAP}"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        process.stdin.write(b"1\n")
        process.stdin.flush()
        assert eventually(lambda: with_word(f"1{NAP}") or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60 * SCALE)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert left_behind(process.pid) == []


def test_program_can_be_talked_to_and_need_not_read_all() -> None:
    words = [*MODULE, *LOOSE, *TIMES, "--", "bash", "-c", "read a; echo $a"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        process.stdin.write(b"hello\n")
        process.stdin.flush()
        # Its end does not wait for the end of our input.
        assert process.wait(timeout=60 * SCALE) == 0
        assert process.stdout is not None
        assert json.load(process.stdout)["stdout"] == "hello\n"


def test_standard_input_that_can_only_be_written_is_wrong_usage(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        done = call(*LOOSE, "--", "cat", stdin=file)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sandbox: standard input: Bad file descriptor\n"

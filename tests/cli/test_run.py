"""``judge run``: one submission against a problem, or just run."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from commandline import (
    APLUSB,
    ECHO,
    JUDGE,
    PATIENCE,
    Said,
    begun,
    drained,
    finish,
    interrupt,
    judge,
    sandboxing,
    start,
)
from commandline import validate as demand
from leftovers import with_word
from needs import requires

# A duration that nothing else on the host sleeps for.
NAP = "7392.25"
SUM = "read a b; echo $((a + b))\n"


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four tests, in a folder with blanks and letters beyond ASCII."""
    path = tmp_path / "Aufgabe für Zoë"
    path.mkdir()
    for number in range(1, 5):
        (path / f"{number}.in").write_text(f"{number}\n")
        (path / f"{number}.ans").write_text(f"{number}\n")
    return path


def write(folder: Path, code: str | bytes, name: str = "Lösung 1.sh") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(code if isinstance(code, bytes) else code.encode())
    return path


def run_json(*args: str | Path, **more: Any) -> tuple[int, Any]:
    """The exit code, and the answer, which is what the schema says it is."""
    said = judge("run", *args, "--json", **more)
    demand(said.json, "run")
    return said.code, said.json


CODES = {
    "AC": (ECHO, None, 0),
    "WA": ("echo 1\n", "output", 1),
    "RTE": ("exit 3\n", "exit-code", 1),
    "CE": ("if\n", "compiler", 1),
    "OLE": ("yes\n", "output-limit", 1),
    "TLE": ("while :; do :; done\n", "cpu-time", 1),
}


@pytest.mark.parametrize("verdict", CODES)
def test_the_answer_in_json(folder: Path, tmp_path: Path, verdict: str) -> None:
    code, cause, exit_code = CODES[verdict]
    source = write(tmp_path, code)
    limits = ("--time", "0.5", "--wall", "600", "--output", "100")
    found_code, found = run_json(source, "--tests", folder, *limits)
    assert (found["verdict"], found["cause"], found_code) == (verdict, cause, exit_code)
    assert bool(found["reason"]) == (verdict != "AC")
    assert found["schema"] == "judge/run/1"
    assert (found["score"], found["max_score"]) == (None, None)
    assert found["submission"]["path"] == str(source)
    assert found["submission"]["language"] == "bash"
    assert found["submission"]["files"] == ["Lösung 1.sh"]
    assert found["submission"]["size"] == len(code)
    assert len(found["submission"]["sha256"]) == 64
    assert found["problem"]["path"] == str(folder)
    assert found["problem"]["type"] == "pass-fail"
    assert found["compile"]["verdict"] == ("CE" if verdict == "CE" else "AC")
    assert found["compile"]["cached"] is False
    assert found["limits"]["cpu_time"] == 0.5
    assert found["limits"]["wall_time"] == 600
    assert found["limits"]["output"] == 102_400
    assert len(found["tests"]) == sum(found["counts"].values()) == 4
    for test in found["tests"]:
        assert (test["cause"] is None) == (test["verdict"] in {"AC", "SK"})
        assert len(test["output"]) <= 64 << 10


def test_a_judge_error_is_json_too(folder: Path, tmp_path: Path) -> None:
    (folder / "3.ans").unlink()
    # It can be opened, but not read.
    (folder / "3.ans").symlink_to("/proc/self/mem")
    said = judge("run", write(tmp_path, ECHO), "--tests", folder, "--json")
    assert said.code == 3
    demand(said.json, "run")
    assert [test["verdict"] for test in said.json["tests"]] == ["AC", "AC", "JE", "SK"]


def test_events_one_a_line(folder: Path, tmp_path: Path) -> None:
    said = judge("run", write(tmp_path, "echo 1\n"), "--tests", folder, "--jsonl", "-j", "2")
    assert said.code == 1
    for line in said.lines:
        demand(line, "run-event")
    start_, compiled, *tests, end = said.lines
    assert (start_["event"], compiled["event"], end["event"]) == ("start", "compile", "end")
    assert [test["event"] for test in tests] == ["test"] * 4
    assert [test["verdict"] for test in tests] == ["AC", "WA", "SK", "SK"]
    assert "tests" not in end
    assert end["verdict"] == "WA"
    whole = judge("run", tmp_path / "Lösung 1.sh", "--tests", folder, "--json").json
    assert end.keys() - {"event"} == whole.keys() - {"tests"}


def test_what_is_told_of_an_example_agrees_with_its_package() -> None:
    requires("gcc")
    code, found = run_json(APLUSB / "submissions" / "wrong_answer" / "int.c")
    assert (code, found["verdict"], found["cause"]) == (1, "WA", "output")
    assert found["reason"] == "line 1, token 1: expected 2147483648, found -2147483648"
    assert found["problem"] == {
        "path": str(APLUSB),
        "name": "A+B",
        "format": "icpc-2025-09",
        "type": "pass-fail",
    }
    assert found["tests"][0]["name"] == "sample/1"
    assert found["tests"][-1]["group"] == "secret"


def test_the_problem_that_the_source_lies_in_is_found_and_named_first() -> None:
    said = judge("run", "submissions/accepted/sum.sh", cwd=APLUSB)
    assert said.code == 0
    assert said.err.splitlines()[0] == "problem: . (A+B)"
    assert judge("run", "submissions/accepted/sum.sh", "-q", cwd=APLUSB).err == ""


@pytest.mark.parametrize("relative", [True, False])
def test_paths_with_blanks_and_letters_beyond_ascii(folder: Path, *, relative: bool) -> None:
    source = write(folder / "Lösungen", ECHO)
    if relative:
        names = (f"Lösungen/{source.name}", "--tests", ".")
        assert run_json(*names, cwd=folder)[1]["problem"]["path"] == "."
    else:
        assert run_json(source, "--tests", folder)[1]["problem"]["path"] == str(folder)


def test_a_path_that_is_no_text_is_told_with_replacements(folder: Path, tmp_path: Path) -> None:
    source = bytes(tmp_path) + b"/caf\xe9.sh"
    with open(source, "w") as file:  # noqa: PTH123 - bytes
        file.write(ECHO)
    said = judge("run", source, "--tests", folder, "--json")
    assert said.code == 0
    demand(said.json, "run")
    assert said.json["submission"]["files"][0].startswith("caf\ufffd")


def test_a_single_input_with_and_without_its_answer(folder: Path, tmp_path: Path) -> None:
    source = write(tmp_path, "echo 2\n")
    test, answer = folder / "2.in", folder / "2.ans"
    assert run_json(source, "-i", test, "-e", answer)[1]["verdict"] == "AC"
    assert run_json(source, "-i", test, "-e", folder / "3.ans")[0] == 1


def test_only_some_tests_and_all_of_them(folder: Path, tmp_path: Path) -> None:
    source = write(tmp_path, "echo 3\n")
    assert run_json(source, "--tests", folder, "--only", "3")[1]["counts"] == {"AC": 1}
    counts = run_json(source, "--tests", folder, "--all")[1]["counts"]
    assert counts == {"WA": 3, "AC": 1}


def test_several_files_are_one_submission(tmp_path: Path) -> None:
    files = {"main.sh": ". ./add.sh\nread a b; add $a $b\n", "add.sh": "add() { echo $(($1+$2)); }"}
    paths = [write(tmp_path / "two files", code, name) for name, code in files.items()]
    for args in (paths, [tmp_path / "two files"]):
        code, found = run_json(*args, "-p", APLUSB)
        assert (code, found["submission"]["files"]) == (0, sorted(files)) or (
            code,
            found["submission"]["files"],
        ) == (0, list(files))


def test_a_language_goes_by_any_name_in_any_case(folder: Path, tmp_path: Path) -> None:
    requires("g++")
    code = '#include <cstdio>\nint main() { std::printf("%ld", __cplusplus / 201703); }\n'
    source = write(tmp_path, code, "program.txt")
    _, found = run_json(source, "-l", "CPP17", "--tests", folder, "--only", "1")
    assert (found["verdict"], found["submission"]["language"]) == ("AC", "cpp17")


def test_without_a_problem_the_program_is_just_run(tmp_path: Path) -> None:
    source = write(tmp_path, "tr a-z A-Z; echo oops >&2; exit 4\n")
    said = judge("run", source, stdin="hello\n")
    assert (said.code, said.out) == (1, "HELLO\n")
    assert "oops" in said.err
    assert "exit code 4" in said.err
    found = judge("run", source, "--json", stdin=b"h\xff\n")
    demand(found.json, "run")
    assert found.json["problem"] is None
    assert found.json["tests"][0]["output"] == "H\ufffd\n"


def test_the_language_of_a_script_is_in_its_first_line(tmp_path: Path) -> None:
    said = judge("run", write(tmp_path, "#!/bin/bash\necho 5\n", "script"))
    assert (said.code, said.out) == (0, "5\n")


def test_without_a_terminal_there_is_no_colour(folder: Path, tmp_path: Path) -> None:
    said = judge("run", write(tmp_path, ECHO), "--tests", folder, FORCE_COLOR="1")
    assert "\x1b" not in said.out + said.err


def test_what_a_submission_prints_never_reaches_the_terminal_raw(
    folder: Path, tmp_path: Path
) -> None:
    source = write(tmp_path, "printf '\\033]0;title\\007'; printf '\\033[2J' >&2; exit 1\n")
    said = judge("run", source, "--tests", folder)
    assert "\x1b" not in said.out + said.err
    assert "\x1b" not in judge("run", source, "--tests", folder, "--json").out


def test_a_test_whose_name_has_two_lines_is_judged(folder: Path, tmp_path: Path) -> None:
    (folder / "b\nc.in").write_text("1\n")
    (folder / "b\nc.out").write_text("2\n")
    source = write(tmp_path, ECHO)
    code, found = run_json(source, "--tests", folder, "--all")
    assert (code, found["counts"]) == (1, {"AC": 4, "WA": 1})
    assert [test["name"] for test in found["tests"]][-1] == "b\nc"
    assert r"b\nc  WA" in judge("run", source, "--tests", folder).out


def test_a_file_that_the_package_includes_is_not_where_to_start(tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(APLUSB, package)
    (package / "include" / "bash").mkdir(parents=True)
    write(package / "include" / "bash", "add() { echo $(($1 + $2)); }\n", "helper.sh")
    source = write(tmp_path, ". ./helper.sh\nread a b; add $a $b\n", "sum.sh")
    assert run_json(source, "-p", package)[1]["verdict"] == "AC"
    # One that is called main is: it starts what was handed in.
    write(package / "include" / "bash", ". ./sum.sh\n", "main.sh")
    assert run_json(source, "-p", package)[1]["verdict"] == "AC"
    wrong = write(tmp_path, "echo 7\n", "product.sh")
    assert run_json(wrong, "-p", package)[1]["verdict"] == "RTE"


@pytest.mark.parametrize("format_", ["2025-09", "legacy"])
def test_a_package_without_a_time_limit_is_judged_with_ours_which_is_said(
    tmp_path: Path, format_: str
) -> None:
    package = tmp_path / "package"
    (package / "data" / "secret").mkdir(parents=True)
    for file in ("1.in", "1.ans"):
        (package / "data" / "secret" / file).write_text("1\n")
    text = f"problem_format_version: {format_}\nname: X\nuuid: x\n"
    (package / "problem.yaml").write_text(text)
    source = write(tmp_path, ECHO)
    remark = f"{package}: the package names no time limit, 10 s of CPU time are taken (set"
    for command in (["run", source, "-p", package], ["grade", package, source]):
        said = judge(*command, "--json")
        assert said.code == 0
        assert said.err.startswith(remark)
        assert said.err.count("\n") == 1
        assert judge(*command, "--time", "1").err == judge(*command, "-q").err == ""


HUGE = {
    "limits.memory": ("problem.yaml", "limits:\n  memory: 99999999999999999999999\n"),
    "limits.output": ("problem.yaml", "limits:\n  output: 99999999999999999999999\n"),
    "limits.code": ("problem.yaml", "limits:\n  code: 1e300\n"),
    "limits.time_limit": ("problem.yaml", "limits:\n  time_limit: 99999999999\n"),
    "limits.compilation_time": ("problem.yaml", "limits:\n  compilation_time: 99999999999\n"),
    "limits.compilation_memory": ("problem.yaml", "limits:\n  compilation_memory: 1e300\n"),
    "very many digits": ("problem.yaml", f"limits:\n  memory: {'9' * 6000}\n"),
    ".timelimit": (".timelimit", "1e18\n"),
    "domjudge-problem.ini": ("domjudge-problem.ini", "timelimit = 1e18\n"),
    "memory_allowance": ("mine.yaml", "bash:\n  memory_allowance: 1e300\n"),
    "time_factor": ("mine.yaml", "bash:\n  time_factor: 1e300\n"),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_number_beyond_reason_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    package = tmp_path / "package"
    (package / "data" / "secret").mkdir(parents=True)
    for file in ("1.in", "1.ans"):
        (package / "data" / "secret" / file).touch()
    file, text = HUGE[name]
    (package / file).write_text(text)
    more = ("--languages", package / file) if file == "mine.yaml" else ()
    said = judge("run", write(tmp_path, ECHO), "-p", package, *more, "--json")
    assert said.code == 2
    assert said.complaint.startswith(f"judge: {package / file}")
    assert len(said.complaint) < 2000


WRONG = {
    "nothing given": ([], "Missing argument"),
    "no such option": (["{s}", "--tets", "."], "--tests"),
    "no such file": (["nowhere.py"], "nowhere.py: does not exist"),
    "no such problem": (["{s}", "-p", "nowhere"], "nowhere: does not exist"),
    "no such language": (["{s}", "-l", "bahs"], "did you mean 'bash'?"),
    "no such checker": (["{s}", "--tests", "{t}", "--checker", "tokns"], "did you mean 'tokens'?"),
    "no such checker, nor a problem": (["{s}", "--checker", "nope"], "unknown checker 'nope'"),
    "a checker without a problem": (["{s}", "--checker", "exact"], "--checker: there is no pro"),
    "some tests without a problem": (["{s}", "--only", "foo"], "--only: there is no problem"),
    "all tests without a problem": (["{s}", "--all"], "--all: there is no problem"),
    "empty source": ([""], "SOURCE: an empty text is no path"),
    "empty problem": (["{s}", "-p", ""], "--problem: an empty text is no path"),
    "empty tests": (["{s}", "--tests", ""], "--tests: an empty text is no path"),
    "empty input": (["{s}", "-i", ""], "--input: an empty text is no path"),
    "empty answer": (["{s}", "-i", "{t}/1.in", "-e", ""], "--expected: an empty text is no path"),
    "empty languages": (["{s}", "--languages", ""], "--languages: an empty text is no path"),
    "empty report": (["{s}", "--report", ""], "no report format ''"),
    "empty path of a report": (["{s}", "--report", "csv:"], "names no file after the colon"),
    "no files there": (["{s}", "--report", "csv:/proc/x"], "/proc/x: a report can't be written"),
    "a long number": (["{s}", "--time", "9" * 6000 + "x"], "is not a valid float"),
    "a long path": (["x" * 100_000], "is too long a name"),
    "no such report": (["{s}", "--tests", "{t}", "--report", "jnit"], "did you mean 'junit'?"),
    "no such test": (["{s}", "--tests", "{t}", "--only", "x"], "no test is called 'x'"),
    "two problems": (["{s}", "-p", "{t}", "--tests", "{t}"], "exclude each other"),
    "no input": (["{s}", "-e", "{t}/1.ans"], "name the input with -i"),
    "two forms": (["{s}", "--json", "--jsonl"], "exclude each other"),
    "no lane": (["{s}", "-j", "0"], "-j"),
    "no such limit": (["{s}", "--allow-unenforced", "memry"], "did you mean 'memory'?"),
    "no such languages": (["{s}", "--languages", "nowhere.yaml"], "nowhere.yaml"),
    "no such report folder": (
        ["{s}", "--tests", "{t}", "--report", "junit:nowhere/x.xml"],
        "mkdir -p nowhere",
    ),
    "an empty folder": (["empty"], "there is no source file"),
    "no language": (["essay.txt", "--tests", "{t}"], "--language"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_refused_with_its_remedy(folder: Path, tmp_path: Path, mistake: str) -> None:
    source = write(tmp_path, ECHO, "main.sh")
    write(tmp_path, "words", "essay.txt")
    (tmp_path / "empty").mkdir()
    args, message = WRONG[mistake]
    filled = [arg.format(s=source, t=folder) for arg in args]
    said = judge("run", *filled, cwd=tmp_path)
    assert said.code == 2
    assert message in said.complaint
    assert len(said.complaint) < 1000


def test_the_current_folder_is_a_submission_as_any(tmp_path: Path) -> None:
    write(tmp_path / "one", "echo 1\n", "main.sh")
    assert judge("run", ".", cwd=tmp_path / "one").out == "1\n"


def test_a_current_folder_that_has_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    command = 'cd gone && rmdir ../gone && exec "$@"'
    process = subprocess.Popen(
        ["bash", "-c", command, "bash", *JUDGE, "run", "main.sh"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    said = finish(process)
    assert said.code == 2
    assert "the current folder does not exist any more (go to" in said.complaint


def test_a_broken_package_is_refused_with_file_and_line(tmp_path: Path) -> None:
    package = tmp_path / "kaputtes Paket"
    shutil.copytree(APLUSB, package)
    text = (package / "problem.yaml").read_text()
    (package / "problem.yaml").write_text(text.replace("limits:", "limit:"))
    said = judge("run", write(tmp_path, SUM), "-p", package, "--json")
    assert said.code == 2
    assert f"{package}/problem.yaml:" in said.complaint
    assert "did you mean 'limits'?" in said.complaint


def test_a_broken_languages_file_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "meine Sprachen.yaml"
    path.write_text("mine:\n  name: Mine\n  complie: [x]\n")
    said = judge("run", write(tmp_path, SUM), "--languages", path)
    assert said.code == 2
    assert f"{path}:3:3: unknown key 'complie' (did you mean 'compile'?)" in said.complaint


def test_a_host_that_can_not_sandbox_is_told_so(tmp_path: Path) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    bash = shutil.which("bash")
    assert bash is not None
    (bin_ / "bash").symlink_to(bash)
    said = judge("run", write(tmp_path, SUM), "-p", APLUSB, "--json", PATH=str(bin_))
    assert said.code == 3
    assert "bwrap" in said.complaint
    assert "install bubblewrap" in said.complaint


def test_a_sandbox_that_breaks_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    broken = write(tmp_path / "bin", "#!/bin/sh\nexit 1\n", "bwrap")
    broken.chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    said = judge("run", write(tmp_path, SUM), "-p", APLUSB, "--json", PATH=path)
    assert said.code == 3
    assert "bubblewrap" in said.complaint
    assert said.complaint.endswith("see: judge doctor\n")


# ---------------------------------------------------------------- interrupted


def nap(folder: Path) -> str:
    return f"read x; [ $x = 3 ] && sleep {NAP}; echo $x\n"


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_what_was_finished_be_told(
    folder: Path, tmp_path: Path, form: str, number: signal.Signals
) -> None:
    source = write(tmp_path, nap(folder))
    process = start("run", source, "--tests", folder, form, "--wall", "9999")
    begun(process, NAP)
    said = interrupt(process, number)
    assert (said.code, said.err) == (130, "")
    tests, end = _tests_and_end(said, form)
    assert [test["verdict"] for test in tests] == ["AC", "AC", "JE", "SK"]
    assert (end["verdict"], end["cause"], end["reason"]) == ("JE", "sandbox", "interrupted")
    assert with_word(NAP) == []


def test_a_signal_leaves_a_table_of_what_was_finished(folder: Path, tmp_path: Path) -> None:
    source, report = write(tmp_path, nap(folder)), tmp_path / "report.json"
    process = start(
        "run", source, "--tests", folder, "--wall", "9999", "--report", f"json:{report}"
    )
    begun(process, NAP)
    said = interrupt(process)
    assert said.code == 130
    assert "JE" in said.out
    assert json.loads(report.read_text())["verdict"] == "JE"
    assert with_word(NAP) == []


def test_a_signal_ends_a_command_that_waits_for_input(tmp_path: Path) -> None:
    process = start("run", write(tmp_path, ECHO))
    drained(process, b"1")
    said = interrupt(process)
    assert said.code == 130
    assert "interrupted" in said.out


def _tests_and_end(said: Said, form: str) -> tuple[list[Any], Any]:
    if form == "--json":
        demand(said.json, "run")
        return said.json["tests"], said.json
    for line in said.lines:
        demand(line, "run-event")
    return [line for line in said.lines if line["event"] == "test"], said.lines[-1]


@pytest.mark.parametrize("umask", [0o077, 0o027])
def test_a_umask_that_closes_everything_changes_no_verdict(tmp_path: Path, umask: int) -> None:
    requires("gcc")
    program = tmp_path / "sum.c"
    program.write_text(
        '#include <stdio.h>\nint main(void) { long a, b; scanf("%ld%ld", &a, &b);'
        ' printf("%ld\\n", a + b); }\n'
    )
    before = os.umask(umask)
    try:
        for source in (program, APLUSB / "submissions/accepted/sum.py"):
            said = judge("run", source, "-p", APLUSB, "--json")
            assert said.json["verdict"] == "AC", said.json["reason"]
    finally:
        os.umask(before)


# ---------------------------------------------------------------- who started us, and with what


def test_signals_that_whoever_started_us_ignored_or_blocked_break_nothing(tmp_path: Path) -> None:
    def careless() -> None:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())

    source = write(tmp_path, "kill -TERM $$; echo alive")
    said = finish(start("run", source, "--json", stdin=subprocess.DEVNULL, preexec_fn=careless))
    assert said.json["tests"][0]["signal"] == "SIGTERM"


@pytest.mark.parametrize("signals", [("SIGHUP",), ("SIGTERM", "SIGHUP", "SIGINT", "SIGTERM")])
def test_what_was_finished_is_told_however_often_one_is_interrupted(
    tmp_path: Path, signals: tuple[str, ...]
) -> None:
    process = start("run", write(tmp_path, f"sleep {NAP}"), "--wall", "100", "--json")
    begun(process, NAP)
    for name in signals:
        process.send_signal(getattr(signal, name))
    said = finish(process)
    assert said.code == 130
    assert said.json["tests"][0]["reason"] == "interrupted"
    assert with_word(NAP) == []


def test_a_program_can_be_talked_to(tmp_path: Path) -> None:
    process = start("run", write(tmp_path, ECHO))
    assert process.stdin is not None
    process.stdin.write(b"hello\n")
    process.stdin.flush()
    # Its end does not wait for the end of our input.
    assert process.wait(timeout=PATIENCE) == 0
    assert finish(process).out.startswith("hello\n")


def test_an_input_without_an_end_is_read_as_far_as_it_is_wanted(tmp_path: Path) -> None:
    with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as endless:
        said = finish(start("run", write(tmp_path, ECHO), "--json", stdin=endless.stdout))
        endless.kill()
    assert said.json["tests"][0]["output"] == "y\n"


def test_a_file_on_standard_input_is_no_way_back_to_it(tmp_path: Path) -> None:
    (tmp_path / "input").write_text("1\n")
    source = write(tmp_path, "cat; (echo 9 > /dev/stdin) 2> /dev/null; exit 0")
    with (tmp_path / "input").open("r+b") as file:
        said = finish(start("run", source, "--json", stdin=file))
    assert said.json["tests"][0]["output"] == "1\n"
    assert (tmp_path / "input").read_text() == "1\n"


def test_a_transcript_is_shown_where_it_is_asked_for() -> None:
    source = APLUSB.parent / "guess" / "submissions" / "wrong_answer" / "gives_up.sh"
    said = judge("run", source, "--transcript", "-q")
    assert said.code == 1
    assert "transcript of sample/1 (seconds; < interactor, > submission)" in said.err
    assert "< 100 7" in said.err
    assert "transcript" not in judge("run", source, "-q").err
    answer = json.loads(judge("run", source, "--transcript", "--json").out)
    demand(answer, "run")
    assert answer["tests"][0]["transcript"][0]["text"] == "100 7\n"
    silent = judge("run", APLUSB / "submissions" / "accepted" / "sum.sh", "--transcript", "--json")
    assert "nobody talks with submissions" in silent.err
    alone = judge("run", "--transcript", source.with_name("nowhere.sh"))
    assert alone.code == 2

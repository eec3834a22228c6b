"""Building a submission: the compiler is as hostile as the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from jobs import job_of, judged, limited, numbered, write
from needs import SCALE, requires

from judge import limits
from judge.languages import Languages
from judge.problem import Problem
from judge.results import RunResult
from judge.verdict import Cause, Verdict
from sandbox import MIB, Sandbox

PROGRAM = "printf '#!/bin/bash\\nread x; echo $x\\n' > program; chmod 755 program\n"
SECRET = "root:x:0:0"


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return numbered(tmp_path / "tests", 2)


@pytest.fixture
def hostile(
    tmp_path: Path, problem: Problem, languages: Languages, sandbox: Sandbox, nothing_left: None
) -> Hostile:
    return Hostile(tmp_path, problem, languages, sandbox)


class Hostile:
    """Judges what compiles itself."""

    def __init__(
        self, folder: Path, problem: Problem, languages: Languages, sandbox: Sandbox
    ) -> None:
        self._folder, self._problem = folder, problem
        self._languages, self._sandbox = languages, sandbox

    def __call__(self, code: str, name: str = "a.hostile", **limits: float) -> RunResult:
        source = write(self._folder, name, code)
        job = limited(job_of(source, self._problem, self._languages), **limits)
        return judged(job, self._sandbox)


def compile_error(result: RunResult) -> str:
    """The reason; what the compiler did must be nobody else's fault, and nothing is run."""
    assert (result.verdict, result.cause) == (Verdict.CE, Cause.COMPILER), result.reason
    assert result.compile is not None
    assert result.compile.verdict is Verdict.CE
    assert {test.verdict for test in result.tests} == {Verdict.SK}
    assert result.reason == result.compile.reason
    return result.reason


# ---------------------------------------------------------------- taking over


def test_a_program_that_the_compiler_made_is_run(hostile: Hostile) -> None:
    assert hostile(PROGRAM).verdict is Verdict.AC


@pytest.mark.parametrize(
    "code",
    [
        "true",
        "ln -s /etc/passwd program",
        "ln -s /bin/cat program",
        "mkdir program",
        "touch program; chmod 644 program",
    ],
)
def test_a_compiler_that_leaves_no_program_is_a_compile_error(hostile: Hostile, code: str) -> None:
    assert compile_error(hostile(code)) == "the compiler left no program behind"


def test_a_compiler_that_leaves_too_much_is_a_compile_error(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_COMPILED", 8 * MIB)
    code = f"{PROGRAM} for n in 1 2 3; do head -c 3M /dev/zero > $n; done"
    assert compile_error(hostile(code)) == "the compiler wrote more than 8.0 MiB"


def test_a_compiler_that_fills_its_folder_is_stopped_and_leaves_the_host_its_room(
    hostile: Hostile,
) -> None:
    code = f"{PROGRAM} for n in {{1..9}}; do head -c 9M /dev/zero > $n || exit 3; done"
    assert "No space left" in compile_error(hostile(code, scratch=16 * MIB))


def test_a_file_full_of_holes_is_not_written_out(hostile: Hostile) -> None:
    code = f"{PROGRAM} for n in {{1..9}}; do truncate -s 200M $n; done"
    assert "wrote more than 512 MiB" in compile_error(hostile(code))


def test_links_of_the_compiler_are_gone_when_the_program_runs(hostile: Hostile) -> None:
    program = "[ ! -e link ] && [ ! -L link ] && [ ! -e pipe ] && read x && echo $x"
    code = f"ln -s / link; mkfifo pipe; printf '#!/bin/bash\\n{program}\\n' > program\n"
    assert hostile(f"{code} chmod 755 program").verdict is Verdict.AC


def test_locked_folders_of_the_compiler_are_opened_and_removed(hostile: Hostile) -> None:
    assert hostile(f"{PROGRAM} mkdir -p a/b; chmod 0 a/b; chmod 0 a").verdict is Verdict.AC


def test_the_program_can_change_nothing_of_what_was_built(hostile: Hostile) -> None:
    program = "! echo x > a && ! rm program && read x && echo $x"
    code = f"printf '#!/bin/bash\\n{program}\\n' > program; chmod 755 program"
    assert hostile(code).verdict is Verdict.AC


def test_a_process_that_the_compiler_leaves_behind_changes_nothing(hostile: Hostile) -> None:
    # It holds the compiler's output open, and would keep the compilation from ending.
    # In its last moment it may find no sleep any more: the mounts go just before it does.
    behind = "(sleep 1000 && echo 'echo 0' > program) & disown\n"
    assert hostile(PROGRAM + behind, wall_time=60.0 * SCALE).verdict is Verdict.AC


def test_folders_nested_without_end_are_no_way_to_break_the_judge(hostile: Hostile) -> None:
    code = """perl -e 'for (1 .. 1200) { mkdir "d"; chdir "d"; open my $file, ">", "f" }'"""
    compile_error(hostile(code))


def test_folders_with_long_names_are_no_way_to_break_the_judge(hostile: Hostile) -> None:
    code = """perl -e '$d = "d" x 255; for (1 .. 60) { mkdir $d; chdir $d; mkdir "e" }'"""
    compile_error(hostile(code))


def test_a_compiler_sees_no_terminal_no_network_and_no_home(hostile: Hostile) -> None:
    code = f"""
        cat > /dev/null || exit 1
        [ -z "$(ls -A /root /home 2> /dev/null)" ] || exit 1
        (exec 3<> /dev/tcp/127.0.0.1/22) 2> /dev/null && exit 1
        {PROGRAM}
    """
    assert hostile(code).verdict is Verdict.AC


# ---------------------------------------------------------------- limits


def test_a_compiler_that_never_ends_is_stopped(hostile: Hostile) -> None:
    reason = compile_error(hostile("while :; do :; done", cpu_time=0.2))
    assert reason.startswith("the compiler: ")
    assert "CPU time" in reason


def test_a_compiler_that_sleeps_is_stopped(hostile: Hostile) -> None:
    assert "slept" in compile_error(hostile("sleep 1000", wall_time=0.3 * SCALE))


def test_a_compiler_that_eats_memory_is_stopped(hostile: Hostile) -> None:
    reason = compile_error(hostile("x=x; while :; do x=$x$x; done", memory=32 * MIB))
    assert "memory limit" in reason


def test_a_compiler_that_says_too_much_is_stopped(hostile: Hostile) -> None:
    result = hostile("yes error", output=100_000)
    assert "wrote more than the limit" in compile_error(result)
    assert result.compile is not None
    assert len(result.compile.output) <= 64 << 10


def test_a_compiler_that_writes_too_large_a_file_is_stopped(hostile: Hostile) -> None:
    code = "exec head -c 10000000 /dev/zero > program"
    assert "wrote more than the limit" in compile_error(hostile(code, output=100_000))


def test_a_compiler_that_crashes_is_a_compile_error(hostile: Hostile) -> None:
    assert "SIGSEGV" in compile_error(hostile("kill -SEGV $$"))


def test_what_a_compiler_says_may_be_any_bytes(hostile: Hostile) -> None:
    result = hostile("printf '\\377\\376\\0error \\033[31m'; exit 1")
    assert compile_error(result)
    assert result.compile is not None
    assert "\ufffd" in result.compile.output


def test_a_failing_compiler_is_quoted_with_its_first_error(hostile: Hostile) -> None:
    code = "echo note: fine; echo 'a.x:3: error: no such thing' >&2; exit 1"
    assert compile_error(hostile(code)) == "a.x:3: error: no such thing"


def test_a_compiler_that_fails_silently_is_told_by_its_exit_code(hostile: Hostile) -> None:
    assert compile_error(hostile("exit 5")) == "the compiler ended with exit code 5"


# ---------------------------------------------------------------- real compilers

BOMBS = {
    "templates.cpp": """
        template <int N, int M>
        struct A { enum { x = A<N - 1, 2 * M>::x + A<N - 1, 2 * M + 1>::x }; };
        template <int M> struct A<0, M> { enum { x = 1 }; };
        int main() { return A<28, 1>::x; }
    """,
    "zero.c": '#include "/dev/zero"\nint main() {}\n',
    "random.c": '#include "/dev/urandom"\nint main() {}\n',
    "itself.c": '#include "itself.c"\n#include "itself.c"\nint main() {}\n',
    "array.c": "char x[1 << 30] = {1};\nint main() {}\n",
    "constexpr.cpp": """
        constexpr long f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }
        static_assert(f(60) == 1);
        int main() {}
    """,
    "macros.c": "".join(f"#define A{n + 1} A{n} A{n}\n" for n in range(40))
    + "#define A0 x x\nint main() { A40; }\n",
    "incbin.c": 'asm(".incbin \\"/dev/zero\\"");\nint main() {}\n',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_for_the_compiler_is_a_compile_error(hostile: Hostile, name: str) -> None:
    requires("g++")
    limits = {"cpu_time": 1.0 * SCALE, "wall_time": 5.0 * SCALE, "memory": 256 * MIB}
    compile_error(hostile(BOMBS[name], name=name, output=16 * MIB, **limits))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("include.c", '#include "/etc/passwd"\nint main() {}\n'),
        ("include.cpp", "#include </etc/passwd>\nint main() {}\n"),
        ("shadow.c", '#include "/etc/shadow"\nint main() {}\n'),
        ("incbin.c", 'asm(".incbin \\"/etc/shadow\\"");\nint main() {}\n'),
        ("up.c", '#include "../../../../../../../../etc/passwd"\nint main() {}\n'),
        ("proc.c", '#include "/proc/1/environ"\nint main() {}\n'),
        ("include.rs", 'fn main() { print!("{}", include_str!("/etc/shadow")); }\n'),
    ],
)
def test_a_compiler_shows_no_file_of_the_host(hostile: Hostile, name: str, code: str) -> None:
    requires("g++", "rustc")
    result = hostile(code, name=name)
    compile_error(result)
    assert result.compile is not None
    for line in Path("/etc/passwd").read_text().splitlines():
        assert line not in result.compile.output
    assert SECRET not in result.compile.output

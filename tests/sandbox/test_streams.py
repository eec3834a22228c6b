from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from leftovers import open_descriptors
from needs import requires
from running import PATIENT, output_of, shell

from sandbox import MIB, Command, CommandError, Limits, Sandbox
from sandbox.feed import IN_MEMORY

DIGEST = "import hashlib,sys; print(hashlib.file_digest(sys.stdin.buffer, 'sha256').hexdigest())"
MAPPED = "import mmap,sys; m=mmap.mmap(0,0,prot=mmap.PROT_READ); print(len(m), m[:3], m[-3:])"
SEEKING = "import os; os.read(0,100); os.lseek(0,0,0); print(os.read(0,3))"


def python(script: str, stdin: str | bytes | None, limits: Limits = PATIENT) -> Command:
    argv = ("/usr/bin/python3", "-I", "-c", script)
    return Command(argv=argv, stdin=stdin, limits=limits)


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "large"
    with path.open("wb") as file:
        for n in range(100):
            file.write(bytes([n]) * 1_000_000)
    return path


@pytest.mark.parametrize("given", [b"", b"1 2\n", b"\x00\xff\xfe"])
def test_bytes_given_are_the_input(sandbox: Sandbox, given: bytes) -> None:
    outcome = sandbox.run(Command(argv=("/usr/bin/cat",), stdin=given))
    assert outcome.stdout.head(100) == given


def test_no_input_is_an_empty_one(sandbox: Sandbox) -> None:
    assert output_of(sandbox, Command(argv=("/usr/bin/cat",))) == ""


def test_input_in_memory_can_be_mapped_and_sought(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "1.in"
    path.write_bytes(b"abc" + b"." * 5_000_000 + b"xyz")
    assert output_of(sandbox, python(MAPPED, str(path))) == "5000006 b'abc' b'xyz'\n"
    assert output_of(sandbox, python(SEEKING, str(path))) == "b'abc'\n"


def test_each_run_reads_its_input_from_the_beginning(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "1.in"
    path.write_text("one\n")
    for _ in range(2):
        assert output_of(sandbox, Command(argv=("/usr/bin/cat",), stdin=str(path))) == "one\n"


def test_large_input_arrives_whole(sandbox: Sandbox, large_file: Path) -> None:
    assert large_file.stat().st_size > IN_MEMORY
    with large_file.open("rb") as file:
        expected = hashlib.file_digest(file, "sha256").hexdigest()
    assert output_of(sandbox, python(DIGEST, str(large_file))).strip() == expected


def test_large_input_can_be_opened_again(sandbox: Sandbox, large_file: Path) -> None:
    assert output_of(sandbox, shell("head -c 1 /dev/stdin | wc -c", stdin=str(large_file))) == "1\n"


def test_program_need_not_read_its_input(sandbox: Sandbox, large_file: Path) -> None:
    assert output_of(sandbox, shell("exec <&-; echo done", stdin=str(large_file))) == "done\n"


def test_input_is_not_the_programs_memory(sandbox: Sandbox, large_file: Path) -> None:
    requires("memory")
    limits = Limits(cpu_time=None, wall_time=PATIENT.wall_time, memory=32 * MIB)
    output_of(sandbox, python(DIGEST, str(large_file), limits))


def test_output_arrives_whole(sandbox: Sandbox) -> None:
    limits = Limits(cpu_time=None, wall_time=PATIENT.wall_time, output=64 * MIB)
    script = "head -c 52428800 /dev/zero | tr '\\0' 'x'; echo end; echo aside >&2"
    outcome = sandbox.run(shell(script, limits=limits))
    assert (outcome.ending.kind, outcome.ending.exit_code) == ("exit", 0)
    with outcome.stdout.open() as stream:
        assert stream.read(3) == b"xxx"
        stream.seek(52428800)
        assert stream.read() == b"end\n"
    assert outcome.stderr.head(100) == b"aside\n"
    assert (outcome.stdout.size, outcome.stdout.exceeded) == (52428804, False)
    outcome.close()


def test_output_of_just_the_limit_is_within_it(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("printf 12345", limits=Limits(output=5)))
    assert (outcome.ending.kind, outcome.stdout.head(9)) == ("exit", b"12345")
    outcome = sandbox.run(shell("printf 123456", limits=Limits(output=5)))
    assert (outcome.ending.kind, outcome.stdout.head(9)) == ("output-limit", b"12345")


def test_output_is_what_was_printed_until_the_end(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("printf before; kill -9 $$; printf after"))
    assert outcome.stdout.head(20) == b"before"


def test_closed_output_does_not_end_the_run(sandbox: Sandbox, folder: Path) -> None:
    assert sandbox.run(shell("exec >&- 2>&-; sleep 0.05; exit 6")).ending.exit_code == 6


def test_missing_input_is_the_callers_fault(sandbox: Sandbox, tmp_path: Path) -> None:
    before = open_descriptors()
    for source in (tmp_path / "nothing", tmp_path):
        with pytest.raises(CommandError, match=str(source)):
            sandbox.prepare(Command(argv=("/usr/bin/cat",), stdin=str(source)))
    assert open_descriptors() == before


def test_a_judge_with_many_descriptors_hands_none_of_them_down(own_sandbox: Sandbox) -> None:
    kept = [os.open("/dev/null", os.O_RDONLY) for _ in range(400)]
    try:
        said = output_of(own_sandbox, shell("for fd in /proc/self/fd/*; do echo ${fd##*/}; done"))
    finally:
        for descriptor in kept:
            os.close(descriptor)
    # The fourth is the folder that is being listed.
    assert set(said.split()) <= {"0", "1", "2", "3"}

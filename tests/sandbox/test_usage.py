from __future__ import annotations

import itertools
import os
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from needs import SCALE, requires
from running import PATIENT, output_of, shell

from sandbox import MIB, Command, Limits, Mount, Sandbox

TOUCH = "import os; x=bytearray(os.urandom(1))*({}<<20)"
BURN = (
    # What it used before it was this program is not its own.
    "import time; start=time.process_time()\n"
    "while time.process_time() < start + 0.5: pass\n"
    "print(time.process_time() - start)"
)


@pytest.fixture(autouse=True)
def _counted() -> None:
    requires("memory")


def python(script: str, limits: Limits = PATIENT) -> Command:
    return Command(argv=("/usr/bin/python3", "-I", "-S", "-c", script), limits=limits)


def memory_of(sandbox: Sandbox, command: Command) -> int:
    outcome = sandbox.run(command)
    outcome.close()
    assert outcome.ending.exit_code == 0, outcome
    assert outcome.usage.memory is not None
    return outcome.usage.memory


def test_memory_is_what_was_touched(sandbox: Sandbox) -> None:
    bare = memory_of(sandbox, python("0"))
    used = memory_of(sandbox, python(TOUCH.format(100))) - bare
    assert abs(used - 100 * MIB) < 3 * MIB


def test_memory_is_the_peak_of_all_processes_together(sandbox: Sandbox) -> None:
    one = "import os,time; r,w=os.pipe(); r2,w2=os.pipe()\n"
    child = (
        "for n in range(2):\n if os.fork()==0:\n"
        "  x=bytearray(os.urandom(1))*(20<<20); os.write(w,b'x'); os.read(r2,1); os._exit(0)\n"
    )
    end = "os.read(r,1);os.read(r,1);os.write(w2,b'xx');os.wait();os.wait()"
    assert memory_of(sandbox, python(one + child + end)) > 40 * MIB


def test_memory_counts_files_in_scratch_but_not_files_read(sandbox: Sandbox) -> None:
    bare = memory_of(sandbox, shell("head -c 1 /dev/zero"))
    limits = msgspec.structs.replace(PATIENT, output=64 * MIB)
    written = memory_of(sandbox, shell("head -c 30M /dev/zero >/tmp/file", limits=limits))
    # Found out here: what the kernel remembers of folders that are walked through counts.
    files = (path for path in Path("/usr/lib").rglob("*.so*") if path.is_file())
    large = (str(path) for path in files if path.stat().st_size > MIB)
    libraries = shlex.join(itertools.islice(large, 20))
    read = memory_of(sandbox, shell(f"cat {libraries} | wc -c"))
    assert abs(written - bare - 30 * MIB) < 3 * MIB
    assert read < 16 * MIB


SIZE = 100 * MIB
GIVES_BACK = f"import os, time; x = bytearray(os.urandom(1)) * {SIZE}; del x; time.sleep({{}})\n"
READS = "with open('/box/cold', 'rb', 0) as file:\n while file.read(1 << 16): pass"


@pytest.fixture
def cold() -> Iterator[Mount]:
    """A large file that is on a disk and not in the page cache."""
    with tempfile.NamedTemporaryFile(dir="/var/tmp") as file:
        Path(file.name).chmod(0o644)
        for _ in range(SIZE // MIB):
            file.write(os.urandom(MIB))
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        yield Mount(file.name, "/box/cold")


def test_memory_is_told_within_bounds_where_cold_files_were_read(
    sandbox: Sandbox, cold: Mount
) -> None:
    # It may have been given back at once, so that nothing but the bounds can be known.
    script = GIVES_BACK.format(0) + READS
    usage = sandbox.run(msgspec.structs.replace(python(script), mounts=(cold,))).usage
    assert usage.memory is not None
    assert usage.memory_at_most is not None
    assert usage.memory <= SIZE + 16 * MIB
    assert SIZE <= usage.memory_at_most < 2 * SIZE


def test_memory_that_was_given_back_is_not_hidden_by_cold_files(
    sandbox: Sandbox, cold: Mount
) -> None:
    bare = memory_of(sandbox, python("0"))
    hidden = python(GIVES_BACK.format(0.5 * SCALE) + READS)
    used = memory_of(sandbox, msgspec.structs.replace(hidden, mounts=(cold,)))
    assert abs(used - bare - SIZE) < 3 * MIB


def test_memory_does_not_count_cold_files(sandbox: Sandbox, cold: Mount) -> None:
    bare = memory_of(sandbox, python("0"))
    used = memory_of(sandbox, msgspec.structs.replace(python(READS), mounts=(cold,)))
    assert abs(used - bare) < 3 * MIB


def test_memory_of_one_run_says_nothing_of_the_one_before(sandbox: Sandbox) -> None:
    memory_of(sandbox, python(TOUCH.format(64)))
    assert memory_of(sandbox, python("0")) < 32 * MIB


# The kernel remembers each name that was asked for, and counts that with who asked.
ASKS = "import os, time\nfor n in range(12000): os.path.exists(f'/usr/lib/{time.time()}')"


def test_memory_of_one_run_does_not_count_what_the_kernel_keeps_of_another(
    sandbox: Sandbox,
) -> None:
    bare = memory_of(sandbox, shell("true"))
    memory_of(sandbox, python(ASKS))
    assert memory_of(sandbox, shell("true")) < bare + 3 * MIB // 2


def test_cpu_time_is_what_the_program_itself_would_say(sandbox: Sandbox) -> None:
    outcome = sandbox.run(python(BURN))
    own = float(outcome.stdout.head(100))
    # The program can't see the time that it takes to start and to end it.
    assert outcome.usage.cpu_time is not None
    assert outcome.usage.cpu_time > 0.98 * own


def test_cpu_time_counts_processes_that_nobody_waited_for(sandbox: Sandbox) -> None:
    burn = "import time\nwhile time.process_time() < 0.2: pass"
    script = f"for n in 1 2 3; do python3 -I -S -c '{burn}' & done; trap '' CHLD; wait"
    outcome = sandbox.run(shell(script))
    assert outcome.usage.cpu_time is not None
    assert outcome.usage.cpu_time > 0.6


def test_time_for_which_a_program_is_kept_from_further_cpus_is_counted(sandbox: Sandbox) -> None:
    requires("cpus")
    burn = python("import time\nwhile time.process_time() < 0.3: pass")
    limits = msgspec.structs.replace(PATIENT, cpus=0.1)
    kept = sandbox.run(msgspec.structs.replace(burn, limits=limits)).usage
    free = sandbox.run(python("0", msgspec.structs.replace(PATIENT, cpus=None))).usage
    assert kept.throttled is not None
    assert kept.throttled > kept.wall_time / 4
    assert free.throttled == 0


def test_honest_program_was_refused_nothing(sandbox: Sandbox) -> None:
    usage = sandbox.run(shell("true | true")).usage
    assert (usage.memory_refused, usage.processes_refused) == (0, 0)


def test_everything_ends_when_memory_has_run_out(sandbox: Sandbox) -> None:
    eat = "python3 -I -S -c 'all = []\nwhile True: all.append(bytearray(1 << 20))'"
    limits = msgspec.structs.replace(PATIENT, memory=64 * MIB)
    outcome = sandbox.run(shell(f"{eat}; echo $?; sleep {5 * SCALE}; echo went on", limits=limits))
    assert outcome.ending.kind == "memory"
    assert b"went on" not in outcome.stdout.head(100)


def test_memory_that_the_temporary_folder_holds_is_the_limit_on_memory(sandbox: Sandbox) -> None:
    limits = msgspec.structs.replace(PATIENT, memory=32 * MIB, scratch=256 * MIB)
    outcome = sandbox.run(
        shell("for n in {1..64}; do head -c 4M /dev/zero >/tmp/$n; done", limits=limits)
    )
    assert outcome.ending.kind == "memory"


FILL = {
    "bytes": "for n in {1..9}; do head -c 4M /dev/zero >/tmp/$n || exit 3; done",
    "files": "n=0; while : >/tmp/$((n++)); do :; done; exit 3",
}


@pytest.mark.helper_only
@pytest.mark.parametrize("what", FILL)
def test_temporary_folder_that_was_full_is_told(sandbox: Sandbox, what: str) -> None:
    limits = msgspec.structs.replace(PATIENT, scratch=16 * MIB, inodes=100)
    outcome = sandbox.run(shell(FILL[what], limits=limits))
    assert (outcome.ending.kind, outcome.ending.exit_code) == ("exit", 3)
    assert outcome.usage.scratch_full == what
    assert outcome.usage.memory_refused == 0


def test_limits_say_who_enforces_them(sandbox: Sandbox, starter: str) -> None:
    found = sandbox.enforced_by
    assert found["cpu_time"] == found["memory"] == found["processes"]
    assert found["memory"] in ("cgroup-v1", "cgroup-v2")
    assert found["init"] == ("bubblewrap" if starter == "bubblewrap" else "helper")
    assert output_of(sandbox, shell("echo fine")) == "fine\n"

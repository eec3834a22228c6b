"""The first processes under the compiler's sanitizers, asked for what is right and what is not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from needs import open_sandbox, requires
from running import shell

from sandbox import Boxes, Command, Limits, Mount, Sandbox, SandboxError, Work, helper, resident
from sandbox.words import order

# What they find is told as the failure of a step. Leaks are looked for by tracing, which no
# first process lets be done to it.
SANITIZED = """
#include <sanitizer/common_interface_defs.h>

const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void tell(void)
{
	say("failed sanitizer 1");
}

__attribute__((constructor)) static void ask_to_be_told(void)
{
	__sanitizer_set_death_callback(tell);
}
"""
FLAGS = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
WORK = Work("/work", "/usr/share/misc")
QUICK = Limits(cpu_time=2.0, wall_time=5.0)
ORDERED = Command(
    argv=("/usr/bin/true", "a", ""),
    mounts=(Mount("/usr/bin", "/tmp/tool"), Mount("/usr/share", "/box")),
    env={"A": "b"},
    cwd="/box",
    limits=QUICK,
)


@pytest.fixture(scope="module")
def sanitized(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox whose first processes are sanitized."""
    requires("init", "gcc")
    folder = tmp_path_factory.mktemp("box")
    text, program = folder / "box.c", folder / "box"
    text.write_text(helper.source().decode() + SANITIZED)
    if subprocess.run(["gcc", *FLAGS, "-o", program, text], check=False).returncode:
        pytest.skip("the compiler has no sanitizers")
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(helper, "open_helper", lambda: os.open(program, os.O_RDONLY | os.O_CLOEXEC))
        with open_sandbox() as sandbox:
            yield sandbox


def test_sanitizers_find_nothing_in_what_every_run_does(sanitized: Sandbox, folder: Path) -> None:
    (folder / "note").write_text("there")
    boxes, mounts = Boxes(), (Mount(str(folder), "/tmp/deep/down"),)
    work = Work("/work", str(folder))
    for n in range(4):
        for script, code in {
            "cat /tmp/deep/down/note /work/note; kill -9 0 & wait; exit 3": 137,
            "head -c 1M /dev/zero >/work/large; (sleep 9 &) ; exit 4": 4,
            f"exit {n}": n,
            "for n in {1..9999}; do :>/tmp/$n || exit 5; done": 5,
        }.items():
            limits = Limits(cpu_time=5.0, wall_time=20.0, output=1 << 20, inodes=500)
            command = shell(script, mounts=mounts, work=work, limits=limits)
            outcome = sanitized.begin(command, boxes).run()
            assert outcome.ending.exit_code == code or outcome.ending.signal == "SIGKILL"
            outcome.close()
    missing = sanitized.begin(Command(argv=("/nowhere",), mounts=mounts, work=work), boxes).run()
    assert missing.ending.exit_code == 127
    boxes.close()
    assert sanitized.enforced_by["init"] == "helper"


# Of each word, something that a reader could stumble over.
WORDS = st.sampled_from(
    [
        *("", "0", "-1", "1", "64", "65", " 7", "7x", "=", "\udcff"),
        *("99999999999999999999", "-9223372036854775808", "x" * 5000, "/" + "y/" * 2000),
        *("/", "/tmp", "//", "..", "/proc/self/fd/0"),
    ]
)


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """An order with some words changed, left out or doubled; and bytes too."""
    words = [os.fsdecode(word) for word in order(ORDERED, None).split(b"\0")[:-1]]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(words) - 1))
        words[at : at + draw(st.integers(0, 2))] = draw(st.lists(WORDS, max_size=2))
        if not words:
            return b""
    text = bytearray(os.fsencode("\0".join(words)) + b"\0")
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        text[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=mutilated() | st.binary(max_size=60))
def test_order_that_is_not_one_is_a_failure_with_its_step_or_a_run(
    sanitized: Sandbox, monkeypatch: pytest.MonkeyPatch, text: bytes
) -> None:
    monkeypatch.setattr(resident, "order", lambda *_: text)
    try:
        outcome = sanitized.begin(ORDERED, Boxes(keep=False)).run()
    except SandboxError as error:
        assert error.step.startswith(("set up (", "change directory"))  # noqa: PT017
        assert "sanitizer" not in error.step  # noqa: PT017
    else:
        outcome.close()
    assert sanitized.enforced_by["init"] == "helper"

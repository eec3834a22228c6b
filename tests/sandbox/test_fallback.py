from __future__ import annotations

import os
import subprocess
from pathlib import Path

import msgspec
import pytest
from needs import open_sandbox, requires

from sandbox import Boxes, Command, Limits, SandboxError, helper
from sandbox.cgroup.model import Group, NoCgroups, NoGroup
from sandbox.errors import EntryBarredError, HelperRefusedError
from sandbox.resident import Box


def refusing_helper(folder: Path) -> Path:
    """Our first process, on a host that does not let it bound the number of files."""
    source = helper.source().decode()
    real = 'if (mount("tmpfs"'
    assert real in source
    text = folder / "box.c"
    text.write_text(source.replace(real, 'errno = EPERM;\n\tif (1 || mount("tmpfs"', 1))
    program = folder / "box"
    subprocess.run(["cc", "-static", "-o", program, text], check=True)
    program.chmod(0o755)
    return program


def test_a_host_that_refuses_our_first_process_gets_bubblewraps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requires("init")
    program = refusing_helper(folder)
    monkeypatch.setattr(helper, "open_helper", lambda: os.open(program, os.O_RDONLY | os.O_CLOEXEC))
    with open_sandbox(use_helper=True) as sandbox:
        outcome = sandbox.run(Command(argv=("/usr/bin/bash", "-c", "exit 7")))
        assert outcome.ending.exit_code == 7
        assert sandbox.enforced_by["init"] == "bubblewrap"
        outcome.close()


@pytest.mark.parametrize("error", [HelperRefusedError, EntryBarredError])
def test_executions_that_were_begun_before_the_first_was_refused_take_the_other_way_too(
    monkeypatch: pytest.MonkeyPatch, error: type[SandboxError]
) -> None:
    requires("init")
    refused = []
    real = Box._await_ready

    def once_each(box: Box) -> None:
        if len(refused) < 2:
            refused.append(box)
            raise error("set up", "refused")
        real(box)

    monkeypatch.setattr(Box, "_await_ready", once_each)
    with open_sandbox() as sandbox:
        begun = [
            sandbox.begin(Command(argv=("/usr/bin/true",)), Boxes(keep=False)) for _ in range(2)
        ]
        assert [one.run().ending.exit_code for one in begun] == [0, 0]


class NotEntered(NoGroup):
    """A cgroup that no process can be made in, if it has an `entry`; one can be put in."""

    def __init__(self, entry: int | None) -> None:
        self.entry = entry
        self.added: list[int] = []

    def add(self, pid: int) -> None:
        self.added.append(pid)


class NotEnteredCgroups(NoCgroups):
    """Those of a host where the kernel refuses: it does so for what is no cgroup at all."""

    def __init__(self, no_cgroup: int) -> None:
        super().__init__()
        self._entry: int | None = no_cgroup
        self.made: list[NotEntered] = []

    def bar_entry(self) -> None:
        self._entry = None

    def create(self, limits: Limits) -> Group:  # noqa: ARG002
        self.made.append(NotEntered(self._entry))
        return self.made[-1]


def test_a_host_that_makes_no_process_in_a_cgroup_has_them_put_in(folder: Path) -> None:
    requires("init")
    no_cgroup = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    cgroups = NotEnteredCgroups(no_cgroup)
    with open_sandbox() as sandbox:
        sandbox._cgroups.close()
        sandbox._cgroups = cgroups
        sandbox._tools = msgspec.structs.replace(sandbox._tools, cgroups=cgroups)
        for _ in range(2):
            outcome = sandbox.run(Command(argv=("/usr/bin/bash", "-c", "exit 7")))
            assert outcome.ending.exit_code == 7
            outcome.close()
        assert sandbox.enforced_by["init"] == "helper"
    os.close(no_cgroup)
    assert [len(group.added) for group in cgroups.made] == [0, 1, 1]

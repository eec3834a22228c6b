from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from needs import open_sandbox, requires

from sandbox import Command, helper


def refusing_helper(folder: Path) -> Path:
    """Our first process, on a host that does not let it bound the number of files."""
    source = helper.source().decode()
    real = "if (mount("
    assert real in source
    text = folder / "box.c"
    text.write_text(source.replace(real, "errno = EPERM;\n\tif (1 || mount(", 1))
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

"""A signal ends a command as an interruption at whatever moment it comes."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import PATIENCE, finish, judge, start

# Python imports a module of this name when it starts. It sends a signal to its own process
# when a certain other module is about to be imported.
HOOK = """
import os, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Finder())
"""
# It sends a signal when all is done, and has another thread that takes it.
LATE = """
import atexit, os, threading, time

threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
atexit.register(os.kill, os.getpid(), {number})
"""
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def hooked(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A value for PYTHONPATH, so that a signal comes with the import of a module."""
    module, number = request.param
    (tmp_path / "sitecustomize.py").write_text(HOOK.format(module=module, number=int(number)))
    return str(tmp_path)


def each(*modules: str) -> list[tuple[str, signal.Signals]]:
    return [(module, number) for module in modules for number in SIGNALS]


OF_JUDGE = ("judge.cli", "signal", "typer", "judge.cli.app", "judge.cli.languages", "msgspec")


@pytest.mark.parametrize("hooked", each(*OF_JUDGE), indirect=True)
def test_a_signal_during_the_imports_is_an_interruption(hooked: str) -> None:
    assert judge("languages", PYTHONPATH=hooked) == (130, "", "")


OF_SANDBOX = ("sandbox.cli", "signal", "msgspec", "sandbox.box", "sandbox.arguments")


@pytest.mark.parametrize("hooked", each(*OF_SANDBOX), indirect=True)
def test_a_signal_during_the_imports_of_the_sandbox_is_one_too(hooked: str) -> None:
    words = [sys.executable, "-m", "sandbox", "--", "true"]
    done = subprocess.run(
        words, env={"PYTHONPATH": hooked}, capture_output=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("hooked", [("judge.cli", signal.SIGINT)], indirect=True)
def test_a_signal_that_whoever_started_us_ignored_is_none(hooked: str) -> None:
    def careless() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    assert finish(start("schema", PYTHONPATH=hooked, preexec_fn=careless)).code == 0


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_after_all_was_told_changes_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    (tmp_path / "sitecustomize.py").write_text(LATE.format(number=int(number)))
    said = judge("schema", PYTHONPATH=str(tmp_path))
    assert (said.code, said.err) == (0, "")

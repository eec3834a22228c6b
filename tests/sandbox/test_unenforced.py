"""What this host can't enforce is refused, or left out where that is asked for by name."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NoReturn

import pytest
from needs import LIMITS, requires
from running import output_of, shell

from sandbox import Sandbox, UnsupportedHostError, seccomp

NO_NAMESPACE = """#!/bin/sh
case " $* " in *" --unshare-net "*) exit 1 ;; esac
exec {bwrap} "$@"
"""


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    requires("sandbox")


@pytest.fixture
def no_libseccomp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing() -> NoReturn:
        raise UnsupportedHostError("system-call filter", "libseccomp is missing", "install it")

    monkeypatch.setattr(seccomp, "load_library", missing)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # nothing that was made before


def test_a_host_without_a_filter_is_refused(no_libseccomp: None) -> None:
    with pytest.raises(UnsupportedHostError, match="libseccomp is missing"):
        Sandbox(allow_unenforced=LIMITS)


def test_a_filter_can_be_done_without(no_libseccomp: None) -> None:
    with Sandbox(allow_unenforced=LIMITS | {"syscalls"}) as sandbox:
        assert sandbox.enforced_by["syscalls"] is None
        assert output_of(sandbox, shell("grep Seccomp: /proc/self/status")).split()[1] == "2"


def test_what_can_be_enforced_is_enforced_whatever_is_allowed() -> None:
    with Sandbox(allow_unenforced=LIMITS | {"syscalls", "network"}) as sandbox:
        assert sandbox.enforced_by["syscalls"] == "seccomp"
        assert sandbox.enforced_by["network"] == "namespace"
        assert own_network(sandbox) != str(Path("/proc/self/ns/net").readlink())


def test_the_network_can_be_left_where_no_namespace_can_be_made(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    program = folder / "bwrap"
    program.write_text(NO_NAMESPACE.format(bwrap="/usr/bin/bwrap"))
    program.chmod(program.stat().st_mode | stat.S_IXOTH | stat.S_IXGRP | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    with Sandbox(allow_unenforced=LIMITS | {"network"}) as sandbox:
        assert sandbox.enforced_by["network"] is None
        assert own_network(sandbox) == str(Path("/proc/self/ns/net").readlink())


def own_network(sandbox: Sandbox) -> str:
    return output_of(sandbox, shell("readlink /proc/self/ns/net")).strip()

"""What a program may write is bounded, never on the host's disk, and taken out with care."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from leftovers import open_descriptors
from needs import IN_MEMORY
from running import PATIENT, shell
from trees import ROOT, TREES, build, seen, takeable

from sandbox import (
    MIB,
    Command,
    CommandError,
    Outcome,
    Sandbox,
    SandboxError,
    TooLargeError,
    Work,
    remove_tree,
)
from sandbox.workspace import DEEPEST, DIRECTORY, Workspace

MOST = 4 * MIB


@pytest.fixture
def source(folder: Path) -> Path:
    source = folder / "source"
    (source / "inner").mkdir(parents=True)
    (source / "data").write_text("data")
    (source / "inner" / "tool").write_text("#!/bin/sh\necho tool")
    (source / "inner" / "tool").chmod(0o755)
    return source


@pytest.fixture
def target(folder: Path) -> Path:
    (folder / "target").mkdir()
    return folder / "target"


def work(script: str, source: Path, **limits: int) -> Command:
    bounded = msgspec.structs.replace(PATIENT, **limits)
    return shell(script, work=Work("/work", str(source)), cwd="/work", limits=bounded)


@contextmanager
def left(sandbox: Sandbox, command: Command) -> Iterator[Outcome]:
    outcome = sandbox.run(command)
    try:
        yield outcome
    finally:
        outcome.close()


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): "" if path.is_dir() else path.read_text()
        for path in folder.rglob("*")
    }


def test_what_is_put_in_can_be_read_changed_and_run(
    sandbox: Sandbox, source: Path, target: Path
) -> None:
    before = tree(source)
    script = "inner/tool >said && rm data && echo new >inner/new && mv inner moved"
    with left(sandbox, work(script, source)) as outcome:
        assert outcome.ending.exit_code == 0
        assert outcome.workspace is not None
        outcome.workspace.take_out(target, MOST)
    assert tree(target) == {
        "said": "tool\n",
        "moved": "",
        "moved/new": "new\n",
        "moved/tool": before["inner/tool"],
    }
    assert tree(source) == before
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in target.rglob("*")}
    assert modes == {"said": 0o644, "moved": 0o755, "new": 0o644, "tool": 0o755}
    assert {path.stat().st_uid for path in target.rglob("*")} == {os.geteuid()}


def test_it_is_empty_for_the_next_one(sandbox: Sandbox, source: Path) -> None:
    for _ in range(2):
        with left(sandbox, work("ls -A; touch left", source)) as outcome:
            assert outcome.stdout.head(100) == b"data\ninner\n"


@pytest.mark.parametrize(
    ("script", "size"),
    [
        ("true", 0),
        ("cat data; inner/tool; mv data moved; chmod 700 moved", None),
        ("printf DATA 1<>data", 4),
        ("printf x >> data", 5),
        ("mkdir -p a/b; printf 123 > a/b/c; printf 12 > /tmp/x; ln a/b/c d; ln -s c e", 5),
        ("printf 123 > a; rm a", 0),
        ("mkdir a; printf 123 > a/b; printf 12 > b; chmod 0 a .", None),
    ],
)
def test_what_was_made_or_changed_is_counted(
    sandbox: Sandbox, source: Path, script: str, size: int | None
) -> None:
    with left(sandbox, work(script, source)) as outcome:
        assert outcome.ending.exit_code == 0
        assert outcome.workspace is not None
        assert size is None or outcome.workspace.written() == size
        assert outcome.workspace.written() <= 5


@pytest.mark.helper_only
def test_program_that_is_still_open_for_writing_somewhere_is_started_all_the_same(
    sandbox: Sandbox, source: Path
) -> None:
    command = msgspec.structs.replace(work("", source), argv=("/work/inner/tool",))
    prepared = sandbox.prepare(command)
    workspace = prepared._process.workspace
    assert workspace is not None
    writer = os.open("inner/tool", os.O_WRONLY, dir_fd=workspace._descriptor)
    prepared.start()
    threading.Timer(0.1, os.close, [writer]).start()
    outcome = prepared.finish()
    assert outcome.stdout.head(100) == b"tool\n"
    outcome.close()


def test_links_pipes_and_sockets_are_left_where_they_are(
    sandbox: Sandbox, source: Path, target: Path, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_text("precious")
    script = (
        f"rm -r *; ln -s {tmp_path}/precious link; ln -s {tmp_path} folder; ln -s loop loop;"
        " ln -s / root; mkfifo pipe; echo x >plain; ln plain hard; chmod 7777 plain;"
        " python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"socket\")'"
    )
    with left(sandbox, work(script, source)) as outcome:
        assert outcome.workspace is not None
        outcome.workspace.take_out(target, MOST)
    assert tree(target) == {"plain": "x\n", "hard": "x\n"}
    assert stat.S_IMODE((target / "plain").stat().st_mode) == 0o755


def test_what_is_locked_harms_nobody(sandbox: Sandbox, source: Path, target: Path) -> None:
    script = "mkdir -p a/b; echo x >a/b/c; chmod 0 a/b data; chmod 0 a; chmod 0 ."
    with left(sandbox, work(script, source)) as outcome:
        assert outcome.workspace is not None
        outcome.workspace.take_out(target, MOST)
    assert set(tree(target)) >= {"inner"} or not tree(target)


def test_folders_without_end_are_cut_off(sandbox: Sandbox, source: Path, target: Path) -> None:
    script = 'rm -r *; perl -e \'for (1 .. 2000) { mkdir "d"; chdir "d" }\''
    before = open_descriptors()
    with left(sandbox, work(script, source)) as outcome:
        assert outcome.workspace is not None
        outcome.workspace.take_out(target, MOST)
    assert len(list(target.rglob("*"))) == DEEPEST
    assert open_descriptors() <= before + 1


@pytest.mark.parametrize("make", ["head -c 5M /dev/zero >large", "truncate -s 1T holes"])
def test_more_than_is_allowed_is_not_taken_out(
    sandbox: Sandbox, source: Path, target: Path, make: str
) -> None:
    with left(sandbox, work(make, source, output=1 << 50)) as outcome:
        assert outcome.ending.exit_code == 0
        assert outcome.workspace is not None
        with pytest.raises(TooLargeError):
            outcome.workspace.take_out(target, MOST)
    assert sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) < MOST


def test_its_bytes_are_bounded(sandbox: Sandbox, source: Path) -> None:
    script = "for n in {1..9}; do head -c 1M /dev/zero >$n || exit 3; done"
    with left(sandbox, work(script, source, scratch=4 * MIB)) as outcome:
        assert outcome.ending.exit_code == 3


@pytest.mark.helper_only
def test_its_files_are_bounded(sandbox: Sandbox, source: Path) -> None:
    script = "n=0; while : >$((n++)); do :; done; echo $n"
    with left(sandbox, work(script, source, inodes=50)) as outcome:
        assert int(outcome.stdout.head(10)) < 50


def test_what_does_not_fit_in_is_told(sandbox: Sandbox, source: Path) -> None:
    (source / "large").write_bytes(bytes(2 * MIB))
    with pytest.raises(SandboxError, match="No space left"):
        sandbox.run(work("true", source, scratch=MIB))


def test_source_that_is_not_there_is_told(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        sandbox.run(work("true", tmp_path / "nowhere"))


def test_program_without_one_has_none(sandbox: Sandbox) -> None:
    with left(sandbox, shell("true")) as outcome:
        assert outcome.workspace is None


@contextmanager
def playground(inside: dict[bytes, Any]) -> Iterator[tuple[Workspace, Path]]:
    """A workspace that holds such a tree, and an empty folder; nothing else may change."""
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        top, target, precious = (Path(name, part) for part in ("top", "target", "precious"))
        top.mkdir()
        target.mkdir()
        precious.write_text("precious")
        build(inside, top, precious)
        workspace = Workspace.__new__(Workspace)
        workspace._descriptor, workspace._temporary = (
            os.open(folder, DIRECTORY) for folder in (top, target)
        )
        workspace._put = set()
        yield workspace, target
        workspace.close()
        remove_tree(top)
        assert not top.exists()
        assert precious.read_text() == "precious"


@given(TREES)
def test_of_any_tree_files_and_folders_alone_are_taken_out(inside: dict[bytes, Any]) -> None:
    before = open_descriptors()
    with playground(inside) as (workspace, target):
        workspace.take_out(target, MOST)
        assert seen(os.fsencode(target)) == takeable(inside, DEEPEST)
    assert open_descriptors() == before


@given(TREES)
def test_of_any_tree_all_files_are_counted(inside: dict[bytes, Any]) -> None:
    before = open_descriptors()
    with playground(inside) as (workspace, _):
        size = sum(len(content) for _, content in takeable(inside, DEEPEST).values())
        # What may not be read has a size all the same.
        assert workspace.written() == size or (not ROOT and workspace.written() > size)
    assert open_descriptors() == before


@given(TREES, st.integers(0, 12000))
def test_no_tree_brings_out_more_than_is_allowed(inside: dict[bytes, Any], most: int) -> None:
    size = sum(len(content) for _, content in takeable(inside, DEEPEST).values())
    with playground(inside) as (workspace, target):
        with pytest.raises(TooLargeError) if size > most else nullcontext():
            workspace.take_out(target, most)
        taken = seen(os.fsencode(target))
    assert sum(len(content) for _, content in taken.values()) <= most

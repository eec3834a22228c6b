from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import workdir

HOLD = """
import sys
from pathlib import Path
from sandbox.workdir import LockedFolder
folder = LockedFolder(Path(sys.argv[1]))
print(folder.path, flush=True)
sys.stdin.read()
"""


def test_folder_of_a_living_owner_is_not_abandoned(tmp_path: Path) -> None:
    folder = workdir.LockedFolder(tmp_path)
    workdir.sweep(tmp_path, workdir.remove_tree)
    assert folder.path.exists()
    assert list(workdir.abandoned(tmp_path)) == []
    folder.release()


def test_folder_of_a_dead_owner_is_swept(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", HOLD, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True) as owner:
        assert owner.stdout is not None
        path = Path(owner.stdout.readline().strip())
        workdir.sweep(tmp_path, workdir.remove_tree)
        assert path.exists()
        owner.kill()
        owner.wait()
        assert list(workdir.abandoned(tmp_path)) == [path]
        workdir.sweep(tmp_path, workdir.remove_tree)
    assert not path.exists()


def test_private_folder_is_gone_after_its_block_and_after_a_sudden_death(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with workdir.private_folder() as folder:
        (folder / "inner").mkdir()
        assert folder.is_relative_to(tmp_path)
        assert not folder.parent.stat().st_mode & 0o044
    assert list(tmp_path.iterdir()) == []
    code = (
        "import os, signal\nfrom sandbox import private_folder\n"
        "with private_folder() as folder:\n"
        "    (folder / 'file').touch()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    workdir.sweep(tmp_path, workdir.remove_tree)
    assert list(tmp_path.iterdir()) == []


def test_only_folders_of_ours_are_swept(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / f"{workdir.PREFIX}file").touch()
    (tmp_path / f"{workdir.PREFIX}link").symlink_to(tmp_path / "other")
    workdir.sweep(tmp_path, workdir.remove_tree)
    assert len(list(tmp_path.iterdir())) == 3


def test_folder_of_another_user_is_left_to_that_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"{workdir.PREFIX}1-0"
    path.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
        workdir.sweep(tmp_path, workdir.remove_tree)
        assert path.exists()
    workdir.sweep(tmp_path, workdir.remove_tree)
    assert not path.exists()


def test_folder_that_can_not_be_removed_does_not_stop_the_sweep(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{workdir.PREFIX}{name}").mkdir()
    seen = []

    def remove(path: Path) -> None:
        seen.append(path)
        raise OSError

    workdir.sweep(tmp_path, remove)
    assert len(seen) == 2


def test_missing_parent_has_nothing_to_sweep(tmp_path: Path) -> None:
    assert list(workdir.abandoned(tmp_path / "missing")) == []


def test_tree_is_removed_whatever_a_program_has_made_of_it(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "closed" / "deep").mkdir(parents=True)
    (top / "closed" / "deep" / "file").touch()
    (top / "link").symlink_to("/usr")
    (top / "half" / "closed").mkdir(parents=True)
    (top / "half" / "closed" / "file").touch()
    for path in (top / "half" / "closed", top / "half"):
        path.chmod(0o500)
    for path in (top / "closed" / "deep", top / "closed", top):
        path.chmod(0)
    workdir.remove_tree(top)
    assert not top.exists()
    assert Path("/usr").is_dir()


def test_what_is_around_a_tree_is_left_alone(tmp_path: Path) -> None:
    around = tmp_path / "around"
    around.mkdir()
    around.chmod(0o555)
    workdir.remove_tree(around / "missing")
    assert around.stat().st_mode & 0o777 == 0o555


def test_lock_is_not_inherited_by_what_is_started(tmp_path: Path) -> None:
    folder = workdir.LockedFolder(tmp_path)
    with subprocess.Popen(["/usr/bin/sleep", "100"]) as child:
        folder.release()
        assert list(workdir.abandoned(tmp_path)) == [folder.path]
        child.kill()

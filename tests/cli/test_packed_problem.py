"""A packed problem on the command line: judged as its folder, and nothing of it stays."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import gettempdir

import pytest
from commandline import APLUSB, ECHO, begun, interrupt, judge, sandboxing, start

# A duration that nothing else on the host sleeps for.
NAP = "8364.75"
VALIDATOR = "import sys\nsys.exit(42 if input() == open(sys.argv[2]).read().strip() else 43)\n"


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


def folders() -> list[str]:
    """What judges have made for temporary files: one of the sandbox, one of the package."""
    return [path.name for path in Path(gettempdir()).glob("judge-box-*")]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A packed problem with a validator of its own, in an archive with one top folder."""
    root = tmp_path / "in here" / "Aufgabe für Zoë"
    for name, text in {
        "problem.yaml": "name: Echo\nvalidation: custom\nlimits: {time_limit: 5}\n",
        "data/secret/1.in": "7\n",
        "data/secret/1.ans": "7\n",
        "output_validators/check.py": VALIDATOR,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    packed = shutil.make_archive(str(tmp_path / "the problem"), "zip", root.parent)
    shutil.rmtree(root.parent)
    return Path(packed)


def submission(tmp_path: Path, code: str) -> Path:
    path = tmp_path / "handed in.sh"
    path.write_text(code)
    return path


@pytest.mark.parametrize(("code", "verdict"), [(ECHO, "AC"), ("echo 8\n", "WA")])
def test_packed_problem_is_judged_as_its_folder(
    package: Path, tmp_path: Path, code: str, verdict: str
) -> None:
    said = judge("run", submission(tmp_path, code), "-p", package, "--json")
    assert said.json["verdict"] == verdict
    assert said.json["problem"]["path"] == str(package)
    assert said.json["problem"]["name"] == "Echo"


def test_class_is_graded_against_a_packed_problem(package: Path, tmp_path: Path) -> None:
    said = judge("grade", package, submission(tmp_path, ECHO), "--json")
    assert said.json["counts"] == {"AC": 1}
    assert said.json["problem"]["path"] == str(package)


def test_mistake_in_a_packed_problem_is_told_with_its_place(tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "empty"), "zip", APLUSB, "submissions")
    said = judge("run", submission(tmp_path, ECHO), "-p", packed)
    assert said.code == 2
    assert f"{packed}/submissions: " in said.complaint


def test_interrupted_it_leaves_nothing_behind(package: Path, tmp_path: Path) -> None:
    napping = submission(tmp_path, f"sleep {NAP}\n")
    process = start("run", napping, "-p", package, "--wall", "600")
    begun(process, NAP)
    assert len([path for path in folders() if f"-{process.pid}-" in path]) == 2
    assert interrupt(process).code == 130
    assert [path for path in folders() if f"-{process.pid}-" in path] == []

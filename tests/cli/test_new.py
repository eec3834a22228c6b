"""``judge new``: a package that passes ``judge verify`` as it is."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from commandline import judge, sandboxing
from hypothesis import given
from hypothesis import strategies as st

from judge import scaffold
from judge.errors import InputError
from judge.formats import open_problem
from judge.yamlfile import load

KINDS = tuple(scaffold.PARTS)


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_package_is_verified_as_it_is(tmp_path: Path, kind: str) -> None:
    sandboxing()
    said = judge("new", "first2", "--type", kind, cwd=tmp_path)
    assert (said.code, said.out) == (0, "")
    assert "judge verify first2" in said.err
    said = judge("verify", "first2", "--json", cwd=tmp_path)
    assert said.json["submissions"]
    assert [one for one in said.json["submissions"] if one["failures"] or one["warnings"]] == []
    assert [one for one in said.json["checks"] if one["level"] != "ok"] == []
    assert said.code == 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_in_a_new_package(tmp_path: Path, kind: str) -> None:
    scaffold.write(tmp_path / "sums", kind)
    found = files(tmp_path / "sums")
    for part in ("statement/", "data/sample/", "data/secret/", "data/invalid_input/"):
        assert any(name.startswith(part) for name in found)
    assert any(name.startswith("input_validators/") for name in found)
    accepted = {Path(name).suffix for name in found if "submissions/accepted/" in name}
    assert len(accepted) == 2
    for folder in ("wrong_answer", "time_limit_exceeded", "run_time_error"):
        assert any(name.startswith(f"submissions/{folder}/") for name in found)
    problem = open_problem(tmp_path / "sums")
    assert (problem.format, problem.name, problem.type) == ("icpc-2025-09", "sums", problem.type)
    assert kind in problem.types


def test_each_new_package_has_a_uuid_of_its_own(tmp_path: Path) -> None:
    found = set()
    for name in ("a", "b"):
        scaffold.write(tmp_path / name, "pass-fail")
        text = load(tmp_path / name / "problem.yaml").mapping()["uuid"].text()
        found.add(UUID(text))
    assert len(found) == 2


def test_a_name_of_digits_is_a_name(tmp_path: Path) -> None:
    scaffold.write(tmp_path / "007", "pass-fail")
    assert open_problem(tmp_path / "007").name == "007"


def test_what_is_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("mine", "link"):
        said = judge("new", name, cwd=tmp_path)
        assert said.code == 2
        assert f"{name}: is there already" in said.complaint
    assert files(tmp_path) == {"mine/notes"}


WRONG = {
    "a capital letter": (["Sums"], "'Sums' is no name of a package"),
    "a blank": (["my sums"], "lowercase letters a-z and digits"),
    "nothing": ([""], "an empty text is no path"),
    "no folder to make it in": (["nowhere/sums"], "nowhere: is no folder"),
    "no such type": (["sums", "--type", "passfail"], "did you mean 'pass-fail'?"),
    "no name": ([], "Missing argument"),
    "the root": (["/"], "'' is no name of a package"),
    "this folder": (["."], "'' is no name of a package"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_refused_with_its_remedy(tmp_path: Path, mistake: str) -> None:
    args, message = WRONG[mistake]
    said = judge("new", *args, cwd=tmp_path)
    assert said.code == 2
    assert message in said.complaint
    assert list(tmp_path.iterdir()) == []


NAMES = st.text(st.sampled_from("ab09z") | st.characters(exclude_characters="/\0."), min_size=1)


@given(NAMES)
def test_only_names_of_the_format_are_taken(name: str) -> None:
    fine = set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789") and len(name) <= 100
    with pytest.raises(InputError, match="is no folder" if fine else "is no name of a package"):
        scaffold.write(Path("/dev/null", name), "pass-fail")

"""Problems with points on the command line: the answer, the reports, the exit code."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commandline import judge, sandboxing, validate

YAML = "problem_format_version: 2025-09\nname: n\nuuid: u\ntype: scoring\nlimits: {time_limit: 5}\n"
SMALL = "read x; [ $x -lt 5 ] && echo $x || echo many\n"
CODES = {"all": "cat\n", "small": SMALL, "none": "echo no\n"}


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Three groups, 10, 30 and 60 points; the last one requires the second."""
    root = tmp_path / "Aufgabe ä"
    texts = {
        "problem.yaml": YAML,
        "data/sample/1.in": "1",
        "data/secret/1-few/test_group.yaml": "max_score: 10\n",
        "data/secret/1-few/1.in": "2",
        "data/secret/2-many/test_group.yaml": "max_score: 30\n",
        "data/secret/2-many/1.in": "6",
        "data/secret/2-many/2.in": "7",
        "data/secret/3-more/test_group.yaml": "max_score: 60\nrequire_pass: secret/2-many\n",
        "data/secret/3-more/1.in": "8",
        **{f"submissions/{name}.sh": code for name, code in CODES.items()},
    }
    texts |= {f"{name[:-3]}.ans": text for name, text in texts.items() if name.endswith(".in")}
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if name.endswith((".yaml", ".sh")) else text + "\n")
    return root


@pytest.mark.parametrize(
    ("name", "code", "verdict", "score"),
    [("all", 0, "AC", 100), ("small", 1, "PA", 10), ("none", 1, "WA", 0)],
)
def test_only_the_highest_score_is_exit_code_0(
    package: Path, name: str, code: int, verdict: str, score: float
) -> None:
    said = judge("run", package / f"submissions/{name}.sh", "--json")
    validate(said.json, "run")
    assert (said.code, said.json["verdict"]) == (code, verdict)
    assert (said.json["score"], said.json["max_score"]) == (score, 100)


def test_the_answer_has_the_tree_of_groups(package: Path) -> None:
    said = judge("run", package / "submissions/small.sh", "--jsonl")
    for line in said.lines:
        validate(line, "run-event")
    sample, secret = said.lines[-1]["groups"]
    assert (sample["name"], sample["verdict"], sample["score"]) == ("sample", "AC", None)
    assert [
        (one["name"], one["verdict"], one["score"], one["max_score"], one["reason"])
        for one in secret["groups"]
    ] == [
        ("secret/1-few", "AC", 10, 10, ""),
        ("secret/2-many", "WA", 0, 30, ""),
        ("secret/3-more", "SK", 0, 60, "not run without secret/2-many"),
    ]
    tests = [line["verdict"] for line in said.lines if line["event"] == "test"]
    assert tests == ["AC", "AC", "WA", "SK", "SK"]


def test_a_table_shows_the_tree_and_the_score(package: Path) -> None:
    said = judge("run", package / "submissions/small.sh")
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "secret PA 10 of 100" in lines
    assert "secret/3-more SK 0 of 60 not run without secret/2-many" in lines
    assert any(line.startswith("PA 10 of 100: partially accepted: line 1") for line in lines)


def test_a_class_is_told_by_its_scores(package: Path, tmp_path: Path) -> None:
    reports = [f"--report=csv:{tmp_path}/g.csv", f"--report=junit:{tmp_path}/r.xml"]
    said = judge("grade", package, package / "submissions", *reports)
    assert said.code == 1
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "name verdict points tests slowest memory reason" in lines
    assert any(line.startswith("small.sh PA 10 of 100 2/5 ") for line in lines)
    assert "3 submissions: 1 accepted, 1 partially accepted, 1 wrong answer" in lines
    rows = list(csv.DictReader((tmp_path / "g.csv").read_text().splitlines()))
    assert {row["name"]: (float(row["score"]), float(row["max_score"])) for row in rows} == {
        "all.sh": (100, 100),
        "none.sh": (0, 100),
        "small.sh": (10, 100),
    }
    suites = {suite.get("name"): suite for suite in ET.parse(tmp_path / "r.xml").iter("testsuite")}
    told = {one.get("name"): one.get("value") for one in suites["small.sh"].iter("property")}
    assert told["score"] == "10"
    assert told["score of secret/2-many"] == "0 of 30"
    assert suites["all.sh"].get("failures") == "0"
    assert suites["small.sh"].get("failures") == "1"


def test_a_grading_is_valid_json(package: Path) -> None:
    said = judge("grade", package, package / "submissions", "--json")
    validate(said.json, "grade")
    assert [one["score"] for one in said.json["submissions"]] == [100, 0, 10]


def test_what_is_no_program_has_no_points(package: Path) -> None:
    (package / "submissions" / "essay.txt").write_text("I would add them.\n")
    said = judge("grade", package, package / "submissions" / "essay.txt", "--jsonl")
    for line in said.lines:
        validate(line, "run-event")
    end = said.lines[-1]
    assert (end["verdict"], end["score"], end["max_score"]) == ("CE", 0, 100)

"""The constants of a package stand in its validators, included files and own submissions."""

from __future__ import annotations

from pathlib import Path

import pytest
from jobs import given, job_of, judged
from needs import requires

from judge.formats import open_problem
from judge.languages import Languages
from judge.verdict import Verdict
from sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("nothing_left")

YAML = """problem_format_version: 2025-09
name: n
uuid: u
limits: {time_limit: 5}
constants: {most: {value: 8, word: eight}, file: helper}
"""
VALIDATOR = (
    "import sys\nsys.exit(42 if int(input()) == {{most}} and '{{no}}'[2:4] == 'no' else 43)\n"
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "Aufgabe für Zoë"
    for name, text in {
        "problem.yaml": YAML,
        "data/secret/1.in": "",
        "data/secret/1.ans": "",
        "output_validator/check.py": VALIDATOR,
        "include/default/helper.txt": "{{most}} {{most.word}}\n",
        "submissions/accepted/x.sh": "echo {{most}}\n",
        "submissions/accepted/included.sh": "read most word <helper.txt\necho $most\n",
        "handed in.sh": "echo {{most}}\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("submissions/accepted/x.sh", Verdict.AC),
        ("submissions/accepted/included.sh", Verdict.AC),
        ("handed in.sh", Verdict.JE),  # the validator takes no braces for a number
    ],
)
def test_constants_stand_in_what_the_package_brings_alone(
    sandbox: Sandbox, languages: Languages, package: Path, name: str, verdict: Verdict
) -> None:
    job = job_of(package / name, open_problem(package), languages, given(cpu_time=5.0))
    assert judged(job, sandbox).verdict is verdict


def test_constants_stand_in_a_compiled_validator(
    sandbox: Sandbox, languages: Languages, package: Path
) -> None:
    requires("gcc")
    (package / "output_validator" / "check.py").unlink()
    code = '#include "w.h"\n#include <stdio.h>\nint main() { int x; scanf("%d", &x); '
    (package / "output_validator" / "c.c").write_text(code + "return x == MOST ? 42 : 43; }\n")
    (package / "output_validator" / "w.h").write_text("#define MOST {{most}}\n")
    for text, verdict in (("echo 8\n", Verdict.AC), ("echo 7\n", Verdict.WA)):
        (package / "handed in.sh").write_text(text)
        source = package / "handed in.sh"
        job = job_of(source, open_problem(package), languages, given(cpu_time=5.0))
        assert judged(job, sandbox).verdict is verdict

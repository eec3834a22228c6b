"""``judge verify``: a package keeps its promises, or is told which one it breaks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from commandline import EXAMPLES, Said, begun, interrupt, judge, sandboxing, start, validate
from leftovers import with_word

# A duration that nothing else on the host sleeps for.
NAP = "6128.75"
NEW = "problem_format_version: 2025-09\nname: Echo\nuuid: 5b2f\nlimits:\n  time_limit: 1\n"
UNTIMED = "problem_format_version: 2025-09\nname: Echo\nuuid: 5b2f\n"
ECHO = "read x; echo $x\n"
VALID = "import sys\nsys.exit(42 if sys.stdin.read() in ('1\\n', '2\\n', '3\\n') else 43)\n"
PACKAGE = {
    "data/sample/1.in": "1\n",
    "data/sample/1.ans": "1\n",
    "data/secret/2.in": "2\n",
    "data/secret/2.ans": "2\n",
    "data/secret/3.in": "3\n",
    "data/secret/3.ans": "3\n",
    "data/invalid_input/four.in": "4\n",
    "input_validators/check.py": VALID,
    "submissions/accepted/echo.sh": ECHO,
    "submissions/wrong_answer/one.sh": "echo 1\n",
    "submissions/run_time_error/dies.sh": "read x; echo $x; exit $((x == 3))\n",
}
LOOPS = "submissions/time_limit_exceeded/loops.sh"
LOOP = {LOOPS: "read x; while [ $x = 3 ]; do :; done; echo $x\n"}


@pytest.fixture(autouse=True, scope="module")
def _host() -> None:
    sandboxing()


def write(root: Path, tree: Mapping[str, str | bytes | None], head: str = NEW) -> Path:
    """The package, with what `tree` says instead; None leaves a file out."""
    for name, text in {"problem.yaml": head, **PACKAGE, **tree}.items():
        path = root / name
        if text is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def verified(root: Path, *options: str) -> Said:
    """The answer, which is what its schema says."""
    said = judge("verify", root, "--json", *options)
    if said.code in (0, 1):
        validate(said.json, "verify")
        assert said.json["ok"] == (said.code == 0)
    return said


def submission(said: Said, name: str) -> Any:
    (found,) = (one for one in said.json["submissions"] if one["path"].endswith(name))
    return found


def check(said: Said, name: str) -> Any:
    return next(one for one in said.json["checks"] if one["name"] == name)


# ---------------------------------------------------------------- a package as it should be


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_package_that_keeps_its_promises(tmp_path: Path, jobs: str) -> None:
    said = verified(write(tmp_path / "Übung eins", LOOP), "-j", jobs)
    assert (said.code, said.err) == (0, "")
    answer = said.json
    assert answer["schema"] == "judge/verify/1"
    assert {one["path"]: one["verdict"] for one in answer["submissions"]} == {
        "submissions/accepted/echo.sh": "AC",
        "submissions/run_time_error/dies.sh": "RTE",
        "submissions/time_limit_exceeded/loops.sh": "TLE",
        "submissions/wrong_answer/one.sh": "WA",
    }
    groups = {one["name"]: one["verdict"] for one in submission(said, "one.sh")["groups"]}
    assert groups == {"sample": "AC", "secret": "WA"}
    assert check(said, "input validators")["message"] == "3 inputs are valid"
    assert check(said, "invalid inputs")["ok"]


def test_the_time_limit_and_its_margins_are_told(tmp_path: Path) -> None:
    limit = verified(write(tmp_path, LOOP)).json["time_limit"]
    assert (limit["value"], limit["source"], limit["suggested"]) == (1.0, "package", 1.0)
    # All three that are not allowed to be too slow tell how short the limit may be.
    assert limit["slowest_accepted"]["cpu_time"] < 0.5
    assert limit["ratio_accepted"] > 2
    assert limit["fastest_tle"]["path"] == "submissions/time_limit_exceeded/loops.sh"
    assert limit["fastest_tle"]["at_least"] is True
    assert limit["ratio_tle"] >= 1.5


def test_a_table_shows_submissions_against_groups(tmp_path: Path) -> None:
    write(tmp_path, {"submissions/accepted/wrong.sh": "echo 1\n"})
    said = judge("verify", tmp_path)
    assert said.code == 1
    (line,) = (line for line in said.out.splitlines() if " accepted/wrong.sh" in line[:30])
    assert line.split()[:4] == ["FAIL", "accepted/wrong.sh", "AC", "WA"]
    assert "submissions/accepted/wrong.sh: WA on secret/2: line 1, token 1" in said.out
    assert said.out.splitlines()[-1].startswith("NOT verified: 1 of 4 submissions")


# ---------------------------------------------------------------- promises that are broken


BROKEN = {
    "accepted but wrong": (
        {"submissions/accepted/no.sh": "echo 1\n"},
        "no.sh",
        "WA on secret/2: line 1, token 1: expected 2, found 1, permitted is AC",
    ),
    "wrong but accepted": (
        {"submissions/wrong_answer/no.sh": ECHO},
        "no.sh",
        "no test ended with WA",
    ),
    "wrong, and it crashes later": (
        {"submissions/wrong_answer/no.sh": "read x; [ $x = 3 ] && exit 1; echo 1\n"},
        "no.sh",
        "RTE on secret/3",
    ),
    "a program that does not compile": (
        {"submissions/accepted/no.c": "int main(void) { return 0 }\n"},
        "no.c",
        "does not compile: ",
    ),
    "another message": (
        {
            "submissions/submissions.yaml": "wrong_answer/one.sh:\n  message: expected 4\n",
        },
        "one.sh",
        "no message holds 'expected 4'",
    ),
    "a group that it should solve": (
        {
            "submissions/submissions.yaml": (
                "wrong_answer/one.sh:\n  secret/2:\n    permitted: [AC]\n"
            ),
        },
        "one.sh",
        "WA on secret/2",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_submission_that_is_not_as_expected(tmp_path: Path, what: str) -> None:
    tree, name, message = BROKEN[what]
    said = verified(write(tmp_path, tree))
    assert said.code == 1
    assert [one["path"] for one in said.json["submissions"] if not one["ok"]] == [
        submission(said, name)["path"]
    ]
    assert submission(said, name)["failures"][0].startswith(message)


INVALID: dict[str, tuple[dict[str, str | None], str, str]] = {
    "an input that is not valid": (
        {"data/secret/5.in": "5\n", "data/secret/5.ans": "5\n"},
        "input validators",
        "secret/5: check.py refused it (exit code 43)",
    ),
    "an invalid input that is valid": (
        {"data/invalid_input/three.in": "3\n"},
        "invalid inputs",
        "no input validator refuses invalid_input/three",
    ),
    "a validator that crashes": (
        {"input_validators/check.py": "import os\nos.abort()\n"},
        "input validators",
        "check.py refused it (ended by signal)",
    ),
    "a validator that can't be built": (
        {"input_validators/bad.c": "int main(void) { return 42 }\n"},
        "input validators",
        "bad.c: can't be built",
    ),
    "a validator in no language": (
        {"input_validators/bad.xyz": "?"},
        "input validators",
        "no language is known",
    ),
    "an invalid output that is right": (
        {
            "data/invalid_output/a.in": "1\n",
            "data/invalid_output/a.ans": "1\n",
            "data/invalid_output/a.out": "1\n",
        },
        "invalid outputs",
        "accepted as outputs: invalid_output/a",
    ),
    "a valid output that is wrong": (
        {
            "data/valid_output/a.in": "1\n",
            "data/valid_output/a.ans": "1\n",
            "data/valid_output/a.out": "2\n",
        },
        "valid outputs",
        "refused as outputs: valid_output/a: line 1, token 1: expected 1, found 2",
    ),
    "no accepted submission": (
        {"submissions/accepted/echo.sh": None},
        "accepted submission",
        "the package has none",
    ),
}


@pytest.mark.parametrize("what", INVALID)
def test_data_that_is_not_as_it_should_be(tmp_path: Path, what: str) -> None:
    tree, name, message = INVALID[what]
    said = verified(write(tmp_path, tree))
    assert said.code == 1
    failed = [one for one in said.json["checks"] if not one["ok"]]
    assert [one["name"] for one in failed] == [name]
    assert message in failed[0]["message"]
    assert failed[0]["level"] == "error"


KINDS = ("valid_output", "invalid_output")


def test_outputs_of_known_worth_are_judged_with_their_arguments(tmp_path: Path) -> None:
    tree = {
        f"data/{kind}/{name}.{end}": text
        for kind, outputs in {
            KINDS[0]: {"a": "1.04\n", "b": "1\n"},
            KINDS[1]: {"a": "1.2\n", "b": ""},
        }.items()
        for name, out in outputs.items()
        for end, text in {"in": "1\n", "ans": "1.0\n", "out": out}.items()
    }
    settings = "output_validator_args: [float_tolerance, '0.1']\n"
    tree |= {
        f"data/{kind}/test_group.yaml": settings for kind in ("valid_output", "invalid_output")
    }
    said = verified(write(tmp_path, tree))
    assert (said.code, check(said, "valid outputs")["ok"]) == (0, True)
    (tmp_path / "data/valid_output/a.yaml").write_text(
        "output_validator_args: [float_tolerance, '0.01']\n"
    )
    said = verified(tmp_path)
    assert (said.code, check(said, "valid outputs")["ok"]) == (1, False)
    assert "valid_output/a" in check(said, "valid outputs")["message"]


def test_arguments_of_an_input_validator_are_the_nearest(tmp_path: Path) -> None:
    code = "import sys\nsys.exit(42 if sys.argv[1:] == sys.stdin.read().split() else 43)\n"
    tree = {
        "data/test_group.yaml": "input_validator_args: ['1']\n",
        "data/secret/2.yaml": "input_validator_args: {check: ['2'], other: [x]}\n",
        "data/secret/3.yaml": "input_validator_args: []\nargs: ['3']\n",
        "input_validators/check.py": code,
    }
    assert verified(write(tmp_path, tree)).code == 0


def test_constants_are_filled_in_submissions_and_validators(tmp_path: Path) -> None:
    head = NEW + "constants:\n  most: 3\n"
    code = "import sys\nsys.exit(42 if int(sys.stdin.read()) <= {{most}} else 43)\n"
    tree = {
        "input_validators/check.py": code,
        "submissions/wrong_answer/one.sh": "echo $(({{most}} - 1))\n",
        "submissions/run_time_error/dies.sh": "read x; echo $x; exit $((x == {{most}}))\n",
    }
    said = verified(write(tmp_path, tree, head))
    assert said.code == 0
    assert check(said, "invalid inputs")["ok"]


def test_flags_of_a_legacy_input_validator(tmp_path: Path) -> None:
    code = "import sys\nsys.exit(42 if sys.argv[1:] == ['-n', '3'] else 43)\n"
    tree: dict[str, str | None] = {
        "data/testdata.yaml": "input_validator_flags: -n 3\n",
        "data/secret/testdata.yaml": "input_validator_flags: {name: check, flags: -n 3}\n",
        "data/invalid_input/four.in": None,
        "input_validators/check.py": None,
        "input_format_validators/check.py": code,
    }
    said = verified(write(tmp_path, tree, "name: Echo\nlimits:\n  time_limit: 1\n"))
    assert said.code == 0
    assert check(said, "input validators")["message"] == "3 inputs are valid"


# ---------------------------------------------------------------- warnings


ODD: dict[str, tuple[dict[str, str | bytes], str, str]] = {
    "line ends": ({"data/secret/2.in": b"2\r\n"}, "text of the data", "line ends of Windows"),
    "a byte-order mark": (
        {"data/secret/2.ans": b"\xef\xbb\xbf2\n"},
        "text of the data",
        "a byte-order mark in data/secret/2.ans",
    ),
    "no line end": ({"data/secret/2.ans": "2"}, "text of the data", "no line end at the end"),
    "letters": ({"data/secret/2.ans": "2 é\n"}, "text of the data", "characters beyond ASCII"),
    "twice the same": (
        {"data/secret/4.in": "2\n", "data/secret/4.ans": "2\n"},
        "duplicate inputs",
        "secret/2 = secret/4",
    ),
    "an empty answer": ({"data/secret/2.ans": ""}, "empty answers", "secret/2"),
    "a forbidden name": (
        {"data/secret/2 b.in": "2\n", "data/secret/2 b.ans": "2\n"},
        "names of files",
        "data/secret/2 b.ans",
    ),
    "no validator's language": (
        {"input_validators/check.ctd": "REGEX('1')\n"},
        "input validators",
        "check.ctd is a Checktestdata file, which is not run",
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_odd_data_is_worth_a_warning(tmp_path: Path, what: str) -> None:
    tree, name, message = ODD[what]
    said = verified(write(tmp_path, tree))
    found = [one for one in said.json["checks"] if one["name"] == name and one["level"] != "ok"]
    assert message in found[0]["message"]
    assert (found[0]["level"], found[0]["ok"]) == ("warning", True)


def test_a_submission_in_a_language_that_is_not_here_is_not_judged(tmp_path: Path) -> None:
    tree = {
        "submissions/accepted/a.xyz": "?",
        "submissions/accepted/b.none": "?",
        "lang.yaml": "none:\n  name: None\n  extensions: [.none]\n  executables: [no-such-thing]\n"
        "  run: [no-such-thing, '{source}']\n",
    }
    said = verified(write(tmp_path, tree), "--languages", str(tmp_path / "lang.yaml"))
    assert said.code == 0
    for name in ("a.xyz", "b.none"):
        one = submission(said, name)
        assert (one["verdict"], one["ok"]) == (None, True)
        assert one["reason"]
    assert check(said, "languages")["level"] == "warning"


# ---------------------------------------------------------------- the time limit

SPIN = "import time\nwhile time.process_time() < {}: pass\nprint(input())\n"


def test_a_limit_that_is_not_given_is_computed(tmp_path: Path) -> None:
    tree = {"submissions/accepted/slow.py": SPIN.format(0.6)}
    said = verified(write(tmp_path, tree, UNTIMED), "-j", "2")
    limit = said.json["time_limit"]
    assert limit["source"] == "computed"
    assert limit["slowest_accepted"]["path"] == "submissions/accepted/slow.py"
    slowest = limit["slowest_accepted"]["cpu_time"]
    assert limit["value"] == limit["suggested"]
    assert limit["value"] - 1 < 2 * slowest <= limit["value"]
    assert submission(said, "slow.py")["alone"] is True
    assert said.code == 0


def test_a_legacy_limit_has_its_own_factor(tmp_path: Path) -> None:
    head = "name: Echo\nlimits:\n  time_multiplier: 3\n"
    tree = {"submissions/accepted/slow.py": SPIN.format(0.4)}
    limit = verified(write(tmp_path, tree, head)).json["time_limit"]
    slowest = limit["slowest_accepted"]["cpu_time"]
    assert (limit["source"], limit["ac_to_time_limit"]) == ("computed", 3.0)
    assert limit["value"] - 1 < 3 * slowest <= limit["value"]


def test_no_limit_fits_between_a_fast_and_a_slow_one(tmp_path: Path) -> None:
    tree = {
        "submissions/accepted/slow.py": SPIN.format(0.6),
        LOOPS.replace("loops.sh", "hardly.py"): SPIN.format(2.4),
    }
    said = verified(write(tmp_path, tree, UNTIMED))
    assert said.code == 1
    assert "hardly.py is too slow by" in check(said, "time limit")["message"]


def test_a_given_limit_without_its_margin_is_worth_a_warning(tmp_path: Path) -> None:
    tree = {"submissions/accepted/slow.py": SPIN.format(0.7)}
    said = verified(write(tmp_path, tree))
    assert said.code == 0
    assert check(said, "time limit")["level"] == "warning"
    assert said.json["time_limit"]["suggested"] == 2.0


# ---------------------------------------------------------------- validators of output

AT_LEAST = (
    "import sys\nfound = sys.stdin.read().split()\nanswer = int(open(sys.argv[2]).read())\n"
    "sys.exit(42 if found and int(found[0]) >= answer else 43)\n"
)


def test_answers_are_outputs_that_the_validator_accepts(tmp_path: Path) -> None:
    tree = {
        "output_validator/check.py": AT_LEAST,
        "submissions/wrong_answer/one.sh": "echo 0\n",
        "data/sample/1.ans": "1\n",
    }
    said = verified(write(tmp_path / "p", tree))
    assert said.code == 0
    assert check(said, "answers as outputs")["message"] == "3 are accepted"


def test_an_answer_that_the_validator_refuses(tmp_path: Path) -> None:
    strict = AT_LEAST.replace(">= answer", "> answer")
    tree = {
        "output_validator/check.py": strict,
        "submissions/accepted/echo.sh": "echo 9\n",
        "submissions/wrong_answer/one.sh": "echo 0\n",
        "submissions/run_time_error/dies.sh": "read x; echo 9; exit $((x == 3))\n",
    }
    said = verified(write(tmp_path / "p", tree))
    assert said.code == 1
    assert "sample/1" in check(said, "answers of samples")["message"]
    (tmp_path / "p/data/sample/1.out").write_text("2\n")
    said = verified(tmp_path / "p")
    assert said.code == 0
    assert check(said, "answers as outputs")["level"] == "warning"


def test_an_output_validator_that_can_not_be_built_is_the_packages_mistake(
    tmp_path: Path,
) -> None:
    write(tmp_path / "p", {"output_validator/check.c": "int main(void) { return 42 }\n"})
    said = judge("verify", tmp_path / "p", "--json")
    assert said.code == 2
    assert "can't be built" in said.complaint


# ---------------------------------------------------------------- several packages, mistakes


def test_several_packages(tmp_path: Path) -> None:
    good, bad = (
        write(tmp_path / "good", {}),
        write(tmp_path / "bad", BROKEN["wrong but accepted"][0]),
    )
    said = judge("verify", good, bad, "--json")
    assert said.code == 1
    assert [one["ok"] for one in said.json] == [True, False]
    for one in said.json:
        validate(one, "verify")
    lines = judge("verify", good, bad, "--jsonl").lines
    assert [one["problem"]["path"] for one in lines] == [str(good), str(bad)]


def test_what_is_wrong_with_one_package_stops_no_other(tmp_path: Path) -> None:
    good, bad = write(tmp_path / "good", {}), write(tmp_path / "bad", {}, "nam: x\n- y")
    said = judge("verify", bad, good, "--json")
    assert said.code == 2
    assert [one["ok"] for one in said.json] == [True]
    assert "problem.yaml:2:1" in said.err


WRONG = {
    "nothing": ([], "Missing argument"),
    "no such folder": (["nowhere"], "nowhere: does not exist"),
    "both forms": (["{p}", "--json", "--jsonl"], "--json and --jsonl exclude each other"),
    "a mistake in submissions.yaml": (["{p}"], "submissions.yaml:2:3: unknown key 'permited'"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_refused_with_its_remedy(tmp_path: Path, mistake: str) -> None:
    yaml = "accepted/*:\n  permited: [AC]\n"
    package = write(tmp_path / "p", {"submissions/submissions.yaml": yaml})
    args, message = WRONG[mistake]
    said = judge("verify", *(arg.format(p=package) for arg in args), cwd=tmp_path)
    assert said.code == 2
    assert message in said.complaint


def test_a_signal_lets_what_was_finished_be_told(tmp_path: Path) -> None:
    tree = {"submissions/accepted/sleeps.sh": f"sleep {NAP}\n"}
    head = NEW.replace("time_limit: 1", "time_limit: 9000")
    process = start("verify", write(tmp_path, tree, head), "--json")
    begun(process, NAP)
    said = interrupt(process)
    assert (said.code, said.err) == (130, "")
    validate(said.json, "verify")
    assert submission(said, "echo.sh")["verdict"] == "AC"
    assert submission(said, "sleeps.sh")["ok"] is False
    assert with_word(NAP) == []


# ---------------------------------------------------------------- the examples


@pytest.mark.parametrize(
    "name", sorted(path.name for path in EXAMPLES.iterdir() if (path / "submissions").is_dir())
)
def test_the_example_problems_are_verified(name: str) -> None:
    said = judge("verify", EXAMPLES / name, "--json", "-j", "2")
    wrong = [one for one in said.json["submissions"] + said.json["checks"] if not one["ok"]]
    assert (said.code, json.dumps(wrong)) == (0, "[]")

"""Whatever stands in a package, it is read as written or refused with its place."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from needs import IN_MEMORY

from judge.errors import InputError
from judge.formats import (
    domjudge,
    find_problem,
    icpc,
    icpc_2023,
    icpc_2023_data,
    icpc_2025,
    icpc_2025_settings,
    open_problem,
)
from judge.formats import icpc_legacy_data as legacy_data
from judge.formats.constants import replace_constants
from judge.limits import MOST
from judge.problem import Comparison, Problem, ProblemLimits

VERSIONS = {
    "legacy": "problem_format_version: legacy\n",
    "2023-07": "problem_format_version: 2023-07-draft\nname: N\n",
    "2025-09": "problem_format_version: 2025-09\nname: N\nuuid: U\n",
}
FORMATS = {
    "legacy": "icpc-legacy",
    "2023-07-draft": "icpc-2023-07",
    "2023-07": "icpc-2023-07",
    "2025-09": "icpc-2025-09",
}
DATA = {f"data/secret/{group}1{end}": "" for group in ("", "g/") for end in (".in", ".ans")}
NUMBERS = st.sampled_from(
    [
        *("0", "1", "-1", "2.5", ".5", "1e300", "1e-300", "1e400", "1e15", "9" * 30, "9" * 400),
        *("007", "nan", ".nan", ".inf", "-.inf", "0x10", "1_0", "'5'", "5s", "\u0663"),
    ]
) | st.floats(0, 1e5).map(repr)
VALUES = NUMBERS | st.sampled_from(
    ["", "~", "x", "true", "[]", "{}", "[a, b]", "{a: 1}", "pass-fail", "all", "'\\ud800'", "*a"]
)


@contextmanager
def package(tree: dict[str, str]) -> Iterator[Path]:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        root = Path(name, "Übung 1")
        for path, text in tree.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode(errors="surrogatepass"))
        yield root


def opened(root: Path) -> Problem | None:
    """The problem, if it is one; everything else has a place in it."""
    try:
        return open_problem(root)
    except InputError as error:
        assert error.place.startswith(str(root))  # noqa: PT017 - both outcomes are fine
        return None


def check_limits(limits: ProblemLimits) -> None:
    for name in limits.__struct_fields__:
        value, most = getattr(limits, name), "cpu_time" if name.endswith("time") else "memory"
        assert value is None or (0 < value <= MOST[most] and math.isfinite(value)), name


def mapping(keys: dict[str, str]) -> str:
    return "".join(f"  {key}: {value}\n" for key, value in keys.items())


@pytest.mark.parametrize("version", VERSIONS)
@given(st.dictionaries(st.sampled_from(icpc_2025.LIMITS), NUMBERS, max_size=4))
@example({"memory": "1e300"})
@example({"time_limit": "1e300"})
@example({"time_limit": "1", "time_resolution": "1e-308"})
def test_limits_are_as_written_and_within_reason(version: str, keys: dict[str, str]) -> None:
    text = f"{VERSIONS[version]}limits:\n{mapping(keys)}"
    with package({"problem.yaml": text, **DATA}) as root:
        problem = opened(root)
    if problem is None:
        return
    check_limits(problem.limits)
    limits = problem.limits
    read = {"time_limit": (limits.cpu_time, 1, None), "memory": (limits.memory, icpc.MIB, 2048)}
    read |= {"output": (limits.output, icpc.MIB, 8), "code": (limits.code, icpc.KIB, 128)}
    for key, (value, unit, default) in read.items():
        wanted = float(keys[key]) if key in keys else default
        assert value == (None if wanted is None else wanted * unit)


TOP = sorted(
    {*icpc_2025.KEYS, *icpc_2025.LEGACY_KEYS, *icpc_2023.DROPPED_KEYS, "grading", "nme"}
    - {"limits"}
)


@pytest.mark.parametrize("version", VERSIONS)
@given(st.dictionaries(st.sampled_from(TOP), VALUES, max_size=4))
def test_any_problem_yaml_is_read_or_refused_with_its_place(
    version: str, keys: dict[str, str]
) -> None:
    keys.setdefault("problem_format_version", version)
    with package({"problem.yaml": mapping(keys), **DATA}) as root:
        problem = opened(root)
        if problem is not None:
            stated = keys["problem_format_version"]
            assert problem.format == FORMATS.get(stated, "icpc-legacy")
            assert len(problem.tests.all_cases()) == 2
            assert all(case.checker == Comparison() for case in problem.tests.all_cases())


@pytest.mark.parametrize("version", VERSIONS)
@given(st.binary(max_size=80))
def test_bytes_that_are_no_yaml_are_refused_with_their_place(version: str, text: bytes) -> None:
    with package({"problem.yaml": VERSIONS[version], **DATA}) as root:
        for path in (root / "problem.yaml", root / "data" / SETTINGS[version][0]):
            path.write_bytes(text)
            opened(root)


SETTINGS = {
    "legacy": ("testdata.yaml", legacy_data.KEYS),
    "2023-07": (
        "testdata.yaml",
        (
            *icpc_2025_settings.GROUP_KEYS,
            *icpc_2023_data.LEGACY_KEYS,
            *icpc_2023_data.PASSED_OVER,
            *("scoring", "grading", "run_samples", "static_validation", "output_validator_flags"),
        ),
    ),
    "2025-09": ("test_group.yaml", icpc_2025_settings.GROUP_KEYS),
}
FLAGS = ("case_sensitive", "space_change_sensitive", "float_tolerance", "float_absolute_tolerance")
WORDS = st.lists(st.sampled_from([*FLAGS, "1e-6", "1e400", "nan", "-1", "x", "''"]), max_size=4)


@pytest.mark.parametrize("version", VERSIONS)
@given(
    st.dictionaries(st.integers(0, 20), VALUES | WORDS.map(lambda words: f"[{', '.join(words)}]")),
    st.sampled_from(["data", "data/secret", "data/secret/g"]),
)
def test_settings_of_a_group_are_read_or_refused_with_their_place(
    version: str, numbered: dict[int, str], where: str
) -> None:
    name, known = SETTINGS[version]
    keys = {known[number % len(known)]: value for number, value in numbered.items()}
    tree = {"problem.yaml": VERSIONS[version], f"{where}/{name}": mapping(keys), **DATA}
    with package(tree) as root:
        problem = opened(root)
    for case in () if problem is None else problem.tests.all_cases():
        assert isinstance(case.checker, Comparison)
        for tolerance in (case.checker.float_absolute, case.checker.float_relative):
            assert tolerance is None or 0 <= tolerance < math.inf


@given(WORDS)
def test_both_versions_understand_flags_alike(words: list[str]) -> None:
    assume(len({word for word in words if word.startswith("float")}) < 2)
    legacy = f"output_validator_flags: {' '.join(words)}"
    listed = f"output_validator_args: [{', '.join(words)}]"
    checkers = []
    for version, text in (("legacy", legacy), ("2025-09", listed)):
        tree = {"problem.yaml": VERSIONS[version], f"data/{SETTINGS[version][0]}": text, **DATA}
        with package(tree) as root:
            problem = opened(root)
            checkers.append(problem and problem.tests.all_cases()[0].checker)
    known = " ".join(words).strip() and sorted(words) == sorted(set(words)) and "''" not in words
    assert checkers[0] == checkers[1] or not known


TIMES = NUMBERS | st.floats().map(str) | st.text(max_size=6)


@given(TIMES)
@example("1e300")
def test_time_limit_beside_problem_yaml_is_as_written(text: str) -> None:
    shown = "".join(sign for sign in text if sign.isprintable() and sign not in "\"';")
    for tree in ({domjudge.TIMELIMIT: f" {shown}\n"}, {domjudge.INI: f"timelimit = '{shown}'\n"}):
        with package({**tree, **DATA}) as root:
            problem = opened(root)
        found = None if problem is None else problem.limits.cpu_time
        assert found is None or found == float(shown)
        if problem is not None and shown.strip():
            check_limits(problem.limits)
            assert found is not None


WORD = st.text("abcäöü=#[]:/.- 1", max_size=8).map(str.strip)


@given(
    st.dictionaries(WORD.filter(lambda key: key and key[0] not in "#[" and "=" not in key), WORD)
)
def test_settings_of_an_ini_file_are_read_back(keys: dict[str, str]) -> None:
    for quote in ("", "'", '"'):
        lines = [f" {key} ={quote}{value}{quote} ; note\n" for key, value in keys.items()]
        with package({domjudge.INI: "[a = b]\n# c = d\n" + "".join(lines)}) as root:
            assert domjudge.settings(root) == keys


@given(st.dictionaries(st.sampled_from("ab"), st.binary(max_size=4)), st.lists(st.binary()))
def test_constants_take_the_place_of_their_names_alone(
    constants: dict[str, bytes], texts: list[bytes]
) -> None:
    pieces = [piece for text in texts for piece in (text.replace(b"{", b"("), b"{{a}}", b"{{b}}")]
    known = {name: value.decode("latin-1") for name, value in constants.items()}
    put_in = {b"{{%b}}" % name.encode(): value.encode() for name, value in known.items()}
    expected = b"".join(put_in.get(piece, piece) for piece in pieces)
    assert replace_constants(b"".join(pieces), known) == expected


PARTS = ("1", "2", "in", "out", "input", "output1", "g-1", "ä", "1.txt", "a.b", "\udcff", ".x", "-")
ENDS = ("", ".in", ".ans", ".out", ".inp", ".in1", ".ou1", ".a", ".txt", ".in.txt", ".IN", ".yaml")
NAMES = st.builds("".join, st.tuples(st.sampled_from(PARTS), st.sampled_from(ENDS)))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
LINKS = st.sampled_from(["..", ".", "1.in", "in", "/etc/hostname", "/etc", "nothing"])


def fill(root: Path, files: list[str], links: list[tuple[str, str]], pipes: list[str]) -> None:
    """Makes as many of them as there is room for."""
    makers = [(name, Path.touch) for name in files]
    makers += [(name, lambda path, to=to: path.symlink_to(to)) for name, to in links]
    makers += [(name, os.mkfifo) for name in pipes]
    for name, make in makers:
        path = Path(os.fsdecode(os.fsencode(root / name)))
        if not any(os.path.lexists(one) for one in (path, *path.parents) if not one.is_dir()):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not os.path.lexists(path):
                make(path)


@given(
    st.lists(PATHS, max_size=8),
    st.lists(st.tuples(PATHS, LINKS), max_size=3),
    st.lists(PATHS, max_size=1),
    st.sampled_from(["", "legacy", "2025-09"]),
)
@example(["in/1.in", "in/1.inp", "out/1.out", "out/1.inp"], [], [], "")
@example(["1.in", "1.ans"], [("g", "..")], [], "legacy")
@example(["1.in"], [("1.ans", "/etc/hostname")], [], "2025-09")
def test_tests_in_any_tree_are_told_apart_and_lie_in_it(
    files: list[str], links: list[tuple[str, str]], pipes: list[str], version: str
) -> None:
    with package({"problem.yaml": VERSIONS[version]} if version else {"a.md": ""}) as root:
        fill(root / "data" / "secret" if version else root, files, links, pipes)
        problem = opened(root)
        cases = problem.tests.all_cases() if problem else ()
        assert len({case.name for case in cases}) == len(cases)
        assert len({case.input for case in cases}) == len(cases)
        for case in cases:
            for path in filter(None, (case.input, case.answer)):
                assert path.is_file()
                assert path.is_relative_to(root)
                assert not version or path.resolve().is_relative_to(root.resolve())
                assert not case.name.encode().startswith(b".")


@given(st.lists(PATHS, max_size=6), PATHS)
def test_problem_found_for_a_source_holds_it_or_lies_beside_it(
    files: list[str], source: str
) -> None:
    with package({"problem.yaml": VERSIONS["legacy"], **DATA}) as root:
        fill(root / "submissions", files, [], [])
        found = find_problem(root / "submissions" / source)
        assert found is not None
        assert found == root or found.is_relative_to(root / "submissions")

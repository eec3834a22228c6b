"""Whatever stands in an init.yml, it is read as written or refused with its place."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY

from judge.errors import InputError
from judge.formats import opened
from judge.formats.dmoj_keys import KEYS

FILES = ("1.in", "1.out", "2.in", "2.out", "c.cpp", "g.py")
MEMBERS = ("a.1.in", "a.1.out", "b.2.1.in", "b.2.1.out", "2.in", "2.out")
NAMES = st.sampled_from(
    [*FILES, *MEMBERS, "gone", "..", "../x", "/etc/passwd", "", "out", "\0", "x" * 300, "data.zip"]
)
NUMBERS = st.sampled_from([0, 1, -1, 2.5, 10**30, 1e300, 10**400, "nan", True]) | st.integers(0, 9)
WORDS = NAMES | NUMBERS | st.sampled_from(["bridged", "standard", "floats", "PY3", "C", "testlib"])
CHECKERS = st.fixed_dictionaries(
    {"name": st.sampled_from(["bridged", "floats", "sorted", "linematches", "x.py", "nothing"])},
    optional={
        "args": st.dictionaries(
            st.sampled_from(
                ["files", "lang", "type", "precision", "split_on", "flags", "time_limit"]
            ),
            WORDS | st.lists(WORDS, max_size=2),
            max_size=3,
        )
    },
)
CASE_KEYS = ("in", "out", "points", "checker", "generator", "generator_args", "binary_data")
CASES = st.dictionaries(st.sampled_from(CASE_KEYS), WORDS | CHECKERS, max_size=4) | st.just(
    {"in": "1.in", "out": "1.out"}
)
BATCHES = st.fixed_dictionaries(
    {"batched": st.lists(CASES, max_size=3) | WORDS},
    optional={"points": NUMBERS, "dependencies": st.lists(NUMBERS, max_size=2)},
)
PATTERNS = st.sampled_from([r"(?P<case>\d+)\.in", r"(?P<batch>.)\.(?P<case>.)", "(", "", ".*", "x"])
MAPS = st.dictionaries(
    st.sampled_from(["input_format", "output_format", "case_points", "x"]),
    PATTERNS | st.lists(NUMBERS, max_size=2),
)
TESTS = st.lists(CASES | BATCHES | WORDS, max_size=4) | MAPS | WORDS
ROOTS = st.fixed_dictionaries(
    {},
    optional={
        **{key: WORDS | CHECKERS | st.lists(WORDS, max_size=2) for key in KEYS},
        "test_cases": TESTS,
        "archive": st.sampled_from(["data.zip", "gone.zip", "1.in"]),
        "node++": st.just("1"),
    },
)


@contextmanager
def package(text: bytes) -> Iterator[Path]:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        root = Path(name, "Übung 1")
        root.mkdir()
        (root / "init.yml").write_bytes(text)
        for file in FILES:
            (root / file).write_text(f"{file}\r\n")
        with zipfile.ZipFile(root / "data.zip", "w") as archive:
            for member in MEMBERS:
                archive.writestr(member, member)
        yield root


def read(text: bytes) -> None:
    with package(text) as root:
        try:
            with opened(root, "dmoj") as problem:
                cases = problem.tests.all_cases()
                assert cases
                assert len({case.name for case in cases}) == len(cases)
                for case in cases:
                    assert case.input.is_file()
                    assert b"\r" not in case.input.read_bytes() or "binary" in str(text)
                    assert 0 <= (case.max_score or 0) < 1e10
                names = [group.name for group in problem.tests.groups]
                for number, group in enumerate(problem.tests.groups):
                    assert set(group.require_pass) <= set(names[:number])
        except InputError as error:
            assert error.place.startswith(str(root))  # noqa: PT017 - both outcomes are fine


@pytest.mark.filterwarnings("error")
@given(ROOTS)
@example({"test_cases": [{"in": "1.in", "out": "2.out"}, {"batched": [{"out": "1.out"}]}]})
@example({"archive": "data.zip"})
def test_any_init_is_read_or_refused_with_its_place(root: dict[str, Any]) -> None:
    read(yaml.safe_dump(root).encode())


@given(st.binary(max_size=60))
def test_bytes_that_are_no_yaml_are_refused_with_their_place(text: bytes) -> None:
    read(text)

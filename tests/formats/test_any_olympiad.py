"""Whatever stands in a package of Polygon, CMS, TPS or Library Checker, it is read or refused.

A refusal has its place in the package, and nothing outside is opened meanwhile.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY
from test_cms import GEN, scored, task, unmade
from test_library_checker import repository as library
from test_polygon import package
from test_polygon import scored as polygon_scored
from test_tps import exported, repository
from watched import opened_files, strangers

from judge.errors import InputError
from judge.formats import open_problem
from judge.formats.archive import Scratch
from judge.limits import MOST
from judge.problem import Problem, Validator

Tree = dict[str, str]
TREES: dict[str, Tree] = {
    "polygon": package(),
    "polygon-points": polygon_scored('<test group="a" points="5"/><test group="b" points="60.5"/>'),
    "cms": task("n_input: 4\n", GEN, {"check/checker.py": "", "sol/grader.py": "", "sol/a.h": ""}),
    "cms-scores": scored("GroupMin", "[[10, ['000', '001']], [90, ['002', '003']]]"),
    "cms-unmade": unmade(),
    "tps": exported({"checker/checker.cpp": "", "graders/grader.cpp": ""}),
    "tps-repository": repository({"grader/cpp/grader.cpp": ""}, has_grader=True),
    "library-checker": library(),
}
DESCRIPTIONS = {
    "polygon": "problem.xml",
    "polygon-points": "problem.xml",
    "cms": "task.yaml",
    "cms-scores": "task.yaml",
    "cms-unmade": "gen/GEN",
    "tps": "problem.json",
    "tps-repository": "subtasks.json",
    "library-checker": "sample/sum/info.toml",
}
HUGE = st.sampled_from(
    [
        *("0", "-1", "1e300", "1e400", "9" * 30, "9" * 5000, "nan", "inf", "0x10", "1_0", "", "[]"),
        *("{}", "true", "null", "../x", "/etc/passwd", "\\u0000", "%d", "%", "&x;", "<x/>", "*a"),
    ]
)
PIECES = HUGE | st.text(max_size=5) | st.sampled_from(["<", ">", '"', "{", "[", ":", "\n", "&lt;"])


@contextmanager
def written(tree: Tree) -> Iterator[Path]:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        root = Path(name, "Übung 1")
        for path, text in tree.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode(errors="surrogatepass"))
        yield root


def read(root: Path, form: str | None = None) -> Problem | None:
    """The problem, if it is one; else a refusal with its place. Nothing outside is opened."""
    inner = root / "sample/sum"
    with Scratch() as scratch:
        own = scratch.folder("own").parent.parent
        with opened_files() as paths:
            try:
                problem = open_problem(inner if inner.is_dir() else root, form, scratch)
            except InputError as error:
                assert error.place.startswith(str(root))  # noqa: PT017 - both outcomes are fine
                problem = None
        assert strangers(paths, root, own) == []
        if problem is not None:
            check(problem, root)
    return problem


def check(problem: Problem, root: Path) -> None:
    for name, most in (("cpu_time", "cpu_time"), ("memory", "memory")):
        value = getattr(problem.limits, name)
        assert value is None or 0 < value <= MOST[most]
    cases = problem.tests.all_cases()
    assert cases
    assert len({case.name for case in cases}) == len(cases)
    paths = [case.answer for case in cases if case.answer is not None]
    for case in cases:
        paths += [] if case.generator else [case.input]
        for maker in filter(None, (case.generator, case.solution)):
            paths += [maker.program, *maker.include]
        if isinstance(case.checker, Validator):
            paths += [*case.checker.programs, *case.checker.include]
    paths += problem.harness.files if problem.harness else ()
    for path in paths:
        assert path.exists()
        assert problem.format == "library-checker" or path.resolve().is_relative_to(root.resolve())


@pytest.mark.parametrize("name", TREES)
def test_packages_are_read_as_they_are(name: str) -> None:
    with written(TREES[name]) as root:
        assert read(root) is not None


@pytest.mark.parametrize("name", TREES)
@given(st.data())
def test_any_change_of_a_description_is_read_or_refused(name: str, data: st.DataObject) -> None:
    path = DESCRIPTIONS[name]
    text = TREES[name][path]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(PIECES) + text[end:]
    with written({**TREES[name], path: text}) as root:
        read(root)


NUMBER = st.integers(0, 40)


@pytest.mark.parametrize("name", TREES)
@given(NUMBER, HUGE)
def test_any_value_in_the_place_of_a_number_is_read_or_refused(
    name: str, which: int, value: str
) -> None:
    path = DESCRIPTIONS[name]
    pieces = TREES[name][path].replace("\n", "\0\n\0").split("\0")
    found = [
        (row, start)
        for row, line in enumerate(pieces)
        for start, sign in enumerate(line)
        if sign.isdigit() and not line[:start][-1:].isdigit()
    ]
    row, start = found[which % len(found)]
    line = pieces[row]
    end = next((n for n in range(start, len(line)) if not line[n].isdigit()), len(line))
    pieces[row] = line[:start] + value + line[end:]
    with written({**TREES[name], path: "".join(pieces)}) as root:
        read(root)


def _as_link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


def _as_text(text: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text)


WAYS: st.SearchStrategy[Callable[[Path], object]] = st.one_of(
    st.just(lambda _: None),
    st.just(Path.mkdir),
    st.just(os.mkfifo),
    st.sampled_from(["/etc/hostname", "/etc", "..", "/dev/zero", "nowhere", "."]).map(_as_link),
    st.binary(max_size=20).map(_as_text),
)


@pytest.mark.parametrize("name", TREES)
@given(st.lists(st.tuples(NUMBER, WAYS), min_size=1, max_size=2))
@example([(0, _as_link("/etc/hostname"))])
def test_anything_in_the_place_of_a_file_is_read_or_refused(
    name: str, changes: list[tuple[int, Callable[[Path], object]]]
) -> None:
    with written(TREES[name]) as root:
        places = sorted(path for path in root.rglob("*"))
        for number, make in changes:
            path = places[number % len(places)]
            if not os.path.lexists(path):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            if path.parent.is_dir() and path.parent.resolve().is_relative_to(root.resolve()):
                make(path)
        # Without what tells the format it would be a plain folder, whose links lead anywhere.
        read(root, name if name == "library-checker" else name.partition("-")[0])


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMBS: dict[str, Tree] = {
    "entities": {
        "problem.xml": f'<!DOCTYPE p [<!ENTITY l0 "ha">{LAUGHS}]><judging>&l11;</judging>'
    },
    "elements": {"problem.xml": "<judging>" + "<a/>" * 2_000_000},
    "depth": {"problem.xml": "<judging>" * 500_000},
    "attributes": {"problem.xml": "<judging " + " ".join(map("a{}='1'".format, range(400_000)))},
    "large": {"problem.xml": "<judging>" + " " * (16 << 20)},
    "tests": {
        "problem.xml": package()["problem.xml"].replace("<test-count>2", "<test-count>999999999")
    },
    "json depth": {"problem.json": '{"code":' + "[" * 2_000_000, "subtasks/a.json": "{}"},
    "json number": {"problem.json": '{"code": ' + "9" * 2_000_000 + "}", "subtasks/a.json": "{}"},
    "json large": {"problem.json": '{"code": "' + "x" * (16 << 20), "subtasks/a.json": "{}"},
    "json items": {"problem.json": '{"code":[' + "0," * 1_000_000, "subtasks/a.json": "{}"},
    "yaml aliases": {
        "task.yaml": "a0: &a0 [x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)),
        "gen/GEN": "",
    },
    "yaml depth": {"task.yaml": "[" * 1_000_000, "gen/GEN": ""},
    "gen": {**task(), "gen/GEN": "# ST: 1\n1\n" * 300_000},
    "inputs": {**task(), "task.yaml": "n_input: 99999\n"},
    "toml depth": {"info.toml": "[[tests]]\na = " + "[" * 60_000},
    "toml keys": {"info.toml": f"[[tests]]\n{'.'.join('a' * 30_000)} = 1\n"},
    "toml large": {"info.toml": "[[tests]]\n" + "a = 1\n" * 1_000_000},
    "pattern": scored("GroupMin", "[[1, '(((((((.*)*)*)*)*)*)*)*x']]"),
}
MEMORY = 200 << 20
CPU_SECONDS = 20  # a bound against the endless, and no measure

READ = """import sys
from judge.errors import InputError
from judge.formats import opened
from judge.formats.archive import Scratch
from pathlib import Path
try:
    with opened(Path(sys.argv[1])):
        pass
except InputError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_little_memory(name: str) -> None:
    with written(BOMBS[name]) as root:
        done = subprocess.run(
            [sys.executable, "-c", READ, str(root)],
            check=False,
            capture_output=True,
            text=True,
            preexec_fn=_bounded,
        )
        assert (done.returncode, done.stderr) == (2, "")
        assert done.stdout.startswith(str(root))

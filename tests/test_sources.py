"""Which files make up a submission, what they are called inside, and where it starts."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY

from judge import build, languages, mainclass, sources
from judge.errors import InputError, MissingError
from judge.languages import Languages

MAIN = "public static void main(String[] args) { }"


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Languages:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        return languages.load()


def put(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return folder


def names(paths: list[Path]) -> list[str]:
    return [each.name for each in sources.collect(paths)]


def test_a_folder_is_taken_with_all_below_it_but_leftovers(tmp_path: Path) -> None:
    put(tmp_path, "main.py", "lib/util.py", ".git/config", ".x", "__pycache__/main.pyc", "data.txt")
    assert sorted(names([tmp_path])) == ["data.txt", "lib/util.py", "main.py"]


def test_several_files_are_named_from_the_folder_they_share(tmp_path: Path) -> None:
    put(tmp_path, "src/main.py", "src/lib/util.py")
    files = [tmp_path / "src/main.py", tmp_path / "src/lib/util.py"]
    assert names(files) == ["main.py", "lib/util.py"]


def test_blanks_and_foreign_letters_in_paths_are_kept(tmp_path: Path) -> None:
    put(tmp_path, "Müller Jörg/lösung 1.py")
    assert names([tmp_path / "Müller Jörg"]) == ["lösung 1.py"]


def test_a_link_out_of_the_submission_is_refused(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", "main.py")
    (tmp_path / "secret").write_text("")
    (folder / "loot.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match="leads out of the submission") as caught:
        sources.collect([folder])
    assert caught.value.place == str(folder / "loot.txt")


def test_a_link_within_the_submission_is_a_file(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", "main.py")
    (folder / "again.py").symlink_to("main.py")
    assert names([folder]) == ["again.py", "main.py"]


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    put(tmp_path / "out", "secret.py")
    folder = put(tmp_path / "in", "main.py")
    (folder / "out").symlink_to(tmp_path / "out")
    assert names([folder]) == ["main.py"]


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        sources.collect([tmp_path / "nothing.py"])
    with pytest.raises(InputError, match="no source file"):
        sources.collect([tmp_path])
    with pytest.raises(InputError, match="no ordinary file"):
        sources.collect([Path("/dev/null")])


def test_a_wrong_folder_is_noticed_before_it_is_copied(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number}.py" for number in range(sources.MAX_FILES + 1)))
    with pytest.raises(InputError, match="right folder"):
        sources.collect([tmp_path])


def start(built_in: Languages, language: str, folder: Path, entry: str | None = None) -> str:
    files = sources.collect([folder])
    return sources.arrange(built_in.find(language), files, entry).entry


@pytest.mark.parametrize(
    ("files", "entry"),
    [
        (["only.py"], "only.py"),
        (["only.py", "data.txt"], "only.py"),
        (["util.py", "main.py"], "main.py"),
        (["util.py", "Main.py"], "Main.py"),
        (["util.py", "__main__.py"], "__main__.py"),
        (["__main__.py", "main.py"], "main.py"),
        (["a/main.py", "main.py"], "main.py"),
        (["a/main.py", "util.py"], "a/main.py"),
    ],
)
def test_where_a_program_of_several_files_starts(
    built_in: Languages, tmp_path: Path, files: list[str], entry: str
) -> None:
    assert start(built_in, "python", put(tmp_path, *files)) == entry


def test_an_unclear_start_names_the_candidates(built_in: Languages, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.py, b\.py \(call one of them main\.py\)"):
        start(built_in, "python", put(tmp_path, "a.py", "b.py"))


def test_the_package_may_say_where_to_start(built_in: Languages, tmp_path: Path) -> None:
    folder = put(tmp_path, "main.py", "other.py")
    assert start(built_in, "python", folder, "other.py") == "other.py"
    with pytest.raises(InputError, match=r"did you mean 'other\.py'"):
        start(built_in, "python", folder, "othr.py")


def included(folder: Path, *names: str, code: str = "") -> list[sources.Source]:
    for name in names:
        put(folder, name).joinpath(name).write_text(code)
    return [sources.Source(folder / name, name, included=True) for name in names]


@pytest.mark.parametrize(
    ("own", "extra", "start"),
    [
        (["sum.py"], ["helper.py"], "sum.py"),
        (["sum.py"], ["a.py", "lib/main_helper.py"], "sum.py"),
        (["main.py", "sum.py"], ["helper.py"], "main.py"),
        (["sum.py"], ["__main__.py", "helper.py"], "__main__.py"),
        (["main.py"], ["__main__.py"], "__main__.py"),
        (["sum.txt"], ["helper.py"], "sum.txt"),
        ([], ["helper.py"], "helper.py"),
    ],
)
def test_an_included_file_starts_only_where_it_is_called_main(
    built_in: Languages, tmp_path: Path, own: list[str], extra: list[str], start: str
) -> None:
    put(tmp_path / "own", *own)
    files = [*(sources.collect([tmp_path / "own"]) if own else []), *included(tmp_path, *extra)]
    found = sources.arrange(built_in.find("python"), files)
    assert found.entry == start
    assert {*found.compiled} == {*own, *extra}


def test_a_header_beside_included_files_is_not_compiled(
    built_in: Languages, tmp_path: Path
) -> None:
    put(tmp_path / "own", "solution.h")
    files = [*sources.collect([tmp_path / "own"]), *included(tmp_path, "main.cpp")]
    assert sources.arrange(built_in.find("c++"), files).compiled == ("main.cpp",)


def test_included_files_are_no_candidates_of_an_unclear_start(
    built_in: Languages, tmp_path: Path
) -> None:
    put(tmp_path / "own", "a.py", "b.py")
    files = [*sources.collect([tmp_path / "own"]), *included(tmp_path, "helper.py")]
    with pytest.raises(InputError, match=r"which file to start with: a\.py, b\.py \("):
        sources.arrange(built_in.find("python"), files)


def test_a_java_file_beside_included_ones_is_where_to_start(
    built_in: Languages, tmp_path: Path
) -> None:
    java = built_in.find("java")
    solution = tmp_path / "a b.java"
    solution.write_text(f"public class Solution {{ {MAIN} }}")
    own = sources.Source(solution, "a b.java")
    helper = included(tmp_path, "Helper.java", code=f"class Helper {{ {MAIN} }}")
    found = sources.arrange(java, [own, *helper])
    assert (found.entry, found.main_class) == ("Solution.java", "Solution")
    assert found.compiled == ("Solution.java", "Helper.java")
    driver = included(tmp_path, "Main.java", code=f"class Main {{ {MAIN} }}")
    found = sources.arrange(java, [own, *helper, *driver])
    assert (found.entry, found.main_class) == ("Main.java", "Main")


def test_a_java_file_does_not_take_the_place_of_an_included_one(
    built_in: Languages, tmp_path: Path
) -> None:
    solution = tmp_path / "a.java"
    solution.write_text(f"public class Main {{ {MAIN} }}")
    driver = included(tmp_path, "Main.java", code=f"class Main {{ {MAIN} }}")
    own = sources.Source(solution, "a.java")
    found = sources.arrange(built_in.find("java"), [own, *driver])
    assert [source.path for source in found.files] == [solution, tmp_path / "Main.java"]


def test_headers_are_copied_and_not_compiled(built_in: Languages, tmp_path: Path) -> None:
    files = sources.collect([put(tmp_path, "a.cpp", "b.cpp", "c.hpp", "d.txt")])
    arranged = sources.arrange(built_in.find("cpp"), files)
    assert arranged.compiled == ("a.cpp", "b.cpp")
    assert [each.name for each in arranged.files] == ["a.cpp", "b.cpp", "c.hpp", "d.txt"]


def test_a_lone_file_is_source_code_whatever_its_name(built_in: Languages, tmp_path: Path) -> None:
    assert start(built_in, "cpp", put(tmp_path, "submission")) == "submission"


def test_a_forced_language_without_sources_says_what_it_expects(
    built_in: Languages, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"none of the 2 files is Rust \(.*\.rs"):
        start(built_in, "rust", put(tmp_path, "a.py", "b.py"))


def arrange_java(built_in: Languages, folder: Path) -> sources.Sources:
    return sources.arrange(built_in.find("java"), sources.collect([folder]))


def test_a_java_file_is_called_after_its_public_class(built_in: Languages, tmp_path: Path) -> None:
    (tmp_path / "smith_12345.java").write_text(f"class A {{}} public final class Sol {{ {MAIN} }}")
    arranged = arrange_java(built_in, tmp_path)
    assert arranged.compiled == ("Sol.java",)
    assert arranged.main_class == "Sol"
    assert arranged.files[0].path == tmp_path / "smith_12345.java"


def test_java_code_without_a_name_is_named(built_in: Languages) -> None:
    java = built_in.find("java")
    assert sources.source_name(java, b"public class Sol {}") == "Sol.java"
    assert sources.source_name(java, b"class Sol {}") == "Main.java"
    assert sources.source_name(built_in.find("py"), b"pass") == "main.py"


def test_a_java_package_of_several_files(built_in: Languages, tmp_path: Path) -> None:
    put(tmp_path, "org/acm/x")
    (tmp_path / "org/acm/Start.java").write_text(f"package org.acm; class Start {{ {MAIN} }}")
    (tmp_path / "org/acm/Help.java").write_text("package org.acm; public class Help {}")
    arranged = arrange_java(built_in, tmp_path)
    assert arranged.main_class == "org.acm.Start"
    assert sorted(arranged.compiled) == ["org/acm/Help.java", "org/acm/Start.java"]


@pytest.mark.parametrize(
    ("code", "main"),
    [
        (f"class A {{}} class B {{ {MAIN} }}", "B"),
        (f"class A {{ static class In {{ {MAIN} }} }}", "A$In"),
        (f"class A {{ {MAIN} }} class Main {{ {MAIN} }}", "Main"),
        (f"class A {{ {MAIN} }} class B {{ {MAIN} }}", "A"),
        (f"/* class X {{ {MAIN} }} */ class A {{ {MAIN} }}", "A"),
        (f"// class X {{ {MAIN} }}\nclass A {{ {MAIN} }}", "A"),
        (f'class A {{ String s = "}} class X {{ {MAIN}"; {MAIN} }}', "A"),
        (f"class A {{ char c = '}}', d = '\\''; {MAIN} }}", "A"),
        (f'class A {{ String s = """\n }} " class X {{ {MAIN} """; {MAIN} }}', "A"),
        (f"package a . b ; class A {{ {MAIN} }}", "a.b.A"),
        ("class A { static public void main(final String... a) {} }", "A"),
        ("interface A { static void main(String[] a) {} }", "A"),
        (f"record A(int x) {{ {MAIN} }}", "A"),
        (f"enum E {{ X {{ void f() {{}} }}; {MAIN} }}", "E"),
        (f"class A<T extends Comparable<T>> implements I {{ {MAIN} }}", "A"),
        (f"class A {{ void main(int x) {{}} }} class B {{ {MAIN} }}", "B"),
        (f"class Ärger {{ {MAIN} }}", "Ärger"),
        ("class A { Class<?> c = A.class; } class B { }", "A"),
        ("void main() { }", "solution"),
        ("this is no Java", "solution"),
    ],
)
def test_the_main_class_is_found_in_the_text(code: str, main: str) -> None:
    files = {"solution.java": code.encode()}
    assert mainclass.choose(files, fallback="solution").name == main


def test_several_main_classes_are_named(built_in: Languages, tmp_path: Path) -> None:
    for name in "AB":
        (tmp_path / f"{name}.java").write_text(f"class {name} {{ {MAIN} }}")
    with pytest.raises(InputError, match="several classes have a main method: A, B"):
        arrange_java(built_in, tmp_path)


def test_java_may_be_told_where_to_start(built_in: Languages, tmp_path: Path) -> None:
    for name in "AB":
        (tmp_path / f"{name}.java").write_text(f"class {name} {{ {MAIN} }}")
    java, files = built_in.find("java"), sources.collect([tmp_path])
    for entry in ("B", "B.java"):
        arranged = sources.arrange(java, files, entry)
        assert arranged.main_class == "B"
        assert arranged.compiled == ("A.java", "B.java")


def test_a_lone_java_file_keeps_its_start_when_renamed(built_in: Languages, tmp_path: Path) -> None:
    (tmp_path / "Main.java").write_text(f"public class Sol {{ {MAIN} }}")
    files = sources.collect([tmp_path])
    arranged = sources.arrange(built_in.find("java"), files, "Main.java")
    assert (arranged.entry, arranged.main_class) == ("Sol.java", "Sol")


@pytest.mark.parametrize(
    "hostile",
    [
        b"/*" * 500_000,
        b"static " * 150_000,
        b"void main(" * 100_000,
        b'"\\' * 500_000,
        b"'\\'" * 300_000,
        b'"""' * 300_000 + b'"',
        b"public final class " * 50_000,
        b"package a" + b".a" * 500_000,
        b"package a.b\n" * 80_000,
        b"class A {" * 100_000,
        b"class A { static void main(String a) {}" * 25_000,
        b"}" * 1_000_000,
        b"\xff\x00" * 500_000,
        b"void" + b" " * 1_000_000,
    ],
    ids=lambda code: repr(code[:12]),
)
def test_hostile_source_text_costs_no_more_than_its_length(hostile: bytes) -> None:
    started = time.perf_counter()
    mainclass.choose({"a.java": hostile})
    assert time.perf_counter() - started < 5


@given(st.text(alphabet="{}()\"'/*\\ \nclasvoidmnStrg[]publicAB"))
def test_any_text_has_some_main_class(code: str) -> None:
    found = mainclass.choose({"a.java": code.encode()})
    assert re.fullmatch(r"[\w$.]+", found.name)
    assert found.file == "a.java"
    name = mainclass.file_name(code.encode(), "a.java")
    assert name == "a.java" or re.fullmatch(r"(?!\d)[\w$]+\.java", name)


NOISE = st.sampled_from(
    [
        *(" ", "\n", "/* } class Z { */", "// { class Z {\n", "/** \"' **/", "@Deprecated "),
        *('int a = 1; String b = "} class Z {\\"";', "char c = '}', d = '\\'', e = '\"';"),
        f'String f = """\n }} class Z {{ " \\""" {MAIN} """;',
    ]
)
NAMES = st.sampled_from(["A", "Main", "main", "Ärger", "$x", "_1", "classy", "String", "B"])


class Type(NamedTuple):
    """A class as it may be written: `body` has noise, its main method (None), and classes."""

    head: str
    name: str
    body: list[Any]

    def code(self) -> str:
        inside = (
            one.code() if isinstance(one, Type) else MAIN if one is None else one
            for one in self.body
        )
        return f"{self.head} {self.name} {{ {' '.join(inside)} }}"

    def mains(self, around: str = "") -> Iterator[str]:
        for one in self.body:
            if one is None:
                yield around + self.name
            elif isinstance(one, Type):
                yield from one.mains(f"{around}{self.name}$")


HEADS = st.sampled_from(
    ["class", "public class", "public final class", "enum", "final class", "interface"]
)
TYPES = st.recursive(
    st.builds(Type, HEADS, NAMES, st.lists(NOISE | st.none(), max_size=3)),
    lambda inner: st.builds(Type, HEADS, NAMES, st.lists(NOISE | st.none() | inner, max_size=3)),
    max_leaves=6,
)


@given(
    st.lists(TYPES, min_size=1, max_size=3),
    st.lists(NOISE.filter(lambda noise: ";" not in noise), min_size=4, max_size=4),
    st.sampled_from(["", "a.b"]),
)
def test_classes_are_found_as_they_were_written(
    types: list[Type], noise: list[str], package: str
) -> None:
    start = f"{noise[0]}package {package};" if package else ""
    code = start + "".join(
        f"{before}{one.code()}" for before, one in zip(noise[1:], types, strict=False)
    )
    mains = [main for one in types for main in one.mains()]
    named = [main for main in mains if main.lower() == "main"]
    expected = (named or mains or [types[0].name])[0]
    prefix = f"{package}." if package else ""
    assert mainclass.choose({"x.java": code.encode()}).name == prefix + expected
    public = [one.name for one in types if one.head.startswith("public")]
    assert mainclass.file_name(code.encode(), "x.java") == f"{[*public, 'x'][0]}.java"


FILES = st.lists(
    st.lists(
        st.sampled_from(
            ["a", "b.py", ".x", "main.py", "\udcff.py", "-rf.py", "@a", "\n", "target"]
        ),
        min_size=1,
        max_size=3,
    ).map("/".join),
    max_size=6,
)
GIVEN = st.lists(
    st.sampled_from(
        [".", "a", "a/b.py", "b.py", "../top/b.py", "a/../b.py", "../other", "main.py"]
    ),
    min_size=1,
    max_size=3,
)


@given(FILES, GIVEN, st.sampled_from(["", "..", "../other/secret.py", "/etc", "loop"]))
@example(["b.py"], ["b.py", "../other"], "")
@example(["b.py", "main.py"], ["b.py", "a/../b.py", "../top/b.py"], "")
def test_files_of_any_tree_are_named_within_it(
    files: list[str], paths: list[str], link: str
) -> None:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as above:
        top = Path(above, "top")
        for name in ["../other/secret.py", "a/inner.py", *files]:
            path = top / name
            if not any(one.is_file() for one in path.parents) and not path.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(os.fsencode(name))
        if link and not (top / "a/loop").exists():
            (top / "a/loop").symlink_to(link)
        try:
            found = sources.collect([top / path for path in paths])
        except InputError as error:
            assert str(above) in error.place  # noqa: PT017 - both outcomes are fine
            return
        names_found = [PurePosixPath(one.name) for one in found]
        assert len(set(names_found)) == len(names_found)
        assert not any(name.is_absolute() or ".." in name.parts for name in names_found)
        build.copy_sources(found, Path(above, "copy"))
        assert sorted(os.listdir(above)) == ["copy", "other", "top"]  # noqa: PTH208
        for one in found:
            assert Path(above, "copy", one.name).read_bytes() == one.path.read_bytes()


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_a_folder_that_can_not_be_read_is_no_empty_one(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir(mode=0)
    with pytest.raises(MissingError, match="inner: Permission denied"):
        sources.collect([tmp_path])

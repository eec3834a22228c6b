"""languages.yaml, finding a language by word, and detecting it from files."""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY

from judge import languagefile, languages, shebang
from judge.errors import InputError
from judge.language import PLACEHOLDERS, Language
from judge.languages import Languages
from judge.limits import MOST

EXPECTED = {
    "a.c": "c",
    "a.cpp": "cpp20",
    "a.cc": "cpp20",
    "a.C": "cpp20",
    "A.CPP": "cpp20",
    "a.py": "python3",
    "A.java": "java",
    "a.js": "javascript",
    "a.rs": "rust",
    "a.sh": "bash",
    "a.pl": "perl",
}


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Languages:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        return languages.load()


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text)
    return path


def complaint(folder: Path, text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        languages.load(write(folder, text))
    return caught.value


@pytest.mark.parametrize(("name", "language"), EXPECTED.items())
def test_the_extension_decides(built_in: Languages, name: str, language: str) -> None:
    assert built_in.detect([Path(name)]).id == language


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("python", "python3"),
        ("PY", "python3"),
        ("C++", "cpp20"),
        ("Cpp17", "cpp17"),
        ("js", "javascript"),
    ],
)
def test_words_are_found_whatever_their_case(built_in: Languages, word: str, language: str) -> None:
    assert built_in.find(word).id == language


def test_every_word_finds_its_own_language(built_in: Languages) -> None:
    for language in built_in.all:
        for word in language.words:
            assert built_in.find(word.upper()) == language


def test_a_mistyped_language_is_answered_with_the_nearest(built_in: Languages) -> None:
    with pytest.raises(InputError) as caught:
        built_in.find("pyton")
    assert caught.value.remedy == "did you mean 'python'?"


def test_an_unheard_of_language_is_answered_with_the_list_of_ids(built_in: Languages) -> None:
    with pytest.raises(InputError) as caught:
        built_in.find("zzzzzz")
    assert "cpp20" in caught.value.remedy
    assert "g++20" not in caught.value.remedy


def test_headers_and_data_beside_the_sources_do_not_matter(built_in: Languages) -> None:
    names = ["util.hpp", "main.cpp", "util.cpp", "Makefile", "README.md", "data.txt"]
    assert built_in.detect([Path(name) for name in names]).id == "cpp20"


def test_files_of_two_languages_are_refused_by_name(built_in: Languages) -> None:
    with pytest.raises(InputError) as caught:
        built_in.detect([Path("a.py"), Path("b.cpp")])
    assert "a.py is Python 3" in caught.value.message
    assert "b.cpp is C++20" in caught.value.message
    assert "--language" in caught.value.remedy


def test_nothing_recognised_names_the_file_and_the_way_out(built_in: Languages) -> None:
    with pytest.raises(InputError) as caught:
        built_in.detect([Path("notes.txt")])
    assert caught.value.place == "notes.txt"
    assert "--language" in caught.value.remedy


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("#!/usr/bin/env python3", "python3"),
        ("#! /usr/bin/python3.11 -u", "python3"),
        ("#!/usr/bin/env -S perl -w", "perl"),
        ("#!/bin/sh", "bash"),
        ("#!/usr/bin/env NODE_PATH=. node", "javascript"),
    ],
)
def test_a_script_without_extension_is_known_by_its_first_line(
    built_in: Languages, tmp_path: Path, line: str, language: str
) -> None:
    script = tmp_path / "solution"
    script.write_text(f"{line}\n")
    assert built_in.detect([script]).id == language


def test_an_unknown_interpreter_is_named(built_in: Languages, tmp_path: Path) -> None:
    script = tmp_path / "solution"
    script.write_text("#!/usr/bin/env cobra\n")
    with pytest.raises(InputError, match="'cobra' in its first line"):
        built_in.detect([script])


def test_python_2_is_not_judged_as_python_3(built_in: Languages, tmp_path: Path) -> None:
    script = tmp_path / "solution.py"
    script.write_text("#!/usr/bin/env python2.7\nprint 1\n")
    with pytest.raises(InputError, match="is written for python2, not Python 3") as caught:
        built_in.detect([script])
    assert caught.value.place == f"{script}:1"


PLAIN = st.text("abcxyz_+", min_size=1, max_size=6)
DOTTED = st.tuples(PLAIN, st.sampled_from(["", "3", "3.11", "-3.2", ".2.10"])).map("".join)


@given(
    st.sampled_from(["#!", "#! ", "#!\t"]),
    st.sampled_from(["/usr/bin/", "/opt/", "", "/usr/bin/env ", "env -S ", "/bin/env A=1 "]),
    DOTTED,
    st.sampled_from(["", " ", " -u", " -u x\r"]),
)
def test_interpreter_is_the_one_that_the_first_line_names(
    start: str, folder: str, name: str, arguments: str
) -> None:
    found = shebang.parse(start + folder + name + arguments)
    assert found == re.sub(r"(\.\d+)+$", "", name)


@given(st.binary(max_size=400))
@example(b"#!" + b"/" * 400)
@example(b"#!/usr/bin/env -S")
def test_any_first_line_names_one_word_at_most(line: bytes) -> None:
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        path = Path(folder, "script")
        path.write_bytes(line)
        found = shebang.interpreter(path)
    assert found is None or re.fullmatch(r"[^\s/]+", found)
    assert found is None or line.startswith(b"#!")


def test_an_unknown_key_is_shown_with_its_place(tmp_path: Path) -> None:
    error = complaint(tmp_path, "python3:\n  complie: [python3]\n")
    assert error.place == f"{tmp_path}/mine.yaml:2:3"
    assert error.message == "unknown key 'complie'"
    assert error.remedy == "did you mean 'compile'?"


def test_an_unknown_placeholder_is_shown_with_its_place(tmp_path: Path) -> None:
    error = complaint(tmp_path, 'python3:\n  run: [python3, "{sorce}"]\n')
    assert error.place == f"{tmp_path}/mine.yaml:2:18"
    assert error.message == "unknown placeholder '{sorce}'"
    assert error.remedy == "did you mean 'source'?"


def test_a_missing_run_command_is_shown_with_the_language(tmp_path: Path) -> None:
    error = complaint(tmp_path, "# mine\nlua:\n  name: Lua\n  executables: [lua]\n")
    assert error.place.startswith(f"{tmp_path}/mine.yaml:")
    assert error.message == "language 'lua' has no 'run'"


LUA = "lua:\n  name: Lua\n  executables: [lua]\n  run: [lua, '{source}']\n"


def test_an_alias_taken_twice_names_its_owner(tmp_path: Path) -> None:
    error = complaint(tmp_path, LUA + "  aliases: [moon, PY]\n")
    assert error.place == f"{tmp_path}/mine.yaml:5:19"
    assert error.message == "alias 'PY' already means 'python3'"


def test_of_two_files_the_later_one_is_blamed(tmp_path: Path) -> None:
    error = complaint(tmp_path, "c:\n  aliases: [py]\n")
    assert error.place == f"{tmp_path}/mine.yaml:2:13"
    assert error.message == "alias 'py' already means 'python3'"


def test_an_id_can_not_be_an_alias_as_well(tmp_path: Path) -> None:
    error = complaint(tmp_path, LUA + "  aliases: [rust]\n")
    assert error.message == "alias 'rust' already means 'rust'"


def test_an_alias_can_not_be_an_id_as_well(tmp_path: Path) -> None:
    error = complaint(tmp_path, "# mine\n" + LUA.replace("lua:", "py:"))
    assert error.place == f"{tmp_path}/mine.yaml:2:1"
    assert error.message == "id 'py' already means 'python3'"
    assert "choose another id" in error.remedy


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("c:\n  name: C\n  executables: [clang]\n", "3:3", "'gcc' is none of the executables"),
        ("c:\n  optional: {}\n", "2:3", "unknown placeholder '{static}'"),
        ("java:\n  executables: [javac]\n", "2:3", "'java' is none of the executables"),
        ("cpp17:\n  name: X\n  default: true\n", "3:3", "'.cpp' already belongs to 'cpp20'"),
        ("cpp20:\n  default: false\n", "2:3", "'.cpp' is left to both 'cpp17' and 'cpp23'"),
    ],
)
def test_what_makes_another_file_wrong_is_blamed_and_not_that_file(
    tmp_path: Path, text: str, place: str, message: str
) -> None:
    error = complaint(tmp_path, text)
    assert error.place == f"{tmp_path}/mine.yaml:{place}"
    assert error.message.startswith(message)
    if ".cpp" not in message:
        assert re.search(r", which stands at .*/languages\.yaml:[0-9]+:[0-9]+$", error.message)


def test_an_extension_taken_twice_names_its_owner(tmp_path: Path) -> None:
    error = complaint(tmp_path, LUA + "  extensions: [.lua, .pl]\n")
    assert error.place == f"{tmp_path}/mine.yaml:5:22"
    assert "'.pl' already belongs to" in error.message
    assert "default: true" in error.remedy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LUA + "  compile: [luac, '{sources}']\n", "'luac' is none of the executables"),
        (LUA + "  compile: [lua, '-x{sources}']\n", "'{sources}' stands for several words"),
        (LUA + "  syntax: [luac, -p, '{sources}']\n", "'luac' is none of the executables"),
        (LUA + "  compile: []\n", "a command needs at least one word"),
        (LUA + "  extensions: [lua]\n", "'lua' is no extension"),
        (LUA + '  extensions: ["."]\n', "'.' is no extension"),
        (LUA + '  extensions: [""]\n', "'' is no extension"),
        (LUA + "  extensions: [.tar.gz]\n", "'.tar.gz' is no extension"),
        (LUA + '  extensions: [".a\\0"]\n', "holds a zero byte"),
        (LUA + "  source_name: a/b.lua\n", "'a/b.lua' is no file name"),
        (LUA + '  source_name: "a\\0b"\n', "holds a zero byte"),
        (LUA + f"  source_name: {'ä' * 128}\n", "is longer than 255 bytes"),
        (LUA + '  env: {A: "\\0"}\n', "holds a zero byte"),
        (LUA + "  env: {A=B: x}\n", "'A=B' is no name of a variable"),
        (LUA + "  etc: [/etc]\n", "'/etc' is not below /etc"),
        (LUA + "  etc: [/etc/../root]\n", "'/etc/../root' is not below /etc"),
        (LUA + "  etc: [/home/me]\n", "'/home/me' is not below /etc"),
        (LUA + "  located: '('\n", "is no regular expression"),
        (LUA + "  located: 'prefix'\n", "needs exactly one group"),
        (LUA + "  time_factor: 0\n", "0 is too small"),
        (LUA + "  time_factor: 1e300\n", "1e300 is too large"),
        (LUA + "  memory_allowance: 1e300\n", "1e300 is too large"),
        (LUA + "  time_factor: fast\n", "expected a number, found 'fast'"),
        (LUA + "  memory_allowance: -1\n", "-1 is too small"),
        (LUA + "  install: {atp: lua}\n", "unknown key 'atp'"),
        (LUA + "  optional: {source: {words: [], test: [lua]}}\n", "can't name optional words"),
        (LUA + "  optional: {jit: {words: [-j]}}\n", "has no 'test'"),
        (LUA + "  executables: [bin/lua]\n", "given twice"),
        ("Lua: {}\n", "'Lua' can't be a language's id"),
        ("- lua\n", "expected a mapping"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, text: str, message: str) -> None:
    error = complaint(tmp_path, text)
    assert message in str(error)
    assert error.place.startswith(f"{tmp_path}/mine.yaml:")


@pytest.mark.parametrize("kind", ["folder", "link to nowhere", "pipe", "circle"])
def test_own_file_that_can_not_be_read_is_refused(tmp_path: Path, kind: str) -> None:
    path = languages.user_file()
    path.parent.mkdir(parents=True)
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case _:
            path.symlink_to(path if kind == "circle" else tmp_path / "nowhere")
    with pytest.raises(InputError) as caught:
        languages.load()
    assert caught.value.place == str(path)
    assert caught.value.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_own_folder_that_is_closed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir(mode=0)
    with pytest.raises(InputError, match=r"Permission denied.*XDG_CONFIG_HOME") as caught:
        languages.load()
    assert caught.value.place == str(languages.user_file())


def test_own_file_need_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").touch()
    assert languages.load().all
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", "here")
    assert languages.load().all


def test_an_own_file_adds_a_language(tmp_path: Path) -> None:
    found = languages.load(write(tmp_path, LUA + "  extensions: [.lua]\n"))
    assert found.detect([Path("a.lua")]).run == ("lua", "{source}")
    assert found.find("python").id == "python3"


def test_an_own_file_overrides_just_the_keys_that_it_gives(tmp_path: Path) -> None:
    before = languages.load().find("java")
    after = languages.load(write(tmp_path, "java:\n  memory_allowance: 1\n")).find("java")
    assert after.memory_allowance == 1 << 20
    assert after.run == before.run


def test_the_users_file_is_found_where_xdg_says(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "judge"
    folder.mkdir(parents=True)
    (folder / "languages.yaml").write_text(LUA)
    assert languages.load().find("LUA").name == "Lua"


def test_a_language_may_take_over_a_shared_extension(tmp_path: Path) -> None:
    text = "cpp20:\n  default: false\ncpp17:\n  default: true\n"
    assert languages.load(write(tmp_path, text)).detect([Path("a.cpp")]).id == "cpp17"


@pytest.mark.parametrize("default", ["true", "false"])
def test_two_may_not_both_have_an_extension_by_default(tmp_path: Path, default: str) -> None:
    text = f"cpp17:\n  default: {default}\ncpp20:\n  default: {default}\n"
    assert "'.cpp'" in complaint(tmp_path, text).message


def test_an_empty_own_file_changes_nothing(tmp_path: Path) -> None:
    assert languages.load(write(tmp_path, "")) == languages.load()


def test_a_missing_own_file_that_was_asked_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        languages.load(tmp_path / "nowhere.yaml")


def test_what_is_remembered_is_what_was_read(tmp_path: Path) -> None:
    first = languages.load()
    assert list((tmp_path / "cache" / "judge").iterdir())
    assert languages.load() == first


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    languages.load(write(tmp_path, LUA))
    changed = languages.load(write(tmp_path, LUA + "  time_factor: 2.5\n"))
    assert changed.find("lua").time_factor == 2.5


@pytest.mark.parametrize("rubbish", [b"", b"\xc1", b"{}", b"\x91\x90" * 9])
def test_a_damaged_memory_is_not_believed(tmp_path: Path, rubbish: bytes) -> None:
    first = languages.load()
    (stored,) = (tmp_path / "cache" / "judge").iterdir()
    stored.write_bytes(rubbish)
    assert languages.load() == first


def test_an_unwritable_cache_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert languages.load().find("c").id == "c"


WORDS = ["{source}", "{binary}", "{x}", "lua", "-O2", "a\nb", "", "{sources}", "x{sources}"]
VALUES = st.one_of(
    st.text(max_size=6),
    st.lists(st.sampled_from([*WORDS, ".lua", ".py", "/etc/x", "/etc/../x"]), max_size=3),
    st.integers() | st.floats() | st.booleans() | st.none(),
    st.sampled_from(["(/.+)", "(", "(a{9999999999})", "(" * 500 + ")" * 500, "/", "..", "py"]),
    st.dictionaries(st.sampled_from(["apt", "words", "test", "files", "A"]), st.just(["lua"])),
)
KEYS = st.sampled_from([*Language.__struct_fields__[1:], "nme"])


@given(st.dictionaries(KEYS, VALUES, max_size=4))
@example({"located": "(a{99999999999999999999})"})
@example({"located": f"({'(' * 5000}a{')' * 5000})"})
@example({"memory_allowance": 1e305})
@example({"time_factor": 1e305})
def test_any_entry_is_a_language_or_is_refused_with_its_place(keys: dict[str, Any]) -> None:
    entry = {"name": "L", "executables": ["lua"], "run": ["lua", "{source}"]} | keys
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        path = Path(folder, "mine.yaml")
        path.write_text(yaml.safe_dump({"lua": entry}, allow_unicode=False))
        try:
            (found,) = languagefile.read([path])
        except InputError as error:
            assert error.place.startswith(f"{path}:")  # noqa: PT017 - both outcomes are fine
            return
    assert 0 < found.time_factor <= languagefile.MOST_FACTOR
    assert 0 <= found.memory_allowance <= MOST["memory"]
    assert not any(part in ("", ".", "..") for part in found.source_name.split("/"))
    assert all(path.startswith("/etc/") and ".." not in path for path in found.etc)
    assert found.placeholders <= {*PLACEHOLDERS, *found.optional}
    for field in ("run", "compile", "syntax", "aliases", "extensions", "shebang", "headers"):
        assert list(getattr(found, field)) == list(entry.get(field, ()))


@given(st.binary(max_size=60) | st.text("lua: {}[]&*!,'\n-", max_size=40).map(str.encode))
def test_any_bytes_are_languages_or_are_refused_with_their_place(text: bytes) -> None:
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        path = Path(folder, "mine.yaml")
        path.write_bytes(text)
        try:
            assert languagefile.read([path]) == ()  # as short as that can no language be
        except InputError as error:
            assert error.place.startswith(str(path))  # noqa: PT017 - both outcomes are fine

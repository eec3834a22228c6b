"""Packed packages: what is in them is read as from a folder, or nothing of it is written."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY
from packages import Make

from judge.errors import InputError
from judge.formats import open_problem, opened
from judge.formats.packed import unpack
from judge.formats.zipmembers import MOST_MEMBERS

PACKAGE = {
    "problem.yaml": "name: Packed\nvalidation: custom\n",
    "data/secret/1.in": "1\n",
    "data/secret/1.ans": "1\n",
    "output_validators/v/run": "#!/bin/sh\nexit 42\n",
}
Write = Callable[[zipfile.ZipFile], None]


def packed(path: Path, tree: dict[str, str], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tree.items():
            archive.writestr(top + name, text)
    return path


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, str]:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info, target


def here(place: Path) -> list[Path]:
    """What judges have made in the folder for temporary files."""
    return sorted(place.glob("judge-box-*"))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    return place


@pytest.mark.parametrize("top", ["", "hello/", "Aufgabe für Zoë/"])
@pytest.mark.parametrize("end", [".zip", ".kpp", ".ZIP"])
def test_packed_package_is_read_and_nothing_stays(
    tmp_path: Path, temporary: Path, top: str, end: str
) -> None:
    source = packed(tmp_path / f"a b{end}", PACKAGE, top)
    with opened(source) as problem:
        (case,) = problem.tests.all_cases()
        assert (problem.name, case.name, case.input.read_text()) == ("Packed", "secret/1", "1\n")
        assert (problem.packed, problem.given) == (source, source)
        assert here(temporary)
    assert here(temporary) == []


def test_plain_tests_and_what_a_mac_adds_are_read(tmp_path: Path) -> None:
    tree = {"tests/1.in": "", "tests/1.out": "", "__MACOSX/tests/._1.in": "", ".DS_Store": ""}
    with opened(packed(tmp_path / "t.zip", tree)) as problem:
        assert [case.name for case in problem.tests.all_cases()] == ["1"]
        assert problem.name == "tests"


def test_package_without_a_name_is_called_as_its_archive(tmp_path: Path) -> None:
    tree = {"data/secret/1.in": "", "data/secret/1.ans": ""}
    with opened(packed(tmp_path / "hello.zip", tree)) as problem:
        assert problem.name == "hello"


def test_programs_stay_programs(tmp_path: Path) -> None:
    source = packed(tmp_path / "p.zip", PACKAGE)
    with zipfile.ZipFile(source, "a") as archive:
        info = zipfile.ZipInfo("output_validators/v/build")
        info.external_attr = (stat.S_IFREG | 0o755) << 16
        archive.writestr(info, "#!/bin/sh\n")
    unpack(source, tmp_path / "temporary")
    programs = tmp_path / "temporary" / "output_validators" / "v"
    assert os.access(programs / "build", os.X_OK)
    assert not stat.S_IMODE((programs / "run").stat().st_mode) & 0o111


def test_what_is_wrong_inside_is_told_with_its_place_in_the_archive(tmp_path: Path) -> None:
    source = packed(tmp_path / "p.zip", {**PACKAGE, "data/secret/2.in": ""})
    with pytest.raises(InputError) as caught, opened(source):
        pass
    told = f"{source}/data/secret/2.in: has no answer file (add 2.ans)"
    assert str(caught.value) == told
    with pytest.raises(InputError) as caught, opened(packed(source, PACKAGE)) as problem:
        raise InputError(problem.path / "x", "is wrong")
    assert str(caught.value) == f"{source}/x: is wrong"


def test_folder_is_gone_after_an_interruption(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(KeyboardInterrupt), opened(packed(tmp_path / "p.zip", PACKAGE)):
        raise KeyboardInterrupt
    assert here(temporary) == []


def test_link_inside_the_package_is_kept(tmp_path: Path) -> None:
    source = packed(tmp_path / "p.zip", PACKAGE)
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(*link("data/sample", "secret"))
    with opened(source) as problem:
        assert len(problem.tests.all_cases()) == 2


def plain(name: str) -> Write:
    return lambda archive: archive.writestr(name, "x")


def linked(name: str, target: str) -> Write:
    return lambda archive: archive.writestr(*link(name, target))


def device(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("tty")
    info.create_system, info.external_attr = 3, (stat.S_IFCHR | 0o666) << 16
    archive.writestr(info, "")


def through_a_link(archive: zipfile.ZipFile) -> None:
    archive.writestr(*link("out", ".."))
    archive.writestr("out/x", "x")


def other_method(archive: zipfile.ZipFile) -> None:
    archive.writestr("x", "x", zipfile.ZIP_LZMA)


REFUSED = {
    "slip": (plain("../x"), "../x: leads out of the package"),
    "hidden slip": (plain("data/../../x"), "leads out of the package"),
    "absolute": (plain("/etc/x"), "/etc/x: has an absolute name"),
    "drive": (plain("C:/x"), "C:/x: has an absolute name"),
    "backslash": (plain("..\\x"), "has a backslash in its name"),
    "long": (plain("x" * 300), "has too long a name"),
    "deep": (plain("x/" * 60 + "x"), "too many folders"),
    "twice": (plain("problem.yaml"), "problem.yaml: is there twice"),
    "file as folder": (plain("problem.yaml/x"), "is both a file and a folder"),
    "folder as file": (plain("data/secret"), "data/secret: is both a file and a folder"),
    "link to a folder outside": (linked("x", ".."), "x: is a link out of the package, to .."),
    "absolute link": (linked("x", "/etc/passwd"), "x: is a link to /etc/passwd"),
    "link that is a novel": (linked("x", "y" * 5000), "x: is too long a link"),
    "through a link": (through_a_link, "is both a file and a folder"),
    "device": (device, "tty: is neither a file nor a folder nor a link"),
    "method": (other_method, "x: is packed by a method that is not supported"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", REFUSED)
def test_member_that_must_not_be_there_is_refused(
    tmp_path: Path, temporary: Path, what: str
) -> None:
    write, told = REFUSED[what]
    source = packed(tmp_path / "p.zip", PACKAGE)
    with zipfile.ZipFile(source, "a") as archive:
        write(archive)
    with pytest.raises(InputError) as caught, opened(source):
        pass
    assert str(caught.value).startswith(f"{source}: ")
    assert told in str(caught.value)
    assert caught.value.remedy
    assert here(temporary) == []
    assert not (tmp_path / "x").exists()


def stated(source: Path, name: str, offset: int, value: bytes) -> Path:
    """Changes what the archive's directory says of a member, at `offset` from its entry."""
    data = bytearray(source.read_bytes())
    entry = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    data[entry + offset : entry + offset + len(value)] = value
    source.write_bytes(data)
    return source


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    source = stated(packed(tmp_path / "p.zip", PACKAGE), "problem.yaml", 8, b"\x01\x00")
    with (
        pytest.raises(InputError, match=r"problem\.yaml: is encrypted \(unpack it"),
        opened(source),
    ):
        pass


def test_bombs_are_refused_before_anything_is_unpacked(tmp_path: Path, temporary: Path) -> None:
    source = tmp_path / "p.zip"
    with zipfile.ZipFile(packed(source, PACKAGE), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(150 << 20))
    with pytest.raises(InputError, match=r"zeros: with it, the package of \d+ bytes unpacks to"):
        unpack(source, temporary)
    assert not list(temporary.iterdir())


def test_size_that_was_stated_too_large_or_too_small_is_refused(tmp_path: Path) -> None:
    for value in (struct.pack("<L", 1), struct.pack("<L", 50)):
        source = stated(packed(tmp_path / "p.zip", PACKAGE), "problem.yaml", 24, value)
        with pytest.raises(InputError, match=r"problem\.yaml: is a broken archive"), opened(source):
            pass


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    source = packed(tmp_path / "p.zip", PACKAGE)
    source = stated(source, "data/secret/1.in", 42, struct.pack("<L", 0))
    with pytest.raises(InputError, match="lies inside another member"), opened(source):
        pass


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "p.zip"
    with zipfile.ZipFile(source, "w") as archive:
        for number in range(MOST_MEMBERS + 1):
            archive.writestr(f"{number}", "")
    with pytest.raises(InputError, match=r"holds \d+ files and folders, at most 20000"):
        unpack(source, tmp_path / "temporary")


def test_directory_that_is_announced_too_long_is_refused_unread(tmp_path: Path) -> None:
    source = packed(tmp_path / "p.zip", PACKAGE)
    data = bytearray(source.read_bytes())
    data[-10:-6] = struct.pack("<L", 9 << 20)
    source.write_bytes(data)
    with pytest.raises(InputError, match="announces a directory of 9437184 bytes"), opened(source):
        pass


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(10)])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "p.zip"
    source.write_bytes(content)
    with pytest.raises(InputError, match="is no zip archive"), opened(source):
        pass


def test_missing_archive_and_one_that_nobody_unpacks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"p\.zip: does not exist"), opened(tmp_path / "p.zip"):
        pass
    os.mkfifo(tmp_path / "p.zip")
    with pytest.raises(InputError, match=r"p\.zip: is no regular file"), opened(tmp_path / "p.zip"):
        pass


@contextmanager
def workplace() -> Iterator[Path]:
    with TemporaryDirectory(prefix="judge-test-", dir=IN_MEMORY) as name:
        place = Path(name, "inner")
        place.mkdir()
        yield place


NAMES = st.lists(st.sampled_from(["a", "b", "..", ".", "", "C:", "a\\b", "\0", "ä"]), max_size=4)
MEMBERS = st.tuples(
    NAMES.map("/".join), st.sampled_from(["x", "..", "a", "../../x", "/"]), st.booleans()
)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@example([("a", "..", True)], [])
@example([("a", "b/..", True), ("b", ".", True)], [])
@given(
    st.lists(MEMBERS, max_size=5),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
)
def test_any_archive_is_unpacked_into_its_folder_or_refused(
    members: list[tuple[str, str, bool]], mutations: list[tuple[float, int]]
) -> None:
    with workplace() as place:
        source, target = place / "p.zip", place / "target"
        target.mkdir()
        with zipfile.ZipFile(source, "w") as archive:
            for name, text, is_link in members:
                info, _ = link(name, text) if is_link else (zipfile.ZipInfo(name), "")
                archive.writestr(info, text)
        data = bytearray(source.read_bytes())
        for where, value in mutations:
            data[int(where * (len(data) - 1))] = value
        source.write_bytes(data)
        try:
            unpack(source, target)
        except InputError as error:
            assert error.place.startswith(str(source))  # noqa: PT017 - both outcomes are fine
        assert sorted(place.parent.iterdir()) == [place]
        assert sorted(place.iterdir()) == [source, target]
        for path in target.rglob("*"):
            assert Path(os.path.realpath(path)).is_relative_to(os.path.realpath(target))


def test_packed_package_without_a_block_to_live_in_is_refused(make: Make) -> None:
    with pytest.raises(InputError, match=r"is packed \(unpack it: unzip"):
        open_problem(make({"a b.zip": ""}) / "a b.zip")

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from report_samples import CLASS, PROBLEM

from judge import reports
from judge.errors import HostError, InputError
from judge.reports import FORMATS, Target, parse_option, parse_options
from judge.reports.target import write_text


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("csv", Target("csv", None)),
        ("csv:-", Target("csv", None)),
        ("csv:grades of May.csv", Target("csv", Path("grades of May.csv"))),
        ("junit:C: drive.xml", Target("junit", Path("C: drive.xml"))),
        ("json:Zoë.json", Target("json", Path("Zoë.json"))),
    ],
)
def test_a_report_is_a_format_and_a_path(text: str, target: Target) -> None:
    assert parse_option(text) == target


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("junti:x.xml", r"no report format 'junti'.*did you mean 'junit'\?.*csv, json"),
        ("CSV", r"did you mean 'csv'\?"),
        ("pdf", r"formats: csv, json, jsonl, junit, table"),
        ("csv:", r"names no file after the colon.*csv:PATH"),
        ("csv:no such/x.csv", r"folder 'no such' does not exist.*mkdir -p 'no such'"),
        ("csv:.", r"can't be written to a folder"),
    ],
)
def test_a_wrong_report_is_refused_with_a_remedy(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_option(text)


@pytest.mark.parametrize(
    ("errno_", "remedy"),
    [
        (errno.EACCES, "make the folder writable, or name another path for the report"),
        (errno.ENOSPC, "make room there, or name another path for the report"),
        (errno.EROFS, "name another path for the report"),
    ],
)
def test_a_report_that_can_not_be_written_is_refused_with_a_fitting_remedy(
    monkeypatch: pytest.MonkeyPatch, errno_: int, remedy: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno_, os.strerror(errno_), "x")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as caught:
        parse_option("csv:x")
    assert (caught.value.place, caught.value.remedy) == ("x", remedy)
    assert os.strerror(errno_) in caught.value.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write everywhere")
def test_a_folder_that_can_not_be_written_is_noticed_before_anything_is_judged() -> None:
    Path("ro").mkdir(mode=0o500)
    with pytest.raises(InputError, match=r"Permission denied \(make the folder writable"):
        parse_option("csv:ro/x")


def test_a_folder_that_takes_no_files_is_not_said_to_be_missing() -> None:
    with pytest.raises(InputError, match="/proc/x: a report can't be written there: "):
        parse_option("csv:/proc/x")
    with pytest.raises(HostError, match="/proc/x: the report can't be written: "):
        write_text(Path("/proc/x"), "text")


def test_a_place_that_is_tried_is_left_as_it_was() -> None:
    Path("old").write_text("old", encoding="utf-8")
    parse_options(["csv:new", "json:old"])
    assert [one.name for one in Path().iterdir()] == ["old"]
    assert Path("old").read_text("utf-8") == "old"


def test_a_file_is_no_folder() -> None:
    Path("file").touch()
    with pytest.raises(InputError, match="file: is not a folder"):
        parse_option("csv:file/x.csv")


def test_two_reports_need_two_places() -> None:
    assert len(parse_options(["csv", "csv:a", "json:b"])) == 3
    with pytest.raises(InputError, match="two reports go to standard output"):
        parse_options(["csv", "json:-"])
    with pytest.raises(InputError, match="two reports go to a"):
        parse_options(["csv:a", "json:a"])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_file(name: str) -> None:
    path = Path("a report.txt")
    reports.write(Target(name, path), CLASS, PROBLEM)
    assert "Zoë Müller" in path.read_text("utf-8")
    assert [one.name for one in Path().iterdir()] == ["a report.txt"]


def test_a_file_has_the_usual_permissions() -> None:
    mask = os.umask(0o022)
    try:
        write_text(Path("x"), "text")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(Path("x").stat().st_mode) == 0o644


def test_a_link_stays_a_link() -> None:
    Path("real").write_text("old", encoding="utf-8")
    Path("link").symlink_to("real")
    write_text(Path("link"), "new")
    assert Path("link").is_symlink()
    assert Path("real").read_text("utf-8") == "new"


def test_line_ends_are_written_as_they_are() -> None:
    write_text(Path("x"), "a\r\nb\n")
    assert Path("x").read_bytes() == b"a\r\nb\n"


def test_a_folder_that_has_gone_is_told() -> None:
    with pytest.raises(InputError, match="does not exist"):
        write_text(Path("gone/x"), "text")


def test_a_full_disk_is_told() -> None:
    with pytest.raises(HostError, match=re.escape("/dev/full: the report can't be written: No sp")):
        write_text(Path("/dev/full"), "text" * 10000)


def test_a_pipe_is_written_to() -> None:
    code = "from pathlib import Path; from judge.reports.target import write_text as w; "
    for path in ("Path('/dev/stdout')", "None"):
        command = [sys.executable, "-c", f"{code} w({path}, 'Zoë\\n')"]
        assert subprocess.run(command, check=True, capture_output=True).stdout == "Zoë\n".encode()
    assert Path("/dev/stdout").is_symlink()


def test_no_format_but_a_terminals_imports_rich() -> None:
    modules = ", ".join(FORMATS.values())
    code = f"import sys, {modules}; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


TARGETS = st.builds(
    "{}{}{}".format,
    st.sampled_from([*FORMATS, "CSV", "", "cvs"]),
    st.sampled_from(["", ":", "::"]),
    st.sampled_from(
        ["", "-", "a", "./a", "b/..", "..", "/", "a/b", "x" * 300, "ü/" * 3000, "\udcff"]
    )
    | st.text(max_size=5).filter(lambda text: "\0" not in text),
)


@given(TARGETS)
@example("csv:" + "x" * 300)
@example("csv:" + "x/" * 3000)
def test_any_text_is_a_target_or_is_refused(text: str) -> None:
    name, colon, path = text.partition(":")
    try:
        found = parse_option(text)
    except InputError as error:
        assert error.remedy  # noqa: PT017 - both outcomes are fine
        assert name not in FORMATS or colon
        return
    assert found.format == name
    assert found.path == (Path(path) if path not in ("", "-") else None)
    assert found.path is None or found.path.parent.is_dir()


@given(st.lists(TARGETS, max_size=3))
def test_no_two_reports_go_to_one_place(texts: list[str]) -> None:
    try:
        found = parse_options(texts)
    except InputError:
        return
    places = [target.path for target in found]
    assert len(set(places)) == len(places) == len(texts)

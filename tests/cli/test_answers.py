"""Names of files and words of others reach a terminal without harm, and JSON as text."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from needs import IN_MEMORY
from report_texts import COMMAND, TEXTS, obeyed

from judge import cli, toolchains
from judge.cli import answers, execute, languages, run
from judge.errors import HostError, InputError
from judge.toolchains import Installed


def harmless(said: str) -> bool:
    return obeyed(said) == [] and not COMMAND.search(said)


@given(TEXTS, TEXTS)
@example("\x1b]0;title\x07.py", "\x9b2J")
def test_complaint_is_harmless_whatever_a_file_is_called(place: str, message: str) -> None:
    for error in (InputError(place, message), HostError(f"{place}: {message}")):
        with contextlib.redirect_stderr(io.StringIO()) as err:
            assert cli._complain(error) == error.exit_code
        assert err.getvalue().startswith("judge: ")
        assert harmless(err.getvalue())


@given(TEXTS)
def test_note_on_a_package_is_one_harmless_line(note: str) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as err:
        run.say(0, note)
    assert err.getvalue().endswith("\n")
    assert len(err.getvalue().splitlines()) <= 1
    assert harmless(err.getvalue())


@given(TEXTS, TEXTS)
def test_table_of_languages_is_harmless_whatever_a_compiler_says(version: str, path: str) -> None:
    def told(configured: list[object]) -> tuple[Installed, ...]:
        one = Installed(id="c", name="C", installed=True, version=version, path=path)
        return (one,) * len(configured)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toolchains, "versions", told)
        patch.setenv("XDG_CONFIG_HOME", "/nonexistent")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            languages.show(None, json=False, verbose=True)
    assert harmless(out.getvalue())


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | st.binary().map(os.fsdecode),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(ANSWERS, max_size=3))
def test_answers_are_lines_of_json_that_say_the_same(values: list[object]) -> None:
    raw = io.BytesIO()
    with contextlib.redirect_stdout(io.TextIOWrapper(raw, "ascii")):
        for value in values:
            answers.print_json(value)
        lines = raw.getvalue().decode().split("\n")
    assert lines.pop() == ""
    assert list(map(json.loads, lines)) == list(map(readable, values))
    assert not {"\x1b", "\x7f", "\x9b", "\u202e", "\u2028"} & set("".join(lines))


def readable(value: object) -> object:
    """`value`, where the parts of names that are no text are replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {readable(key): readable(one) for key, one in value.items()}
    return list(map(readable, value)) if isinstance(value, list) else value


def test_path_that_is_too_long_is_the_command_lines_fault() -> None:
    error = OSError(36, "File name too long", "x" * 300)
    assert cli._io_error(error).exit_code == 2
    assert cli._io_error(OSError(28, "No space left on device", "x")).exit_code == 3


PIECES = st.sampled_from(
    [b"{}", b"\n", b"\r\n", b" ", b"\r", b"\x0b", b"\xe2\x80\xa8", b"\0", b"x"]
)


@given(st.lists(PIECES | st.binary(max_size=5)).map(b"".join))
def test_a_request_is_what_stands_between_two_line_feeds(text: bytes) -> None:
    with TemporaryDirectory(dir=IN_MEMORY) as folder:
        path = Path(folder, "requests")
        path.write_bytes(text)
        lines = list(execute._lines(path))
    assert b"".join(lines) == text
    assert [line.removesuffix(b"\n") for line in lines] == text.removesuffix(b"\n").split(b"\n")[
        : len(lines)
    ]
    assert len(lines) == text.count(b"\n") + (text[-1:] not in (b"", b"\n"))

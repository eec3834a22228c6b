from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from report_texts import COMMAND, TEXTS, obeyed, patiently

from judge.harmless import excerpt, for_cell, for_line, for_terminal, for_xml, shortened


@patiently
@given(TEXTS)
@example("\x1b]0;title\x07")
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    assert obeyed(for_terminal(text)) == []


@patiently
@given(TEXTS)
@example("\n\u3000::error::")
@example(":::error::")
@example("###[error]x")
def test_no_log_reader_finds_a_command(text: str) -> None:
    assert not COMMAND.search(for_terminal(text))


@patiently
@given(TEXTS)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    once = for_terminal(text)
    assert for_terminal(once) == once


def test_what_is_taken_out_is_shown() -> None:
    assert for_terminal("a\x1b[31m\u202e\x9b\r\n\tb") == "a\\x1b[31m\\u202e\\x9b\\r\n\tb"


def test_ordinary_text_of_any_language_is_untouched() -> None:
    text = "Zoë Müller, 日本語,\u3000한국어 ไทย 🎉\n\tstd::vector <a href='#'> ## [x] C:\\x\n"
    assert for_terminal(text) == text


@pytest.mark.parametrize("letter", ["\u3164", "\u115f", "\uffa0", "\u034f"])
def test_letters_drawn_as_nothing_are_shown(letter: str) -> None:
    assert for_terminal(f"a{letter}b") == f"a\\u{ord(letter):04x}b"


def test_commands_lose_their_first_character() -> None:
    assert for_terminal("::error::x\n  ::set-output::") == "\\x3a:error::x\n  \\x3a:set-output::"
    assert for_terminal("log ##[group]x") == "log \\x23#[group]x"


@patiently
@given(TEXTS)
def test_a_line_is_one_line(text: str) -> None:
    line = for_line(text)
    assert len(line.splitlines()) <= 1
    assert obeyed(line) == []
    assert not COMMAND.search(line)


@patiently
@given(TEXTS)
def test_no_cell_is_a_formula(text: str) -> None:
    cell = for_cell(text)
    assert not cell.lstrip().startswith(
        ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    )
    assert cell in {for_line(text), f"'{for_line(text)}"}


@patiently
@given(TEXTS)
def test_xml_is_well_formed_whatever_the_text(text: str) -> None:
    element = ET.Element("a", b=for_xml(text))
    element.text = for_xml(text)
    parsed = ET.fromstring(ET.tostring(element, encoding="unicode"))
    assert parsed.get("b") == for_xml(text)
    # An XML reader takes every kind of line end for a line feed.
    assert (parsed.text or "") == for_xml(text).replace("\r\n", "\n").replace("\r", "\n")


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("a\nb\n", characters=3, lines=2) == "a\nb"


def test_an_excerpt_shows_both_ends_and_how_much_is_missing() -> None:
    text = "".join(f"line {number}\n" for number in range(100))
    lines = excerpt(text, characters=1000, lines=6).split("\n")
    assert lines[:4] == ["line 0", "line 1", "line 2", "line 3"]
    assert lines[4] == "[… 746 characters in 94 lines left out …]"
    assert lines[5:] == ["line 98", "line 99"]


def test_an_excerpt_of_a_long_line_cuts_the_line() -> None:
    shown = excerpt("a" * 500 + "b" * 500, characters=30, lines=5)
    assert shown == f"{'a' * 20}\n[… 970 characters left out …]\n{'b' * 10}"


@patiently
@given(TEXTS, st.integers(1, 50), st.integers(1, 6))
def test_an_excerpt_is_no_longer_than_asked_for(text: str, characters: int, lines: int) -> None:
    shown = excerpt(text, characters, lines)
    if shown != text.rstrip():
        kept = [line for line in shown.split("\n") if not line.startswith("[… ")]
        assert sum(map(len, kept)) <= characters
        assert len(kept) <= lines


def test_a_shortened_text_says_so() -> None:
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("abcd", 4) == "abcd"

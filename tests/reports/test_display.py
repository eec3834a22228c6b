from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

PROGRAM = [sys.executable, str(Path(__file__).with_name("show_display.py"))]
WITH_RICH = 7
"""The program's exit code when it has imported rich."""


def environment(**changes: str) -> dict[str, str]:
    unset = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "COLORTERM", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {**kept, "TERM": "xterm-256color", **changes}


def piped(what: str, volume: int = 0, **changes: str) -> tuple[str, str, int]:
    """Standard output, standard error and the exit code, when nothing is a terminal."""
    command = [*PROGRAM, what, str(volume)]
    done = subprocess.run(command, capture_output=True, env=environment(**changes), check=False)
    return done.stdout.decode(), done.stderr.decode(), done.returncode


def on_screen(what: str, volume: int = 0, columns: int = 80, **changes: str) -> tuple[str, int]:
    """All that reaches a terminal of so many columns, and the exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [*PROGRAM, what, str(volume)]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**changes)
    )
    os.close(theirs)
    seen = _everything(ours)
    os.close(ours)
    return seen.decode(), process.wait()


def _everything(screen: int) -> bytes:
    seen = b""
    while True:
        try:
            seen += os.read(screen, 1 << 16)
        except OSError:  # EIO: the last one has closed the terminal
            return seen


def test_a_pipe_gets_the_answer_and_nothing_else() -> None:
    out, err, code = piped("run")
    assert "WA: wrong answer" in out
    assert err == ""
    assert code != WITH_RICH


@pytest.mark.parametrize("name", ["FORCE_COLOR", "TTY_COMPATIBLE", "CLICOLOR_FORCE"])
def test_no_variable_brings_colour_into_a_pipe(name: str) -> None:
    out, err, _ = piped("run", 0, **{name: "1"})
    assert "\x1b" not in out + err


def test_v_tells_each_event_in_a_line() -> None:
    out, err, _ = piped("run", volume=1)
    assert "WA: wrong answer" in out
    assert err.splitlines() == [
        "start: solution.py (python3), 4 tests",
        "compile: nothing to do",
        "test secret/00: AC, 0.020 s, 9.0 MiB",
        "test secret/01: WA, 0.021 s, 10.0 MiB: line 1, token 2: expected 7, found 8",
        "test secret/02: SK",
        "test secret/03: SK",
        "end: WA wrong answer: line 1, token 2: expected 7, found 8",
    ]


def test_v_says_whose_events_they_are() -> None:
    _, err, _ = piped("grade", volume=1)
    assert "Zoë Müller.py: test secret/01: WA" in err
    assert "alan.cpp: compile: CE, 0.310 s: exit code 1" in err


def test_a_terminal_shows_progress_that_goes_away() -> None:
    seen, code = on_screen("run")
    before, _, after = seen.rpartition("\x1b[?25h")  # the cursor is shown again
    assert "building solution.py" in before
    assert "1/4" in before
    assert "secret/01" in before
    assert "\x1b[1A\x1b[2K" in seen
    assert "1 of 4 tests passed" in after
    assert code == WITH_RICH


def test_a_grading_shows_the_submissions_that_ended() -> None:
    seen, _ = on_screen("grade")
    before, _, after = seen.rpartition("\x1b[?25h")
    assert "ada.py: accepted" in before
    assert "2/3" in before
    assert "3 submissions" in after


@pytest.mark.parametrize("volume", [-1, 1])
def test_q_and_v_show_no_live_progress(volume: int) -> None:
    seen, _ = on_screen("run", volume)
    assert "\x1b[?25l" not in seen
    assert "1 of 4 tests passed" in seen


def test_an_interrupted_view_gives_the_cursor_back() -> None:
    seen, _ = on_screen("interrupted")
    assert seen.rindex("\x1b[?25h") > seen.rindex("\x1b[?25l")
    assert "KeyboardInterrupt" in seen


def test_no_color_leaves_no_colour() -> None:
    seen, _ = on_screen("run", NO_COLOR="1")
    assert "\x1b[1;31m" not in seen
    assert "1 of 4 tests passed" in seen
    assert "\x1b[1;31m" in on_screen("run")[0]


@pytest.mark.parametrize("terminal", ["dumb", "unknown", ""])
def test_a_dumb_terminal_gets_plain_text(terminal: str) -> None:
    seen, code = on_screen("run", TERM=terminal)
    assert "\x1b" not in seen
    assert "expected | 7" in seen
    assert code != WITH_RICH


def test_a_narrow_terminal_does() -> None:
    seen, _ = on_screen("run", columns=40)
    assert "secret/01  " in seen.rpartition("\x1b[?25h")[2]


def test_a_program_that_was_just_run_is_shown_as_itself() -> None:
    out, err, _ = piped("program")
    assert out == "hello\\x1b[2J\n"
    assert err == "a warning\nexit code 0, 0.020 s, 9.0 MiB\n"
    assert piped("program", volume=-1)[:2] == (out, "a warning\n")


def test_a_program_that_could_not_be_built_is_a_table() -> None:
    out, _, _ = piped("uncompiled")
    assert "main.c:1: error" in out
    assert "CE: compile error" in out


def test_an_encoding_without_the_letters_still_shows_them() -> None:
    out, _, _ = piped("odd", PYTHONIOENCODING="ascii")
    assert "\\u65e5\\u672c" in out

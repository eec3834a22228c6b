"""What DOMjudge and old Kattis packages keep beside ``problem.yaml``."""

from __future__ import annotations

import re
from pathlib import Path

from judge.errors import InputError
from judge.formats.packagefiles import check_file
from judge.limits import MOST
from judge.problem import Seconds

INI = "domjudge-problem.ini"
TIMELIMIT = ".timelimit"
MOST_SECONDS = MOST["cpu_time"]

_NUMBER = re.compile(r"\+?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
"""As everybody writes a number; Python's own would take 1_0 and digits of any script."""

_IGNORED = re.compile(r"[;#].*|\[[^\[\]]*\]\s*(;.*)?")
"""A comment, or the name of a section."""


def settings(folder: Path) -> dict[str, str]:
    """Read ``domjudge-problem.ini``: lines ``key = value``, quotes are optional."""
    if not (folder / INI).exists():
        return {}
    return {key: value for key, value, _ in _lines(folder)}


def time_limit(folder: Path) -> Seconds | None:
    """Return the time limit of the ini file, else of ``.timelimit``, else None."""
    if (folder / INI).exists():
        for key, value, place in _lines(folder):
            if key == "timelimit" and value:
                return _seconds(value, place)
    path = folder / TIMELIMIT
    if path.exists():
        return _seconds(_text(path, folder).strip(), str(path))
    return None


def _lines(folder: Path) -> list[tuple[str, str, str]]:
    """Return key, value and place of each setting; comments and sections are left out."""
    path = folder / INI
    found = []
    for number, line in enumerate(_text(path, folder).splitlines(), 1):
        if not line.strip() or _IGNORED.fullmatch(line.strip()):
            continue
        key, equals, value = line.partition("=")
        place = f"{path}:{number}"
        if not equals or not key.strip():
            raise InputError(place, f"'{line.strip()}' is no setting", "write it as key = value")
        found.append((key.strip(), _unquote(value.strip()), place))
    return found


def _text(path: Path, folder: Path) -> str:
    return check_file(path, folder).read_bytes().decode("utf-8-sig", errors="replace")


def _unquote(value: str) -> str:
    for quote in "\"'":
        if value.startswith(quote) and quote in value[1:]:
            return value[1 : value.index(quote, 1)]
    return value.partition(";")[0].strip()


def _seconds(text: str, place: str) -> Seconds:
    seconds = float(text) if _NUMBER.fullmatch(text) else 0.0
    if not 0 < seconds <= MOST_SECONDS:
        raise InputError(place, f"'{text}' is no time limit", "write seconds, such as 2.5")
    return seconds

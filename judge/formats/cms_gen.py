"""``gen/GEN`` of a CMS task: how many tests there are, and which make a subtask.

A line is a test, unless it is empty or a comment; ``# COPY: path`` is a test, too, and
``# ST: 20`` begins a subtask of 20 points.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from judge.errors import InputError
from judge.formats.packagefiles import check_file
from judge.yamlnode import decimal

GEN = "gen/GEN"
OF_TASK_MAKER = "gen/cases.gen"
COPY = "COPY:"
MAX_SIZE = 4 << 20
MOST_POINTS = 1e9


class GenSubtask(msgspec.Struct):
    """A subtask that begins at `place`: its points, and how many tests it has."""

    place: str
    points: float
    tests: int = 0


class GenTest(msgspec.Struct, frozen=True):
    """A line that is a test: the generator's arguments, or the path of the file to copy."""

    place: str
    text: str
    copied: bool


def gen_tests(folder: Path) -> list[GenTest]:
    """Return the tests of ``gen/GEN``; none where there is no such file."""
    path = folder / GEN
    found = []
    for number, line in enumerate(_lines(path, folder) if path.is_file() else (), 1):
        command, _, comment = line.strip().partition("#")
        copied = comment.strip().startswith(COPY)
        if command.strip() or copied:
            text = comment.strip().removeprefix(COPY) if copied else command
            found.append(GenTest(f"{path}:{number}", text.strip(), copied))
    return found


def read_gen(folder: Path) -> tuple[list[GenSubtask], int | None]:
    """Return the subtasks of ``gen/GEN``, and the number of tests; None without that file."""
    path = folder / GEN
    if not path.is_file():
        other = folder / OF_TASK_MAKER
        if other.is_file():
            message = "says what the subtasks are in task-maker's language: not supported yet"
            raise InputError(other, message, f"write them to {GEN}")
        return [], None
    subtasks: list[GenSubtask] = []
    count = 0
    for number, line in enumerate(_lines(path, folder), 1):
        place = f"{path}:{number}"
        test, points = _line(line, place)
        if points is not None:
            _check_first(subtasks, count, place)
            subtasks.append(GenSubtask(place, points))
        elif test:
            count += 1
            if subtasks:
                subtasks[-1].tests += 1
    for one in subtasks:
        if not one.tests:
            raise InputError(one.place, "is a subtask without tests", "add some or remove it")
    return subtasks, count


def _lines(path: Path, folder: Path) -> list[str]:
    with check_file(path, folder).open("rb") as file:
        data = file.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise InputError(path, "is larger than 4 MiB", "is it the right file?")
    return data.decode(errors="replace").splitlines()


def _line(line: str, place: str) -> tuple[bool, float | None]:
    """Whether a line is a test; and the points, where it begins a subtask."""
    command, _, comment = line.strip().partition("#")
    comment = comment.strip()
    begins, copies = comment.startswith("ST:"), comment.startswith(COPY)
    if command.strip() and (begins or copies):
        raise InputError(place, "is a test and a command at once", "write two lines")
    if not begins:
        return bool(command.strip()) or copies, None
    points = decimal(comment.removeprefix("ST:").strip())
    if points is None or not 0 <= points <= MOST_POINTS:
        raise InputError(place, f"'{comment}' names no points", "write them as: # ST: 20")
    return False, points


def _check_first(subtasks: list[GenSubtask], count: int, place: str) -> None:
    if count and not subtasks:
        raise InputError(place, "comes after tests of no subtask", "begin with a '# ST:' line")

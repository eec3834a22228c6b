"""Checkers that are Python modules, as DMOJ's judge loads them: run as programs of their own.

Their ``check`` is called with what DMOJ's judge gives it and a validator can know: the two
outputs, the input, the points and the place of the test. What it asks for beyond that, such as
the submission's source, is told as missing and never made up.
"""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True):
    """Where a test stands, and what it is worth: a checker may want to know."""

    position: int
    batch: int
    points: float
    binary: bool


def words(place: Place, module: str) -> tuple[str, ...]:
    """The arguments of the program for one test."""
    numbers = (f"{place.points:g}", str(place.position), str(place.batch), str(int(place.binary)))
    return ("{input}", "{output}", "{answer}", *numbers, module)


MAIN = """
import importlib.util
import os
import sys
import types


class Missing:
    \"\"\"Stands for what is not known here.\"\"\"

    def __init__(self, name):
        self.__dict__["_name"] = name

    def _refuse(self, *_, **__):
        raise NotImplementedError(f"the checker asks for '{self._name}', which is not known here")

    __getattr__ = __getitem__ = __len__ = __iter__ = __bool__ = __eq__ = __lt__ = _refuse
    __gt__ = __le__ = __ge__ = __add__ = __radd__ = __contains__ = __str__ = __int__ = _refuse


class CheckerResult:
    def __init__(self, passed, points, feedback=None, extended_feedback=None):
        self.passed, self.points = passed, points
        self.feedback, self.extended_feedback = feedback, extended_feedback


class InternalError(Exception):
    pass


def utf8bytes(text):
    return text.encode() if isinstance(text, str) else text


def utf8text(text, errors="strict"):
    return text.decode("utf-8", errors) if isinstance(text, (bytes, bytearray)) else text


def module(name, **members):
    made = types.ModuleType(name)
    made.__path__ = []
    made.__dict__.update(members)
    sys.modules[name] = made


def content(path):
    with open(path, "rb") as file:
        return file.read()


def report(result, points):
    if not isinstance(result, CheckerResult):
        sys.exit(0 if result else 1)
    told = result.feedback or ""
    if not result.passed:
        sys.stderr.write(f"{told}\\n")
        sys.exit(1)
    sys.stdout.write(f"{told}\\n")
    part = round(result.points / points * 1000000) if points else 1000000
    if part >= 1000000:
        sys.exit(0)
    sys.stderr.write(f"partial {max(part, 0)}/1000000\\n")
    sys.exit(7)


def main():
    given, found, answer, points, position, batch, binary, name = sys.argv[1:]
    module("dmoj")
    module("dmoj.result", CheckerResult=CheckerResult, Result=Missing)
    module("dmoj.error", InternalError=InternalError)
    module("dmoj.utils")
    module("dmoj.utils.unicode", utf8bytes=utf8bytes, utf8text=utf8text)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, here)
    spec = importlib.util.spec_from_file_location("package_checker", os.path.join(here, name))
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    points = float(points)
    unknown = ("submission_source", "submission_language", "execution_time", "problem_id")
    try:
        result = checker.check(
            content(found),
            content(answer),
            judge_input=content(given),
            point_value=int(points) if points == int(points) else points,
            case_position=int(position),
            batch=int(batch),
            binary_data=binary == "1",
            **{name: Missing(name) for name in (*unknown, "case", "result")},
        )
    except UnicodeDecodeError:
        result = CheckerResult(False, 0, "invalid unicode")
    report(result, points)


try:
    main()
except Exception as error:
    sys.stderr.write(f"{type(error).__name__}: {error}\\n")
    sys.exit(3)
"""

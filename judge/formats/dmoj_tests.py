"""The tests of an ``init.yml``: cases and batches, as a tree of groups.

A batch is worth what its worst case is; the whole is the sum. A case or batch for no points
is a pretest: what comes after it is run only if it was accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError
from judge.formats.dmoj_names import Named, named_tests
from judge.formats.dmoj_python import Place
from judge.formats.dmoj_tree import as_groups
from judge.problem import Comparison, Group, TestCase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from judge.formats.dmoj_files import Files
    from judge.formats.dmoj_keys import Scope
    from judge.formats.dmoj_programs import Programs
    from judge.problem import Generator
    from judge.yamlnode import Node

MOST_CASES = 10_000
MOST_POINTS = 1e9
MAP_KEYS = ("input_format", "output_format", "case_points")


class Tests:
    """Reads the tests; what is passed over goes to `notes`."""

    def __init__(self, files: Files, programs: Programs, notes: list[str]) -> None:
        self._files, self._programs, self._notes = files, programs, notes
        self._cases = self._batches = 0

    def read(self, scope: Scope) -> Group:
        """The tree of groups of the whole problem."""
        groups = as_groups(self._listed(scope, "pretest_test_cases"), self._tests(scope))
        if not groups:
            raise InputError(scope.place("test_cases"), "there are no tests", "add some")
        return Group(
            name="",
            groups=groups,
            stop_on_reject=scope.flag("short_circuit", default=False),
            verdict="worst",
            aggregation="sum",
        )

    def _tests(self, scope: Scope) -> Iterator[TestCase | Group]:
        node = scope.get("test_cases")
        if node is not None and node.is_list:
            return self._listed(scope, "test_cases")
        return self._named(scope, node)

    # ---------------------------------------------------------------- as a list

    def _listed(self, scope: Scope, key: str) -> Iterator[TestCase | Group]:
        node = scope.get(key)
        for item in () if node is None else node.items():
            yield self._member(scope.below(item))

    def _member(self, scope: Scope) -> TestCase | Group:
        batched = scope.node.mapping().get("batched")
        if batched is None:
            return self._case(scope, "")
        self._batches += 1
        name = f"batch{self._batches}"
        inner = [scope.below(item) for item in batched.items()]
        for one in inner:
            if "batched" in one.node.mapping():
                raise InputError(one.node.place, "is a batch in a batch", "list its cases")
        return self._batch(scope, name, [self._case(one, name, n) for n, one in _numbered(inner)])

    def _batch(self, scope: Scope, name: str, cases: list[TestCase]) -> Group:
        if not cases:
            raise scope.node.error("is a batch without cases", "add some")
        return Group(
            name=name,
            cases=tuple(cases),
            stop_on_reject=scope.flag("short_circuit", default=True),
            verdict="worst",
            require_pass=self._dependencies(scope),
            aggregation="min",
            max_score=max(case.max_score or 0.0 for case in cases),
        )

    def _dependencies(self, scope: Scope) -> tuple[str, ...]:
        node = scope.node.mapping().get("dependencies")
        numbers = () if node is None or node.is_empty else node.items()
        most = self._batches - 1
        if numbers and most < 1:
            raise InputError(scope.place("dependencies"), "there is no earlier batch", "remove it")
        found = [number.integer(minimum=1, maximum=most) for number in numbers]
        return tuple(f"batch{number}" for number in dict.fromkeys(found))

    # ---------------------------------------------------------------- by the names of files

    def _named(self, scope: Scope, node: Node | None) -> Iterator[TestCase | Group]:
        keys = {} if node is None else node.mapping(MAP_KEYS)
        place = scope.node.place if node is None else node.place
        names = self._files.members(place)
        formats = (keys.get("input_format"), keys.get("output_format"))
        points = self._points_of(scope, keys.get("case_points"))
        for batch in named_tests(names, formats, place):
            worth = next(points)
            if batch.batched:
                self._batches += 1
                name = f"batch{self._batches}"
                cases = [
                    self._named_case(scope, one, (name, number, worth))
                    for number, one in enumerate(batch.cases, 1)
                ]
                yield self._batch(scope, name, cases)
            else:
                yield self._named_case(scope, batch.cases[0], ("", 0, worth))

    def _points_of(self, scope: Scope, node: Node | None) -> Iterator[float]:
        for one in () if node is None or node.is_empty else node.items():
            yield float(one.number(minimum=0, maximum=MOST_POINTS))
        if node is not None and not node.is_empty:
            raise node.error("has fewer numbers than there are tests", "add the missing ones")
        while True:
            yield _points(scope)

    def _named_case(self, scope: Scope, one: Named, where: tuple[str, int, float]) -> TestCase:
        group, number, points = where
        files = {"in": one.input, "out": one.answer}
        keys = {key: _text(scope.node, name) for key, name in files.items() if name is not None}
        own = msgspec.structs.replace(scope, keys=scope.keys | keys)
        return msgspec.structs.replace(self._case(own, group, number), max_score=points)

    # ---------------------------------------------------------------- a case

    def _case(self, scope: Scope, group: str, number: int = 0) -> TestCase:
        self._cases += 1
        if self._cases > MOST_CASES:
            message = f"holds more than {MOST_CASES} tests"
            raise InputError(scope.place("test_cases"), message, "are they meant to be so many?")
        given, expected = scope.get("in"), scope.get("out")
        binary = scope.flag("binary_data", default=False)
        place = Place(self._cases - 1, self._batches if group else 0, _points(scope), binary)
        checker, generator = self._programs.checker(scope, place), self._generator(scope)
        interactor = self._programs.interactor(scope)
        compared = isinstance(checker, Comparison) and interactor is None
        if expected is None and given is not None and generator is None and compared:
            raise InputError(given.place, f"'{given.text()}' has no answer file", "add 'out'")
        return TestCase(
            name=f"{group}/{number}" if group else f"{self._cases}",
            group=group,
            input=self._file(given, unified=not binary),
            answer=self._file(expected, unified=not binary and not compared),
            checker=checker,
            max_score=_points(scope),
            generator=generator,
            interactor=interactor,
        )

    def _generator(self, scope: Scope) -> Generator | None:
        """What makes the input, or the answer, that no file holds."""
        made = self._programs.generator(scope)
        if made is None:
            return None
        given, expected = scope.get("in"), scope.get("out")
        for key in ("generator_args", "generator_in") if given is not None else ():
            if scope.get(key) is not None:
                message = f"has both an input ('in') and '{key}'"
                raise InputError(scope.place(key), message, "keep one of them")
        if given is not None and expected is not None:
            return None
        return msgspec.structs.replace(
            made, makes_input=given is None, makes_answer=expected is None
        )

    def _file(self, node: Node | None, *, unified: bool) -> Path:
        if node is None:
            return self._files.nothing()
        path = self._files.data(node, self._notes)
        return self._files.unified(path) if unified else path


def _numbered(scopes: list[Scope]) -> Iterator[tuple[int, Scope]]:
    return enumerate(scopes, 1)


def _points(scope: Scope) -> float:
    node = scope.get("points")
    return 1.0 if node is None else float(node.number(minimum=0, maximum=MOST_POINTS))


def _text(place: Node, name: str) -> Node:
    return msgspec.structs.replace(place, content=name, written=name, key_places={})

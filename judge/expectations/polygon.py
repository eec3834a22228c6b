"""The solutions of a Polygon package: ``<solution tag="…">``, with further tags for groups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from judge.expectations.globs import Glob
from judge.expectations.model import Bound, Example, Jury, Rule
from judge.expectations.words import POLYGON, polygon
from judge.formats import xmlfile
from judge.formats.packagefiles import check_file, inside

if TYPE_CHECKING:
    from judge.formats.xmlfile import Element

PROBLEM_XML = "problem.xml"
SOLUTIONS = "assets/solutions/solution"
BOUNDS: dict[str, Bound] = {"main": "lower", "accepted": "lower", "time-limit-exceeded": "upper"}
JUDGED = "tests"
"""The testset that decides."""


def jury(root: Path) -> Jury:
    """The solutions that ``problem.xml`` names. Raises InputError."""
    notes: list[str] = []
    found = xmlfile.load(check_file(root / PROBLEM_XML, root)).all(SOLUTIONS)
    examples = tuple(_example(root, one, notes) for one in found)
    return Jury(examples=examples, accepted_wanted=True, notes=tuple(notes))


def _example(root: Path, solution: Element, notes: list[str]) -> Example:
    source = solution.find("source")
    if source is None:
        raise solution.error("<solution> has no <source>", "add the source's path")
    path = source.need("path")
    rules = (_rule(solution, solution.get("tag"), None, notes), *_more(solution, notes))
    return Example(name=path, paths=(inside(path, root, source.place),), rules=rules)


def _more(solution: Element, notes: list[str]) -> Iterator[Rule]:
    """What is expected in some group of the testset that decides."""
    for one in solution.all("extra-tags/extra-tag"):
        if one.get("group") and one.get("testset") in ("", JUDGED):
            yield _rule(one, one.get("tag"), Glob(one.get("group")), notes)


def _rule(element: Element, tag: str, tests: Glob | None, notes: list[str]) -> Rule:
    verdicts = polygon(tag)
    if verdicts is None:
        notes.append(f"{element.place}: unknown tag '{tag}', taken for 'rejected'")
    return Rule(
        place=element.place,
        tests=tests,
        overall=POLYGON["rejected"] if verdicts is None else verdicts,
        bound=BOUNDS.get(tag) if tests is None else None,
    )

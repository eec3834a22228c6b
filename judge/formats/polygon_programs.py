"""The programs of a Polygon package: its checker, its interactor, what is compiled with them."""

from __future__ import annotations

from pathlib import Path

from judge.checkers import polygon
from judge.errors import InputError
from judge.formats.packagefiles import inside
from judge.formats.testlib import headers_for
from judge.formats.xmlfile import Element
from judge.problem import Checker, Interactor, Validator

HEADERS = (".h", ".hpp", ".hh")
PERCENT = "treat-points-from-checker-as-percent"


class Programs:
    """The programs that the ``problem.xml`` with the element `root` names."""

    def __init__(self, folder: Path, root: Element) -> None:
        self._folder = folder
        self._root = root

    def checker(self, judging: Element) -> Checker:
        """What judges the output: a stock checker of Polygon's own, else its source."""
        found = self._root.find("assets/checker")
        if found is None:
            remedy = 'add <checker name="std::wcmp.cpp" type="testlib"/>, say'
            raise self._root.error("<assets> names no checker", remedy)
        if found.get("type") not in ("", "testlib"):
            message = f"a checker of the type '{found.get('type')}': not supported yet"
            raise found.error(message, "checkers with testlib are")
        name = found.get("name")
        stock = polygon(name) if name.startswith("std::") else None
        if stock is not None:
            return stock
        if judging.flag(PERCENT):
            raise judging.error(f"{PERCENT}: not supported yet", "let the checker give points")
        source = self.source(found)
        return Validator(programs=(source,), protocol="testlib", include=self.headers(source))

    def interactor(self) -> Interactor | None:
        """What talks with the submission, if anything does."""
        found = self._root.find("assets/interactor")
        if found is None:
            return None
        if found.find("runs") is not None:
            raise found.error("an interactor of several runs: not supported yet")
        source = self.source(found)
        return Interactor(program=source, protocol="testlib", include=self.headers(source))

    def solution_files(self) -> tuple[Path, ...]:
        """What is compiled with every submission: graders, and their headers."""
        found = []
        for file in self._root.all("files/resources/file"):
            assets = {one.get("name") for one in file.all("assets/asset")}
            stages = {one.get("name") for one in file.all("stages/stage")}
            if "solution" in assets and "compile" in stages:
                _refuse_grader(file)
                found.append(self._file(file))
        return tuple(found)

    def source(self, program: Element) -> Path:
        """The source of a program, or the copy of it that lies where old tools look for it."""
        source, copy = program.find("source"), program.find("copy")
        for one in filter(None, (source, copy)):
            try:
                return self._file(one)
            except InputError:
                if one is copy or copy is None:
                    raise
        name = program.get("name")
        what = f"'{name}', which is not known here," if name else "without a name"
        message = f"the {program.tag} {what} has no source"
        raise program.error(message, 'add <source path="…"/>, and the file')

    def headers(self, source: Path) -> tuple[Path, ...]:
        """The headers that `source` may include, but for those that lie beside it."""
        resources = [
            self._file(file)
            for file in self._root.all("files/resources/file")
            if file.get("path").endswith(HEADERS) and not _is_beside(file, source)
        ]
        places = (self._folder / "files", self._folder)
        return headers_for(source, resources, self._folder, places)

    def _file(self, named: Element) -> Path:
        return inside(named.need("path"), self._folder, named.place)


def _is_beside(file: Element, source: Path) -> bool:
    return (source.parent / Path(file.get("path")).name).is_file()


def _refuse_grader(file: Element) -> None:
    if file.flag("secure-grader"):
        raise file.error("a secure grader: not supported yet")
    location = file.get("location")
    if location and location != Path(file.get("path")).name:
        message = f"the file is to be put to '{location}': not supported yet"
        raise InputError(file.place, message, "leave location out")

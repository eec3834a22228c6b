"""The programs that an ``init.yml`` names, checkers and generators, and what it gives them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from judge import checkers
from judge.formats import dmoj_python, icpc
from judge.formats.dmoj_keys import unsupported
from judge.formats.dmoj_sources import Sources
from judge.formats.testlib import headers_for
from judge.limits import MOST
from judge.problem import Checker, Generator, Harness, Interactor, Validator

if TYPE_CHECKING:
    from pathlib import Path

    from judge.formats.dmoj_files import Files
    from judge.formats.dmoj_keys import Scope
    from judge.formats.dmoj_python import Place
    from judge.problem import Protocol
    from judge.yamlnode import Node

PROTOCOLS: dict[str, Protocol] = {
    "default": "dmoj",
    "testlib": "testlib",
    "coci": "coci",
    "peg": "peg",
}
INTERACTORS: dict[str, tuple[Protocol, tuple[str, ...]]] = {
    "default": ("dmoj", ("{input}", "{answer}")),
    # Its own code decides, and what it writes is looked at by nobody.
    "testlib": ("coci", ("{input}", "/dev/null", "{answer}")),
    "coci": ("coci", ("{input}", "{answer}")),
}
PLACES = {"input_file": "{input}", "output_file": "{output}", "answer_file": "{answer}"}
BRIDGED = (
    *("files", "lang", "type", "time_limit", "memory_limit", "compiler_time_limit", "feedback"),
    *("flags", "args_format_string", "cached"),
)
INTERACTIVE = (*BRIDGED, "preprocessing_time")
GENERATED = (
    *("source", "language", "flags", "args", "compiler_time_limit", "time_limit", "memory_limit"),
)


class Programs:
    """Reads them, and what limits they are given: the widest of all, for all."""

    def __init__(self, files: Files, notes: list[str]) -> None:
        self._files, self._notes = files, notes
        self._sources = Sources(files)
        self.time: float | None = None
        self.memory: int | None = None
        self.compile_time: float | None = None

    def checker(self, scope: Scope, place: Place) -> Checker:
        """What judges the output of the test at `place`."""
        node = scope.get("checker")
        if node is None:
            return checkers.dmoj("standard", {}, binary=place.binary)
        keys = node.mapping(("name", "args")) if node.is_mapping else {"name": node}
        if "name" not in keys:
            raise node.error("the checker has no name", "add 'name'")
        name, given = keys["name"].text(), keys.get("args")
        if "." in name:
            if given is not None and given.content:
                raise unsupported(given.place, "a checker in Python with arguments")
            return self._python(keys["name"], place)
        if name != "bridged":
            arguments = {key: one.value for key, one in icpc.filled(given).items()}
            return checkers.dmoj(name, arguments, keys["name"].place, binary=place.binary)
        if given is None:
            raise node.error("a bridged checker has no 'args'", "add 'args' with 'files'")
        return self._bridged(given)

    def harness(self, scope: Scope) -> Harness | None:
        """What calls the functions of a submission, if something does."""
        node = scope.get("signature_grader")
        return None if node is None else self._sources.harness(node, self._notes)

    def generator(self, scope: Scope) -> Generator | None:
        """What makes a test's files, if something does."""
        node = scope.get("generator")
        if node is None:
            return None
        keys = node.mapping(GENERATED) if node.is_mapping else {"source": node}
        if "source" not in keys:
            raise node.error("the generator has no 'source'", "add it")
        self._limits(icpc.filled(node) if node.is_mapping else {})
        words = scope.get("generator_args") or keys.get("args")
        given = scope.get("generator_in")
        return Generator(
            program=self._sources.program(keys["source"], keys.get("language"), keys.get("flags")),
            arguments=() if words is None else words.texts(),
            input=None if given is None else self._files.data(given, self._notes),
            unified_answer=not scope.flag("binary_data", default=False),
        )

    def interactor(self, scope: Scope) -> Interactor | None:
        """What talks with the submission, if something does."""
        node = scope.get("interactive")
        if node is None:
            return None
        keys = {key: one for key, one in node.mapping(INTERACTIVE).items() if not one.is_empty}
        if "files" not in keys:
            raise node.error("an interactor has no 'files'", "add its source")
        kind = keys["type"].choice(INTERACTORS) if "type" in keys else "default"
        protocol, words = INTERACTORS[kind]
        self._limits(keys)
        program = self._sources.program(keys["files"], keys.get("lang"), keys.get("flags"))
        return Interactor(
            program=program,
            protocol=protocol,
            words=_words(keys["args_format_string"]) if "args_format_string" in keys else words,
            include=self._headers(program),
        )

    def _python(self, node: Node, place: Place) -> Validator:
        """A module beside the ``init.yml``, with all others there that it may import."""
        source = self._files.source(node)
        words = dmoj_python.words(place, source.name)
        return Validator(programs=(self._sources.python(source),), protocol="coci", words=words)

    def _headers(self, program: Path) -> tuple[Path, ...]:
        """What a program with testlib needs that does not lie beside it."""
        if not program.is_file():
            return ()
        return headers_for(program, (), self._files.root, (self._files.root,))

    def _bridged(self, node: Node) -> Validator:
        keys = {key: one for key, one in node.mapping(BRIDGED).items() if not one.is_empty}
        if "files" not in keys:
            raise node.error("a bridged checker has no 'files'", "add the checker's source")
        kind = keys["type"].choice(PROTOCOLS) if "type" in keys else "default"
        self._limits(keys)
        program = self._sources.program(keys["files"], keys.get("lang"), keys.get("flags"))
        return Validator(
            programs=(program,),
            protocol=PROTOCOLS[kind],
            include=self._headers(program),
            words=_words(keys["args_format_string"]) if "args_format_string" in keys else (),
        )

    def _limits(self, keys: dict[str, Node]) -> None:
        """Note limits, which are in seconds and KiB."""
        most = MOST["cpu_time"]
        if "time_limit" in keys:
            time = float(keys["time_limit"].number(above=0, maximum=most))
            self.time = max(self.time or 0, time)
        if "compiler_time_limit" in keys:
            time = float(keys["compiler_time_limit"].number(above=0, maximum=most))
            self.compile_time = max(self.compile_time or 0, time)
        if "memory_limit" in keys:
            memory = keys["memory_limit"].integer(minimum=1, maximum=int(MOST["memory"]) >> 10)
            self.memory = max(self.memory or 0, memory << 10)


def _words(node: Node) -> tuple[str, ...]:
    """The arguments of a checker, where they are written out."""
    remedy = "{input_file}, {output_file} and {answer_file} may stand in it"
    try:
        words = shlex.split(node.text())
    except ValueError as error:
        raise node.error(f"can't be understood as arguments: {error}", remedy) from error
    for name, place in PLACES.items():
        words = [word.replace(f"{{{name}}}", place) for word in words]
    rest = "".join(words)
    for place in PLACES.values():
        rest = rest.replace(place, "")
    if "{" in rest or "}" in rest:
        raise node.error("has other braces than those of a file", remedy)
    return tuple(words)

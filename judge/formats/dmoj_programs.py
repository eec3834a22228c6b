"""The programs that an ``init.yml`` names, checkers and generators, and what it gives them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from judge import checkers
from judge.formats import icpc
from judge.formats.dmoj_keys import unsupported
from judge.limits import MOST
from judge.problem import Checker, Generator, Validator

if TYPE_CHECKING:
    from pathlib import Path

    from judge.formats.dmoj_files import Files
    from judge.formats.dmoj_keys import Scope
    from judge.problem import Protocol
    from judge.yamlnode import Node

PROTOCOLS: dict[str, Protocol] = {
    "default": "dmoj",
    "testlib": "testlib",
    "coci": "coci",
    "peg": "peg",
}
PLACES = {"input_file": "{input}", "output_file": "{output}", "answer_file": "{answer}"}
BRIDGED = (
    *("files", "lang", "type", "time_limit", "memory_limit", "compiler_time_limit", "feedback"),
    *("flags", "args_format_string", "cached"),
)
GENERATED = (
    *("source", "language", "flags", "args", "compiler_time_limit", "time_limit", "memory_limit"),
)
EXTENSIONS = {
    "C": ".c",
    "CLANG": ".c",
    "CPP": ".cpp",
    "CLANGX": ".cpp",
    "PY3": ".py",
    "PYPY3": ".py",
    "RUST": ".rs",
    "JAVA": ".java",
}
"""By how the name of a language begins; DMOJ's are such as CPP17."""
HARMLESS = ("-O", "-W", "-std=", "-g", "-lm", "-pipe")


class Programs:
    """Reads them, and what limits they are given: the widest of all, for all."""

    def __init__(self, files: Files, notes: list[str]) -> None:
        self._files, self._notes = files, notes
        self._copied: dict[tuple[str, ...], Path] = {}
        self.time: float | None = None
        self.memory: int | None = None
        self.compile_time: float | None = None

    def checker(self, scope: Scope) -> Checker:
        """What judges the output of a test."""
        node = scope.get("checker")
        binary = scope.flag("binary_data", default=False)
        if node is None:
            return checkers.dmoj("standard", {}, binary=binary)
        keys = node.mapping(("name", "args")) if node.is_mapping else {"name": node}
        if "name" not in keys:
            raise node.error("the checker has no name", "add 'name'")
        name, given = keys["name"].text(), keys.get("args")
        if "." in name:
            raise unsupported(keys["name"].place, f"a checker in Python ('{name}')")
        if name != "bridged":
            arguments = {key: one.value for key, one in icpc.filled(given).items()}
            return checkers.dmoj(name, arguments, keys["name"].place, binary=binary)
        if given is None:
            raise node.error("a bridged checker has no 'args'", "add 'args' with 'files'")
        return self._bridged(given)

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
            program=self._program(keys["source"], keys.get("language"), keys.get("flags")),
            arguments=() if words is None else words.texts(),
            input=None if given is None else self._files.data(given, self._notes),
            unified_answer=not scope.flag("binary_data", default=False),
        )

    def _bridged(self, node: Node) -> Validator:
        keys = {key: one for key, one in node.mapping(BRIDGED).items() if not one.is_empty}
        if "files" not in keys:
            raise node.error("a bridged checker has no 'files'", "add the checker's source")
        kind = keys["type"].choice(PROTOCOLS) if "type" in keys else "default"
        self._limits(keys)
        return Validator(
            programs=(self._program(keys["files"], keys.get("lang"), keys.get("flags")),),
            protocol=PROTOCOLS[kind],
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

    def _program(self, node: Node, language: Node | None, flags: Node | None) -> Path:
        """The program of these sources: the only one where it lies, several in a folder."""
        nodes = node.items() if node.is_list else (node,)
        sources = [self._files.source(one) for one in nodes]
        if not sources:
            raise node.error("names no source file", "add one")
        wanted = _extension(language)
        own = [source for source in sources if source.suffix not in icpc.HEADERS]
        if not own:
            raise node.error("names headers alone", "add the source file")
        defines = _defines(flags)
        fitting = wanted is None or all(_fits(source, wanted) for source in own)
        if len(own) == 1 and fitting and not defines:
            return own[0]
        key = (*map(str, sources), wanted or "", defines)
        if key not in self._copied:
            self._copied[key] = self._copy(sources, None if fitting else wanted, defines)
        return self._copied[key]

    def _copy(self, sources: list[Path], wanted: str | None, defines: str) -> Path:
        folder = self._files.scratch.folder("sources")
        for source in sources:
            header = source.suffix in icpc.HEADERS
            name = source.name if header or wanted is None else f"{source.stem}{wanted}"
            text = source.read_bytes()
            (folder / name).write_bytes(text if header else defines.encode() + text)
        return folder


def _extension(language: Node | None) -> str | None:
    """The extension of the sources of a language as DMOJ calls it; None if it says nothing."""
    if language is None or language.is_empty:
        return None
    name = language.text()
    found = [start for start in EXTENSIONS if name.rstrip("0123456789") == start or name == start]
    if not found:
        raise unsupported(language.place, f"a program in the language {name}")
    return EXTENSIONS[found[0]]


def _fits(source: Path, wanted: str) -> bool:
    same = {".cpp": (".cpp", ".cc", ".cxx", ".c++", ".C")}
    return source.suffix in same.get(wanted, (wanted,))


def _defines(flags: Node | None) -> str:
    """What flags such as -DNAME=VALUE say, as the first lines of a source."""
    lines = []
    for node in () if flags is None or flags.is_empty else flags.items():
        flag = node.text()
        name, equals, value = flag.removeprefix("-D").partition("=")
        if flag.startswith("-D") and name.isidentifier() and name.isascii():
            lines.append(f"#define {name} {value if equals else 1}\n")
        elif not flag.startswith(HARMLESS):
            raise unsupported(node.place, f"the compiler's flag '{flag}'")
    return "".join(lines) + "#line 1\n" if lines else ""


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

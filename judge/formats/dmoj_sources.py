"""The sources of the programs that an ``init.yml`` names: where they lie, or in a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from judge.formats import dmoj_python, icpc
from judge.formats.dmoj_keys import unsupported
from judge.formats.packagefiles import check_file
from judge.problem import Harness

if TYPE_CHECKING:
    from pathlib import Path

    from judge.formats.dmoj_files import Files
    from judge.yamlnode import Node

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


SIGNATURE = "#define SIGNATURE_GRADER\n#line 1\n"


class Sources:
    """Finds sources among `files`, and copies them where they can't stay as they are."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._copied: dict[tuple[str, ...], Path] = {}

    def program(self, node: Node, language: Node | None, flags: Node | None) -> Path:
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

    def harness(self, node: Node, notes: list[str]) -> Harness:
        """The program that calls a submission's functions, for submissions in C and C++."""
        keys = node.mapping(("entry", "header", "allow_main"))
        for key in ("entry", "header"):
            if key not in keys:
                raise node.error(f"a signature grader has no '{key}'", "add the file's name")
        entry, header = (self._files.data(keys[key], notes) for key in ("entry", "header"))
        folder = self._files.scratch.folder("grader")
        (folder / header.name).write_bytes(header.read_bytes())
        # It is compiled in the language of the submission, whatever its own name says.
        for extension in (".c", ".cpp"):
            text = entry.read_bytes()
            (folder / f"{entry.stem}{extension}").write_bytes(SIGNATURE.encode() + text)
        hides = "allow_main" not in keys or not keys["allow_main"].boolean()
        lines = [f'#include "{header.name}"', *(["#define main main_of_submission"] * hides)]
        return Harness(
            files=tuple(sorted(folder.iterdir())),
            entry=entry.stem,
            submission="submission",
            prefix=SIGNATURE.replace("#line 1\n", "") + "\n".join([*lines, "#line 1", ""]),
        )

    def python(self, source: Path) -> Path:
        """A checker in Python, with all modules beside it, as a program."""
        key = ("python", str(source))
        if key not in self._copied:
            folder = self._files.scratch.folder("sources")
            for one in {*source.parent.glob("*.py"), source}:
                if one.is_file():
                    text = check_file(one, self._files.root).read_bytes()
                    (folder / one.name).write_bytes(text)
            (folder / "__main__.py").write_text(dmoj_python.MAIN)
            self._copied[key] = folder
        return self._copied[key]


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

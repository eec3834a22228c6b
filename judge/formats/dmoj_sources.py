"""The sources of the programs that an ``init.yml`` names: where they lie, or in a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from judge.formats import dmoj_python, icpc
from judge.formats.dmoj_keys import unsupported
from judge.formats.packagefiles import check_file

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

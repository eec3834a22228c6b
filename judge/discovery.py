"""Finding a toolchain for the first time: asking shims, resolving links, trying options."""

from __future__ import annotations

import glob
import os
import re
import shlex
from typing import TYPE_CHECKING

from judge import prefixes, probe
from judge.errors import MissingError
from judge.toolchains import Toolchain, install_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from judge.language import Language

STANDARD_PATH = ("/usr/local/bin", "/usr/bin", "/bin")


def discover(language: Language, programs: Mapping[str, str]) -> Toolchain:
    """Find out all about the toolchain whose `programs` (name to path) PATH has.

    MissingError with a remedy if it does not work, is too old, or must not be shown inside.
    """
    home = _located(language, programs)
    candidates = {name: _candidate(name, path, home) for name, path in programs.items()}
    shown = _prefixes(language, candidates.values(), home)
    executables = {
        name: prefixes.as_seen_inside(path, (*prefixes.ALWAYS, *shown))
        for name, path in candidates.items()
    }
    version = _version(language, executables)
    _check(language, executables, version)
    return Toolchain(
        language=language.id,
        executables=executables,
        prefixes=shown,
        etc=tuple(sorted({path for each in language.etc for path in glob.glob(each)})),  # noqa: PTH207
        path=_path(executables.values()),
        version=version,
        optional={
            name: each.words if probe.succeeds_in_scratch(_with(executables, each.test)) else ()
            for name, each in language.optional.items()
        },
    )


def _located(language: Language, programs: Mapping[str, str]) -> str:
    """Ask the language's own `locate` command for its folder; empty if it has none."""
    if not language.locate:
        return ""
    answer = probe.ask(_with(programs, language.locate))
    match = re.search(language.located, answer.text) if answer.ok else None
    # The group need not have taken part; what is no absolute path is no answer.
    folder = (match[1] or "").strip() if match else ""
    if not folder.startswith("/") or not os.path.isdir(folder):  # noqa: PTH112
        raise _does_not_work(language, language.locate, answer)
    return os.path.realpath(folder)


def _candidate(name: str, path: str, home: str) -> str:
    """Prefer the program in the toolchain's folder to what may be a shim of it."""
    own = f"{home}/bin/{os.path.basename(name)}"  # noqa: PTH119
    return own if home and os.access(own, os.X_OK) else path


def _prefixes(language: Language, programs: Iterable[str], home: str) -> tuple[str, ...]:
    found: list[str] = []
    for program in programs:
        real = os.path.realpath(program)
        if not prefixes.within(real, (*prefixes.ALWAYS, *found)):
            own = home and prefixes.within(real, (home,))
            found.append(home if own else prefixes.folder_of(real))
            _refuse_private(language, program, found[-1])
    return tuple(found)


def _refuse_private(language: Language, program: str, folder: str) -> None:
    reason = prefixes.objection(folder)
    if reason:
        message = f"{language.name} can't be used: {reason}, which submissions must not see"
        remedy = f"put a toolchain into a folder of its own, or {install_command(language)}"
        raise MissingError(program, message, remedy)


def _version(language: Language, executables: Mapping[str, str]) -> str:
    if not language.version:
        return ""
    answer = probe.ask(_with(executables, language.version))
    if not answer.ok:
        raise _does_not_work(language, language.version, answer)
    return answer.first_line


def _check(language: Language, executables: Mapping[str, str], version: str) -> None:
    if language.check and not probe.ask(_with(executables, language.check)).ok:
        program = language.check[0]
        message = f"{program} here does not know {language.name} ({version})"
        raise MissingError("", message, f"install a newer {program}")


def _with(executables: Mapping[str, str], command: Sequence[str]) -> tuple[str, ...]:
    return (executables.get(command[0], command[0]), *command[1:])


def _path(executables: Iterable[str]) -> str:
    folders = [os.path.dirname(program) for program in executables]  # noqa: PTH120
    return ":".join(dict.fromkeys((*folders, *STANDARD_PATH)))


def _does_not_work(
    language: Language, command: Sequence[str], answer: probe.Answer
) -> MissingError:
    why = answer.first_line or answer.problem or "it printed nothing"
    message = f"{language.name} does not work here: {command[0]}: {why}"
    return MissingError("", message, f"try: {shlex.join(command)}")

"""What is installed here for a language, and what of the host it needs inside."""

from __future__ import annotations

import glob
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError, MissingError
from judge.language import INSTALL
from judge.prefixes import objection
from sandbox import Mount, cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from judge.language import Language


class Toolchain(msgspec.Struct, frozen=True, kw_only=True):
    """The programs of one language on this host.

    `executables` maps their names to absolute paths that hold inside too. `prefixes` are
    folders outside /usr, `etc` files and folders below /etc: both have to be shown
    inside, read-only and at the same path. `path` is the PATH inside. `optional` has
    the words that this host can put in for a placeholder.
    """

    language: str
    executables: dict[str, str]
    prefixes: tuple[str, ...] = ()
    etc: tuple[str, ...] = ()
    path: str = ""
    version: str = ""
    optional: dict[str, tuple[str, ...]] = {}

    @property
    def mounts(self) -> tuple[Mount, ...]:
        """What of the host, beside /usr, has to be shown inside."""
        return tuple(Mount(path, path) for path in (*self.prefixes, *self.etc))


class Installed(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a language can be used here; if not, `problem` and `remedy` say why."""

    id: str
    name: str
    installed: bool
    version: str = ""
    path: str = ""
    problem: str = ""
    remedy: str = ""


class _Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A toolchain that was found, what led to it (`key`), and its programs' states."""

    key: str
    states: list[str]
    toolchain: Toolchain


def find(language: Language) -> Toolchain:
    """Find the programs of `language` on this host; what was found is remembered.

    MissingError with a remedy if one is missing, does not work or is too old, or if it lies
    in a folder that must not be shown inside.
    """
    programs = {name: _required(name, language) for name in language.executables}
    key = _key(language, programs)
    # One for each PATH: a cron job and a login shell must not push each other out.
    whose = f"{language.id} {os.environ.get('PATH')}"
    name = f"toolchain-{sha256(whose.encode()).hexdigest()[:16]}"
    stored = _still_true(cache.read(name), key)
    if stored is not None:
        return stored
    # Only here: what is remembered needs no processes.
    from judge import discovery  # noqa: PLC0415

    toolchain = discovery.discover(language, programs)
    states = _states(toolchain.executables.values())
    data = msgspec.json.encode(_Stored(key=key, states=states, toolchain=toolchain))
    cache.store(name, data)
    return toolchain


def versions(languages: Iterable[Language]) -> tuple[Installed, ...]:
    """Tell of each language whether it can be used here, and in which version."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # slow to import

    with ThreadPoolExecutor() as pool:
        return tuple(pool.map(_installed, languages))


def install_command(language: Language) -> str:
    """Compose the command that installs `language` with this host's package manager."""
    for manager, packages in language.install.items():
        if manager in INSTALL and which(manager):
            return f"{INSTALL[manager]} {packages}"
    return f"install {', '.join(language.executables)}"


def which(name: str) -> str | None:
    """Find a program in PATH, of which folders given by relative paths don't count."""
    if os.path.isabs(name):  # noqa: PTH117
        return name if _is_program(name) else None
    folders = os.environ.get("PATH", os.defpath).split(":")
    paths = (f"{folder}/{name}" for folder in folders if folder.startswith("/"))
    return next(filter(_is_program, paths), None)


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)  # noqa: PTH113


def _required(name: str, language: Language) -> str:
    path = which(name)
    if path is None:
        message = f"{language.name} is not installed here: {name} not found"
        raise MissingError("", message, install_command(language))
    return path


def _installed(language: Language) -> Installed:
    try:
        found = find(language)
    except InputError as error:
        problem, remedy = error.message, error.remedy
        return Installed(
            id=language.id, name=language.name, installed=False, problem=problem, remedy=remedy
        )
    return Installed(
        id=language.id,
        name=language.name,
        installed=True,
        version=found.version,
        path=found.executables[language.executables[0]],
    )


def _key(language: Language, programs: Mapping[str, str]) -> str:
    """Name all that decides which toolchain is found, in its present state."""
    steering = language.steered_by
    files = [os.path.expanduser(os.path.expandvars(file)) for file in steering.files]  # noqa: PTH111
    code = [str(Path(__file__).with_name(name)) for name in ("toolchains.py", "discovery.py")]
    names = {"PATH", *steering.variables}
    begins = tuple(name.removesuffix("*") for name in names if name.endswith("*"))
    variables = sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name in names or name.startswith(begins)
    )
    etc = [path for pattern in language.etc for path in glob.glob(pattern)]  # noqa: PTH207
    states = _states([*programs.values(), *files, *code, *etc])
    definition = msgspec.msgpack.encode(language)
    return sha256(definition + repr((variables, states)).encode()).hexdigest()


def _still_true(data: bytes | None, key: str) -> Toolchain | None:
    """Take what was remembered, if all that led to it is as it was."""
    try:
        stored = msgspec.json.decode(data, type=_Stored) if data else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if stored is None or stored.key != key:
        return None
    toolchain = stored.toolchain
    same = _states(toolchain.executables.values()) == stored.states
    return toolchain if same and not any(map(objection, toolchain.prefixes)) else None


def _states(paths: Iterable[str]) -> list[str]:
    return [_state(path) for path in paths]


def _state(path: str) -> str:
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return path
    return f"{path} {state.st_mtime_ns} {state.st_size}"

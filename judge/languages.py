"""Which languages there are, and which one a submission is written in."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec

from judge import shebang
from judge.errors import InputError, did_you_mean
from judge.language import Language
from sandbox import cache

if TYPE_CHECKING:
    from collections.abc import Sequence

BUILT_IN = "languages.yaml"


class Languages(msgspec.Struct, frozen=True):
    """All languages that are configured, in the order of the files."""

    all: tuple[Language, ...]

    def find(self, word: str) -> Language:
        """Find the language with this id or alias, whatever its case; InputError if none."""
        wanted = word.strip().lower()
        for language in self.all:
            if wanted in map(str.lower, language.words):
                return language
        known = {name for language in self.all for name in language.words}
        remedy = did_you_mean(wanted, known)
        if not remedy.startswith("did"):
            remedy = did_you_mean(wanted, {language.id for language in self.all})
        raise InputError("", f"no language is called '{word}'", remedy)

    def of_extension(self, name: str | PurePath) -> Language | None:
        """Find the language that a file of this name belongs to by its extension."""
        extension = PurePath(name).suffix
        for wanted in dict.fromkeys((extension, extension.lower())):
            owners = [each for each in self.all if wanted in each.extensions]
            if owners:
                return next((each for each in owners if each.default), owners[0])
        return None

    def of_interpreter(self, interpreter: str) -> Language | None:
        """Find the language of a script whose first line names this interpreter."""
        return next((each for each in self.all if interpreter in each.shebang), None)

    def detect(self, files: Sequence[Path]) -> Language:
        """Tell the language of these files: by extension, else by first line.

        Files of no language (headers, data, a Makefile) are passed over. InputError if
        none is left, or if the files are of more than one language.
        """
        found = {path: language for path in files if (language := self.of_extension(path))}
        if not found:
            found = {path: language for path in files if (language := self._of_script(path))}
        languages = set(map(_id, found.values()))
        if len(languages) == 1:
            path, language = next(iter(found.items()))
            _refuse_foreign_script(path, language)
            return language
        raise _mixed(found) if languages else self._unknown(files)

    def _of_script(self, path: Path) -> Language | None:
        if path.suffix:
            return None
        interpreter = shebang.interpreter(path)
        return self.of_interpreter(interpreter) if interpreter else None

    def _unknown(self, files: Sequence[Path]) -> InputError:
        names = ", ".join(path.name for path in files[:3]) + (", …" if len(files) > 3 else "")
        extensions = sorted({extension for each in self.all for extension in each.extensions})
        remedy = f"name it with --language; known extensions: {' '.join(extensions)}"
        place = files[0] if len(files) == 1 else ""
        message = f"no language is known for {names}" if files else "there is no source file"
        if len(files) == 1 and not files[0].suffix:
            interpreter = shebang.interpreter(files[0])
            message += f" with '{interpreter}' in its first line" if interpreter else ""
        return InputError(place, message, remedy)


def load(extra: Path | None = None) -> Languages:
    """Read the built-in languages, then the user's own file, then `extra`.

    The user's own file is ``$XDG_CONFIG_HOME/judge/languages.yaml``. Later files extend
    and override earlier ones. InputError with file, line and column for a mistake.
    """
    files = [_built_in(), *_own_files(), *([extra] if extra else [])]
    key = _cache_key(files)
    stored = _stored(key) if key else None
    if stored is not None:
        return stored
    # Only here: PyYAML takes longer to import than the rest of a run takes.
    from judge import languagefile  # noqa: PLC0415

    languages = Languages(languagefile.read(files))
    if key:
        cache.store(key, msgspec.msgpack.encode(languages))
    return languages


def _stored(key: str) -> Languages | None:
    data = cache.read(key)
    try:
        return msgspec.msgpack.decode(data, type=Languages) if data else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def user_file() -> Path:
    """Where a user's own languages are looked for; the file need not exist."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    # Unlike Path.expanduser it takes a user without a home, as some containers have one.
    home = os.path.expanduser("~")  # noqa: PTH111
    folder = Path(base) if base.startswith("/") else Path(home, ".config")
    return folder / "judge" / BUILT_IN


def _own_files() -> list[Path]:
    """The user's own file, whatever it is: what can't be read must not go unnoticed."""
    path = user_file()
    if not path.is_absolute():
        return []  # a user without a home
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        remedy = "make it readable, or set XDG_CONFIG_HOME to another folder"
        raise InputError(path, f"cannot be read: {error.strerror}", remedy) from error
    return [path]


def _built_in() -> Path:
    here = Path(__file__).parent
    installed = here / BUILT_IN
    return installed if installed.exists() else here.parent / BUILT_IN


def _cache_key(files: Sequence[Path]) -> str | None:
    """Name what is read from `files` in their present state, by this very code."""
    names = ("language.py", "languagefile.py", "claims.py")
    code = [Path(__file__).with_name(name) for name in names]
    try:
        states = [(str(path.absolute()), path.stat()) for path in (*code, *files)]
    except OSError:
        return None
    text = repr([(name, state.st_mtime_ns, state.st_size) for name, state in states])
    return f"languages-{sha256(text.encode()).hexdigest()[:16]}"


def _id(language: Language) -> str:
    return language.id


def _refuse_foreign_script(path: Path, language: Language) -> None:
    if not language.foreign_shebang:
        return
    interpreter = shebang.interpreter(path)
    if interpreter in language.foreign_shebang:
        remedy = f"port it, or call it {language.name} with --language {language.id}"
        raise InputError(f"{path}:1", f"is written for {interpreter}, not {language.name}", remedy)


def _mixed(found: dict[Path, Language]) -> InputError:
    first = {language.name: path.name for path, language in reversed(found.items())}
    listed = ", ".join(f"{path} is {name}" for name, path in sorted(first.items()))
    remedy = "hand in one language, or choose it with --language"
    return InputError("", f"the files are of several languages: {listed}", remedy)

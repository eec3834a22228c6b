"""``judge languages``: what is configured, what is installed here, and which version."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import msgspec

from judge import languages as languages_of
from judge import toolchains
from judge.cli.answers import print_json
from judge.harmless import for_line
from judge.language import Language
from judge.toolchains import Installed


class LanguageInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A language as ``judge languages --json`` tells of it."""

    id: str
    name: str
    aliases: list[str]
    extensions: list[str]
    installed: bool
    version: str
    path: str
    problem: str
    remedy: str


class LanguagesResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``judge languages``."""

    schema: Literal["judge/languages/1"] = "judge/languages/1"
    languages: list[LanguageInfo]


def show(extra: Path | None, *, json: bool, verbose: bool) -> int:
    """Prints the table of languages."""
    configured = languages_of.load(extra).all
    found = toolchains.versions(configured)
    infos = [_info(one, two) for one, two in zip(configured, found, strict=True)]
    if json:
        print_json(LanguagesResult(languages=infos))
    else:
        sys.stdout.write("".join(f"{for_line(line)}\n" for line in _lines(infos, verbose=verbose)))
    return 0


def _info(language: Language, installed: Installed) -> LanguageInfo:
    return LanguageInfo(
        id=language.id,
        name=language.name,
        aliases=list(language.aliases),
        extensions=list(language.extensions),
        installed=installed.installed,
        version=installed.version,
        path=installed.path,
        problem=installed.problem,
        remedy=installed.remedy,
    )


def _lines(infos: list[LanguageInfo], *, verbose: bool) -> list[str]:
    width = max(len(info.id) for info in infos)
    lines = []
    for info in infos:
        state = info.version if info.installed else f"not installed; {info.remedy}"
        lines.append(f"{info.id:{width}}  {' '.join(info.extensions):24}  {state}")
        if verbose:
            lines.append(f"{'':{width}}  aliases: {' '.join(info.aliases)}; at {info.path}")
    return lines

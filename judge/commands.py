"""The commands of a language with its placeholders filled in, as the sandbox gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from judge.language import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from judge.language import Language
    from judge.sources import Sources
    from judge.toolchains import Toolchain
    from sandbox import Limits

BOX = "/box"
"""Where the submission lies inside: the working directory of every command."""

BINARY = f"{BOX}/program"
"""Where a compiled program belongs inside."""

KIB = 1 << 10
MIB = 1 << 20
MAX_STACK = 1024 * MIB
"""The largest stack that the JVM accepts for a thread (``-Xss``)."""

_Values: TypeAlias = "Mapping[str, str | tuple[str, ...] | None]"


def commands(
    *, language: Language, toolchain: Toolchain, sources: Sources, limits: Limits
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Fill in the commands that compile or check (None if neither is) and run `sources`.

    Their first words are absolute paths inside. `limits` are those the program will run
    under: what was added for the language is part of them.
    """
    values: _Values = _file_values(sources) | _limit_values(language, limits) | toolchain.optional
    first = language.compile or language.syntax
    compiling = _fill(first, values, toolchain) if first else None
    return compiling, _fill(language.run, values, toolchain)


def environment(language: Language, toolchain: Toolchain) -> dict[str, str]:
    """Make up the whole environment of the compiler and of the program."""
    common = {"PATH": toolchain.path, "HOME": "/tmp", "TMPDIR": "/tmp", "LANG": "C.UTF-8"}  # noqa: S108
    return common | language.env


def _file_values(sources: Sources) -> dict[str, str | tuple[str, ...] | None]:
    return {
        "source": _argument(sources.entry),
        "sources": tuple(map(_argument, sources.compiled)),
        "binary": BINARY,
        "main_class": sources.main_class,
    }


def _limit_values(language: Language, limits: Limits) -> dict[str, str | tuple[str, ...] | None]:
    stack = None if limits.stack is None else min(limits.stack, MAX_STACK)
    inner_stack = None if stack is None else stack * 3 // 4
    return {
        "memory_mib": _count(limits.memory, MIB),
        "heap_mib": _count(_heap(limits.memory, language.memory_allowance), MIB),
        "stack_mib": _count(stack, MIB),
        "inner_stack_kib": _count(inner_stack, KIB),
    }


def _heap(memory: int | None, allowance: int) -> int | None:
    """Leave the runtime its allowance, but never more than half of all there is."""
    return None if memory is None else max(memory - allowance, memory // 2)


def _count(size: int | None, unit: int) -> str | None:
    return None if size is None else str(max(1, size // unit))


def _argument(name: str) -> str:
    """Keep a file name from being taken for an option or a file of options."""
    return f"./{name}" if name.startswith(("-", "@")) else name


def _fill(words: tuple[str, ...], values: _Values, toolchain: Toolchain) -> tuple[str, ...]:
    program, *rest = words
    filled = [toolchain.executables.get(program, BINARY)]
    for word in rest:
        filled += _words(word, values)
    return tuple(filled)


def _words(word: str, values: _Values) -> tuple[str, ...]:
    """Fill in one word; it vanishes where a value that it asks for is not set."""
    names = PLACEHOLDER.findall(word)
    given = {name: values[name] for name in names}
    if None in given.values():
        return ()
    if len(names) == 1 and isinstance(several := given[names[0]], tuple):
        return several
    return (PLACEHOLDER.sub(lambda match: str(given[match[1]]), word),)

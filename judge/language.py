"""A language of `languages.yaml`, as a value; the head of that file says what each key means."""

from __future__ import annotations

import re

import msgspec

PLACEHOLDERS = frozenset(
    {
        "source",
        "sources",
        "binary",
        "main_class",
        "memory_mib",
        "heap_mib",
        "stack_mib",
        "inner_stack_kib",
    }
)
"""What a command may ask for, beside the names of the language's `optional` words."""

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A placeholder in a word; a brace that is no part of one stands for itself."""


INSTALL = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
    "apk": "sudo apk add",
}
"""How each package manager is asked to install something."""


class OptionalWords(msgspec.Struct, frozen=True, kw_only=True):
    """`words` of a command that this host has only where `test` ends with exit code 0."""

    words: tuple[str, ...]
    test: tuple[str, ...]


class Steering(msgspec.Struct, frozen=True, kw_only=True):
    """What makes one shim choose another toolchain: files, and environment variables."""

    files: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """How programs of one language are recognised, compiled and run.

    `memory_allowance` is in bytes. `compile` is empty where nothing is compiled; what
    `syntax` does then is look whether that would be worth running.
    Commands are lists of words as seen inside the sandbox, with placeholders.
    """

    id: str
    name: str
    executables: tuple[str, ...]
    run: tuple[str, ...]
    compile: tuple[str, ...] = ()
    syntax: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    default: bool = False
    headers: tuple[str, ...] = ()
    shebang: tuple[str, ...] = ()
    foreign_shebang: tuple[str, ...] = ()
    source_name: str = "main"
    install: dict[str, str] = {}
    env: dict[str, str] = {}
    time_factor: float = 1.0
    memory_allowance: int = 0
    out_of_memory: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    locate: tuple[str, ...] = ()
    located: str = "(/.+)"
    steered_by: Steering = Steering()
    etc: tuple[str, ...] = ()
    optional: dict[str, OptionalWords] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """Everything by which a person may call the language."""
        return (self.id, *self.aliases)

    @property
    def placeholders(self) -> frozenset[str]:
        """The placeholders that its commands for submissions use."""
        words = (*self.compile, *self.syntax, *self.run)
        return frozenset(name for word in words for name in PLACEHOLDER.findall(word))

"""The constants of a 2025-09 package: ``{{name}}`` and ``{{name.variant}}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from judge.yamlnode import Node

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_USE = re.compile(rb"\{\{([a-zA-Z0-9_.]+)\}\}")


def read_constants(node: Node | None) -> dict[str, str]:
    """Read ``constants:`` into a text for all that may stand between the braces."""
    found: dict[str, str] = {}
    for name, value in {} if node is None else node.mapping().items():
        if not _NAME.fullmatch(name):
            raise value.error(f"'{name}' is no name of a constant", "use letters, digits and _")
        found |= _variants(name, value)
    return found


def replace_constants(text: bytes, constants: dict[str, str]) -> bytes:
    """Put the constants into `text`; braces around anything else stay as they are."""

    def text_of(use: re.Match[bytes]) -> bytes:
        constant = constants.get(use[1].decode())
        return use[0] if constant is None else constant.encode()

    return _USE.sub(text_of, text)


def _variants(name: str, value: Node) -> dict[str, str]:
    if not value.is_mapping:
        return {name: value.text(), f"{name}.value": value.text()}
    variants = {f"{name}.{key}": text.text() for key, text in value.mapping().items()}
    if f"{name}.value" not in variants:
        raise value.error(f"constant '{name}' has no 'value'", "add 'value'")
    return {name: variants[f"{name}.value"], **variants}

"""The keys of an ``init.yml``: each holds for all that is nested below where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from judge.yamlnode import Node

KEYS = (
    *("archive", "test_cases", "pretest_test_cases", "points", "in", "out", "batched"),
    *("dependencies", "checker", "generator", "generator_args", "generator_in"),
    *("output_prefix_length", "output_limit_length", "binary_data", "short_circuit"),
    *("wall_time_factor", "symlinks", "unbuffered", "hints", "file_io", "custom_judge"),
    *("interactive", "signature_grader", "meta", "grader", "handler"),
)
EXECUTED = "+"
"""What a key ends with whose value is Python."""


class Scope(msgspec.Struct, frozen=True):
    """What holds at one place of the file: the keys there and those above it."""

    node: Node
    keys: dict[str, Node]
    places: dict[str, str]
    notes: list[str]

    def get(self, key: str) -> Node | None:
        """The value of `key`; None where it is not given, or given nothing."""
        found = self.keys.get(key)
        return None if found is None or found.is_empty else found

    def place(self, key: str) -> str:
        """Where `key` is written."""
        return self.places.get(key, self.node.place)

    def flag(self, key: str, *, default: bool) -> bool:
        """The value of a key that is true or false."""
        found = self.get(key)
        return default if found is None else found.boolean()

    def below(self, node: Node) -> Scope:
        """The scope at `node`, which is nested here."""
        own = _keys(node, self.notes)
        places = {key.replace("-", "_"): place for key, place in node.key_places.items()}
        return Scope(node, self.keys | own, self.places | places, self.notes)


def top_scope(root: Node, notes: list[str]) -> Scope:
    """The scope of the whole file `root`; what is passed over goes to `notes`."""
    if root.is_empty:
        raise root.error("is empty", "add 'test_cases'")
    return Scope(root, {}, {}, notes).below(root)


def _keys(node: Node, notes: list[str]) -> dict[str, Node]:
    found = {}
    for key, value in node.mapping().items():
        name, place = key.replace("-", "_"), node.key_places[key]
        if key.endswith(EXECUTED):
            message = f"key '{key}' holds Python that is to be executed"
            raise InputError(place, message, "write out what it makes")
        if name in found:
            raise InputError(place, f"key '{name}' is given twice", "keep one of them")
        if name not in KEYS:
            _unknown(place, name, notes)
        found[name] = value
    return found


def _unknown(place: str, key: str, notes: list[str]) -> None:
    """DMOJ itself passes over what it does not know; what looks like a slip is refused."""
    hint = did_you_mean(key, KEYS)
    if hint.startswith("did you mean"):
        raise InputError(place, f"unknown key '{key}'", hint)
    notes.append(f"{place}: unknown key '{key}' passed over")


def unsupported(place: str, what: str) -> InputError:
    """Make the error for what DMOJ's judge knows and this one does not."""
    return InputError(place, f"{what} is not supported", "have the problem judged by DMOJ's judge")

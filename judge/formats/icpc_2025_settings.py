"""``test_group.yaml`` and the yaml file of a single test, as 2025-09 has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from judge.formats import icpc
from judge.formats.flags import Flag
from judge.formats.icpc_2025_points import KEYS as SCORING_KEYS

if TYPE_CHECKING:
    from judge.yamlnode import Node

TEST_GROUP_YAML = "test_group.yaml"

_ARGUMENT_KEYS = (
    *("args", "input_validator_args", "output_validator_args"),
    *("input_visualizer_args", "output_visualizer_args", "full_feedback"),
)
_STATIC_KEYS = ("static_validation_score", "static_validator_args")
GROUP_KEYS = (*_ARGUMENT_KEYS, *SCORING_KEYS, *_STATIC_KEYS)
CASE_KEYS = (*_ARGUMENT_KEYS, "hint", "description")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a test: the arguments of the submission and of the validator."""

    arguments: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


def group_settings(node: Node, above: Settings) -> Settings:
    """Read a ``test_group.yaml``; what it does not say comes from `above`."""
    if node.is_empty:
        return above
    node.mapping(GROUP_KEYS)
    for key, place in node.key_places.items():
        if key in _STATIC_KEYS:
            raise icpc.unsupported(place, "a static validator")
    return _settings(node, above)


def case_settings(node: Node, above: Settings) -> Settings:
    """Read the yaml file of a test; what it does not say comes from `above`."""
    if node.is_empty:
        return above
    node.mapping(CASE_KEYS)
    return _settings(node, above)


def _settings(node: Node, above: Settings) -> Settings:
    keys = icpc.filled(node)
    if "full_feedback" in keys:
        keys["full_feedback"].boolean()
    if "args" in keys:
        above = msgspec.structs.replace(above, arguments=keys["args"].texts())
    if "output_validator_args" in keys:
        items = keys["output_validator_args"].items()
        flags = tuple(Flag(item.text(), item.place) for item in items)
        above = msgspec.structs.replace(above, flags=flags)
    return above

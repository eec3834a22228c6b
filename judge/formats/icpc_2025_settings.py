"""``test_group.yaml`` and the yaml file of a single test, as 2025-09 has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError
from judge.formats import icpc
from judge.formats.flags import Flag

if TYPE_CHECKING:
    from judge.yamlnode import Node

TEST_GROUP_YAML = "test_group.yaml"

_ARGUMENT_KEYS = (
    *("args", "input_validator_args", "output_validator_args"),
    *("input_visualizer_args", "output_visualizer_args", "full_feedback"),
)
_SCORING_KEYS = ("max_score", "score_aggregation", "require_pass")
_STATIC_KEYS = ("static_validation_score", "static_validator_args")
GROUP_KEYS = (*_ARGUMENT_KEYS, *_SCORING_KEYS, *_STATIC_KEYS)
CASE_KEYS = (*_ARGUMENT_KEYS, "hint", "description")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a test; None where the file does not say."""

    arguments: tuple[str, ...] | None = None
    flags: tuple[Flag, ...] | None = None
    places: dict[str, str] = {}

    def check_against(self, secret: Settings) -> None:
        """Raise InputError for what ``secret`` sets and this group of it does not.

        The specification has no inheritance between the two, and not every author
        knows: the tests would be judged in another way than was meant.
        """
        for key in ("args", "output_validator_args"):
            if key in secret.places and key not in self.places:
                message = f"'{key}' does not reach the groups below secret"
                remedy = f"write it into the {TEST_GROUP_YAML} of each group"
                raise InputError(secret.places[key], message, remedy)


def group_settings(node: Node) -> Settings:
    """Read a ``test_group.yaml`` of a pass-fail problem."""
    if node.is_empty:
        return Settings()
    node.mapping(GROUP_KEYS)
    for key, place in node.key_places.items():
        if key in _SCORING_KEYS:
            message = f"'{key}' is for scoring problems"
            raise InputError(place, message, "remove it; this problem is pass-fail")
        if key in _STATIC_KEYS:
            raise icpc.unsupported(place, "a static validator")
    return _settings(node)


def case_settings(node: Node, group: Settings) -> Settings:
    """Read the yaml file of a test; what it does not say comes from its `group`."""
    if node.is_empty:
        return group
    node.mapping(CASE_KEYS)
    own = _settings(node)
    return Settings(
        arguments=group.arguments if own.arguments is None else own.arguments,
        flags=group.flags if own.flags is None else own.flags,
    )


def _settings(node: Node) -> Settings:
    keys = icpc.filled(node)
    if "full_feedback" in keys:
        keys["full_feedback"].boolean()
    flags = keys.get("output_validator_args")
    return Settings(
        arguments=keys["args"].texts() if "args" in keys else None,
        flags=None if flags is None else tuple(Flag(f.text(), f.place) for f in flags.items()),
        places=node.key_places,
    )

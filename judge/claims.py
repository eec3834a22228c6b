"""What several languages, or several files of them, say of one thing: which is to be blamed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from judge.errors import InputError

if TYPE_CHECKING:
    from judge.language import Language
    from judge.yamlnode import Node


class Layers(msgspec.Struct, frozen=True):
    """The names of the files, of which later ones extend and override earlier ones."""

    files: tuple[str, ...]

    def of(self, place: str) -> int:
        """The number of the file that `place` is in."""
        found = (number for number, file in enumerate(self.files) if place.startswith(f"{file}:"))
        return max(found, default=0)

    @contextmanager
    def blaming(self, entry: Node, keys: tuple[str, ...]) -> Iterator[None]:
        """Names the place of one of `keys` in `entry` for an error in an earlier file.

        What is wrong there has become so by what a later file says.
        """
        try:
            yield
        except InputError as error:
            places = [entry.key_places[key] for key in keys if key in entry.key_places]
            latest = max(places, key=self.of, default=error.place)
            if self.of(latest) <= self.of(error.place):
                raise
            message = f"{error.message}, which stands at {error.place}"
            raise InputError(latest, message, error.remedy) from error


class Claim(msgspec.Struct, frozen=True):
    """The language `owner` claims the word or extension `text`, and says so at `place`."""

    text: str
    owner: str
    place: str
    kind: str = ""


def refuse_double_words(entries: dict[str, Node], ids: dict[str, str], layers: Layers) -> None:
    """Raise InputError for an id or alias that means another language already."""
    claims = [Claim(name, name, place, "id") for name, place in ids.items()]
    claims += [
        Claim(item.text(), name, item.place, "alias")
        for name, entry in entries.items()
        for item in _items(entry, "aliases")
    ]
    owners: dict[str, str] = {}
    for claim in sorted(claims, key=lambda claim: layers.of(claim.place)):
        owner = owners.setdefault(claim.text.lower(), claim.owner)
        if owner != claim.owner:
            message = f"{claim.kind} '{claim.text}' already means '{owner}'"
            remedy = "give each alias to one language"
            if claim.kind == "id":
                remedy = f"choose another id, or give '{owner}' other aliases"
            raise InputError(claim.place, message, remedy)


def refuse_double_extensions(
    entries: dict[str, Node], languages: dict[str, Language], layers: Layers
) -> None:
    """Raise InputError for an extension of which it is not clear whose it is."""
    claims = [
        Claim(item.text(), name, _latest(layers, item, entry))
        for name, entry in entries.items()
        for item in _items(entry, "extensions")
    ]
    shared = {(claim.text, languages[claim.owner].default) for claim in claims}
    owners: dict[tuple[str, bool], str] = {}
    for claim in sorted(claims, key=lambda claim: layers.of(claim.place)):
        default = languages[claim.owner].default
        if not default and (claim.text, True) in shared:
            continue
        owner = owners.setdefault((claim.text, default), claim.owner)
        if owner != claim.owner:
            # A third language may have been the default until a later file said otherwise.
            rivals = (one.place for one in claims if one.text == claim.text)
            place = max(claim.place, *rivals, key=layers.of)
            message = f"'{claim.text}' already belongs to '{owner}'"
            if place != claim.place:
                message = f"'{claim.text}' is left to both '{owner}' and '{claim.owner}'"
            remedy = "mark one of the two with 'default: true', and only one"
            raise InputError(place, message, remedy)


def _latest(layers: Layers, item: Node, entry: Node) -> str:
    """Where it is last said that the language has this extension, and by default or not."""
    return max(item.place, entry.key_places.get("default", item.place), key=layers.of)


def _items(entry: Node, key: str) -> tuple[Node, ...]:
    keys = entry.mapping()
    return keys[key].items() if key in keys else ()

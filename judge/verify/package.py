"""What is looked at in a package before its submissions: its data, and its validators."""

from __future__ import annotations

from collections.abc import Iterator

from judge.verify import inputs, outputs, sanity
from judge.verify.answer import Check
from judge.verify.material import Material


def checks(material: Material) -> list[Check]:
    """Look at all of it. Raises InputError for settings of validators that are wrong."""
    return list(_checks(material))


def _checks(material: Material) -> Iterator[Check]:
    yield from sanity.check(material)
    yield from inputs.check(material)
    yield from outputs.check(material)

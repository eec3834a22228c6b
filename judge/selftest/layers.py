"""What attacks show of the layers: that one stands which alone contains them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from judge.results import EnforcedBy
from judge.selftest.model import LAYERS, WORDS, LayerResult, ProgramResult, State


def shown(results: Sequence[ProgramResult], enforced_by: EnforcedBy) -> list[LayerResult]:
    """What `results` show of each layer that one of them is about."""
    known = {**LAYERS, **enforced_by}
    named = set(_named(results))
    if enforced_by.get("mac"):
        named.add("mac")
    return [_layer(name, known.get(name), results) for name in WORDS if name in named]


def _named(results: Iterable[ProgramResult]) -> Iterator[str]:
    for one in results:
        yield from (*one.by, *one.without)


def _layer(name: str, by: str | None, results: Iterable[ProgramResult]) -> LayerResult:
    alone = shared = escaped = 0
    for one in results:
        if one.state is State.CONTAINED:
            alone += one.without == [name]
            shared += one.without != [name] and name in (*one.by, *one.without)
        elif one.state is State.ESCAPED:
            escaped += name in (one.without or one.by)
    return LayerResult(name=name, by=by, alone=alone, shared=shared, escaped=escaped)

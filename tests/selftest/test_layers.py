"""What attacks show of the layers that contain them."""

from __future__ import annotations

import re
from pathlib import Path

from judge.selftest import layers, reading
from judge.selftest.model import LAYERS, WORDS, LayerResult, ProgramResult, State

HOST = {"network": "namespace", "syscalls": "seccomp", "mac": None}


def attack(by: str, without: str = "", state: State = State.CONTAINED) -> ProgramResult:
    return ProgramResult(
        name="x/a.c",
        category="x",
        language="C",
        kind="attack",
        claim="it tries",
        state=state,
        by={name: HOST.get(name) for name in by.split()},
        without=without.split(),
    )


def shown(*results: ProgramResult) -> dict[str, tuple[int, int, int]]:
    found = layers.shown(results, HOST)
    return {one.name: (one.alone, one.shared, one.escaped) for one in found}


def test_an_attack_that_one_layer_alone_contains_shows_that_it_stands() -> None:
    assert shown(attack("network", "network")) == {"network": (1, 0, 0)}
    assert shown(attack("network syscalls", "network")) == {
        "syscalls": (0, 1, 0),
        "network": (1, 0, 0),
    }


def test_an_attack_that_two_layers_contain_shows_of_neither_that_it_stands() -> None:
    found = shown(attack("network syscalls", "network syscalls"))
    assert found == {"syscalls": (0, 1, 0), "network": (0, 1, 0)}


def test_an_attack_of_which_nothing_is_proved_shows_nothing() -> None:
    assert shown(attack("report")) == {"report": (0, 1, 0)}


def test_an_attack_that_got_through_tells_which_layers_are_gone() -> None:
    escaped = attack("network syscalls", "network", State.ESCAPED)
    assert shown(escaped) == {"syscalls": (0, 0, 0), "network": (0, 0, 1)}


def test_what_was_not_tried_or_stayed_unclear_shows_nothing() -> None:
    for state in (State.NOT_TRIED, State.UNCLEAR, State.BROKEN):
        assert shown(attack("network", "network", state)) == {"network": (0, 0, 0)}


def test_what_stands_behind_all_others_is_told_where_there_is_such_a_thing() -> None:
    found = layers.shown([attack("network", "network")], {**HOST, "mac": "apparmor"})
    assert LayerResult(name="mac", by="apparmor") in found


def test_every_layer_has_words() -> None:
    assert set(WORDS) == {*LAYERS, *reading.HOST_LAYERS}


def test_the_layers_that_no_attack_shows_are_those_that_the_readme_names() -> None:
    attacks = [one for one in reading.programs() if not one.honest]
    named = {layer for one in attacks for layer in one.layers}
    shown = {one.without[0] for one in attacks if len(one.without) == 1}
    readme = Path(__file__).parents[2] / "README.md"
    line = next(one for one in readme.read_text().splitlines() if "none for a few layers" in one)
    told = line.partition("none for a few layers")[2].partition(")")[0]
    assert named - shown == set(re.findall(r"`(\w+)`", told))

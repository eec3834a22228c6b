"""Every attack is contained, every honest program accepted; and each layer is needed.

An attack that is contained whatever the sandbox does would prove nothing: so each is run
once more without the layers that it names, and then has to succeed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from needs import LIMITS, requires
from weakened import LAYERS, weakened

from judge import languages as languages_of
from judge.languages import Languages
from judge.selftest import reading, running
from judge.selftest.model import Program, ProgramResult, State
from judge.verdict import Verdict
from sandbox import Sandbox

PROGRAMS = reading.programs()
HONEST = [one for one in PROGRAMS if one.honest]
ATTACKS = [one for one in PROGRAMS if not one.honest]
PROVED = [one for one in ATTACKS if one.without]
COMPILERS = {".c": "gcc", ".cpp": "g++", ".java": "javac", ".js": "node", ".rs": "rustc"}


@pytest.fixture(scope="module")
def languages() -> Languages:
    return languages_of.load()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    requires("sandbox", *sorted(LIMITS), "init")
    with Sandbox() as sandbox:
        yield sandbox


def needed_for(program: Program) -> None:
    requires(COMPILERS.get(program.path.suffix, "bash"))


def told(result: ProgramResult) -> str:
    return f"{result.state}: {result.verdict} {result.reason}"


@pytest.mark.parametrize("program", ATTACKS, ids=[one.name for one in ATTACKS])
def test_an_attack_is_contained(program: Program, languages: Languages, sandbox: Sandbox) -> None:
    needed_for(program)
    result = running.result(program, languages, sandbox)
    if program.evidence and result.state is State.UNCLEAR:
        pytest.skip(result.reason)
    assert result.state is State.CONTAINED, told(result)


@pytest.mark.parametrize("program", HONEST, ids=[one.name for one in HONEST])
def test_an_honest_program_is_accepted(
    program: Program, languages: Languages, sandbox: Sandbox
) -> None:
    needed_for(program)
    result = running.result(program, languages, sandbox)
    assert result.state is State.ACCEPTED, told(result)


@pytest.mark.parametrize("program", PROVED, ids=[one.name for one in PROVED])
def test_an_attack_succeeds_without_what_contains_it(
    program: Program, languages: Languages
) -> None:
    needed_for(program)
    requires("sandbox", "init", "gcc", *sorted(LIMITS & {*program.without, *program.layers}))
    with weakened(program.without) as sandbox:
        result = running.result(program, languages, sandbox)
    if program.evidence and result.state is State.UNCLEAR:
        pytest.skip(result.reason)
    if program.expect:
        # It is not stopped by what was due to stop it.
        assert result.state in (State.ESCAPED, State.BROKEN), told(result)
        assert result.verdict is not Verdict.CE or Verdict.CE not in program.expect, told(result)
    else:
        assert result.state is State.ESCAPED, told(result)


def test_each_layer_that_an_attack_does_without_can_be_taken_away() -> None:
    assert {layer for one in PROVED for layer in one.without} <= set(LAYERS)


def test_there_are_as_many_programs_as_are_promised() -> None:
    assert len(ATTACKS) >= 80
    assert len(HONEST) >= 20

"""The input validators of a package: every input has to be valid, and those that should not, not.

Source: the problem package format, "Input validators": the input is on standard input, exit
code 42 says that it is valid. Validators with testlib say so with 0.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from judge import programs
from judge.build import text
from judge.commands import BOX
from judge.errors import InputError, MissingError
from judge.expectations import validators
from judge.expectations.validators import InputValidators
from judge.lanes import Lane
from judge.problem import Problem
from judge.programs import Ready
from judge.verify import constants, datafiles
from judge.verify.answer import Check, failed, listed, passed, warning
from judge.verify.datafiles import InputFile
from judge.verify.every import each
from judge.verify.material import Material
from judge.verify.material import place as made_in
from sandbox import Boxes, Command, Mount

OTHER_KINDS = {".ctd": "a Checktestdata file", ".viva": "a VIVA file"}
SHOWN = 200


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A validator that did not find an input valid, and what it said."""

    input: str
    validator: str
    said: str


class _Asked(msgspec.Struct, frozen=True):
    """The validators, built, and the exit code that says "valid"."""

    material: Material
    valid: int
    ready: tuple[Ready, ...]


class _Task(msgspec.Struct, frozen=True):
    given: InputFile
    validator: Ready
    arguments: tuple[str, ...]


def check(material: Material) -> Iterator[Check]:
    """Run the validators over all inputs. Raises InputError for settings that are wrong."""
    asked = validators.found(material.problem)
    if asked is None:
        return
    if not asked.paths:
        yield warning("input validators", "the package has none")
        return
    ready: list[Ready] = []
    for path in asked.paths:
        try:
            ready.append(_made(path, asked, material))
        except MissingError as error:
            yield failed("input validators", str(error))
        except InputError as error:
            kind = OTHER_KINDS.get(path.suffix)
            told = f"{path.name} is {kind}, which is not run" if kind else str(error)
            yield (warning if kind else failed)("input validators", told)
    if ready:
        yield from _checks(_Asked(material, asked.valid, tuple(ready)))


def _made(path: Path, asked: InputValidators, material: Material) -> Ready:
    problem, lane = material.problem, material.lanes[0]
    place, name = made_in(lane), os.urandom(8).hex()
    filled = constants.filled(path, problem.constants, place / f"{name}-filled")
    program = programs.planned(filled, material.languages, problem.limits, asked.include)
    ready = programs.make(program, lane.sandbox, place / name)
    return msgspec.structs.replace(ready, path=path)


def _checks(asked: _Asked) -> Iterator[Check]:
    problem = asked.material.problem
    valid = datafiles.of_tests(asked.material.cases)
    for kind in (datafiles.INVALID_OUTPUT, datafiles.VALID_OUTPUT):
        valid += datafiles.beside(problem, kind)
    invalid = datafiles.beside(problem, datafiles.INVALID_INPUT)
    refusals = _refusals(asked, [*valid, *invalid])
    yield _of_valid(valid, refusals)
    if invalid:
        yield _of_invalid(invalid, refusals)


def _of_valid(valid: Sequence[InputFile], refusals: dict[str, list[Refusal]]) -> Check:
    wrong = [one for given in valid for one in refusals.get(given.name, [])]
    if not wrong:
        return passed("input validators", f"{len(valid)} inputs are valid")
    told = [f"{one.input}: {one.validator} {one.said}" for one in wrong]
    return failed("input validators", listed(told))


def _of_invalid(invalid: Sequence[InputFile], refusals: dict[str, list[Refusal]]) -> Check:
    name = "invalid inputs"
    missed = [one.name for one in invalid if one.name not in refusals]
    if missed:
        return failed(name, f"no input validator refuses {listed(missed)}")
    return passed(name, f"{len(invalid)} are refused")


def _refusals(asked: _Asked, inputs: Sequence[InputFile]) -> dict[str, list[Refusal]]:
    """Who refused which input, by its name."""
    problem = asked.material.problem
    tasks = [
        _Task(given, one, datafiles.input_arguments(problem, given, one.path))
        for given in inputs
        for one in asked.ready
    ]
    refused: dict[str, list[Refusal]] = {}
    found = each(tasks, asked.material.lanes, partial(_ask, asked))
    for one in sorted(filter(None, found), key=lambda one: (one.input, one.validator)):
        refused.setdefault(one.input, []).append(one)
    return refused


def _ask(asked: _Asked, task: _Task, lane: Lane, boxes: Boxes) -> Refusal | None:
    outcome = lane.sandbox.begin(_command(asked.material.problem, task, lane), boxes).run()
    try:
        ending = outcome.ending
        if ending.kind == "exit" and ending.exit_code == asked.valid:
            return None
        said = text(outcome.stderr) + text(outcome.stdout)
    finally:
        outcome.close()
    did = f"exit code {ending.exit_code}" if ending.kind == "exit" else f"ended by {ending.kind}"
    first = next((line.strip() for line in said.splitlines() if line.strip()), "")
    told = f"refused it ({did})" + (f": {first[:SHOWN]}" if first else "")
    return Refusal(input=task.given.name, validator=task.validator.path.name, said=told)


def _command(problem: Problem, task: _Task, lane: Lane) -> Command:
    ready, given = task.validator, task.given
    shown = [Mount(str(path.absolute()), f"/files/{path.name}") for path in given.files]
    return Command(
        argv=(*ready.argv, *task.arguments),
        mounts=(*ready.mounts, *shown),
        env=ready.env,
        cwd="/files" if given.files and not ready.cwd else BOX,
        stdin=str(given.path),
        limits=programs.running(problem.limits),
        cpu=lane.cpu,
    )

"""The input validators of a package: every input has to be valid, and those that should not, not.

Source: the problem package format, "Input validators": the input is on standard input, exit
code 42 says that it is valid. Validators with testlib say so with 0.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from judge import programs
from judge.build import text
from judge.commands import BOX
from judge.errors import InputError, MissingError
from judge.formats import icpc
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

FOLDERS = ("input_validators", "input_format_validators")
OTHER_KINDS = {".ctd": "a Checktestdata file", ".viva": "a VIVA file"}
VALID = 42
SHOWN = 200


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A validator that did not find an input valid, and what it said."""

    input: str
    validator: str
    said: str


class _Task(msgspec.Struct, frozen=True):
    given: InputFile
    validator: Ready
    arguments: tuple[str, ...]


def check(material: Material) -> Iterator[Check]:
    """Run the validators over all inputs. Raises InputError for settings that are wrong."""
    if not material.problem.format.startswith("icpc"):
        return
    paths = found(material.problem)
    if not paths:
        yield warning("input validators", "the package has none")
        return
    ready: list[Ready] = []
    for path in paths:
        try:
            ready.append(_made(path, material))
        except MissingError as error:
            yield failed("input validators", str(error))
        except InputError as error:
            kind = OTHER_KINDS.get(path.suffix)
            told = f"{path.name} is {kind}, which is not run" if kind else str(error)
            yield (warning if kind else failed)("input validators", told)
    if ready:
        yield from _checks(material, ready)


def found(problem: Problem) -> list[Path]:
    """The validators of the package: files, or folders of sources."""
    root = problem.path
    return [path for name in FOLDERS for path in icpc.programs(root / name, root)]


def _made(path: Path, material: Material) -> Ready:
    problem, lane = material.problem, material.lanes[0]
    place, name = made_in(lane), os.urandom(8).hex()
    filled = constants.filled(path, problem.constants, place / f"{name}-filled")
    program = programs.planned(filled, material.languages, problem.limits)
    ready = programs.make(program, lane.sandbox, place / name)
    return msgspec.structs.replace(ready, path=path)


def _checks(material: Material, ready: Sequence[Ready]) -> Iterator[Check]:
    problem = material.problem
    valid = datafiles.of_tests(material.cases)
    for kind in (datafiles.INVALID_OUTPUT, datafiles.VALID_OUTPUT):
        valid += datafiles.beside(problem, kind)
    invalid = datafiles.beside(problem, datafiles.INVALID_INPUT)
    refusals = _refusals(material, ready, [*valid, *invalid])
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


def _refusals(
    material: Material, ready: Sequence[Ready], inputs: Sequence[InputFile]
) -> dict[str, list[Refusal]]:
    """Who refused which input, by its name."""
    problem = material.problem
    tasks = [
        _Task(given, one, datafiles.input_arguments(problem, given, one.path))
        for given in inputs
        for one in ready
    ]
    refused: dict[str, list[Refusal]] = {}
    asked = each(tasks, material.lanes, lambda task, lane, boxes: _ask(problem, task, lane, boxes))
    for one in sorted(filter(None, asked), key=lambda one: (one.input, one.validator)):
        refused.setdefault(one.input, []).append(one)
    return refused


def _ask(problem: Problem, task: _Task, lane: Lane, boxes: Boxes) -> Refusal | None:
    outcome = lane.sandbox.begin(_command(problem, task, lane), boxes).run()
    try:
        ending = outcome.ending
        if ending.kind == "exit" and ending.exit_code == VALID:
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

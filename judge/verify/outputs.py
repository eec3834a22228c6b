"""The output judging of a package: over its own answers, and over outputs of known worth.

Sources: the problem package format, "Validation test data" and "Sample data". That a
validator refuses an answer is no mistake by itself: an answer may hold what the validator
needs to know instead of an output.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from judge import compare
from judge.decide import Decision
from judge.errors import InputError
from judge.formats.flags import Flag, comparison
from judge.formats.packagefiles import check_file
from judge.lanes import Lane
from judge.problem import Checker, Comparison, Problem, ProblemType, TestCase, Validator
from judge.validate import Asked, Validation
from judge.verdict import Verdict
from judge.verify import datafiles
from judge.verify.answer import Check, failed, listed, passed, warning
from judge.verify.datafiles import InputFile
from judge.verify.every import each
from judge.verify.material import Material, place
from sandbox import Boxes, make_folder

OUT = ".out"
SAMPLE = "sample"
NOTHING = "no-submission"


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """An output, and the test that it is an output for."""

    case: TestCase
    path: Path


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What judging an output came to."""

    name: str
    decision: Decision


def check(material: Material) -> Iterator[Check]:
    """Judge the outputs that the package holds. Raises InputError for settings that are wrong."""
    if {ProblemType.INTERACTIVE, ProblemType.MULTI_PASS} & set(material.problem.types):
        return
    judging = _Judging(material)
    yield from _answers(judging)
    if material.problem.format.startswith("icpc"):
        yield from _outputs(judging)


class _Judging:
    """Judges outputs as those of submissions are."""

    def __init__(self, material: Material) -> None:
        self.problem = material.problem
        self.cases = material.cases
        self._ready = material.ready
        self._lanes = material.lanes
        lane = material.lanes[0]
        self._empty = lane.once.get(NOTHING, lambda: _empty_folder(lane))

    def all(self, outputs: Sequence[Output]) -> list[Said]:
        """What each of them comes to, by name."""
        said = each(outputs, self._lanes, self._one)
        return sorted(said, key=lambda one: one.name)

    def _one(self, output: Output, lane: Lane, boxes: Boxes) -> Said:
        del boxes  # a validation has its own
        if isinstance(output.case.checker, Comparison):
            return Said(name=output.case.name, decision=_compared(output))
        validation = Validation(lane.sandbox, self._ready, lane.cpu)
        asked = Asked(
            problem=self.problem, folder=self._empty, case=output.case, output=str(output.path)
        )
        try:
            return Said(name=output.case.name, decision=validation.decide(asked))
        finally:
            validation.close()


def _empty_folder(lane: Lane) -> Path:
    folder = place(lane) / NOTHING
    make_folder(folder, 0o755)
    return folder


def _compared(output: Output) -> Decision:
    checker, answer = output.case.checker, output.case.answer
    assert isinstance(checker, Comparison)  # noqa: S101 - the caller has looked
    if answer is None:
        return Decision(verdict=Verdict.AC)
    with answer.open("rb") as expected, output.path.open("rb") as found:
        difference = compare.compare(checker, found, expected)
    if difference is None:
        return Decision(verdict=Verdict.AC)
    return Decision(verdict=Verdict.WA, reason=difference.reason)


def _answers(judging: _Judging) -> Iterator[Check]:
    """The answers as outputs; the example outputs of the samples where there are some."""
    asked = [case for case in judging.cases if isinstance(case.checker, Validator) and case.answer]
    outputs = [Output(case=case, path=_example(case)) for case in asked]
    if not outputs:
        return
    said = judging.all(outputs)
    yield from _broken(said)
    refused = [one for one in said if one.decision.verdict is Verdict.WA]
    shown = [one for one in refused if _is_shown(one, outputs)]
    if shown:
        yield failed("answers of samples", f"the validator refuses {_told(shown)}")
    elif refused:
        told = f"the validator refuses {_told(refused)} as an output"
        yield warning("answers as outputs", told)
    else:
        yield passed("answers as outputs", f"{len(said)} are accepted")


def _example(case: TestCase) -> Path:
    assert case.answer is not None  # noqa: S101 - the caller has looked
    example = case.input.with_suffix(OUT)
    return example if example.is_file() and not example.is_symlink() else case.answer


def _is_shown(said: Said, outputs: Sequence[Output]) -> bool:
    """Whether it is shown to people as what a program should print."""
    paths = {one.case.name: one.path for one in outputs}
    return said.name.split("/")[0] == SAMPLE or paths[said.name].suffix == OUT


def _outputs(judging: _Judging) -> Iterator[Check]:
    kinds = {datafiles.INVALID_OUTPUT: Verdict.WA, datafiles.VALID_OUTPUT: Verdict.AC}
    for kind, wanted in kinds.items():
        given = datafiles.beside(judging.problem, kind)
        if not given:
            continue
        said = judging.all([_output(judging.problem, one) for one in given])
        yield from _broken(said)
        wrong = [one for one in said if one.decision.verdict not in (wanted, Verdict.JE)]
        name = kind.replace("_", " ") + "s"
        did = "accepted" if wanted is Verdict.WA else "refused"
        if wrong:
            yield failed(name, f"{did} as outputs: {_told(wrong)}")
        else:
            yield passed(name, f"{len(said)} are as they should be")


def _output(problem: Problem, given: InputFile) -> Output:
    answer = _beside(problem, given, ".ans")
    path = _beside(problem, given, OUT)
    case = TestCase(
        name=given.name,
        group=given.name.split("/")[0],
        input=given.path,
        answer=answer,
        checker=_checker(problem, given),
        files=given.files,
    )
    return Output(case=case, path=path)


def _beside(problem: Problem, given: InputFile, suffix: str) -> Path:
    path = given.path.with_suffix(suffix)
    if not path.exists() and not path.is_symlink():
        raise InputError(given.path, f"has no {path.name} beside it", f"add {path.name}")
    return check_file(path, problem.path)


def _checker(problem: Problem, given: InputFile) -> Checker:
    """How the package judges outputs, with the arguments for this one."""
    node = datafiles.setting(problem, given.path, "output_validator_args")
    items = () if node is None else node.items()
    words = [Flag(item.text(), item.place) for item in items]
    first = problem.tests.all_cases()[0].checker
    if isinstance(first, Validator):
        arguments = tuple(word.text for word in words)
        return msgspec.structs.replace(first, arguments=arguments)
    return comparison(words, may_repeat=False) if words else first


def _broken(said: Sequence[Said]) -> Iterator[Check]:
    failures = [one for one in said if one.decision.verdict is Verdict.JE]
    if failures:
        yield failed("output validators", _told(failures))


def _told(said: Sequence[Said]) -> str:
    return listed([f"{one.name}: {one.decision.reason}" for one in said])

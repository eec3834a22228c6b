"""Submissions and interactors that die, close, flood, hang, or end early, in every order.

Each folder is a case: ``submission.sh``, whose first line says the verdict that both
together deserve and the limits that hold, and ``interactor.sh``.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from judge.limits import GivenLimits
from judge.problem import (
    Group,
    Interactor,
    Problem,
    ProblemLimits,
    ProblemType,
    TestCase,
    Validator,
)
from judge.verdict import Verdict

HERE = Path(__file__).parent


class Dialogue(msgspec.Struct, frozen=True):
    """One case."""

    name: str
    expected: Verdict
    limits: GivenLimits
    validation: ProblemLimits

    @property
    def submission(self) -> Path:
        return HERE / self.name / "submission.sh"

    def problem(self, folder: Path, tests: int) -> Problem:
        """A problem of so many tests, which differ in what nobody reads; `folder` is for files.

        Those that were the same in all would be run once.
        """
        folder.mkdir(exist_ok=True)
        inputs = [folder / f"{number}.in" for number in range(tests)]
        for number, path in enumerate(inputs):
            path.write_text(f"{number}\n")
        program = HERE / self.name / "interactor.sh"
        cases = [
            TestCase(
                name=f"{number:03}",
                group="",
                input=path,
                answer=path,
                checker=Validator(programs=(program,)),
                interactor=Interactor(program=program),
            )
            for number, path in enumerate(inputs)
        ]
        return Problem(
            path=folder,
            name=self.name,
            format="none",
            types=(ProblemType.INTERACTIVE,),
            limits=self.validation,
            tests=Group(name="", cases=tuple(cases)),
        )


def dialogues() -> list[Dialogue]:
    """All cases."""
    return [_read(path.parent.name) for path in sorted(HERE.glob("*/submission.sh"))]


def _read(name: str) -> Dialogue:
    head = (HERE / name / "submission.sh").read_text().partition("\n")[0]
    verdict, *words = head.removeprefix("# ").split()
    given = dict(word.split("=") for word in words)
    known = {"cpu": "cpu_time", "wall": "wall_time", "output": "output", "memory": "memory"}
    limits = {known[key]: value for key, value in given.items() if key in known}
    validation = {key: value for key, value in given.items() if key not in known}
    return Dialogue(
        name=name,
        expected=Verdict(verdict),
        limits=msgspec.convert(limits, GivenLimits, strict=False),
        validation=msgspec.convert(validation, ProblemLimits, strict=False),
    )

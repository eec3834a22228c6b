"""A plain folder of tests: no file says anything but the tests' own names.

Output is compared with the default validator of the ICPC format. Where no input has an
answer, the program is only run on each and its output shown.
"""

from __future__ import annotations

from pathlib import Path

from judge.errors import InputError
from judge.formats.folder_pairs import Pair, candidates, find_pairs
from judge.formats.naming import group_name, name_of, natural
from judge.formats.packagefiles import check_file
from judge.problem import Comparison, Group, Problem, TestCase


def matches(folder: Path) -> bool:
    """Whether `folder` is a folder; what it holds is seen when it is read."""
    return folder.is_dir()


def read(folder: Path) -> Problem:
    """Read the tests in `folder` and in its subfolders, which are groups."""
    pairs = find_pairs(folder)
    if not pairs:
        remedy = "name tests as 1.in and 1.out, input1.txt and output1.txt, or in/1 and out/1"
        raise InputError(folder, "holds no tests", remedy)
    _check_answers(pairs)
    cases = [_case(pair) for pair in sorted(pairs, key=lambda pair: natural(pair.name))]
    return Problem(
        path=folder,
        name=folder.resolve().name,
        format="folder",
        tests=_tree(cases),
        notes=_notes(folder),
    )


def single_test(input_file: Path | None, answer: Path | None) -> Problem:
    """Make a problem of one test; without an `answer` the output is only shown.

    Without an `input_file` the program reads nothing.
    """
    named = input_file or answer
    if named is None:
        raise InputError("", "neither an input nor an answer is given", "give an input file")
    pair = Pair(name_of(Path(named.name)), input_file or Path("/dev/null"), answer)
    case = TestCase(
        name=pair.name,
        group="",
        input=pair.input if input_file is None else check_file(pair.input, None),
        answer=None if answer is None else check_file(answer, None),
        checker=Comparison(),
    )
    return Problem(path=named, name=case.name, format="folder", tests=_tree([case]))


def answer_of(input_file: Path) -> Path | None:
    """Return the answer that stands beside `input_file` by one of the naming schemes.

    Raise InputError when several could be it.
    """
    folder = input_file.parent
    for matching in candidates([entry.name for entry in folder.iterdir() if entry.is_file()]):
        for key, names in matching.inputs.items():
            answers = matching.answers.get(key, []) if input_file.name in names else []
            if len(answers) > 1:
                remedy = "keep one, or name it with -e"
                raise InputError(input_file, f"has several answers: {', '.join(answers)}", remedy)
            if answers:
                return folder / answers[0]
    return None


def _notes(folder: Path) -> tuple[str, ...]:
    """Say so when the tests are those of a package whose settings are not read here."""
    for data in (folder.resolve(), *folder.resolve().parents):
        package = data.parent
        if data.name == "data" and (package / "problem.yaml").is_file():
            return (f"{folder}: limits and flags of the package {package} are not used",)
    return ()


def _check_answers(pairs: list[Pair]) -> None:
    answered = [pair for pair in pairs if pair.answer is not None]
    for pair in pairs:
        if answered and pair.answer is None:
            message = f"has no answer file, while {answered[0].input.name} has one"
            raise InputError(pair.input, message, "add the answer or remove the input")


def _case(pair: Pair) -> TestCase:
    return TestCase(
        name=pair.name,
        group=group_name(pair.name),
        input=check_file(pair.input, None),
        answer=None if pair.answer is None else check_file(pair.answer, None),
        checker=Comparison(),
    )


def _tree(cases: list[TestCase]) -> Group:
    groups: dict[str, list[TestCase]] = {"": []}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    own = tuple(groups.pop(""))
    names = sorted(groups, key=natural)
    subgroups = tuple(Group(name=name, cases=tuple(groups[name])) for name in names)
    return Group(name="", cases=own, groups=subgroups)

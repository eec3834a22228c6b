"""``submissions/`` of the problem package formats: a folder says what is expected.

A submission is a file or a folder right in one of these folders. Besides those of the
formats there are some that archives have, and ours for the verdicts that the formats have
no word for: ``memory_limit_exceeded``, ``output_limit_exceeded``, ``compile_error``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from judge.expectations import comments
from judge.expectations.model import Bound, Example, Rule, Verdicts
from judge.expectations.words import REJECTED
from judge.formats.packagefiles import check_file, listing
from judge.verdict import Verdict

AC, WA, TLE, RTE = Verdict.AC, Verdict.WA, Verdict.TLE, Verdict.RTE

OWN: dict[str, Verdicts] = {
    "memory_limit_exceeded": frozenset({Verdict.MLE}),
    "output_limit_exceeded": frozenset({Verdict.OLE}),
    "compile_error": frozenset({Verdict.CE}),
    "compiler_error": frozenset({Verdict.CE}),
}
LEGACY: dict[str, Verdicts] = {
    "accepted": frozenset({AC}),
    "partially_accepted": frozenset({Verdict.PA, AC}),
    "slow_accepted": frozenset({AC, TLE}),
    "wrong_answer": frozenset({WA}),
    "time_limit_exceeded": frozenset({TLE}),
    "run_time_error": frozenset({RTE}),
    "runtime_error": frozenset({RTE}),
    "rejected": REJECTED,
    "brute_force": frozenset({RTE, TLE}),
    **OWN,
}
# What is wrong in another way than by its time stays so where it gets more of it.
EXTRA_TIME = frozenset({"wrong_answer", "run_time_error", "runtime_error"})
BOUNDS: dict[str, Bound] = {"accepted": "lower", "time_limit_exceeded": "upper"}
DETAILS = "submissions.json"
DETAIL_KEYS = ("language_id", "entry_point")
LEFT_OUT = frozenset({".md", ".txt", ".class", ".pyc", ".o", ".exe", ".out", ".orig", ".bak"})
"""What lies about beside submissions and is in no language."""


def found(root: Path) -> Iterator[tuple[str, str, Path]]:
    """Folder, name and path of each submission; files beside the folders are none."""
    place = root / "submissions"
    if not place.is_dir():
        return
    for folder in listing(place, root):
        if folder.is_dir():
            for entry in listing(folder, root):
                if entry.suffix not in LEFT_OUT and entry.name not in ("__pycache__", "README"):
                    yield folder.name, f"{folder.name}/{entry.name}", entry


def files(path: Path, root: Path) -> list[Path]:
    """The files of a submission: itself, or what is in its folder."""
    if not path.is_dir():
        return [check_file(path, root)]
    entries = listing(path, root)
    return [one for entry in entries for one in files(entry, root)]


def legacy(root: Path, groups: Sequence[str]) -> tuple[Example, ...]:
    """The submissions of a package in the legacy format, or of any that has such folders.

    What a source says of itself with ``@EXPECTED_RESULTS@`` counts for more than a folder
    that is not of the format; `groups` are the names of the groups of secret tests.
    """
    details = _details(root)
    return tuple(_legacy(root, one, groups, details) for one in found(root))


def _details(root: Path) -> dict[str, dict[str, str]]:
    """What DOMjudge's ``submissions.json`` says of submissions, by their paths in the package."""
    path = root / DETAILS
    if not path.exists() and not path.is_symlink():
        return {}
    from judge.formats.plainfile import load_json  # noqa: PLC0415 - hardly any package has it

    found = load_json(check_file(path, root)).mapping()
    return {
        name: {key: value.text() for key, value in node.mapping().items() if key in DETAIL_KEYS}
        for name, node in found.items()
    }


def _legacy(
    root: Path,
    one: tuple[str, str, Path],
    groups: Sequence[str],
    details: Mapping[str, Mapping[str, str]],
) -> Example:
    folder, name, path = one
    own = details.get(f"submissions/{name}", {})
    said = list(comments.lines(files(path, root)))
    rules = tuple(comments.results(said))
    of_folder = LEGACY.get(folder)
    if of_folder is not None and not any(rule.overall for rule in rules):
        rules = (_rule(path.parent, folder, of_folder), *rules)
    if folder != "accepted":
        rules += comments.grades(said, groups)
    return Example(
        name=f"submissions/{name}",
        paths=(path,),
        rules=rules,
        language=own.get("language_id"),
        entry=own.get("entry_point"),
    )


def _rule(place: Path, folder: str, overall: Verdicts) -> Rule:
    return Rule(
        place=str(place),
        overall=overall,
        extra_time=folder in EXTRA_TIME,
        partial=folder == "partially_accepted",
        bound=BOUNDS.get(folder),
    )

"""What is expected of a problem's own submissions, in every way that packages write it.

A module an encoding; `read` asks the ones that belong to the problem's format.
"""

from __future__ import annotations

from importlib import import_module

from judge.errors import InputError
from judge.expectations import timing
from judge.expectations.model import Example, Jury, Rule, Timing
from judge.formats.packagefiles import unreadable
from judge.problem import Group, Problem

__all__ = ["Example", "Jury", "Rule", "Timing", "read", "secret_groups"]


OTHERS = {
    "polygon": "judge.expectations.polygon",
    "cms": "judge.expectations.cms",
    "tps": "judge.expectations.tps",
    "library-checker": "judge.expectations.library_checker",
}
"""Modules whose `jury` needs to know nothing but the folder of the package."""


def read(problem: Problem) -> Jury:
    """The submissions that come with `problem`. Raises InputError for a mistake in them."""
    try:
        jury = _read(problem)
    except OSError as error:
        raise unreadable(problem.path, error) from error
    names = [example.name for example in jury.examples]
    for name in names:
        if names.count(name) > 1:
            raise InputError(problem.path, f"two submissions are called '{name}'", "rename one")
    return jury


def secret_groups(tests: Group) -> list[str]:
    """The names of the groups of secret tests, in order."""
    secret = next((one for one in tests.groups if one.name.endswith("secret")), None)
    groups = tests.groups if secret is None else secret.groups
    return [group.name for group in groups if not group.name.endswith("sample")]


def _read(problem: Problem) -> Jury:
    # Each only where it is needed: YAML, XML and TOML take long to import.
    root, form = problem.path, problem.format
    if not root.is_dir():
        return Jury()
    if form in ("icpc-2025-09", "icpc-2023-07"):
        from judge.expectations import submissions_yaml  # noqa: PLC0415

        examples = submissions_yaml.examples(root, secret_groups(problem.tests))
        own = timing.of_package(root, legacy=False)
        return Jury(examples=examples, timing=own, accepted_wanted=True)
    if form.startswith("icpc"):
        from judge.expectations import folders  # noqa: PLC0415

        examples = folders.legacy(root, secret_groups(problem.tests))
        own = timing.of_package(root, legacy=True)
        return Jury(examples=examples, timing=own, accepted_wanted=True)
    if form == "dmoj":
        from judge.expectations import dmoj  # noqa: PLC0415

        return dmoj.jury(root, problem.tests)
    if form in OTHERS:
        found: Jury = import_module(OTHERS[form]).jury(root)
        return found
    from judge.expectations import folders  # noqa: PLC0415

    return Jury(examples=folders.legacy(root, secret_groups(problem.tests)))

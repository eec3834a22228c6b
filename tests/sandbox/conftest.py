from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import Case, compile_program
from needs import open_sandbox, requires

from sandbox import Boxes, Command, Outcome, Prepared, Sandbox


class Resident:
    """A sandbox all of whose executions are in one box, or one for each thread."""

    def __init__(self, real: Sandbox) -> None:
        self._real, self._own, self._all = real, threading.local(), []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def prepare(self, command: Command) -> Prepared:
        if not hasattr(self._own, "boxes"):
            self._own.boxes = Boxes()
            self._all.append(self._own.boxes)
        prepared = self._real.begin(command, self._own.boxes)
        prepared.hold()
        return prepared

    def run(self, command: Command) -> Outcome:
        return self.prepare(command).run()

    def leave(self) -> None:
        for boxes in self._all:
            boxes.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what holds for one starter alone, where the other one starts."""
    out = [item for item in items if not _may_start(item)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def _may_start(item: pytest.Item) -> bool:
    starter = item.callspec.params.get("starter") if hasattr(item, "callspec") else None
    if starter == "box" and (
        "own_sandbox" in item.fixturenames or "sandbox" not in item.fixturenames
    ):
        return False  # what it is about is no execution, or more than one sandbox
    return starter is None or _only(item) in (None, "helper" if starter == "box" else starter)


def _only(item: pytest.Item) -> str | None:
    case = item.callspec.params.get("case") if hasattr(item, "callspec") else None
    if isinstance(case, Case):  # other tests call other things so
        return case.says.get("starter")
    return "helper" if item.get_closest_marker("helper_only") else None


@pytest.fixture(scope="session", params=["helper", "box", "bubblewrap"])
def starter(request: pytest.FixtureRequest) -> str:
    """Who starts the program inside: our own first process, or bubblewrap's.

    Our own does so in a box of the execution's own (`helper`), or in one box for all
    executions, one after the other (`box`).
    """
    requires("sandbox")
    if request.param != "bubblewrap":
        requires("init")
    return request.param


@pytest.fixture(scope="session")
def sandbox(starter: str) -> Iterator[Sandbox]:
    with open_sandbox(use_helper=starter != "bubblewrap") as sandbox:
        if starter != "box":
            yield sandbox
            return
        resident = Resident(sandbox)
        yield resident  # type: ignore[misc]
        resident.leave()


@pytest.fixture
def own_sandbox(starter: str) -> Iterator[Sandbox]:
    """A sandbox of the test's own: to be cancelled, for instance."""
    with open_sandbox(use_helper=starter != "bubblewrap") as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def compiled() -> Iterator[Callable[[Case], Path]]:
    """Compiles a program of the tests, once."""
    done: dict[str, Path] = {}
    with tempfile.TemporaryDirectory(prefix="judge-test-") as name:
        Path(name).chmod(0o755)

        def compiled(case: Case) -> Path:
            if case.name not in done:
                done[case.name] = compile_program(case, Path(name))
            return done[case.name]

        yield compiled

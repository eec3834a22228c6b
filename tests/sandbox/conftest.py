from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cases import Case, compile_program
from needs import open_sandbox, requires

from sandbox import Sandbox


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what holds for one starter alone, where the other one starts."""
    out = [item for item in items if _starter(item) not in (None, _only(item))]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def _starter(item: pytest.Item) -> str | None:
    """The one that would start it, if not every one may."""
    found = item.callspec.params.get("starter") if hasattr(item, "callspec") else None
    return found if _only(item) else None


def _only(item: pytest.Item) -> str | None:
    case = item.callspec.params.get("case") if hasattr(item, "callspec") else None
    if isinstance(case, Case):  # other tests call other things so
        return case.says.get("starter")
    return "helper" if item.get_closest_marker("helper_only") else None


@pytest.fixture(scope="session", params=["helper", "bubblewrap"])
def starter(request: pytest.FixtureRequest) -> str:
    """Who starts the program inside: our own first process, or bubblewrap's."""
    requires("sandbox")
    if request.param == "helper":
        requires("init")
    return request.param


@pytest.fixture(scope="session")
def sandbox(starter: str) -> Iterator[Sandbox]:
    with open_sandbox(use_helper=starter == "helper") as sandbox:
        yield sandbox


@pytest.fixture
def own_sandbox(starter: str) -> Iterator[Sandbox]:
    """A sandbox of the test's own: to be cancelled, for instance."""
    with open_sandbox(use_helper=starter == "helper") as sandbox:
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

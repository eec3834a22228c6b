from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import requires

from judge import languages as languages_of
from judge.languages import Languages
from sandbox import Sandbox

# A language whose compiler is the submission itself, which may do as it likes.
HOSTILE = """
hostile:
  name: Hostile
  extensions: [.hostile]
  executables: [bash]
  compile: [bash, "{source}"]
  run: ["{binary}"]
"""


@pytest.fixture(scope="session")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Languages:
    """The languages as they come, and the hostile one."""
    folder = tmp_path_factory.mktemp("languages")
    (folder / "hostile.yaml").write_text(HOSTILE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder))
        return languages_of.load(folder / "hostile.yaml")


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    requires("sandbox", "cpu_time", "memory", "processes")
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def own_sandbox() -> Iterator[Sandbox]:
    """A sandbox of the test's own: to be cancelled."""
    requires("sandbox", "cpu_time", "memory", "processes")
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def nothing_left(sandbox: Sandbox) -> Iterator[None]:
    """What is judged leaves nothing in the sandbox's folder."""
    before = _entries(sandbox.folder)
    yield
    assert _entries(sandbox.folder) == before


def _entries(folder: Path) -> set[str]:
    # What toolchains are reached through, and the programs of packages and tests that had to
    # be made, are made when the first one needs them, and stay for the others.
    return {path.name for path in folder.iterdir()} - {"reach", "programs", "tests"}

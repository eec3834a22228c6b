from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from leftovers import left_behind

# The same examples for everybody, on a slow machine too; nothing is written to the folder.
settings.register_profile("judge", deadline=None, database=None, derandomize=True)
settings.load_profile("judge")


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """No test run leaves a process, a cgroup or a folder of its own on the host."""
    yield
    assert left_behind(os.getpid()) == []


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that sandboxed programs may be shown; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory(prefix="judge-test-") as name:
        path = Path(name)
        path.chmod(0o777)
        yield path

from __future__ import annotations

import os
import resource
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from needs import requires

from sandbox import Limits
from sandbox.rlimits import rlimits

numbers = st.none() | st.integers(1, 1 << 40)
all_limits = st.builds(
    Limits,
    cpu_time=st.none() | st.floats(0.001, 1e6),
    memory=numbers,
    output=numbers,
    processes=numbers,
    stack=numbers,
)
HARMFUL = {resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_RSS}


@given(all_limits)
def test_address_space_is_never_limited(limits: Limits) -> None:
    kinds = [kind for kind, _, _ in rlimits(limits)]
    assert not HARMFUL & set(kinds)
    assert len(kinds) == len(set(kinds))


@given(all_limits)
def test_kernels_own_limits_come_after_ours(limits: Limits) -> None:
    found = {kind: soft for kind, soft, _ in rlimits(limits)}
    assert all(soft <= hard for _, soft, hard in rlimits(limits))
    assert found[resource.RLIMIT_CORE] == 1
    assert found.get(resource.RLIMIT_FSIZE) == limits.output
    assert found.get(resource.RLIMIT_STACK) == limits.stack
    if limits.cpu_time is not None:
        assert found[resource.RLIMIT_CPU] >= limits.cpu_time + 1
    if limits.processes is not None:
        # The cgroup allows two more for the first processes, and must be the one to refuse.
        assert found[resource.RLIMIT_NPROC] > limits.processes + 2


# In a process of its own, which then has the limit for good.
NO_CORE = """
import resource, sys
from needs import open_sandbox
from running import output_of
from sandbox import Command

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
with open_sandbox() as sandbox:
    show = "import resource; print(*resource.getrlimit(resource.RLIMIT_CORE))"
    print(output_of(sandbox, Command(argv=("/usr/bin/python3", "-I", "-S", "-c", show))))
print(resource.getrlimit(resource.RLIMIT_CORE)[1])
"""


def test_no_core_file_is_asked_for_where_the_judge_was_started_without_any() -> None:
    requires("sandbox")
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", NO_CORE], env=env, capture_output=True, check=True)
    soft, hard, own = done.stdout.split()
    assert soft == hard == own
    if own == b"0":
        pytest.skip("the judge may not raise its own limit here")
    assert own == b"1"

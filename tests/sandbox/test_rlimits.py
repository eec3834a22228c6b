from __future__ import annotations

import resource

from hypothesis import given
from hypothesis import strategies as st

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

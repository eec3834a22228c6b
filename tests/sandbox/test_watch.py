from __future__ import annotations

import math
import select

from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.watch import Watch

MOMENTS = st.floats(0, 1e300) | st.just(math.inf)


@given(MOMENTS, MOMENTS, MOMENTS, MOMENTS)
@example(math.inf, 1e300, math.inf, math.inf)
@example(math.inf, math.inf, math.inf, math.inf)
def test_however_far_a_limit_is_the_kernel_can_wait_for_it(
    wall: float, cpu: float, note: float, give_up: float
) -> None:
    watch = Watch.__new__(Watch)
    watch._wall_look, watch._cpu_look = wall, cpu
    watch._note_look, watch._give_up = note, give_up
    timeout = watch.timeout()
    assert (timeout is None) == (min(wall, cpu, note, give_up) == math.inf)
    assert timeout is None or 0 <= timeout < 1 << 31
    with select.epoll() as ready:  # so that nothing has to be waited for
        poll = select.poll()
        poll.register(ready, select.POLLNVAL)
    assert poll.poll(timeout)

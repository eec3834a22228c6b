"""Does something for each of many things, in all lanes at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, cast

from judge.lanes import Lane, gather
from sandbox import Boxes

Thing = TypeVar("Thing")
Found = TypeVar("Found")


def each(
    things: Sequence[Thing], lanes: Sequence[Lane], do: Callable[[Thing, Lane, Boxes], Found]
) -> list[Found]:
    """What `do` returns for each thing, in no order; the rest is left out when cancelled.

    Raises the first of what `do` raises, when the others have ended.
    """
    waiting = deque(things)

    def work(lane: Lane) -> Iterator[_Done[Found]]:
        boxes = Boxes()
        try:
            while (thing := _next(waiting)) is not None and not lane.sandbox.cancelled:
                yield _Done(do(thing, lane, boxes))
        except Exception as error:  # noqa: BLE001 - raised again below
            waiting.clear()
            yield _Done(None, error)
        finally:
            boxes.close()

    done = list(gather(lanes, work, waiting.clear))
    for one in done:
        if one.error is not None:
            raise one.error
    return [cast("Found", one.found) for one in done]


class _Done(Generic[Found]):
    """What came of one thing in the thread of a lane; what `do` returns may be None."""

    def __init__(self, found: Found | None, error: Exception | None = None) -> None:
        self.found = found
        self.error = error


def _next(waiting: deque[Thing]) -> Thing | None:
    try:
        return waiting.popleft()
    except IndexError:  # none is left
        return None

"""Lanes: each runs one execution after the other, the next one set up while one runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from sandbox import Boxes, Command, Outcome, Prepared, Sandbox, undisturbed

Task = TypeVar("Task")
Item = TypeVar("Item")


class TaskError(Exception):
    """The sandbox failed at `task`; the cause says how."""

    def __init__(self, task: Any) -> None:
        super().__init__(str(task))
        self.task = task


class Once:
    """What is made once for all submissions, by whoever needs it first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[object, Any] = {}

    def get(self, key: object, make: Callable[[], Item]) -> Item:
        """What was made for `key`. Raises what making it raises; the next one tries again."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            found: Item = self._made[key]
            return found


class Lane:
    """Runs commands in sequence on the CPU of number `cpu` (None: wherever).

    `once` is the same for all lanes of a sandbox.
    """

    def __init__(self, sandbox: Sandbox, cpu: int | None = None, once: Once | None = None) -> None:
        self.sandbox = sandbox
        self.cpu = cpu
        self.once = once or Once()

    def run(
        self,
        tasks: Iterable[Task],
        command: Callable[[Task], Command],
        wanted: Callable[[Task], bool],
        boxes: Boxes | None = None,
    ) -> Iterator[tuple[Task, Outcome]]:
        """Yields each task with its outcome, in order; the caller closes the outcomes.

        All are executions of one submission, in `boxes`, which are closed in the end. A task
        that is not `wanted` any more when its turn comes is left out. Ends early when the
        caller stops asking. Raises TaskError where a task could not be run: its cause is a
        SandboxError, or what `command` raised.
        """
        boxes = boxes or Boxes()
        waiting: _Task[Task] | None = None
        try:
            todo = (_Task(task, self.sandbox, command, boxes) for task in tasks)
            waiting = next(todo, None)
            while waiting is not None:
                now, waiting = waiting, None
                if not wanted(now.task):
                    now.discard()
                    waiting = next(todo, None)
                    continue
                now.start()
                # Only now: what it costs to begin is time in which a program runs.
                try:
                    waiting = next(todo, None)
                except BaseException:
                    now.discard()
                    raise
                yield now.task, now.finish()
        finally:
            if waiting is not None:
                waiting.discard()
            boxes.close()


class _Task(Generic[Task]):
    """A task whose execution has been begun, or could not be."""

    def __init__(
        self,
        task: Task,
        sandbox: Sandbox,
        command: Callable[[Task], Command],
        boxes: Boxes,
    ) -> None:
        self.task = task
        self._prepared: Prepared | None = None
        self._error: Exception | None = None
        try:
            self._prepared = sandbox.begin(command(task), boxes)
        except Exception as error:  # noqa: BLE001 - raised again when its turn comes
            self._error = error

    def start(self) -> None:
        """Starts it. Raises TaskError."""
        try:
            self._known().start()
        except Exception as error:
            raise TaskError(self.task) from error

    def finish(self) -> Outcome:
        """Waits for its end. Raises TaskError."""
        try:
            return self._known().finish()
        except Exception as error:
            raise TaskError(self.task) from error

    def discard(self) -> None:
        """Ends it, wherever it has got to."""
        if self._prepared is not None:
            self._prepared.discard()

    def _known(self) -> Prepared:
        if self._prepared is None:
            raise self._error or RuntimeError("nothing was prepared")
        return self._prepared


def open_lanes(sandbox: Sandbox, count: int) -> list[Lane]:
    """`count` lanes, each on a CPU of its own where there are several.

    A single one is left to the scheduler, which knows which CPU is free.
    """
    cpus = sorted(os.sched_getaffinity(0))
    if count == 1:
        return [Lane(sandbox)]
    once = Once()
    return [Lane(sandbox, cpus[number % len(cpus)], once) for number in range(count)]


def gather(
    lanes: Sequence[Lane], work: Callable[[Lane], Iterator[Item]], stop: Callable[[], None]
) -> Iterator[Item]:
    """What `work` yields in each lane, in threads of their own, as it comes.

    When the caller stops asking, `stop` tells `work` to come to its end, which is waited
    for.
    """
    found: SimpleQueue[Item | None] = SimpleQueue()

    def serve(lane: Lane) -> None:
        try:
            for item in work(lane):
                found.put(item)
        finally:
            found.put(None)

    threads = [Thread(target=serve, args=(lane,), daemon=True) for lane in lanes]
    with undisturbed():
        for thread in threads:
            thread.start()
    try:
        for _ in threads:
            while (item := found.get()) is not None:
                yield item
    finally:
        stop()
        for thread in threads:
            thread.join()

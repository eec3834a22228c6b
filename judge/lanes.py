"""Lanes: each runs one execution after the other, the next ones set up while one runs.

A lane has threads of its own that set sandboxes up, since some die with the thread that
started them; they live as long as the lane. Two are set up ahead: a short program has
ended before the next sandbox could be made.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, Generic, Self, TypeVar

from sandbox import Command, Outcome, Prepared, Sandbox, undisturbed

Task = TypeVar("Task")
Item = TypeVar("Item")

AHEAD = 2


class TaskError(Exception):
    """The sandbox failed at `task`; the cause says how."""

    def __init__(self, task: Any) -> None:
        super().__init__(str(task))
        self.task = task


class Preparation:
    """A sandbox that is being set up in another thread.

    The standard library's futures do the same, and take 10 ms to import.
    """

    def __init__(self, prepare: Callable[[], Prepared]) -> None:
        self._prepare = prepare
        self._done = Event()
        self._prepared: Prepared | None = None
        self._error: BaseException | None = None

    def work(self) -> None:
        """Sets it up, in this thread."""
        try:
            self._prepared = self._prepare()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        finally:
            self._done.set()

    def result(self) -> Prepared:
        """What was set up, once it is. Raises what setting it up raised."""
        self._done.wait()
        if self._prepared is None:
            raise self._error or RuntimeError("nothing was prepared")
        return self._prepared

    def discard(self) -> None:
        """Waits for it, and ends it without having run anything."""
        self._done.wait()
        if self._prepared is not None:
            self._prepared.discard()


class Lane:
    """Runs commands in sequence on the CPU of number `cpu` (None: wherever)."""

    def __init__(self, sandbox: Sandbox, cpu: int | None = None) -> None:
        self.sandbox = sandbox
        self.cpu = cpu
        self._waiting: SimpleQueue[Preparation | None] = SimpleQueue()
        # As daemons: whatever has gone wrong, they keep no command from ending.
        self._threads = [
            Thread(target=self._serve, name="prepare", daemon=True) for _ in range(AHEAD)
        ]
        with undisturbed():
            for thread in self._threads:
                thread.start()

    def run(
        self,
        tasks: Iterable[Task],
        command: Callable[[Task], Command],
        wanted: Callable[[Task], bool],
    ) -> Iterator[tuple[Task, Outcome]]:
        """Yields each task with its outcome, in order; the caller closes the outcomes.

        A task that is not `wanted` any more when its turn comes is left out. Ends early
        when the caller stops asking. Raises TaskError where a task could not
        be run: its cause is a SandboxError, or what `command` raised.
        """
        return _Sequence(self, iter(tasks), command, wanted).run()

    def prepare(self, command: Callable[[], Command]) -> Preparation:
        """Begins to set a command up in one of the lane's own threads."""
        preparation = Preparation(lambda: self.sandbox.prepare(command()))
        self._waiting.put(preparation)
        return preparation

    def close(self) -> None:
        """Ends the lane's threads. Everything must have ended."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (preparation := self._waiting.get()) is not None:
            preparation.work()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Sequence(Generic[Task]):
    def __init__(
        self,
        lane: Lane,
        tasks: Iterator[Task],
        command: Callable[[Task], Command],
        wanted: Callable[[Task], bool],
    ) -> None:
        self._lane, self._tasks, self._command, self._wanted = lane, tasks, command, wanted

    def run(self) -> Iterator[tuple[Task, Outcome]]:
        waiting = deque(self._begin(AHEAD))
        try:
            while waiting:
                task, preparation = waiting.popleft()
                prepared = self._await(task, preparation)
                if not self._wanted(task):
                    prepared.discard()
                    waiting.extend(self._begin(1))
                    continue
                self._start(task, prepared)
                # Only now: what it costs to begin is time in which a program runs.
                try:
                    waiting.extend(self._begin(1))
                except BaseException:
                    prepared.discard()
                    raise
                yield task, self._finish(task, prepared)
        finally:
            for _, preparation in waiting:
                preparation.discard()

    @staticmethod
    def _await(task: Task, preparation: Preparation) -> Prepared:
        try:
            return preparation.result()
        except Exception as error:
            raise TaskError(task) from error

    @staticmethod
    def _start(task: Task, prepared: Prepared) -> None:
        try:
            prepared.start()
        except Exception as error:
            raise TaskError(task) from error

    @staticmethod
    def _finish(task: Task, prepared: Prepared) -> Outcome:
        try:
            return prepared.finish()
        except Exception as error:
            raise TaskError(task) from error

    def _begin(self, count: int) -> Iterator[tuple[Task, Preparation]]:
        for task in islice(self._tasks, count):
            yield task, self._lane.prepare(partial(self._command, task))


def open_lanes(sandbox: Sandbox, count: int) -> list[Lane]:
    """`count` lanes, each on a CPU of its own where there are several.

    A single one is left to the scheduler, which knows which CPU is free.
    """
    cpus = sorted(os.sched_getaffinity(0))
    if count == 1:
        return [Lane(sandbox)]
    return [Lane(sandbox, cpus[number % len(cpus)]) for number in range(count)]


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

"""Lanes: each runs one execution after the other, the next set up while one runs.

A lane has a thread of its own that sets sandboxes up, since they die with the thread
that started them; it lives as long as the lane.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Generic, Self, TypeVar

from sandbox import Command, Outcome, Prepared, Sandbox

Task = TypeVar("Task")


class TaskError(Exception):
    """The sandbox failed at `task`; the cause says how."""

    def __init__(self, task: Any) -> None:
        super().__init__(str(task))
        self.task = task


class Lane:
    """Runs commands in sequence on the CPU of number `cpu` (None: wherever)."""

    def __init__(self, sandbox: Sandbox, cpu: int | None = None) -> None:
        self.sandbox = sandbox
        self.cpu = cpu
        self._preparer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prepare")

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

    def prepare(self, command: Callable[[], Command]) -> Future[Prepared]:
        """Begins to set a command up in the lane's own thread."""
        return self._preparer.submit(lambda: self.sandbox.prepare(command()))

    def close(self) -> None:
        """Ends the lane's thread. Everything must have ended."""
        self._preparer.shutdown()

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
        following = self._begin()
        try:
            while following is not None:
                task, future = following
                following = None
                prepared = self._await(task, future)
                following = self._begin()
                if self._wanted(task):
                    yield task, self._run(task, prepared)
                else:
                    prepared.discard()
        finally:
            if following is not None:
                _discard(following[1])

    @staticmethod
    def _await(task: Task, future: Future[Prepared]) -> Prepared:
        try:
            return future.result()
        except Exception as error:
            raise TaskError(task) from error

    @staticmethod
    def _run(task: Task, prepared: Prepared) -> Outcome:
        try:
            return prepared.run()
        except Exception as error:
            raise TaskError(task) from error

    def _begin(self) -> tuple[Task, Future[Prepared]] | None:
        for task in self._tasks:
            return task, self._lane.prepare(partial(self._command, task))
        return None


def _discard(future: Future[Prepared]) -> None:
    if future.cancel():
        return
    if future.exception() is None:
        future.result().discard()


def open_lanes(sandbox: Sandbox, count: int) -> list[Lane]:
    """`count` lanes, each on a CPU of its own where there are several.

    A single one is left to the scheduler, which knows which CPU is free.
    """
    cpus = sorted(os.sched_getaffinity(0))
    if count == 1:
        return [Lane(sandbox)]
    return [Lane(sandbox, cpus[number % len(cpus)]) for number in range(count)]

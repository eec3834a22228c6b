"""The first half of an execution's life: spawn, adopt, hold; and `discard` at any moment.

bubblewrap is started and sets up the namespaces while the judge goes on. It tells the
number of the first process inside (`info`); the judge puts that one into its cgroup and
sets its resource limits from outside (adopt). When everything is set up, the first
process says so (`status`) and waits (hold). Nothing of the program has run so far.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sandbox import bwrap, classify, pidfd, tether, told
from sandbox.capture import Capture
from sandbox.cgroup import Group
from sandbox.errors import CancelledError, SandboxError
from sandbox.feed import Feed, reopened, sealed
from sandbox.mac import Confinement
from sandbox.model import Command
from sandbox.privilege import give, unprivileged
from sandbox.rlimits import set_rlimits
from sandbox.watch import READABLE, REAP_SECONDS
from sandbox.workspace import Workspace

SET_UP_SECONDS = 30.0


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What every execution of one sandbox shares; descriptors are borrowed.

    `stop` is an eventfd that becomes readable when all executions are cancelled.
    """

    bwrap: str
    system: tuple[tuple[str, ...], ...]
    filters: dict[str, int]
    hidden: tuple[str, ...]
    helper: int | None
    confinement: Confinement | None
    folder: Path
    stop: int
    network_denied: bool = True


class Held:
    """One execution. Made by `Sandbox.prepare`; `run` it once, or `discard` it.

    Raises CommandError where standard input can't be read, SandboxError where the
    sandbox can't be set up; nothing of the program has run then, and nothing is left.
    """

    def __init__(self, command: Command, tools: Tools, group: Group) -> None:
        self._command, self.tools, self.group = command, tools, group
        self.limits = command.limits
        self._inner = self._pid = -1
        self._child: subprocess.Popen[bytes] | None = None
        self._status = b""
        self._killed_for: classify.KilledFor | None = None
        self._adopted = self._left = False
        self._open: set[int] = set()
        self.stop = tools.stop
        self.started = 0.0
        self.ended: float | None = None
        self.starved = 0.0
        self.workspace: Workspace | None = None
        self.stdout = Capture(self.limits.output, tools.folder)
        self.stderr = Capture(self.limits.output, tools.folder)
        with self._discarded_on_failure("set up"):
            self.feed = Feed(command.stdin)
            self._keep(self.feed.reader)
            self._spawn()

    @contextlib.contextmanager
    def _discarded_on_failure(self, step: str) -> Iterator[None]:
        """Leaves nothing when something fails; what the host refuses is a SandboxError."""
        try:
            yield
        except OSError as error:
            self.discard()
            raise SandboxError.of(step, error) from error
        except BaseException:
            self.discard()
            raise

    def _spawn(self) -> None:
        tools, command = self.tools, self._command
        self._info, info = self._pipe()
        self.status_pipe, status = self._pipe()
        hold, self._hold = self._pipe()
        self.out, out = self._pipe()
        self.err, err = self._pipe()
        for end in (out, err):
            give(end)
        # A program may read back what it wrote, just before we do: never wait in a read.
        for end in (self._info, self.status_pipe, self.out, self.err):
            os.set_blocking(end, False)
        block, self._unblock = self._pipe()
        life, _ = self._pipe()
        own = self._keep(reopened(tools.filters[command.policy]))
        names = bwrap.Descriptors(
            args=own,
            info=info,
            told=self._info,
            status=status,
            hold=hold,
            filter=own,
            life=life,
            helper=tools.helper,
            block=block if tools.helper is None else None,
        )
        words = bwrap.options(command, names, tools.system, tools.hidden)
        if not tools.network_denied:
            words = bwrap.with_hosts_network(words)
        args = self._keep(sealed(bwrap.encode(words)))
        names = msgspec.structs.replace(names, args=args)
        try:
            self._start(names, (out, err))
        except OSError as error:
            raise SandboxError("start bubblewrap", str(error)) from error
        finally:
            self._close(info, status, hold, out, err, block, life, own, args, self.feed.reader)
        if tools.helper is not None:
            self._close(self._unblock)

    def _start(self, names: bwrap.Descriptors, streams: tuple[int, int]) -> None:
        tools, command = self.tools, self._command
        with unprivileged(), _no_signal_blocked():
            self._child = subprocess.Popen(
                bwrap.argv(tools.bwrap, command, names, tools.confinement),
                stdin=self.feed.reader,
                stdout=streams[0],
                stderr=streams[1],
                cwd="/",
                env=tether.mark(tools.folder.name),
                pass_fds=names.all(),
                process_group=0,
            )

    def hold(self) -> None:
        """Waits until everything is set up and the program could start.

        Raises SandboxError with bubblewrap's own words where it can't be.
        """
        with self._discarded_on_failure("set up"):
            pid = self._told_pid()
            self._adopt(pid)
            self._await_ready()
            if self._command.work is not None:
                self.workspace = Workspace(pid, self._command.work.target)
                self.workspace.put_in(self._command.work.source)

    def _told_pid(self) -> int:
        text = b""
        while b"}" not in text:
            self._await(self._info)
            data = os.read(self._info, 4096)
            if not data:
                raise SandboxError("set up", self._complaint())
            text += data
        self._close(self._info)
        return told.first_pid(text)

    def _adopt(self, pid: int) -> None:
        assert self._child is not None  # noqa: S101 - spawned
        try:
            self._inner, self._pid = pidfd.child(pid, self._child.pid), pid
            self._keep(self._inner)
            # As the user it belongs to: root in a container may lack CAP_SYS_RESOURCE.
            with unprivileged():
                set_rlimits(pid, self.limits)
                if self._command.cpu is not None:
                    os.sched_setaffinity(pid, {self._command.cpu})
            self.group.add(pid)
            pidfd.demand(self._inner)
            self._adopted = True  # else it may be somebody else whom we have put in
            if self.tools.helper is None:
                os.write(self._unblock, b"\n")
                self._close(self._unblock)
            else:
                os.write(self._hold, b"\n")
        except (OSError, SandboxError) as error:
            # It may have died of a mount that can't be made: then that is the cause, which
            # our first process or bubblewrap has told.
            if isinstance(error, BrokenPipeError | ProcessLookupError) or self._has_died():
                self._await_ready()
                raise SandboxError("set up", self._complaint()) from error
            if isinstance(error, OSError):
                raise SandboxError("adopt", str(error)) from error
            raise

    def _has_died(self) -> bool:
        return self._inner >= 0 and pidfd.has_ended(self._inner)

    def _await_ready(self) -> None:
        while b"\n" not in self._status:
            self._await(self.status_pipe)
            data = os.read(self.status_pipe, 4096)
            if not data:
                raise SandboxError("set up", self._complaint())
            self._status += data
        line, _, self._status = self._status.partition(b"\n")
        if line != b"ready":
            raise told.failure(line)

    def _await(self, descriptor: int) -> None:
        poll = select.poll()
        for one in (descriptor, self.stop):
            poll.register(one, READABLE)
        ready = {fd for fd, _ in poll.poll(SET_UP_SECONDS * 1000)}
        if not ready:
            raise SandboxError("set up", f"not done within {SET_UP_SECONDS:.0f} s")
        if self.stop in ready:
            raise CancelledError("set up", "cancelled")

    def _complaint(self) -> str:
        """What bubblewrap said before it gave up; nobody else could have written yet."""
        self._kill_now()
        poll = select.poll()
        poll.register(self.err, READABLE)
        while poll.poll(REAP_SECONDS * 1000) and self.stderr.read_from(self.err):
            pass
        text = self.stderr.head(2000).decode(errors="replace").strip()
        return text.removeprefix("bwrap: ") or "bubblewrap gave up without a word"

    def kill(self, reason: classify.KilledFor | None) -> None:
        """Kills everything inside; the first `reason` counts."""
        self._killed_for = self._killed_for or reason
        if not self._adopted or not self.group.kill():
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._inner, signal.SIGKILL)
        self._let_die()

    def _let_die(self) -> None:
        """Undoes what a program may have done to the first process to have it get no CPU."""
        try:
            signal.pidfd_send_signal(self._inner, 0)
        except OSError:
            return  # gone, and its number may be another's
        with contextlib.suppress(OSError):
            os.sched_setaffinity(self._pid, range(os.cpu_count() or 1))
        with contextlib.suppress(OSError):
            os.sched_setscheduler(self._pid, os.SCHED_OTHER, os.sched_param(0))
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, 0)

    def discard(self) -> None:
        """Ends it at once, whatever state it is in, and leaves nothing."""
        self._kill_now()
        feed = getattr(self, "feed", None)
        if feed is not None:
            feed.close()
        self._close(*self._open)
        if self.workspace is not None:
            self.workspace.close()
        self.stdout.close()
        self.stderr.close()
        with contextlib.suppress(OSError):
            self._leave_group()

    def _leave_group(self) -> None:
        # Once: it may be another execution's by the second time.
        if not self._left:
            self._left = True
            self.group.remove()

    def _kill_now(self) -> None:
        if self._child is None or self._child.returncode is not None:
            return
        # The inner one first: a held program whose bubblewrap has died is released.
        if self._inner >= 0:
            self.kill(None)
        else:
            tether.kill_group(self._child.pid)
        try:
            self._child.wait(REAP_SECONDS)
        except subprocess.TimeoutExpired:
            tether.kill_group(self._child.pid)
            self._child.wait()

    def _keep(self, descriptor: int) -> int:
        """Ours to close, from now on."""
        self._open.add(descriptor)
        return descriptor

    def _pipe(self) -> tuple[int, int]:
        ends = os.pipe2(os.O_CLOEXEC)
        self._open |= set(ends)
        return ends

    def _close(self, *descriptors: int) -> None:
        for descriptor in descriptors:
            if descriptor in self._open:
                os.close(descriptor)
                self._open.discard(descriptor)


@contextlib.contextmanager
def _no_signal_blocked() -> Iterator[None]:
    """What is started inside takes every signal, whatever this thread does."""
    before = signal.pthread_sigmask(signal.SIG_SETMASK, ())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

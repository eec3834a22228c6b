"""A bubblewrap for one execution, where our own first process can't be had.

bubblewrap is started and sets up the namespaces while the judge goes on. It tells the
number of the first process inside (`info`); the judge puts that one into its cgroup and
sets its resource limits from outside (adopt). When everything is set up, a shell inside
says so (`status`) and waits (hold). Nothing of the program has run so far.

It is told to die with the thread that started it, which must live until the execution has
ended.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess

import msgspec

from sandbox import bwrap, pidfd, starter, tether, told
from sandbox.cgroup import Group, NoGroup
from sandbox.descriptors import READABLE, Descriptors
from sandbox.errors import SandboxError
from sandbox.feed import reopened, sealed
from sandbox.model import Command
from sandbox.privilege import unprivileged
from sandbox.rlimits import set_rlimits
from sandbox.starter import Tools, await_readable
from sandbox.tether import REAP_SECONDS
from sandbox.words import encode

NOW = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


class Plain:
    """One execution in a bubblewrap of its own. Raises SandboxError."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._open = Descriptors()
        self._child: subprocess.Popen[bytes] | None = None
        self._inner = self.pid = -1
        self._status = b""
        self.ended = self.gone = self._adopted = self._over = False
        self.group: Group = NoGroup()
        self.user = tools.users.take()

    def begin(self, command: Command, streams: tuple[int, int, int]) -> None:
        """Starts bubblewrap."""
        tools, own = self._tools, self._open
        for descriptor in streams:
            own.keep(descriptor)
        self._command = command
        self._info, info = own.pipe()
        self.events, status = own.pipe()
        hold, self._hold = own.pipe()
        block, self._unblock = own.pipe()
        for end in (self._info, self.events):
            os.set_blocking(end, False)
        self.group = tools.cgroups.create(command.limits)
        filter_ = own.keep(reopened(tools.filters[command.policy]))
        names = bwrap.Descriptors(
            args=filter_,
            info=info,
            told=self._info,
            status=status,
            hold=hold,
            filter=filter_,
            block=block,
        )
        words = bwrap.options(command, names, tools.system, tools.hidden)
        if not tools.network_denied:
            words = bwrap.with_hosts_network(words)
        args = own.keep(sealed(encode(words)))
        names = msgspec.structs.replace(names, args=args)
        # A reader of our own, for what bubblewrap says where it gives up.
        self._complaints = own.keep(os.open(f"/proc/self/fd/{streams[2]}", NOW))
        try:
            self._start(names, streams)
        except OSError as error:
            raise SandboxError("start bubblewrap", str(error)) from error
        finally:
            own.close(info, status, hold, block, filter_, args, *streams)

    def _start(self, names: bwrap.Descriptors, streams: tuple[int, int, int]) -> None:
        tools, command = self._tools, self._command
        with unprivileged(self.user.number), tether.no_signal_blocked():
            self._child = subprocess.Popen(
                bwrap.argv(tools.bwrap, command, names, tools.confinement),
                stdin=streams[0],
                stdout=streams[1],
                stderr=streams[2],
                cwd="/",
                env=tether.mark(tools.folder.name),
                pass_fds=names.all(),
                process_group=0,
            )

    def hold(self) -> None:
        """Waits until everything is set up and the program could start.

        Raises SandboxError with bubblewrap's own words where it can't be.
        """
        self._adopt(self._told_pid())
        self._await_ready()

    def release(self) -> None:
        """Starts the program."""
        try:
            os.write(self._hold, b"\n")
        except BrokenPipeError as error:
            raise SandboxError("release", "the sandbox died while it was held") from error
        self._open.close(self._hold)

    def take(self) -> bool:
        """Meets the end of the pipe, when the shell has become the program."""
        try:
            return bool(os.read(self.events, 4096))
        except BlockingIOError:
            return True

    def end(self) -> told.End:
        """Waits for bubblewrap, whose exit code is all that is known."""
        assert self._child is not None  # noqa: S101 - begun
        try:
            code = self._child.wait(REAP_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise SandboxError("reap", "bubblewrap does not end") from error
        # bubblewrap may leave before the first process inside has quite ended, and with it
        # everything else inside.
        poll = select.poll()
        poll.register(self._inner, READABLE)
        if not poll.poll(REAP_SECONDS * 1000):
            raise SandboxError("reap", "what was inside does not end")
        self._over = True
        return told.End(code=code)

    def kill(self) -> None:
        """Kills everything inside."""
        starter.kill(self.group if self._adopted else NoGroup(), self._inner, self.pid)

    def leave(self) -> None:
        """Lets go of it; what has not ended yet is ended."""
        child, self._child = self._child, None
        if child is not None and child.returncode is None:
            self._end(child)
        self.user.release(ended=child is None or self._over)
        self._open.close_all()
        group, self.group = self.group, NoGroup()
        with contextlib.suppress(OSError):
            group.remove()

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        # The inner one first: a held program whose bubblewrap has died is released.
        if self._inner >= 0:
            self.kill()
        else:
            tether.kill_group(child.pid)
        tether.reap(child)
        # bubblewrap may leave a moment before the first process inside.
        self._over = self._inner >= 0 and pidfd.has_ended(self._inner, REAP_SECONDS)

    def _told_pid(self) -> int:
        text = b""
        while b"}" not in text:
            await_readable(self._info, self._tools.stop)
            data = os.read(self._info, 4096)
            if not data:
                raise SandboxError("set up", self._complaint())
            text += data
        self._open.close(self._info)
        return told.first_pid(text)

    def _adopt(self, pid: int) -> None:
        assert self._child is not None  # noqa: S101 - begun
        try:
            self._inner, self.pid = pidfd.child(pid, self._child.pid), pid
            self._open.keep(self._inner)
            # As the user it belongs to: root in a container may lack CAP_SYS_RESOURCE.
            with unprivileged(self.user.number):
                set_rlimits(pid, self._command.limits)
                if self._command.cpu is not None:
                    os.sched_setaffinity(pid, {self._command.cpu})
            self.group.add(pid)
            pidfd.demand(self._inner)
            self._adopted = True  # else it may be somebody else whom we have put in
            os.write(self._unblock, b"\n")
            self._open.close(self._unblock)
        except (OSError, SandboxError) as error:
            # It may have died of a mount that can't be made: then that is the cause, which
            # bubblewrap has told.
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
            await_readable(self.events, self._tools.stop)
            data = os.read(self.events, 4096)
            if not data:
                raise SandboxError("set up", self._complaint())
            self._status += data
        if self._status != b"ready\n":
            raise told.failure(self._status.partition(b"\n")[0])
        self._open.close(self._complaints)

    def _complaint(self) -> str:
        """What bubblewrap said before it gave up; nobody else could have written yet."""
        assert self._child is not None  # noqa: S101 - begun
        self._end(self._child)
        return tether.complaint(self._complaints)

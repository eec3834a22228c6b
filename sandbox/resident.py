"""A box from the judge's side: bubblewrap makes it once, for one execution after the other.

Inside waits our own first process (`box.c`, whose head tells the rest). It is asked for
an execution over a socket, with the descriptors of what belongs to it; it makes a first
process for it, in namespaces of its own, and tells how that ended, and that everything has
gone. An execution can begin to be set up while nobody waits for it.

A box shows the same to all its executions and serves one submission alone. At the least
anomaly it is thrown away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
import subprocess

# The module `socket` makes enumerations of everything, which takes 3 ms.
from _socket import (
    AF_UNIX,
    CMSG_SPACE,
    MSG_CMSG_CLOEXEC,
    MSG_CTRUNC,
    MSG_DONTWAIT,
    SCM_RIGHTS,
    SO_PASSCRED,
    SOCK_CLOEXEC,
    SOCK_SEQPACKET,
    SOL_SOCKET,
    socket,
    socketpair,
)
from array import array

from sandbox import bwrap, pidfd, starter, tether, told
from sandbox.bwrap import Shown
from sandbox.cgroup import Group, NoGroup
from sandbox.descriptors import Descriptors
from sandbox.errors import (
    CancelledError,
    EntryBarredError,
    HelperRefusedError,
    LostBoxError,
    SandboxError,
)
from sandbox.feed import sealed
from sandbox.mac import Confinement
from sandbox.model import Command
from sandbox.privilege import unprivileged
from sandbox.starter import Tools, await_readable
from sandbox.users import User
from sandbox.words import encode, order

SCM_CREDENTIALS = 2
CREDENTIALS = struct.Struct("iII")
ROOM = CMSG_SPACE(4) + CMSG_SPACE(CREDENTIALS.size)
HERE, READY = b"here\n", b"ready\n"


class Box:
    """A box that shows `shown`; a `Starter`.

    Raises SandboxError where bubblewrap can't be started.
    """

    def __init__(self, tools: Tools, shown: Shown) -> None:
        self.shown = shown
        self.served = 0
        self.ended = self.gone = False
        self.pid = -1
        self.group: Group = NoGroup()
        self.user = User(-1)
        self._tools = tools
        self._open = Descriptors()
        self._order = -1
        self._ordered: Command | None = None
        self._keeper = self._first = self._complaints = -1
        self._told = b""
        self.lent = False
        self._pending: tuple[Command, tuple[int, int, int]] | None = None
        self._child: subprocess.Popen[bytes] | None = None
        try:
            self._control, inner = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC)
        except OSError as error:
            raise SandboxError.of("set up", error) from error
        self._control.setsockopt(SOL_SOCKET, SO_PASSCRED, 1)
        self.events = self._control.fileno()
        try:
            self._start(inner)
        except OSError as error:
            self.close()
            raise SandboxError("start bubblewrap", str(error)) from error
        except BaseException:
            self.close()
            raise
        finally:
            inner.close()

    def _start(self, inner: socket) -> None:
        tools = self._tools
        self.user = tools.users.take()
        words = bwrap.box_options(self.shown, tools.system, tools.hidden)
        if not tools.network_denied:
            words = bwrap.with_hosts_network(words)
        args = self._open.keep(sealed(encode(words)))
        life, _ = self._open.pipe()
        self._complaints, complaints = self._open.pipe()
        assert tools.helper is not None  # noqa: S101 - else there are no boxes
        ends = (inner.fileno(), life)
        with unprivileged(self.user.number), tether.no_signal_blocked():
            self._child = subprocess.Popen(
                bwrap.box_argv(tools.bwrap, args, tools.helper, ends),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                cwd="/",
                env=tether.mark(tools.folder.name),
                pass_fds=(args, tools.helper, *ends),
                process_group=0,
            )
        os.set_blocking(self._complaints, False)
        self._open.close(args, life, complaints)

    # ------------------------------------------------------------ an execution

    def begin(self, command: Command, streams: tuple[int, int, int]) -> None:
        """Asks for `command`, at once or as soon as the box is there."""
        self.lent, self._first, self._told = True, -1, b""
        self.ended = self.gone = False
        for descriptor in streams:
            self._open.keep(descriptor)
        self.group = self._group_for(command)
        self._pending = (command, streams)
        self._cwd = command.cwd
        if self._keeper >= 0 or not self.group.resident:
            self._ask()

    def hold(self) -> None:
        """Waits until the program could start.

        Raises SandboxError with bubblewrap's own words where the box can't be made.
        """
        try:
            self._await_ready()
        except (CancelledError, EntryBarredError, HelperRefusedError):
            raise
        except SandboxError as error:
            if self.served:
                raise LostBoxError(error.step, error.message) from error
            raise

    def _await_ready(self) -> None:
        if self._keeper < 0:
            self._await_keeper()
        if self._pending is not None:
            self._ask()
        if self._is_put:
            self._await(HERE)
            self.group.add(self.pid)
            pidfd.demand(self._first)
            self._go()
        self._await(READY)

    @property
    def _is_put(self) -> bool:
        """Whether the first process is put into its cgroup, since it can't begin there."""
        return not self.group.resident and self.group.entry is None

    def _await(self, word: bytes) -> None:
        """Waits until the first process has told `word`, and we hold it."""
        # It may tell so before we hear that it is there; where it fails, it may never be.
        while not self._told or (self._told == word and self._first < 0):
            self._hear()
        if self._told != word:
            raise self._failure(self._told.partition(b"\n")[0])
        self._told = b""

    def release(self) -> None:
        """Starts the program."""
        self.served += 1
        self._go()

    def _go(self) -> None:
        try:
            self._control.send(b"go")
        except OSError as error:
            raise SandboxError("release", "the sandbox died while it was held") from error

    def take(self) -> bool:
        """Takes what the first process tells; False when it tells no more."""
        try:
            text = self._control.recv(256, MSG_DONTWAIT)
        except BlockingIOError:
            return True
        except OSError:
            text = b""
        if text == b"gone":
            self.gone = True
        elif text:
            self._told += text + b"\n"
            self.ended = self.ended or text.startswith(b"ended ")
        return bool(text) and not self.gone

    def end(self) -> told.End:
        """What was told of the end. Raises SandboxError."""
        return told.end(self._told)

    def kill(self) -> None:
        """Kills everything that belongs to the execution; the box remains."""
        starter.kill(self.group, self._first, self.pid)

    def leave(self) -> None:
        """Lets go of the execution; where that has not ended, the box ends with it."""
        if not self.lent:
            return
        self.lent = False
        if not self.gone:
            self.close()
            return
        self._open.close(self._first)
        self._first = -1
        if not self.group.resident:
            group, self.group = self.group, NoGroup()
            with contextlib.suppress(OSError):
                group.remove()

    @property
    def usable(self) -> bool:
        """Whether another execution can begin in it."""
        return self._child is not None and self._first < 0 and self._pending is None

    def close(self) -> None:
        """Ends it, and all that is inside."""
        child, self._child = self._child, None
        if child is not None:
            # The keeper sees both end, and takes everything with it.
            self._open.close_all()
            self._control.close()
            tether.reap(child)
        # bubblewrap itself ends after the keeper, and that one after all that is inside.
        kept = child is not None and self._keeper >= 0 and child.returncode >= 0
        self.user.release(ended=child is None or kept)
        self._open.close_all()
        self._control.close()
        group, self.group = self.group, NoGroup()
        with contextlib.suppress(OSError):
            group.remove()

    # ------------------------------------------------------------ in detail

    def _group_for(self, command: Command) -> Group:
        if not self.group.resident:
            return self._tools.cgroups.create(command.limits)
        self.group.again(command.limits)
        return self.group

    def _ask(self) -> None:
        assert self._pending is not None  # noqa: S101 - begun
        command, streams = self._pending
        confinement = self._tools.confinement
        filter_ = self._tools.filters[command.policy]
        handed = [self._order_for(command, confinement), *streams, filter_]
        if self.group.entry is not None:
            handed.append(self.group.entry)
        rights = [(SOL_SOCKET, SCM_RIGHTS, array("i", handed))]
        try:
            self._control.sendmsg([b"put" if self._is_put else b"run"], rights)
        except OSError as error:
            raise SandboxError("set up", self._complaint() or str(error)) from error
        self._pending = None
        self._open.close(*streams)

    def _order_for(self, command: Command, confinement: Confinement | None) -> int:
        """A descriptor of a file with the order: the same for every test of a submission."""
        if self._ordered is None or not _differ_in_input_alone(command, self._ordered):
            self._open.close(self._order)
            self._order = self._open.keep(sealed(order(command, confinement)))
            self._ordered = command
        return self._order

    def _await_keeper(self) -> None:
        await_readable(self.events, self._tools.stop)
        text, pid, _ = self._receive()
        if text != b"box":
            raise told.failure(text) if text else SandboxError("set up", self._complaint())
        self._keeper = pid
        if self.group.resident:
            self._settle(pid)

    def _settle(self, pid: int) -> None:
        assert self._child is not None  # noqa: S101 - else nobody had told anything
        try:
            held = pidfd.child(pid, self._child.pid)
            try:
                self.group.settle(pid)
                pidfd.demand(held)
            finally:
                os.close(held)
        except ProcessLookupError as error:
            raise SandboxError("set up", self._complaint()) from error
        except OSError as error:
            raise SandboxError("adopt", str(error)) from error

    def _failure(self, line: bytes) -> SandboxError:
        error = told.failure(line)
        if line.startswith(b"failed change-directory "):
            return SandboxError("change directory", f"{self._cwd}: {error.message}")
        return error

    def _hear(self) -> None:
        await_readable(self.events, self._tools.stop)
        text, pid, descriptor = self._receive()
        if not text:
            raise SandboxError("set up", self._complaint() or "the box has died")
        if text == b"started" and descriptor >= 0:
            self._first = self._open.keep(descriptor)
        elif text == b"gone":  # and the box will not be used again
            raise SandboxError("set up", "the first process died")
        else:
            self._told += text + b"\n"
            self.pid = pid

    def _receive(self) -> tuple[bytes, int, int]:
        """A message, its sender's process number, and a descriptor if one came along.

        Raises SandboxError where that can't be taken.
        """
        try:
            text, extra, flags, _ = self._control.recvmsg(256, ROOM, MSG_CMSG_CLOEXEC)
        except OSError:
            return b"", -1, -1
        if flags & MSG_CTRUNC:  # there is room for a descriptor, but we may not have another
            raise SandboxError.of("set up", OSError(errno.EMFILE, os.strerror(errno.EMFILE)))
        pid = descriptor = -1
        for level, kind, data in extra:
            if level == SOL_SOCKET and kind == SCM_CREDENTIALS:
                pid = CREDENTIALS.unpack(data)[0]
            elif level == SOL_SOCKET and kind == SCM_RIGHTS:
                descriptor = int.from_bytes(data[:4], "little")
        return text, pid, descriptor

    def _complaint(self) -> str:
        """What bubblewrap said before it gave up; nobody else could have written yet."""
        if self._child is None:
            return ""
        tether.kill_group(self._child.pid)
        tether.reap(self._child)
        return tether.complaint(self._complaints)


def _differ_in_input_alone(one: Command, other: Command) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("argv", "limits", "env", "cwd", "cpu", "work", "mounts")
    )

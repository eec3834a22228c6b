# claim: it calls the kernel through Python's ctypes and os, without compiling anything
# layer: syscalls user
# expect: contained
# without: syscalls user

import os
import resource
import socket
import time

try:
    import ctypes
except ImportError:
    ctypes = None


def attempt(what, call, *arguments):
    try:
        result = call(*arguments)
    except (OSError, ValueError, AttributeError):
        return
    if not isinstance(result, int) or result >= 0:
        print(f"ESCAPED: {what}")


if ctypes:
    libc = ctypes.CDLL(None, use_errno=True)
    for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x80):
        attempt(f"unshare({flag:#x})", libc.unshare, flag)
        attempt(f"setns({flag:#x})", libc.setns, os.open("/proc/self/ns/user", os.O_RDONLY), flag)
    attempt("mount", libc.mount, b"tmpfs", b"/tmp", b"tmpfs", 0, None)
    attempt("umount", libc.umount2, b"/usr", 2)
    attempt("ptrace", libc.ptrace, 0, 0, 0, 0)
    attempt("personality", libc.personality, 0x0400000)
    attempt("swapon", libc.swapon, b"/tmp/none", 0)
    attempt("klogctl", libc.klogctl, 10, None, 0)
    attempt("sethostname", libc.sethostname, b"mine", 4)
    attempt("acct", libc.acct, b"/tmp/none")
attempt("os.setns", lambda: os.setns(os.open("/proc/1/ns/net", os.O_RDONLY)))
attempt("os.chroot", os.chroot, "/tmp")
attempt("os.mknod", os.mknod, "/tmp/device", 0o020600, 0)
attempt("os.setuid", os.setuid, 0)
attempt("os.setgroups", os.setgroups, [0])
attempt("os.nice", os.nice, -5)
attempt("socket.sethostname", lambda: socket.sethostname("mine") or 1)
attempt("time.clock_settime", lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()) or 1)
most = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
for name in ("RLIMIT_NOFILE", "RLIMIT_NPROC", "RLIMIT_RTPRIO", "RLIMIT_NICE"):
    attempt(name, lambda: resource.setrlimit(getattr(resource, name), most) or 1)
print("contained")

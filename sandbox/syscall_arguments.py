"""System calls that a policy allows with some arguments alone, as data.

A filter sees numbers, and no memory that they point to.
"""

from __future__ import annotations

CLONE_NAMESPACES = 0x7E020000 | 0x00000080
LOW_32_BITS = 0xFFFFFFFF
AF_UNIX = 1
S_IFMT, S_IFIFO = 0o170000, 0o010000
IN_ACCESS, IN_CLOSE_NOWRITE, IN_OPEN = 0x01, 0x10, 0x20

# The kernel looks at the low half of an ioctl's request alone. There is no terminal
# inside; those that ask for one are answered ENOTTY, which programs understand. Absent
# on purpose: TIOCSTI and TIOCLINUX, which type into a terminal.
IOCTLS = {
    "TCGETS": 0x5401,
    "TCSETS": 0x5402,
    "TCSETSW": 0x5403,
    "TCSETSF": 0x5404,
    "TCGETS2": 0x802C542A,
    "TCSETS2": 0x402C542B,
    "TCSETSW2": 0x402C542C,
    "TCSETSF2": 0x402C542D,
    "TIOCGPGRP": 0x540F,
    "TIOCSPGRP": 0x5410,
    "TIOCGWINSZ": 0x5413,
    "TIOCOUTQ": 0x5411,
    "FIONREAD": 0x541B,
    "FIONBIO": 0x5421,
    "FIONCLEX": 0x5450,
    "FIOCLEX": 0x5451,
    "FIOASYNC": 0x5452,
}

# Absent on purpose, beside what only drivers use: F_NOTIFY and F_SETLEASE, which tell
# when another run uses a shared file. Below 1024 all are allowed: descriptors, locks.
FCNTLS = {
    "F_DUPFD_QUERY": 1027,
    "F_DUPFD_CLOEXEC": 1030,
    "F_SETPIPE_SZ": 1031,
    "F_GETPIPE_SZ": 1032,
    "F_ADD_SEALS": 1033,
    "F_GET_SEALS": 1034,
}

# Absent on purpose: what loads filters, changes capabilities, switches off mitigations
# (PR_SET_SPECULATION_CTRL), lets itself be traced, or moves its own memory (PR_SET_MM).
PRCTLS = {
    "PR_SET_PDEATHSIG": 1,
    "PR_GET_PDEATHSIG": 2,
    "PR_GET_DUMPABLE": 3,
    "PR_SET_DUMPABLE": 4,
    "PR_SET_NAME": 15,
    "PR_GET_NAME": 16,
    "PR_CAPBSET_READ": 23,
    "PR_SET_TIMERSLACK": 29,
    "PR_GET_TIMERSLACK": 30,
    "PR_SET_CHILD_SUBREAPER": 36,
    "PR_SET_NO_NEW_PRIVS": 38,
    "PR_GET_NO_NEW_PRIVS": 39,
    "PR_SET_THP_DISABLE": 41,
    "PR_GET_THP_DISABLE": 42,
    "PR_SVE_SET_VL": 50,  # the JVM on aarch64, like the next one
    "PR_SVE_GET_VL": 51,
    "PR_SET_TAGGED_ADDR_CTRL": 55,  # sanitizers on aarch64, like the next one
    "PR_GET_TAGGED_ADDR_CTRL": 56,
    "PR_SET_VMA": 0x53564D41,  # Go and newer C libraries name their memory
}

# 0xffffffff asks what it is; ADDR_NO_RANDOMIZE is what sanitizers run themselves with.
PERSONALITIES = {"PER_LINUX": 0, "ADDR_NO_RANDOMIZE": 0x0040000, "query": 0xFFFFFFFF}

# A policy's further calls: call, argument, mask, the values allowed under the mask.
COMPILE_CONDITIONS: tuple[tuple[str, int, int, tuple[int, ...]], ...] = (
    ("clone", 0, CLONE_NAMESPACES, (0,)),
    ("socket", 0, LOW_32_BITS, (AF_UNIX,)),
    ("socketpair", 0, LOW_32_BITS, (AF_UNIX,)),
    ("ioctl", 1, LOW_32_BITS, tuple(IOCTLS.values())),
    ("fcntl", 1, LOW_32_BITS ^ 0x3FF, (0,)),
    ("fcntl", 1, LOW_32_BITS, tuple(FCNTLS.values())),
    ("prctl", 0, LOW_32_BITS, tuple(PRCTLS.values())),
    ("personality", 0, LOW_32_BITS, tuple(PERSONALITIES.values())),
    # mkfifo; devices, sockets and plain files have other ways or none.
    ("mknod", 1, S_IFMT, (S_IFIFO,)),
    ("mknodat", 2, S_IFMT, (S_IFIFO,)),
    # Limits of its own alone: the first process inside runs as the same user.
    ("prlimit64", 0, LOW_32_BITS, (0,)),
    # cp -p and install set access lists. They lie in kernel memory that no cgroup
    # counts, up to 64 KiB a file: here fewer than 256 bytes.
    ("setxattr", 3, LOW_32_BITS ^ 0xFF, (0,)),
    ("lsetxattr", 3, LOW_32_BITS ^ 0xFF, (0,)),
    ("fsetxattr", 3, LOW_32_BITS ^ 0xFF, (0,)),
    # 0 to 3 and POSIX_FADV_NOREUSE. POSIX_FADV_DONTNEED would throw shared files out of
    # the page cache, for others to wait for.
    ("fadvise64", 3, LOW_32_BITS ^ 3, (0,)),
    ("fadvise64", 3, LOW_32_BITS, (5,)),
)
RUN_CONDITIONS = (
    *COMPILE_CONDITIONS,
    # Without namespaces it only parts a thread's files and folder from its process's.
    ("unshare", 0, CLONE_NAMESPACES, (0,)),
    # Reading is what other runs do with the files that all see; nobody changes those.
    ("inotify_add_watch", 2, IN_ACCESS | IN_CLOSE_NOWRITE | IN_OPEN, (0,)),
)
# Refused for a value of an argument, in its low half, whatever else is allowed. The first
# process inside has the program's user, who could have it get no CPU; it is to be there
# when everything has to end. A group (1) and a user (2) are refused as it is among them.
REFUSED: tuple[tuple[str, int, int], ...] = (
    ("sched_setaffinity", 0, 1),
    ("sched_setattr", 0, 1),
    ("sched_setparam", 0, 1),
    ("sched_setscheduler", 0, 1),
    ("setpriority", 1, 1),
    ("setpriority", 0, 1),
    ("setpriority", 0, 2),
)

# Done without being done: call, argument, its value, the argument that must not be zero.
# The limit on core files says that none is made, nor a program of the host's started to
# take one (see `sandbox.rlimits`). Sanitizers set it to 0 at their start, which would
# allow the latter again, and give up where that fails.
RLIMIT_CORE = 4
PRETENDED: tuple[tuple[str, int, int, int], ...] = (
    ("setrlimit", 0, RLIMIT_CORE, 1),
    ("prlimit64", 1, RLIMIT_CORE, 2),
)
CONDITIONS = {"run": RUN_CONDITIONS, "compile": COMPILE_CONDITIONS}

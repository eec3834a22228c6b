"""The system-call policies, as data: what a program, or a compiler, may ask the kernel.

What is named here is allowed; `sandbox.syscall_arguments` adds calls that are allowed
with some arguments alone. Everything else is refused with EPERM, but for what is to
look as if the kernel did not have it (ENOSYS): `NOT_IMPLEMENTED`, and numbers that no
call had when this table was made. docs/system-calls.md compares it with Docker's
profile. After a `#` stands why an entry is less dangerous, or more needed, than it seems.
"""

from __future__ import annotations

import re

FILES = """
read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek
open openat creat close close_range
openat2                    # can only ask for less than openat does
stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2
readlink readlinkat getdents getdents64 getcwd chdir fchdir umask
mkdir mkdirat rmdir rename renameat renameat2 link linkat unlink unlinkat symlink symlinkat
chmod fchmod fchmodat fchmodat2
chown fchown lchown fchownat  # to one's own user alone: the namespace maps no other
utime utimes utimensat futimesat truncate ftruncate fallocate
fsync fdatasync sync_file_range  # one file each; all that can be written lies in memory
getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr listxattrat
removexattr lremovexattr fremovexattr  # cp -p takes access lists off
dup dup2 dup3 flock pipe pipe2 readahead sendfile copy_file_range
splice                     # io.Copy in Go tells EPERM to its caller
memfd_create               # a JIT's code, mapped twice; counted as memory
"""

MEMORY = """
brk mmap munmap mremap mprotect madvise msync mincore membarrier
pkey_alloc pkey_free pkey_mprotect  # V8 guards its code with them
mseal map_shadow_stack     # only take rights away, from one's own memory
get_mempolicy              # the JVM and .NET ask at the start; nothing can be set
"""

# vfork and fork have no flags that could ask for a namespace; clone has a condition.
PROCESSES = """
fork vfork execve exit exit_group wait4 waitid
execveat                   # fexecve; what can be executed is as confined as its caller
getpid getppid gettid getpgid getpgrp setpgid getsid setsid
getuid geteuid getgid getegid getgroups getresuid getresgid capget
kill tkill tgkill          # the PID namespace holds nobody else's processes
pidfd_open pidfd_send_signal  # likewise; pidfd_getfd, which takes descriptors, is not here
set_tid_address set_robust_list rseq arch_prctl
futex futex_waitv futex_wake futex_wait futex_requeue
getrlimit setrlimit getrusage times getpriority setpriority getcpu uname sysinfo
sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_getattr
sched_get_priority_max sched_get_priority_min sched_rr_get_interval
"""

# The kernel's own trampolines call uretprobe where the host's administrator traces a
# library; without it the traced program dies. From elsewhere it is a SIGILL.
SIGNALS = """
rt_sigaction rt_sigprocmask rt_sigpending rt_sigsuspend rt_sigreturn rt_sigtimedwait
rt_sigqueueinfo rt_tgsigqueueinfo sigaltstack pause alarm signalfd signalfd4
restart_syscall uretprobe
"""

TIME = """
time gettimeofday clock_gettime clock_getres clock_nanosleep nanosleep getitimer setitimer
timer_create timer_settime timer_gettime timer_getoverrun timer_delete
timerfd_create timerfd_settime timerfd_gettime
"""

EVENTS = """
poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
epoll_pwait2 eventfd eventfd2 getrandom
"""

# To one's own children through socketpair, and to where the C library looks for nscd.
# socket and socketpair have a condition: AF_UNIX alone.
SOCKETS = """
connect shutdown getsockname getpeername getsockopt setsockopt sendto recvfrom sendmsg recvmsg
"""

# Perl's `$< = $>` does it, and make (for -flto) before it starts anything. The namespace
# maps one user to become, oneself.
IDENTITY = "setuid setgid setreuid setregid setresuid setresgid"

SERVING = "bind listen accept accept4 sendmmsg recvmmsg"

# In an IPC namespace of one's own, which ends with the run; counted as memory.
SHARED = """
shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
"""

LOCKED_MEMORY = "mlock mlock2 munlock mlockall munlockall  # bounded by RLIMIT_MEMLOCK"

# To lower values: RLIMIT_RTPRIO is 0, and the cpuset and the quota stay.
SCHEDULING = "sched_setaffinity sched_setparam sched_setscheduler sched_setattr"

# inotify_add_watch has a condition: changes, and not who opens what.
WATCHING = "inotify_init inotify_init1 inotify_rm_watch"

# Fast output without copying, as people write it to save time.
COPYING = "tee vmsplice"

COMPILE = {
    "files": FILES,
    "memory": MEMORY,
    "processes": PROCESSES,
    "signals": SIGNALS,
    "time": TIME,
    "events": EVENTS,
    "sockets": SOCKETS,
    "identity": IDENTITY,
}
RUN = {
    **COMPILE,
    "serving": SERVING,
    "shared memory and queues": SHARED,
    "locked memory": LOCKED_MEMORY,
    "scheduling": SCHEDULING,
    "watching": WATCHING,
    "copying": COPYING,
}
POLICIES = {"run": RUN, "compile": COMPILE}

# What programs ask for first and replace themselves when they are told ENOSYS; EPERM
# would make some give up. clone3's flags lie in memory where no filter can see them,
# and io_uring opens files and sockets behind the filter's back.
NOT_IMPLEMENTED = ("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register")

# The last number this table was made for, rseq_slice_yield of Linux 7.0, and the numbers
# that lie unused below it, first and last.
NEWEST = 471
UNUSED = {"X86_64": (337, 423), "AARCH64": (295, 423)}

# What libseccomp may be too old to know. From 424 on architectures have the same numbers.
NUMBERS = {
    "close_range": 436,
    "openat2": 437,
    "faccessat2": 439,
    "epoll_pwait2": 441,
    "futex_waitv": 449,
    "fchmodat2": 452,
    "map_shadow_stack": 453,
    "futex_wake": 454,
    "futex_wait": 455,
    "futex_requeue": 456,
    "mseal": 462,
    "getxattrat": 464,
    "listxattrat": 465,
}


def names(group: str) -> tuple[str, ...]:
    """The calls in the text of a group, without its reasons."""
    return tuple(re.sub("#.*", "", group).split())


def allowed(policy: str) -> tuple[str, ...]:
    """The calls that `policy` allows whatever their arguments, each once."""
    return tuple(name for group in POLICIES[policy].values() for name in names(group))

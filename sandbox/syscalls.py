"""The system-call policies, as data: what a program, or a compiler, may ask the kernel.

Everything that is not named here is refused with EPERM, and calls that are newer
than this table with ENOSYS, so that the C library falls back to an older way.
"""

from __future__ import annotations

FILES = """
read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 open openat openat2
close close_range creat lseek stat fstat lstat newfstatat statx statfs fstatfs access faccessat
faccessat2 readlink readlinkat getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir
rename renameat renameat2 link linkat unlink unlinkat symlink symlinkat chmod fchmod fchmodat
chown fchown lchown fchownat utime utimes utimensat futimesat truncate ftruncate fallocate
fsync fdatasync sync_file_range dup dup2 dup3 fcntl flock umask fadvise64 readahead sendfile
copy_file_range splice tee vmsplice pipe pipe2 inotify_init inotify_init1 inotify_add_watch
inotify_rm_watch memfd_create getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
"""

MEMORY = """
brk mmap munmap mremap mprotect madvise msync mincore mlock mlock2 munlock mlockall munlockall
pkey_alloc pkey_free pkey_mprotect membarrier get_mempolicy set_mempolicy mbind
shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
"""

# vfork and fork have no flags that could ask for a namespace; clone is filtered below.
PROCESSES = """
fork vfork execve execveat exit exit_group wait4 waitid getpid getppid gettid getpgid getpgrp
setpgid getsid setsid getuid geteuid getgid getegid getgroups getresuid getresgid
setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capget capset
kill tkill tgkill pidfd_open pidfd_send_signal set_tid_address set_robust_list get_robust_list
futex futex_waitv arch_prctl rseq getrlimit setrlimit prlimit64 getrusage times
getpriority setpriority ioprio_get ioprio_set
sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_setparam
sched_getscheduler sched_setscheduler sched_getattr sched_setattr
sched_get_priority_max sched_get_priority_min sched_rr_get_interval getcpu uname sysinfo
"""

SIGNALS = """
rt_sigaction rt_sigprocmask rt_sigpending rt_sigsuspend rt_sigreturn rt_sigtimedwait
rt_sigqueueinfo rt_tgsigqueueinfo sigaltstack pause alarm signalfd signalfd4 restart_syscall
"""

TIME = """
time gettimeofday clock_gettime clock_getres clock_nanosleep nanosleep getitimer setitimer
timer_create timer_settime timer_gettime timer_getoverrun timer_delete
timerfd_create timerfd_settime timerfd_gettime
"""

EVENTS = """
poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_wait
epoll_wait_old epoll_pwait epoll_pwait2 eventfd eventfd2 getrandom
"""

# AF_UNIX alone (see CONDITIONS): what is inside may talk to itself.
SOCKETS = """
bind listen accept accept4 connect getsockname getpeername getsockopt setsockopt
sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg shutdown
"""

RUN = (FILES, MEMORY, PROCESSES, SIGNALS, TIME, EVENTS, SOCKETS)

# Compilers do what programs do, less talking over System V queues and sockets; they
# add nothing of their own.
COMPILE = RUN

POLICIES = {"run": RUN, "compile": COMPILE}

# What the C library asks for first and replaces itself when it is told ENOSYS; EPERM
# would make it give up. clone3's flags lie in memory where no filter can see them.
NOT_IMPLEMENTED = ("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register")

CLONE_NAMESPACES = 0x7E020000 | 0x00000080
LOW_32_BITS = 0xFFFFFFFF
AF_UNIX = 1

# The kernel looks at the low half of an ioctl's request alone. Absent on purpose:
# TIOCSTI and TIOCLINUX, which type into a terminal.
IOCTLS = {
    "TCGETS": 0x5401,
    "TCSETS": 0x5402,
    "TCSETSW": 0x5403,
    "TIOCGPGRP": 0x540F,
    "TIOCGWINSZ": 0x5413,
    "FIONREAD": 0x541B,
    "FIONBIO": 0x5421,
    "FIONCLEX": 0x5450,
    "FIOCLEX": 0x5451,
    "FIOASYNC": 0x5452,
}

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
    "PR_GET_TID_ADDRESS": 40,
    "PR_SET_THP_DISABLE": 41,
    "PR_GET_THP_DISABLE": 42,
    "PR_CAP_AMBIENT": 47,
    "PR_SET_VMA": 0x53564D41,
}

# 0xffffffff asks what it is; ADDR_NO_RANDOMIZE is what sanitizers run themselves with.
PERSONALITIES = {"PER_LINUX": 0, "ADDR_NO_RANDOMIZE": 0x0040000, "query": 0xFFFFFFFF}

# call, argument, mask, the values that are allowed under the mask
CONDITIONS: tuple[tuple[str, int, int, tuple[int, ...]], ...] = (
    ("clone", 0, CLONE_NAMESPACES, (0,)),
    ("unshare", 0, CLONE_NAMESPACES, (0,)),
    ("socket", 0, LOW_32_BITS, (AF_UNIX,)),
    ("socketpair", 0, LOW_32_BITS, (AF_UNIX,)),
    ("ioctl", 1, LOW_32_BITS, tuple(IOCTLS.values())),
    ("prctl", 0, LOW_32_BITS, tuple(PRCTLS.values())),
    ("personality", 0, LOW_32_BITS, tuple(PERSONALITIES.values())),
)


def allowed(policy: str) -> tuple[str, ...]:
    """The calls that `policy` allows whatever their arguments, each once."""
    return tuple(dict.fromkeys(name for group in POLICIES[policy] for name in group.split()))

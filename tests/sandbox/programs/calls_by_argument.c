/* expect: exit 0 */
#include "check.h"
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#define ABOVE (1L << 32) /* where the kernel does not look */
int main(void)
{
	char value[256] = { 0 };
	struct rlimit limit;
	int pipes[2], folder = open("/usr/bin", O_RDONLY | O_DIRECTORY), file = open("/usr/bin/env", O_RDONLY);

	CHECK(pipe(pipes) == 0);
	CHECK(mkfifo("/tmp/fifo", 0600) == 0);
	REFUSED(EPERM, mknod("/tmp/device", S_IFCHR | 0600, 0x103));
	REFUSED(EPERM, mknod("/tmp/device", S_IFBLK | 0600, 0x103));

	CHECK(getrlimit(RLIMIT_CPU, &limit) == 0 && setrlimit(RLIMIT_CPU, &limit) == 0);
	REFUSED(EPERM, prlimit(1, RLIMIT_CPU, NULL, &limit));
	REFUSED(EPERM, prlimit(1, RLIMIT_CPU, &limit, NULL));

	close(open("/tmp/file", O_CREAT | O_WRONLY, 0600));
	errno = 0;
	CHECK(setxattr("/tmp/file", "user.a", value, 255, 0) == 0 || errno == EOPNOTSUPP); /* an older tmpfs */
	REFUSED(EPERM, setxattr("/tmp/file", "user.a", value, 256, 0));
	REFUSED(EPERM, lsetxattr("/tmp/file", "user.a", value, 65536, 0));
	REFUSED(EPERM, fsetxattr(file, "user.a", value, 65536, 0));

	CHECK(posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL) == 0);
	CHECK(posix_fadvise(file, 0, 0, POSIX_FADV_NOREUSE) == 0);
	CHECK(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == EPERM);

	CHECK(fcntl(pipes[1], F_SETPIPE_SZ, 8192) >= 8192 && fcntl(pipes[0], F_DUPFD_CLOEXEC, 20) >= 20);
	CHECK(fcntl(pipes[0], F_SETFL, O_NONBLOCK) == 0 && fcntl(pipes[0], F_GETFL) & O_NONBLOCK);
	REFUSED(EPERM, fcntl(folder, F_NOTIFY, DN_ACCESS | DN_MULTISHOT));
	REFUSED(EPERM, syscall(SYS_fcntl, folder, ABOVE | F_NOTIFY, DN_ACCESS));
	REFUSED(EPERM, fcntl(file, F_SETLEASE, F_RDLCK));

	CHECK(prctl(PR_SET_NAME, "name") == 0);
	REFUSED(EPERM, prctl(PR_SET_SECCOMP, 1));
	REFUSED(EPERM, prctl(PR_SET_MM, 0, 0, 0, 0));
	REFUSED(EPERM, prctl(53 /* PR_SET_SPECULATION_CTRL */, 0, 2, 0, 0));
	REFUSED(EPERM, prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));

	/* What the namespace maps can be become, and nothing else: the kernel says so. */
	CHECK(setuid(getuid()) == 0 && setresgid(-1, getgid(), -1) == 0);
	REFUSED(EINVAL, setuid(getuid() ? 0 : 1));

	CHECK(personality(0xffffffff) == 0 && personality(ADDR_NO_RANDOMIZE) == 0);
	REFUSED(EPERM, personality(PER_LINUX32));
	REFUSED(EPERM, personality(READ_IMPLIES_EXEC));

	CHECK(isatty(pipes[0]) == 0 && errno == ENOTTY);
	REFUSED(EPERM, ioctl(0, TIOCSTI, "x"));
	REFUSED(EPERM, syscall(SYS_ioctl, 0, ABOVE | TIOCSTI, "x"));
	REFUSED(EPERM, ioctl(0, 0x541C /* TIOCLINUX */, "\x3"));
	REFUSED(EPERM, ioctl(0, 0x1234567, value));

	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pipes) == 0);
	for (int family = 0; family < 64; family++)
		if (family != AF_UNIX)
			REFUSED(EPERM, socket(family, SOCK_DGRAM, 0));
	REFUSED(EPERM, syscall(SYS_socket, ABOVE | AF_INET, SOCK_STREAM, 0));

	for (int flag = 0; flag < 32; flag++)
		if (0x7E020080u >> flag & 1)
			REFUSED(EPERM, syscall(SYS_unshare, 1ul << flag));
	for (int flag = 17; flag < 31; flag++)
		if (0x7E020000u >> flag & 1)
			REFUSED(EPERM, syscall(SYS_clone, 1ul << flag | SIGCHLD, 0, 0, 0, 0));
	return failures;
}

/* The first process of a sandbox.
 *
 * Theory of operation. bubblewrap makes the namespaces and the mounts, gives this
 * program two capabilities over its own user namespace (CAP_SYS_ADMIN and
 * CAP_SYS_RESOURCE) and executes it as process 1. It
 *
 *   1. makes itself untouchable: not dumpable, so that nothing inside can trace it,
 *      read its memory, or take its descriptors;
 *   2. bounds the number of files in the temporary directory (bubblewrap can bound
 *      its bytes alone) and forbids further user namespaces;
 *   3. gives up every capability and loads the system-call filter;
 *   4. says "ready" and waits for one byte. The judge has put it into its cgroup and
 *      set its resource limits from outside by then. If the judge dies, the pipe
 *      ends and nothing is ever executed;
 *   5. starts the program as its child, reaps everything that is orphaned to it, and
 *      when the program itself has ended, tells the raw wait status and leaves.
 *      The kernel then kills all that is left in the PID namespace.
 *
 * The raw status is the reason that this program exists: bubblewrap's own first
 * process says 128 + n for a signal, which is also what exit(128 + n) looks like.
 *
 * Usage: init STATUS HOLD FILTER INODES PROGRAM [ARGUMENT...]
 *
 * STATUS, HOLD and FILTER are descriptors: a pipe to write to, a pipe to read from,
 * a file with the filter's BPF. Written to STATUS, a line each:
 *
 *   ready            set up; nothing of the program has run
 *   failed STEP N    a step of the set-up failed with errno N; nothing will run
 *   exec N           the program could not be executed: errno N
 *   ended W          the program ended with the wait status W
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int status_fd;

static void say(const char *text)
{
	size_t length = strlen(text);

	/* One write of less than PIPE_BUF: it arrives whole or not at all. */
	if (write(status_fd, text, length) != (ssize_t)length)
		_exit(125);
}

static void fail(const char *step)
{
	char line[96];

	snprintf(line, sizeof line, "failed %s %d\n", step, errno);
	say(line);
	_exit(125);
}

static void close_on_exec(int fd)
{
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		fail("close-on-exec");
}

static void close_all_but(int status, int hold, int filter)
{
	int fd;

	for (fd = 3; fd < 256; fd++)
		if (fd != status && fd != hold && fd != filter)
			close(fd);
}

static void bound_files(const char *inodes)
{
	char options[48];

	snprintf(options, sizeof options, "nr_inodes=%s", inodes);
	if (mount("tmpfs", "/tmp", NULL, MS_REMOUNT | MS_NOSUID | MS_NODEV, options) != 0)
		fail("bound-files");
}

static void forbid_user_namespaces(void)
{
	int fd = open("/proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "0", 1) != 1)
		fail("forbid-user-namespaces");
	close(fd);
}

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct none[2];

	memset(none, 0, sizeof none);
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
		fail("clear-ambient-capabilities");
	if (syscall(SYS_capset, &header, none) != 0)
		fail("drop-capabilities");
}

static void load_filter(int fd)
{
	struct sock_fprog program;
	struct stat status;

	if (fstat(fd, &status) != 0)
		fail("filter-size");
	program.len = (unsigned short)((size_t)status.st_size / sizeof(struct sock_filter));
	program.filter = malloc((size_t)status.st_size);
	if (program.filter == NULL)
		fail("filter-memory");
	if (pread(fd, program.filter, (size_t)status.st_size, 0) != status.st_size)
		fail("filter-read");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		fail("no-new-privileges");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		fail("filter-load");
	free(program.filter);
	close(fd);
}

static void wait_for_release(int fd)
{
	char byte;
	ssize_t got;

	do
		got = read(fd, &byte, 1);
	while (got < 0 && errno == EINTR);
	if (got != 1)
		_exit(125); /* the judge is gone, or thought better of it */
	close(fd);
}

static pid_t start(char **argv)
{
	char line[32];
	pid_t child = vfork(); /* until exec it borrows our memory: no pages to copy */

	if (child < 0)
		fail("fork");
	if (child > 0)
		return child;
	execv(argv[0], argv);
	snprintf(line, sizeof line, "exec %d\n", errno);
	say(line);
	_exit(127);
}

static void tell_end_of(pid_t child)
{
	char line[32];
	int status;
	pid_t ended;

	for (;;) {
		ended = waitpid(-1, &status, __WALL);
		if (ended == child)
			break;
		if (ended < 0 && errno != EINTR)
			_exit(125);
	}
	snprintf(line, sizeof line, "ended %d\n", status);
	say(line);
}

int main(int argc, char **argv)
{
	int hold_fd, filter_fd, fd;
	pid_t child;

	if (argc < 6)
		return 125;
	status_fd = atoi(argv[1]);
	hold_fd = atoi(argv[2]);
	filter_fd = atoi(argv[3]);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		fail("not-dumpable");
	close_all_but(status_fd, hold_fd, filter_fd);
	close_on_exec(status_fd);
	close_on_exec(hold_fd);
	bound_files(argv[4]);
	forbid_user_namespaces();
	drop_capabilities();
	load_filter(filter_fd);
	say("ready\n");
	wait_for_release(hold_fd);
	child = start(argv + 5);
	for (fd = 0; fd < 3; fd++)
		close(fd); /* or its copies would keep the program's pipes open */
	tell_end_of(child);
	return 0;
}

/* The first process of a sandbox.
 *
 * Theory of operation. bubblewrap makes the namespaces and the mounts, gives this
 * program three capabilities over its own user namespace (CAP_SYS_ADMIN,
 * CAP_SYS_CHROOT and CAP_SYS_RESOURCE) and executes it as process 1. It
 *
 *   1. begins with the usual signals and makes itself untouchable: not dumpable, so that nothing inside can trace it,
 *      read its memory, or take its descriptors; and asks the kernel to tell it when the
 *      judge has died, whereupon it ends;
 *   2. bounds the number of files in the temporary directory (bubblewrap can bound
 *      its bytes alone) and of file watches, forbids further user namespaces, and covers
 *      what /proc tells of the host;
 *   3. waits for a first byte: the judge has put it into its cgroup. Then it hides
 *      where on the host the mounts and the cgroup come from;
 *   4. gives up every capability and loads the system-call filter;
 *   5. says "ready" and waits for a second byte. The judge has set its resource limits
 *      from outside by then. If the judge dies, the pipe ends and nothing is ever
 *      executed;
 *   6. starts the program as its child, reaps everything that is orphaned to it, and
 *      when the program itself has ended, tells the raw wait status and leaves.
 *      The kernel then kills all that is left in the PID namespace.
 *
 * The raw status is the reason that this program exists: bubblewrap's own first
 * process says 128 + n for a signal, which is also what exit(128 + n) looks like.
 *
 * Usage: init STATUS HOLD FILTER LIFE INODES WORK CONFINEMENT PROGRAM [ARGUMENT...]
 *
 * STATUS, HOLD, FILTER and LIFE are descriptors: a pipe to write to, a pipe to read from,
 * a file with the filter's BPF, a pipe whose other end is the judge's alone, which writes
 * nothing to it. WORK is a further writable tmpfs, or empty. CONFINEMENT is
 * "apparmor:PROFILE", "selinux:LABEL" or empty. Written to STATUS, a line each:
 *
 *   ready            set up; nothing of the program has run
 *   failed STEP N    a step of the set-up failed with errno N; nothing will run
 *   exec N           the program could not be executed: errno N
 *   full bytes       the temporary directory has no room left for bytes, or
 *   full files       for files, now that the program has ended
 *   ended W          the program ended with the wait status W
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

static int status_fd, life_fd;

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

/* Whoever started the judge may have blocked some, or had them ignored. */
static void usual_signals(void)
{
	sigset_t none;
	int number;

	sigemptyset(&none);
	if (sigprocmask(SIG_SETMASK, &none, NULL) != 0)
		fail("unblock-signals");
	for (number = 1; number < NSIG; number++)
		signal(number, SIG_DFL); /* fails for those that can't be ignored either */
}

/* A huge page for a byte that is touched would be counted whole, and whether a program
 * gets one hangs on the host's settings and on what else it does. */
static void small_pages(void)
{
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0); /* not in every kernel */
}

static void close_on_exec(int fd)
{
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		fail("close-on-exec");
}

/* What is listed, since a judge with many descriptors hands down high numbers. */
static void close_all_but(int hold, int filter)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;

	if (folder == NULL)
		fail("list-descriptors");
	while ((entry = readdir(folder)) != NULL) {
		int fd = atoi(entry->d_name); /* 0 for "." and ".." */

		if (fd > 2 && fd != dirfd(folder) && fd != status_fd && fd != life_fd &&
		    fd != hold && fd != filter)
			close(fd);
	}
	closedir(folder);
}

/* Whoever sent the signal: it counts only if the judge's end of the pipe has gone. */
static void leave_if_judge_died(int signal)
{
	char byte;
	int before = errno;

	(void)signal;
	if (read(life_fd, &byte, 1) == 0)
		_exit(125);
	errno = before;
}

static void end_with_judge(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof action);
	action.sa_handler = leave_if_judge_died;
	if (sigaction(SIGIO, &action, NULL) != 0 || fcntl(life_fd, F_SETOWN, getpid()) != 0 ||
	    fcntl(life_fd, F_SETFL, O_ASYNC | O_NONBLOCK) != 0)
		fail("end-with-judge");
	leave_if_judge_died(SIGIO); /* before we asked to be told */
}

static void bound_files(const char *folder, const char *inodes)
{
	char options[48];

	snprintf(options, sizeof options, "nr_inodes=%s", inodes);
	if (mount("tmpfs", folder, NULL, MS_REMOUNT | MS_NOSUID | MS_NODEV, options) != 0)
		fail("bound-files");
}

static int write_all(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t length = (ssize_t)strlen(text);
	int done = fd >= 0 && write(fd, text, (size_t)length) == length;

	if (fd >= 0)
		close(fd);
	return done;
}

static void forbid_user_namespaces(void)
{
	if (!write_all("/proc/sys/user/max_user_namespaces", "0"))
		fail("forbid-user-namespaces");
}

/* What the kernel counts for a user is shared by all that this user runs on the host. A
 * namespace may have a smaller number of its own: a 64th of what a host usually has. */
static void bound_shares(void)
{
	if (!write_all("/proc/sys/user/max_inotify_instances", "2") && errno != ENOENT)
		fail("bound-shares");
	if (!write_all("/proc/sys/user/max_inotify_watches", "512") && errno != ENOENT)
		fail("bound-shares");
}

static void cover(const char *by, const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%s", name);
	if (mount(by, path, NULL, MS_BIND, NULL) != 0 && errno != ENOENT)
		fail("cover-proc");
}

/* What /proc tells everybody of the host itself: how it was booted, its devices and
 * disks, the addresses and locks of its kernel, how busy it is. What is root's alone
 * there needs no cover, since nobody inside is the host's root. */
static void cover_proc(void)
{
	static const char *const files[] = {
		"cmdline", "config.gz", "consoles", "diskstats", "interrupts", "iomem",
		"ioports", "kallsyms", "key-users", "keys", "locks", "mdstat", "modules",
		"partitions", "sched_debug", "softirqs", "swaps", "timer_list",
	};
	static const char *const folders[] = {
		"acpi", "asound", "bus", "driver", "fs", "irq", "pressure", "scsi", "tty",
	};
	size_t i;

	for (i = 0; i < sizeof files / sizeof *files; i++)
		cover("/dev/null", files[i]);
	for (i = 0; i < sizeof folders / sizeof *folders; i++)
		cover("/dev/empty", folders[i]);
}

/* /proc/PID/mountinfo lists the mounts of a process's mount namespace, with the paths
 * that they have on the host, as far as they can be reached from its root directory.
 * So we and all that we start live in a second namespace, which has copies of the
 * mounts, while our root directory stays in the first: nothing can be reached, and
 * nothing is listed. The first one lives as long as the descriptor that is kept.
 *
 * The cgroup namespace is made anew because its root is where we are now: /proc/PID/
 * cgroup then says "/". */
static void hide_host_paths(void)
{
	int mounts = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (mounts < 0 || root < 0 || here < 0)
		fail("hide-host-paths");
	if (unshare(CLONE_NEWNS | CLONE_NEWCGROUP) != 0)
		fail("hide-host-paths");
	if (fchdir(root) != 0 || chroot(".") != 0 || fchdir(here) != 0)
		fail("hide-host-paths");
	close(root);
	close(here);
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

/* Whether AppArmor confines us already: then what we execute stays in that as well. */
static int is_confined(void)
{
	char label[256];
	int fd = open("/proc/self/attr/current", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, label, sizeof label - 1);

	if (fd >= 0)
		close(fd);
	label[got < 0 ? 0 : got] = '\0';
	return strncmp(label, "unconfined", 10) != 0 && strstr(label, "(unconfined)") == NULL;
}

/* What the kernel is asked here holds for what we start and it executes. */
static void confine(const char *how)
{
	static const char apparmor[] = "apparmor:", selinux[] = "selinux:";
	char request[512];

	if (strncmp(how, apparmor, sizeof apparmor - 1) == 0) {
		how += sizeof apparmor - 1;
		snprintf(request, sizeof request, "%s %s", is_confined() ? "stack" : "exec", how);
		if (!write_all("/proc/self/attr/apparmor/exec", request) &&
		    !write_all("/proc/self/attr/exec", request))
			fail("confine");
	} else if (strncmp(how, selinux, sizeof selinux - 1) == 0) {
		if (!write_all("/proc/self/attr/exec", how + sizeof selinux - 1))
			fail("confine");
	}
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

static void wait_for_byte(int fd)
{
	char byte;
	ssize_t got;

	do
		got = read(fd, &byte, 1);
	while (got < 0 && errno == EINTR);
	if (got != 1)
		_exit(125); /* the judge is gone, or thought better of it */
}

static pid_t start(char **argv)
{
	char line[32];
	int tries = 0;
	pid_t child = vfork(); /* until exec it borrows our memory: no pages to copy */

	if (child < 0)
		fail("fork");
	if (child > 0)
		return child;
	/* The judge has copied the program here. What it starts beside us at that moment has
	 * the file open for writing until it executes something, however little that is. */
	while (execv(argv[0], argv) != 0 && errno == ETXTBSY && tries++ < 1000)
		usleep(1000);
	snprintf(line, sizeof line, "exec %d\n", errno);
	say(line);
	_exit(127);
}

static void tell_if_full(void)
{
	struct statfs left;

	if (statfs("/tmp", &left) != 0)
		return;
	if (left.f_ffree == 0)
		say("full files\n");
	else if (left.f_bfree == 0)
		say("full bytes\n");
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
	tell_if_full();
	snprintf(line, sizeof line, "ended %d\n", status);
	say(line);
}

int main(int argc, char **argv)
{
	int hold_fd, filter_fd, fd;
	pid_t child;

	if (argc < 9)
		return 125;
	status_fd = atoi(argv[1]);
	hold_fd = atoi(argv[2]);
	filter_fd = atoi(argv[3]);
	life_fd = atoi(argv[4]);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		fail("not-dumpable");
	usual_signals();
	small_pages();
	close_all_but(hold_fd, filter_fd);
	close_on_exec(status_fd);
	close_on_exec(hold_fd);
	close_on_exec(life_fd);
	end_with_judge();
	bound_files("/tmp", argv[5]);
	if (argv[6][0] != '\0')
		bound_files(argv[6], argv[5]);
	forbid_user_namespaces();
	bound_shares();
	cover_proc();
	wait_for_byte(hold_fd); /* adopted */
	hide_host_paths();
	confine(argv[7]);
	drop_capabilities();
	load_filter(filter_fd);
	say("ready\n");
	wait_for_byte(hold_fd); /* released */
	close(hold_fd);
	child = start(argv + 8);
	for (fd = 0; fd < 3; fd++)
		close(fd); /* or its copies would keep the program's pipes open */
	tell_end_of(child);
	return 0;
}

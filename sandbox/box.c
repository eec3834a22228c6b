/* The first process of a box, and of each execution in it.
 *
 * Theory of operation. bubblewrap makes a box: user, network, host name and mount
 * namespace, with all that an execution may see, read-only. It gives this program three
 * capabilities over the box's own user namespace (CAP_SYS_ADMIN, CAP_SYS_CHROOT and
 * CAP_SYS_RESOURCE) and executes it as process 1. There it stays, as the *keeper*, and
 * takes one request after the other from the judge. The keeper
 *
 *   1. begins with the usual signals and makes itself untouchable: not dumpable, so that
 *      nothing inside can trace it, read its memory, or take its descriptors; asks the
 *      kernel to tell it when the judge has died, whereupon it ends, and everything in
 *      its PID namespace with it; forbids further user namespaces, and bounds file watches;
 *   2. for each request makes a child in PID, IPC and mount namespaces of its own, and in
 *      the cgroup that comes with the request, if one does; hands a pidfd of the child to
 *      the judge; waits until the child has ended, and with it all that it started; removes
 *      what they shared; and tells so. It reads nothing of the request or of its program but
 *      the names of message queues. If sockets are left it ends;
 *
 * That child is the *first process* of the execution. It
 *
 *   3. leads a session of its own, mounts a bounded temporary directory and a fresh /proc,
 *      covers what that tells of the host, and hides where the mounts and the cgroup
 *      come from;
 *   4. sets the resource limits, gives up every capability, loads the system-call filter;
 *   5. says "ready" and waits to be released. If the judge dies or changes its mind, the
 *      keeper is ended, and nothing is ever executed;
 *   6. starts the program as its child, reaps everything that is orphaned to it, and
 *      when the program itself has ended, tells the raw wait status and leaves.
 *      The kernel then kills all that is left in the execution's PID namespace.
 *
 * What is executed can name neither of the two: the keeper is in no namespace that it
 * sees, and the first process is not dumpable and takes no signal from inside.
 *
 * The raw status tells exit(128 + n) from signal n, which bubblewrap's own first process
 * does not.
 *
 * Usage: box CONTROL LIFE
 *
 * CONTROL is a socket (SOCK_SEQPACKET) to the judge, LIFE a pipe whose other end is the
 * judge's alone, which writes nothing to it. A request is one message: the word "run" with
 * the descriptors of an order, standard input, output and error, the filter's BPF, and
 * perhaps a cgroup; or the word "put", where the judge puts the first process into one. The
 * order is a file of words, each ended by a zero byte; `take_order` reads it. Told are, one
 * message each:
 *
 *   box              the box is there
 *   started          with the pidfd of the first process
 *   here             asked with "put": awaits "go", and takes its cgroup for the topmost
 *   ready            set up; nothing of the program has run. Awaits "go".
 *   failed STEP N    a step of the set-up failed with errno N; nothing will run
 *   exec N           the program could not be executed: errno N
 *   full bytes       the temporary directory has no room left for bytes, or
 *   full files       for files, now that the program has ended
 *   large N          the program has failed, and left a file of N bytes, which is as
 *                    large as the kernel lets one become
 *   ended W          the program ended with the wait status W
 *   gone             and so has everything else of the execution
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

static const char queues_path[] = "/dev/mqueue", empty_path[] = "/dev/empty";

static int control_fd, life_fd, box_mounts_fd;

static void say(const char *text)
{
	size_t length = strlen(text);

	if (send(control_fd, text, length, MSG_NOSIGNAL) != (ssize_t)length)
		_exit(125);
}

static void fail(const char *step)
{
	char line[96];

	snprintf(line, sizeof line, "failed %s %d", step, errno);
	say(line);
	_exit(125);
}

/* ---------------------------------------------------------------- the keeper */

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

/* What is listed, since a judge with many descriptors hands down high numbers. */
static void close_all_others(void)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;

	if (folder == NULL)
		fail("list-descriptors");
	while ((entry = readdir(folder)) != NULL) {
		int fd = atoi(entry->d_name); /* 0 for "." and ".." */

		if (fd > 2 && fd != dirfd(folder) && fd != control_fd && fd != life_fd)
			close(fd);
	}
	closedir(folder);
}

static void close_on_exec(int fd)
{
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		fail("close-on-exec");
}

/* Whoever sent the signal: it counts only if the judge's end of the pipe has gone. All that
 * is inside ends before us, since its mounts don't outlive us. */
static void leave_if_judge_died(int signal)
{
	char byte;
	int before = errno;

	(void)signal;
	if (read(life_fd, &byte, 1) == 0) {
		if (getpid() == 1) /* elsewhere it would be far too many */
			kill(-1, SIGKILL);
		_exit(125);
	}
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

/* Whoever may write to a device may set its times to now, which others can read later, in
 * this box and in every other. On a read-only mount one may write to a device all the same. */
static void keep_times_of_devices(void)
{
	static const char *const devices[] = {
		"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
	};
	static const unsigned long kept = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	struct statfs now;
	size_t i;

	for (i = 0; i < sizeof devices / sizeof *devices; i++)
		if (statfs(devices[i], &now) != 0 ||
		    mount(NULL, devices[i], NULL,
			  MS_REMOUNT | MS_BIND | MS_RDONLY | ((unsigned long)now.f_flags & kept),
			  NULL) != 0)
			fail("keep-times-of-devices");
}

/* As long as it is open, the mounts stay as they are. */
static int our_mounts(void)
{
	int fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		fail("remember-mounts");
	return fd;
}

/* What comes with a request, in this order; the last one need not. */
enum { ORDER, STDIN, STDOUT, STDERR, FILTER, CGROUP, MOST };

struct request {
	int is_put; /* into a cgroup by the judge */
	int count;
	int fds[MOST];
};

/* No request any more: the judge is done with this box. */
static int take_request(struct request *request)
{
	union {
		struct cmsghdr first;
		char bytes[CMSG_SPACE(MOST * sizeof(int))];
	} with;
	char word[8];
	struct iovec text = { word, sizeof word };
	struct msghdr message;
	ssize_t got;

	do {
		memset(&message, 0, sizeof message);
		message.msg_iov = &text;
		message.msg_iovlen = 1;
		message.msg_control = with.bytes;
		message.msg_controllen = sizeof with.bytes;
		got = recvmsg(control_fd, &message, MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	if (got == 0)
		return 0;
	if (got < 0)
		fail("take-request");
	errno = EBADMSG;
	request->is_put = got == 3 && memcmp(word, "put", 3) == 0;
	if (got != 3 || (!request->is_put && memcmp(word, "run", 3) != 0) || message.msg_controllen < sizeof with.first ||
	    (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ||
	    with.first.cmsg_level != SOL_SOCKET || with.first.cmsg_type != SCM_RIGHTS)
		fail("take-request");
	request->count = (int)((with.first.cmsg_len - CMSG_LEN(0)) / sizeof(int));
	if (request->count < CGROUP || request->count > MOST)
		fail("take-request");
	memcpy(request->fds, CMSG_DATA(&with.first), (size_t)request->count * sizeof(int));
	return 1;
}

/* What keeps an execution's mounts, and the folder of its message queues or -1. */
struct spaces {
	int mounts, queues;
};

/* We make the mount and IPC namespace of an execution ourselves, and outlive it in them.
 * Mounts that its first process alone kept would fall apart when that ends, which is before
 * the others do: what is covered would lie open to them. (It keeps them as well, lest the
 * kernel take us first, for want of memory.) And what was shared can be removed. */
static struct spaces make_spaces(void)
{
	struct spaces spaces = { -1, -1 };

	if (unshare(CLONE_NEWIPC | CLONE_NEWNS) != 0)
		fail("start");
	spaces.mounts = our_mounts();
	/* Not every kernel has them. The first process covers the place. */
	if (mount("mqueue", queues_path, "mqueue", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0)
		spaces.queues = open(queues_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return spaces;
}

static void leave_mounts(void)
{
	if (setns(box_mounts_fd, CLONE_NEWNS) != 0)
		fail("leave-mounts");
}

/* Message queues and shared memory outlive the processes that made them. The kernel removes
 * those of an ended namespace some time later; until then they count for the next
 * execution, which has the same user in the same user namespace and may have the same cgroup. */
static void remove_shared(int queues)
{
	struct dirent *entry;
	struct shmid_ds segment;
	struct shm_info all;
	int id, index = shmctl(0, SHM_INFO, (struct shmid_ds *)&all);
	DIR *folder;

	/* The memory first: opening a folder takes some, of which there may be none left. */
	for (; index >= 0; index--)
		if ((id = shmctl(index, SHM_STAT_ANY, &segment)) >= 0)
			shmctl(id, IPC_RMID, NULL);
	folder = queues < 0 ? NULL : fdopendir(queues);
	while (folder != NULL && (entry = readdir(folder)) != NULL)
		unlinkat(queues, entry->d_name, 0); /* fails for "." and ".." */
	if (folder != NULL)
		closedir(folder);
}

/* A socket that nobody holds any more but that is on its way through itself, or through
 * another such, is found by the kernel at some later time. Until then it keeps its name, in
 * the network namespace that all executions here share. */
static int sockets_are_left(void)
{
	char text[512];
	int fd = open("/proc/self/net/unix", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text);

	if (fd >= 0)
		close(fd);
	/* The first line names the columns. */
	return got <= 0 || memchr(text, '\n', (size_t)got) != text + got - 1;
}

/* As fork() does, in a PID namespace of its own, and if one is named in a cgroup. */
static pid_t make_first_process(const struct request *request, int *pidfd)
{
	struct clone_args how;

	memset(&how, 0, sizeof how);
	how.flags = CLONE_NEWPID | CLONE_PIDFD;
	how.pidfd = (uintptr_t)pidfd;
	how.exit_signal = SIGCHLD;
	if (request->count > CGROUP) {
		how.flags |= CLONE_INTO_CGROUP;
		how.cgroup = (uint64_t)request->fds[CGROUP];
	}
	return (pid_t)syscall(SYS_clone3, &how, sizeof how);
}

static void hand_over(int pidfd)
{
	union {
		struct cmsghdr first;
		char bytes[CMSG_SPACE(sizeof(int))];
	} with;
	char word[] = "started";
	struct iovec text = { word, sizeof word - 1 };
	struct msghdr message;

	memset(&with, 0, sizeof with);
	memset(&message, 0, sizeof message);
	message.msg_iov = &text;
	message.msg_iovlen = 1;
	message.msg_control = with.bytes;
	message.msg_controllen = sizeof with.bytes;
	with.first.cmsg_level = SOL_SOCKET;
	with.first.cmsg_type = SCM_RIGHTS;
	with.first.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&with.first), &pidfd, sizeof(int));
	if (sendmsg(control_fd, &message, MSG_NOSIGNAL) < 0)
		_exit(125);
	close(pidfd);
}

/* The kernel lets the first process of a PID namespace end after all others in it. */
static void wait_until_gone(pid_t child)
{
	pid_t ended;

	do
		ended = waitpid(child, NULL, 0);
	while (ended < 0 && errno == EINTR);
	if (ended != child)
		fail("wait");
}

/* ---------------------------------------------------------------- the order */

enum { MOST_KEPT = 64 };

/* What an execution is to be like, in the words of the file, in this order. */
struct order {
	char *text, *end;
	long scratch, inodes;         /* at most in the temporary directory: bytes and files */
	const char *work;             /* where a further one is wanted, or empty */
	const char *confinement;      /* "apparmor:PROFILE", "selinux:LABEL" or empty */
	const char *cwd;
	char **kept;  /* what the box shows in places that a temporary directory covers */
	long cpu;      /* the number of the one to run on, or -1 */
	char *limits;  /* "KIND SOFT HARD" words, up to an empty one */
	char **env, **argv;
};

static char *word(struct order *order)
{
	char *found = order->text;
	char *end = memchr(found, '\0', (size_t)(order->end - found));

	errno = EBADMSG;
	if (end == NULL)
		fail("take-order");
	order->text = end + 1;
	return found;
}

static long number(struct order *order)
{
	char *end, *text = word(order);
	long value = strtol(text, &end, 10);

	errno = EBADMSG;
	if (*text == '\0' || *end != '\0')
		fail("take-order");
	return value;
}

/* A count, and as many words. */
static char **words(struct order *order)
{
	long count = number(order), i;
	char **found;

	errno = EBADMSG;
	if (count < 0 || count > order->end - order->text)
		fail("take-order");
	found = malloc(((size_t)count + 1) * sizeof *found);
	if (found == NULL)
		fail("take-order");
	for (i = 0; i < count; i++)
		found[i] = word(order);
	found[count] = NULL;
	return found;
}

static void take_order(int fd, struct order *order)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		fail("take-order");
	order->text = malloc((size_t)status.st_size + 1);
	if (order->text == NULL)
		fail("take-order");
	if (pread(fd, order->text, (size_t)status.st_size, 0) != status.st_size)
		fail("take-order");
	order->end = order->text + status.st_size;
	order->scratch = number(order);
	order->inodes = number(order);
	order->work = word(order);
	order->confinement = word(order);
	order->cwd = word(order);
	order->kept = words(order);
	order->cpu = number(order);
	order->limits = order->text;
	while (*word(order) != '\0')
		;
	order->env = words(order);
	order->argv = words(order);
	errno = EBADMSG;
	if (order->scratch < 1 || order->inodes < 1 || order->argv[0] == NULL ||
	    order->text != order->end)
		fail("take-order");
}

/* ---------------------------------------------------------------- the first process */

/* What is sent to a process group reaches members in outer namespaces too. */
static void lead_a_session(void)
{
	if (setsid() < 0)
		fail("lead-session");
}

static void take_streams(const struct request *request)
{
	int i;

	for (i = 0; i < 3; i++)
		if (dup2(request->fds[STDIN + i], i) < 0)
			fail("take-streams");
	for (i = STDIN; i <= STDERR; i++)
		close(request->fds[i]);
}

static void mount_scratch(const struct order *order, const char *target, const char *mode)
{
	char options[96];

	snprintf(options, sizeof options, "size=%ld,nr_inodes=%ld,mode=%s", order->scratch,
		 order->inodes, mode);
	if (mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0)
		fail("mount-scratch");
}

static void make_folders(char *path)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			fail("make-folders");
		*slash = '/';
	}
}

static void make_place(char *path, int fd)
{
	struct stat status;

	make_folders(path);
	if (fstat(fd, &status) != 0)
		fail("make-place");
	if (S_ISDIR(status.st_mode) ? mkdir(path, 0755) : mknod(path, S_IFREG | 0644, 0)) {
		if (errno != EEXIST)
			fail("make-place");
	}
}

static void show_again(char *path, int fd)
{
	char source[32];

	make_place(path, fd);
	snprintf(source, sizeof source, "/proc/self/fd/%d", fd);
	if (mount(source, path, NULL, MS_BIND | MS_REC, NULL) != 0)
		fail("show-again");
	close(fd);
}

static void mount_scratches(const struct order *order)
{
	int fds[MOST_KEPT], count;

	for (count = 0; order->kept[count] != NULL; count++) {
		if (count == MOST_KEPT) {
			errno = E2BIG;
			fail("keep");
		}
		fds[count] = open(order->kept[count], O_PATH | O_CLOEXEC);
		if (fds[count] < 0)
			fail("keep");
	}
	mount_scratch(order, "/tmp", "1777");
	if (order->work[0] != '\0')
		mount_scratch(order, order->work, "755");
	for (count = 0; order->kept[count] != NULL; count++)
		show_again(order->kept[count], fds[count]);
}

static void mount_proc(void)
{
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0)
		fail("mount-proc");
}

static void cover(const char *by, const char *path)
{
	if (access(path, R_OK) == 0 && mount(by, path, NULL, MS_BIND, NULL) != 0)
		fail("cover");
}

static void cover_in_proc(const char *by, const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%s", name);
	cover(by, path);
}

/* What /proc tells everybody of the host itself: how it was built and booted, the addresses
 * and locks of its kernel, its keys, devices, disks and file systems. What is root's alone
 * needs no cover, since nobody inside is the host's root; nor do counters and names of
 * drivers, of which a program may see some anyway (stat, loadavg, meminfo, devices). In
 * pressure anybody may have the kernel watch something. */
static void cover_proc(void)
{
	static const char *const files[] = {
		"cmdline", "config.gz", "diskstats", "interrupts", "kallsyms", "key-users",
		"keys", "locks", "mdstat", "modules", "partitions", "sched_debug", "swaps",
		"timer_list",
	};
	static const char *const folders[] = {
		"acpi", "asound", "bus", "fs", "irq", "pressure", "scsi",
	};
	size_t i;

	for (i = 0; i < sizeof files / sizeof *files; i++)
		cover_in_proc("/dev/null", files[i]);
	for (i = 0; i < sizeof folders / sizeof *folders; i++)
		cover_in_proc(empty_path, folders[i]);
}

static void await_go(void)
{
	char word[4];
	ssize_t got;

	do
		got = recv(control_fd, word, sizeof word, 0);
	while (got < 0 && errno == EINTR);
	if (got != 2 || memcmp(word, "go", 2) != 0)
		_exit(125); /* the judge is gone, or thought better of it */
}

/* /proc/PID/mountinfo lists the mounts of a process's mount namespace, with the paths
 * that they have on the host, as far as they can be reached from its root directory.
 * So we and all that we start go back into the box's own namespace, while our root
 * directory stays in this one: nothing there can be reached from it, and nothing is
 * listed. The keeper sees to it that this one lives on.
 *
 * The cgroup namespace is made anew because its root is where we are now: /proc/PID/
 * cgroup then says "/". */
static void hide_host_paths(void)
{
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (root < 0)
		fail("hide-host-paths");
	leave_mounts();
	if (unshare(CLONE_NEWCGROUP) != 0)
		fail("hide-host-paths");
	if (fchdir(root) != 0 || chroot(".") != 0)
		fail("hide-host-paths");
	close(root);
}

/* A hard limit of the host that is lower already stays. */
static rlim_t at_most(rlim_t value, rlim_t hard)
{
	return hard != RLIM_INFINITY && hard < value ? hard : value;
}

static void set_limits(struct order *order)
{
	order->text = order->limits;
	while (*order->text != '\0') {
		struct rlimit limit, before;
		int kind = (int)number(order);

		limit.rlim_cur = (rlim_t)number(order);
		limit.rlim_max = (rlim_t)number(order);
		if (getrlimit(kind, &before) != 0)
			fail("set-limits");
		limit.rlim_cur = at_most(limit.rlim_cur, before.rlim_max);
		limit.rlim_max = at_most(limit.rlim_max, before.rlim_max);
		if (setrlimit(kind, &limit) != 0)
			fail("set-limits");
	}
}

static void choose_cpu(long number)
{
	cpu_set_t cpus;

	if (number < 0)
		return;
	CPU_ZERO(&cpus);
	CPU_SET((size_t)number, &cpus);
	if (sched_setaffinity(0, sizeof cpus, &cpus) != 0)
		fail("choose-cpu");
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

static pid_t start(char **argv, char **env)
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
	while (execve(argv[0], argv, env) != 0 && errno == ETXTBSY && tries++ < 1000)
		usleep(1000);
	snprintf(line, sizeof line, "exec %d", errno);
	say(line);
	_exit(127);
}

static void tell_if_full(void)
{
	struct statfs left;

	if (statfs("/tmp", &left) != 0)
		return;
	if (left.f_ffree == 0)
		say("full files");
	else if (left.f_bfree == 0)
		say("full bytes");
}

/* The size of the largest file in a folder and below, as far as `left` names go. Whatever
 * else the program has started may still be at work there. */
static long long largest_in(int fd, int depth, int *left)
{
	DIR *folder = fdopendir(fd);
	struct dirent *entry;
	long long largest = 0, size;
	struct stat status;
	int inner;

	if (folder == NULL) {
		close(fd);
		return 0;
	}
	while ((entry = readdir(folder)) != NULL && (*left)-- > 0) {
		size = 0;
		if (entry->d_type == DT_REG &&
		    fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
			size = status.st_size;
		if (entry->d_type == DT_DIR && depth > 0 && strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0) {
			inner = openat(fd, entry->d_name,
				       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			if (inner >= 0)
				size = largest_in(inner, depth - 1, left);
		}
		if (size > largest)
			largest = size;
	}
	closedir(folder);
	return largest;
}

/* Many programs ignore the signal that the kernel sends for a write beyond the limit, or
 * their child dies of it. What they leave then is a file that is just as large as it may be. */
static void tell_if_large(const char *name)
{
	struct rlimit limit;
	struct statfs used;
	char line[48];
	long long largest;
	int fd, left = 16384;

	if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
		return;
	/* Where all together are smaller there is nothing to look for. */
	if (statfs(name, &used) != 0 ||
	    (used.f_blocks - used.f_bfree) * (unsigned long long)used.f_bsize < limit.rlim_cur)
		return;
	fd = open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	largest = fd < 0 ? 0 : largest_in(fd, 64, &left);
	if ((unsigned long long)largest < limit.rlim_cur)
		return;
	snprintf(line, sizeof line, "large %lld", largest);
	say(line);
}

static void tell_end_of(pid_t child, const char *work)
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
	if (status != 0) {
		tell_if_large("/tmp");
		if (work[0] != '\0')
			tell_if_large(work);
	}
	snprintf(line, sizeof line, "ended %d", status);
	say(line);
}

static void be_first_process(const struct request *request)
{
	struct order order;
	pid_t child;
	int fd;

	close(life_fd);
	signal(SIGIO, SIG_DFL);
	take_order(request->fds[ORDER], &order);
	close(request->fds[ORDER]);
	lead_a_session();
	take_streams(request);
	if (request->count > CGROUP)
		close(request->fds[CGROUP]);
	mount_scratches(&order);
	mount_proc();
	cover_proc();
	cover(empty_path, queues_path);
	if (request->is_put) {
		say("here");
		await_go();
	}
	hide_host_paths();
	if (chdir(order.cwd) != 0)
		fail("change-directory");
	set_limits(&order);
	choose_cpu(order.cpu);
	confine(order.confinement);
	drop_capabilities();
	load_filter(request->fds[FILTER]);
	say("ready");
	await_go();
	child = start(order.argv, order.env);
	for (fd = 0; fd < 3; fd++)
		close(fd); /* or its copies would keep the program's pipes open */
	tell_end_of(child, order.work);
	_exit(0);
}

/* Whether another execution may take place here. */
static int serve(const struct request *request)
{
	struct spaces spaces = make_spaces();
	int pidfd = -1, i;
	pid_t child = make_first_process(request, &pidfd);

	if (child < 0)
		fail(request->count > CGROUP ? "start-in-cgroup" : "start");
	if (child == 0)
		be_first_process(request);
	leave_mounts();
	for (i = 0; i < request->count; i++)
		close(request->fds[i]);
	hand_over(pidfd);
	wait_until_gone(child);
	close(spaces.mounts);
	remove_shared(spaces.queues);
	say("gone");
	return !sockets_are_left();
}

int main(int argc, char **argv)
{
	struct request request;

	if (argc != 3)
		return 125;
	control_fd = atoi(argv[1]);
	life_fd = atoi(argv[2]);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		fail("not-dumpable");
	usual_signals();
	small_pages();
	close_all_others();
	close_on_exec(control_fd);
	close_on_exec(life_fd);
	end_with_judge();
	forbid_user_namespaces();
	bound_shares();
	keep_times_of_devices();
	box_mounts_fd = our_mounts();
	say("box");
	while (take_request(&request) && serve(&request))
		;
	return 0;
}

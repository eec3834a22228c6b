// claim: it makes namespaces, of every kind and by every call, and enters those of others
// layer: syscalls user
// expect: contained
// without: syscalls user

#include "attack.h"

static const struct {
	const char *name;
	unsigned long flag;
} kinds[] = {
	{ "user", CLONE_NEWUSER }, { "mnt", CLONE_NEWNS },   { "pid", CLONE_NEWPID },       { "net", CLONE_NEWNET },
	{ "ipc", CLONE_NEWIPC },   { "uts", CLONE_NEWUTS },  { "cgroup", CLONE_NEWCGROUP }, { "time", 0x80 },
};

static void make(unsigned long flags)
{
	const unsigned long ways[] = { flags, flags | CLONE_VM | CLONE_VFORK, flags | CLONE_PARENT, flags | 1UL << 33 };
	uint64_t arguments[11] = { flags, 0, 0, 0, SIGCHLD };
	long child;

	for (int i = 0; i < 4; i++) {
		child = syscall(SYS_clone, ways[i] | (i == 1 ? 0 : SIGCHLD), 0L, 0L, 0L, 0L);
		if (child == 0)
			syscall(SYS_exit_group, 0);
		if (child > 0)
			escaped("clone(%#lx)", ways[i]);
	}
	for (size_t size = 64; size <= sizeof arguments; size += 8) {
		child = syscall(435 /* clone3 */, arguments, size);
		if (child == 0)
			syscall(SYS_exit_group, 0);
		if (child > 0)
			escaped("clone3(%#lx)", flags);
	}
	for (int high = 0; high < 2; high++) {
		child = fork();
		if (child == 0) {
			if (syscall(SYS_unshare, flags | (unsigned long)high << 32) == 0)
				escaped("unshare(%#lx)", flags);
			_exit(0);
		}
	}
	while (waitpid(-1, NULL, __WALL) > 0)
		;
}

static void enter(const char *who, const char *name, unsigned long flag)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/proc/%s/ns/%s", who, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && strcmp(who, "self") != 0)
		escaped("holds %s", path);
	if (fd >= 0 && (setns(fd, 0) == 0 || setns(fd, (int)flag) == 0))
		escaped("entered %s", path);
	close(fd);
}

int main(void)
{
	const char *const who[] = { "self", "1", strdup(bait("pid")), strdup(bait("judge_pid")) };
	int first = (int)syscall(SYS_pidfd_open, 1, 0);

	/* Numbers of the host may be children's here: there are none so far. */
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (int j = 0; j < 4; j++)
			if (j < 2 || (atoi(who[j]) != getpid() && atoi(who[j]) != 1))
				enter(who[j], kinds[i].name, kinds[i].flag);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		REFUSED(setns(first, (int)kinds[i].flag));
		make(kinds[i].flag);
		make(kinds[i].flag | CLONE_NEWUSER);
	}
	make(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS);
	return contained();
}

// claim: it makes a network of its own, enters the host's, and makes devices that lead there
// layer: syscalls user
// expect: contained
// without: syscalls user

#include "attack.h"
#include <sys/ioctl.h>

static void enter(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (setns(fd, 0) == 0 || setns(fd, CLONE_NEWNET) == 0)
		escaped("entered %s", path);
	if (strncmp(path, "/proc/self", 10) != 0 && strncmp(path, "/proc/thread-self", 17) != 0)
		escaped("holds %s", path);
	close(fd);
}

int main(void)
{
	const char *const places[] = {
		"/proc/self/ns/net", "/proc/thread-self/ns/net", "/proc/1/ns/net", "/proc/1/task/1/ns/net",
		"/run/netns/default", "/var/run/netns/default", "/run/docker/netns/default",
	};
	char path[64];
	long made;
	int other = open("/proc/self/ns/user", O_RDONLY);

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		enter(places[i]);
	snprintf(path, sizeof path, "/proc/%s/ns/net", bait("pid"));
	enter(path);
	/* Whose namespace is it? The answer is a way up. */
	REFUSED(ioctl(other, 0xb701));
	REFUSED(ioctl(other, 0xb702));
	REFUSED(setns((int)syscall(SYS_pidfd_open, 1, 0), CLONE_NEWNET));
	REFUSED(unshare(CLONE_NEWNET));
	REFUSED(unshare(CLONE_NEWUSER | CLONE_NEWNET));
	made = syscall(SYS_clone, CLONE_NEWNET | SIGCHLD, 0, 0, 0, 0);
	if (made == 0)
		_exit(0);
	if (made > 0)
		escaped("made a process in a network of its own");
	REFUSED(open("/dev/net/tun", O_RDWR));
	REFUSED(open("/dev/vhost-net", O_RDWR));
	REFUSED(open("/dev/ppp", O_RDWR));
	return contained();
}

// claim: it connects to services of the host through their local sockets, with a name or a file
// layer: network files
// expect: contained
// without: network

#include "attack.h"
#include <stddef.h>
#include <sys/un.h>

static void try(const char *name, int abstract)
{
	const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };

	for (int i = 0; i < 3; i++) {
		struct sockaddr_un to = { .sun_family = AF_UNIX };
		int fd = socket(AF_UNIX, types[i] | SOCK_NONBLOCK, 0);
		socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name) + (size_t)abstract);

		if (strlen(name) + 1 >= sizeof to.sun_path)
			return;
		strcpy(to.sun_path + abstract, name);
		if (connect(fd, (struct sockaddr *)&to, length) == 0)
			escaped("connected to %s%s", abstract ? "@" : "", name);
		close(fd);
	}
}

/* A peer is told who sent something; it must not be told a lie. */
static void pretend(void)
{
	struct ucred somebody = { .pid = 1, .uid = 0, .gid = 0 };
	char byte = 'x', room[CMSG_SPACE(sizeof somebody)] = { 0 };
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	int pair[2];

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_CREDENTIALS;
	head->cmsg_len = CMSG_LEN(sizeof somebody);
	memcpy(CMSG_DATA(head), &somebody, sizeof somebody);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0)
		REFUSED(sendmsg(pair[0], &message, 0));
}

int main(void)
{
	const char *const abstract[] = {
		"/tmp/.X11-unix/X0", "/tmp/.ICE-unix/1", "/org/kernel/linux/storage/multipathd",
		"/containerd-shim/moby/shim.sock", "cups.sock", "ISCSIADM_ABSTRACT_NAMESPACE",
	};
	const char *const files[] = {
		"/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock",
		"/run/dbus/system_bus_socket", "/run/systemd/notify", "/run/systemd/private", "/run/systemd/journal/stdout",
		"/run/systemd/journal/dev-log", "/run/udev/control", "/run/snapd.socket", "/run/nscd/socket",
		"/run/user/1000/bus", "/run/user/1000/systemd/private", "/dev/log", "/tmp/.X11-unix/X0",
	};

	try(bait("abstract_socket"), 1);
	try(bait("socket_path"), 0);
	for (size_t i = 0; i < sizeof abstract / sizeof *abstract; i++)
		try(abstract[i], 1);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		try(files[i], 0);
	/* A long path is reached through a short one. */
	symlink(bait("socket_path"), "/tmp/socket");
	try("/tmp/socket", 0);
	pretend();
	return contained();
}

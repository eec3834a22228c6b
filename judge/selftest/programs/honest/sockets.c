// claim: processes talk through socket pairs and a socket in /tmp, and hand on a descriptor
// expect: AC
// prints: pair served passed

#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_un place = { AF_UNIX, "/tmp/socket" };

static void serve(int listener)
{
	int one = accept(listener, NULL, NULL);
	char data[16] = "";

	read(one, data, sizeof data - 1);
	write(one, strcmp(data, "question") == 0 ? "served" : "what?", 7);
	_exit(0);
}

static void pass(int by, int fd)
{
	char space[CMSG_SPACE(sizeof fd)] = "", byte = 'x';
	struct iovec part = { &byte, 1 };
	struct msghdr message = { NULL, 0, &part, 1, space, sizeof space, 0 };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(head), &fd, sizeof fd);
	sendmsg(by, &message, 0);
	_exit(0);
}

static int taken(int by)
{
	char space[CMSG_SPACE(sizeof(int))], byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { NULL, 0, &part, 1, space, sizeof space, 0 };
	int fd = -1;

	if (recvmsg(by, &message, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&message))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
	return fd;
}

int main(void)
{
	int pair[2], ends[2], listener, client, fd;
	char data[16] = "";

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0 || pipe(ends) != 0)
		return 1;
	write(pair[0], "pair", 5);
	read(pair[1], data, sizeof data);
	printf("%s ", data);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(listener, (struct sockaddr *)&place, sizeof place) != 0 || listen(listener, 1) != 0)
		return 2;
	fflush(stdout);
	if (fork() == 0)
		serve(listener);
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	if (connect(client, (struct sockaddr *)&place, sizeof place) != 0)
		return 3;
	write(client, "question", 8);
	read(client, data, sizeof data);
	printf("%s ", data);
	fflush(stdout);
	if (fork() == 0)
		pass(pair[0], ends[1]);
	fd = taken(pair[1]);
	write(fd, "passed", 7);
	read(ends[0], data, sizeof data);
	puts(data);
	while (wait(NULL) > 0)
		;
	return 0;
}

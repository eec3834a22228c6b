/* Takes all of something that the kernel counts for a user, tells so in /out/mark, and keeps
 * it; or needs a little of it, as honest programs do, and says "fine" if it gets it.
 *
 * Usage: neighbour take|need WHAT */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Each returns whether it got one more; `number` counts those before. */

static int pipes(int number)
{
	static char data[60000];
	int ends[2];

	(void)number;
	if (pipe2(ends, O_NONBLOCK) != 0)
		return 0;
	/* One that is too small for what programs put into it is as good as none. */
	return write(ends[1], data, sizeof data) == sizeof data;
}

static int descriptors(int number)
{
	static int pair[2];
	char byte = 0, control[CMSG_SPACE(253 * sizeof(int))];
	struct iovec vector = { &byte, 1 };
	int count = number < 0 ? 1 : 253;
	struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	if (number <= 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return 0;
	memset(control, 0, sizeof control);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(count * sizeof(int));
	return sendmsg(pair[0], &message, MSG_DONTWAIT) == 1; /* it sends 0, many times */
}

static int instances(int number)
{
	(void)number;
	return inotify_init() >= 0;
}

static int watches(int number)
{
	static int instance = -1;
	char name[32];

	if (instance < 0)
		instance = inotify_init();
	snprintf(name, sizeof name, "/tmp/%d", number);
	return mkdir(name, 0700) == 0 && inotify_add_watch(instance, name, IN_MODIFY) >= 0;
}

static int signals(int number)
{
	sigset_t blocked;

	(void)number;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	return sigqueue(getpid(), SIGRTMIN, (union sigval){ 0 }) == 0;
}

static int timers(int number)
{
	struct sigevent none = { .sigev_notify = SIGEV_NONE };
	timer_t timer;

	(void)number;
	return timer_create(CLOCK_MONOTONIC, &none, &timer) == 0;
}

static int queues(int number)
{
	char name[32];

	snprintf(name, sizeof name, "/%d", number + 1);
	return mq_open(name, O_CREAT | O_RDWR, 0600, NULL) != (mqd_t)-1;
}

static int memory(int number)
{
	(void)number;
	return shmctl(shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600), SHM_LOCK, NULL) == 0;
}

static const struct {
	const char *name;
	int (*more)(int);
} kinds[] = {
	{ "pipes", pipes },	  { "descriptors", descriptors }, { "instances", instances },
	{ "watches", watches },	  { "signals", signals },	  { "timers", timers },
	{ "queues", queues },	  { "memory", memory },
};

static void take(int (*more)(int))
{
	int ready[2], children = 8;
	char byte;

	/* Several, since each has but so many descriptors. */
	if (pipe(ready) != 0)
		exit(1);
	for (int i = 0; i < children; i++) {
		if (fork() == 0) {
			for (int number = 0; number < 200000 && more(number); number++)
				;
			if (write(ready[1], "x", 1) == 1)
				pause();
			_exit(1);
		}
		if (read(ready[0], &byte, 1) != 1)
			exit(1);
	}
	if (write(open("/out/mark", O_WRONLY), "x", 1) == 1)
		pause();
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 3 && i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].name, argv[2]) != 0)
			continue;
		if (strcmp(argv[1], "take") == 0)
			take(kinds[i].more);
		else if (kinds[i].more(-1))
			return puts("fine") < 0;
		else
			perror(argv[2]);
	}
	return 1;
}

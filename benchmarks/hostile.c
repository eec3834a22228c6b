/* What the endurance run is made of: `hostile NAME`. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void *spin(void *unused)
{
	volatile unsigned long count = 0;

	for (;;)
		count++;
	return unused;
}

static void eat(void)
{
	for (;;)
		memset(malloc(1 << 20), 1, 1 << 20);
}

static void daemonize(void)
{
	if (fork() > 0)
		_exit(0);
	setsid();
	if (fork() > 0)
		_exit(0);
}

static void fill(const char *content, size_t length)
{
	char name[64];
	unsigned long number = 0;
	int fd;

	do {
		snprintf(name, sizeof name, "/tmp/%lu", number++);
		fd = open(name, O_WRONLY | O_CREAT, 0600);
	} while (fd >= 0 && write(fd, content, length) == (ssize_t)length && close(fd) == 0);
}

int main(int argc, char **argv)
{
	static char block[1 << 20];
	const char *name = argc > 1 ? argv[1] : "";
	pthread_t thread;
	int fds[2];

	if (strcmp(name, "honest") == 0)
		return puts("hello") < 0;
	if (strcmp(name, "loop") == 0)
		spin(NULL);
	if (strcmp(name, "daemon") == 0) { /* computes on behind a parent that has left */
		if (fork() == 0) {
			setsid();
			spin(NULL);
		}
		return 0;
	}
	if (strcmp(name, "children") == 0) {
		while (fork() >= 0)
			;
		spin(NULL);
	}
	if (strcmp(name, "threads") == 0) {
		while (pthread_create(&thread, NULL, spin, NULL) == 0)
			;
		spin(NULL);
	}
	if (strcmp(name, "memory") == 0)
		eat();
	if (strcmp(name, "child-memory") == 0) {
		if (fork() == 0)
			eat();
		wait(NULL);
		return 0;
	}
	if (strcmp(name, "shared-memory") == 0)
		for (;;)
			memset(mmap(NULL, 1 << 20, PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), 1,
			       1 << 20);
	if (strcmp(name, "flood") == 0)
		for (;;)
			(void)!write(1, block, sizeof block);
	if (strcmp(name, "flood-stderr") == 0)
		for (signal(SIGPIPE, SIG_IGN);;)
			(void)!write(2, block, sizeof block);
	if (strcmp(name, "files") == 0) {
		fill("", 0);
		return 3;
	}
	if (strcmp(name, "disk") == 0) {
		fill(block, sizeof block);
		return 3;
	}
	if (strcmp(name, "descriptors") == 0) {
		while (pipe(fds) == 0)
			;
		return 3;
	}
	if (strcmp(name, "kill") == 0) {
		kill(-1, SIGKILL);
		kill(1, SIGKILL);
		return 3;
	}
	if (strcmp(name, "sleep") == 0) {
		daemonize();
		pause();
	}
	if (strcmp(name, "wait") == 0)
		pause();
	if (strcmp(name, "crash") == 0)
		raise(SIGSEGV);
	return 9;
}

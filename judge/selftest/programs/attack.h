/* What the attacks in C and C++ share: how to say what got through, and where the bait is. */
#ifndef ATTACK_H
#define ATTACK_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

__attribute__((format(printf, 1, 2), unused)) static void escaped(const char *format, ...)
{
	char line[4096];
	va_list arguments;
	int head = snprintf(line, sizeof line, "ESCAPED: ");

	va_start(arguments, format);
	vsnprintf(line + head, sizeof line - (size_t)head - 1, format, arguments);
	va_end(arguments);
	strcat(line, "\n");
	/* One write: children may say something at the same time. */
	if (write(1, line, strlen(line)) < 0)
		_exit(9);
}

/* Says that the call got through, if it did. */
#define REFUSED(call)                                   \
	do {                                            \
		errno = 0;                              \
		if ((long)(call) >= 0)                  \
			escaped("%s", #call);           \
	} while (0)

__attribute__((unused)) static int contained(void)
{
	fflush(stdout);
	return write(1, "contained\n", 10) == 10 ? 0 : 9;
}

/* What standard input says of `name`; NULL where the host has no such bait. */
__attribute__((unused)) static const char *bait(const char *name)
{
	static char text[65536];
	static char value[4096];
	size_t length = strlen(name);
	char *line;

	if (text[0] == '\0') {
		size_t got = 0;
		ssize_t now;

		while ((now = read(0, text + got, sizeof text - 1 - got)) > 0)
			got += (size_t)now;
	}
	for (line = text; line != NULL && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, length) == 0 && line[length] == '=') {
			snprintf(value, sizeof value, "%.*s", (int)strcspn(line + length + 1, "\n"),
				 line + length + 1);
			return value;
		}
	}
	return NULL;
}

__attribute__((unused)) static double seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Keeps a CPU busy until this thread has used so many more seconds of CPU time. */
__attribute__((unused)) static void burn(double seconds)
{
	double end = seconds_of(CLOCK_THREAD_CPUTIME_ID) + seconds;

	while (seconds_of(CLOCK_THREAD_CPUTIME_ID) < end)
		for (volatile int i = 0; i < 20000; i++)
			;
}

/* Writes to each page, so that all of it is really there. */
__attribute__((unused)) static void touch(void *memory, size_t size)
{
	for (size_t i = 0; i < size; i += 4096)
		((volatile char *)memory)[i] = (char)(i / 4096 + 1);
}

/* Whether the call that returned `child` has started a process; that does nothing but live. */
__attribute__((unused)) static int started(pid_t child)
{
	if (child == 0) {
		pause();
		_exit(0);
	}
	return child > 0;
}

/* Whether this is a child, for what may end who tries it; its parent waits for that. */
__attribute__((unused)) static int in_a_child(void)
{
	pid_t child = fork();

	if (child > 0)
		waitpid(child, NULL, 0);
	return child == 0;
}

#ifdef __x86_64__
/* The kernel's entry for programs of 32 bits. One without it ends who uses it. */
__attribute__((unused)) static long in_32_bits(long number, long first, long second, long third)
{
	long result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(number), "b"(first), "c"(second), "d"(third)
			 : "memory", "r8", "r9", "r10", "r11");
	return (int)result;
}
#endif

/* Shows what can be read from `path`, so that the bait's token is seen if it is in it. */
__attribute__((unused)) static int leak(const char *path)
{
	char data[8192];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t got = fd < 0 ? -1 : read(fd, data, sizeof data);

	if (fd >= 0)
		close(fd);
	if (got <= 0)
		return 0;
	printf("%s: ", path);
	fwrite(data, 1, (size_t)got, stdout); /* what /proc tells has zero bytes in it */
	putchar('\n');
	fflush(stdout);
	return 1;
}

#endif

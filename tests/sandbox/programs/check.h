/* What the programs here have in common: say what did not hold, and count it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int failures;

#define CHECK(holds) ((holds) ? (void)0 : \
	(failures++, (void)printf("%s:%d: %s (errno %d: %s)\n", __FILE__, __LINE__, #holds, errno, strerror(errno))))

#define REFUSED(number, call) \
	(errno = 0, CHECK((call) == -1), CHECK(errno == (number)))

__attribute__((unused)) static void burn(double seconds)
{
	struct timespec now;

	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	while ((double)now.tv_sec + (double)now.tv_nsec / 1e9 < seconds);
}

__attribute__((unused)) static void burn_forever(void)
{
	for (volatile unsigned long n = 0;; n++)
		;
}

__attribute__((unused)) static void touch(char *memory, size_t size)
{
	for (size_t n = 0; n < size; n += 1024)
		memory[n] = 1;
}

/* expect: exit 0 */
/* starter: helper */
/* prints: */
#include "check.h"
#include <fcntl.h>
#include <unistd.h>
/* What /proc tells of the host is covered. Processes that outlive the program for a moment
 * look whether it lies open when the first process has gone and they have not. */
static void look(int proc, int ready)
{
	char text[4096];
	ssize_t got = 0;
	int fd;

	write(ready, "", 1);
	while (got <= 0) {
		fd = openat(proc, "cmdline", O_RDONLY);
		got = read(fd, text, sizeof text);
		close(fd);
	}
	write(1, text, got);
	_exit(0);
}

int main(void)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY), ends[2], n;
	char byte;

	pipe(ends);
	for (n = 0; n < 3; n++)
		if (fork() == 0)
			look(proc, ends[1]);
	while (n-- > 0)
		read(ends[0], &byte, 1);
	return 0;
}

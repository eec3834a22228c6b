// claim: it looks for a terminal: its own, the console, a new pair that it makes its own
// layer: files
// expect: contained
// unproved: a session of its own and devices that can't be opened would hold it even then

#include "attack.h"
#include <dirent.h>
#include <sys/ioctl.h>

static void try(const char *path)
{
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		fd = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0)
		escaped("opened %s", path);
	close(fd);
}

static void try_all(const char *folder, const char *prefix)
{
	DIR *listed = opendir(folder);
	char path[512];

	for (struct dirent *entry; listed && (entry = readdir(listed)) != NULL;)
		if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0 && entry->d_name[0] != '.') {
			snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
			try(path);
		}
	if (listed)
		closedir(listed);
}

static void look(void)
{
	const char *const names[] = { "/dev/tty", "/dev/console", "/dev/ptmx", "/dev/pts/ptmx", "/dev/tty0",
				      "/dev/kmsg", "/dev/vcsa", "/dev/uinput" };
	char text[512] = "", *after;
	int fd = open("/proc/self/stat", O_RDONLY), terminal = 0;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		try(names[i]);
	try_all("/dev/pts", "");
	try_all("/dev", "tty");
	try_all("/dev", "vcs");
	for (int i = 0; i <= 2; i++)
		if (isatty(i) || tcgetpgrp(i) > 0)
			escaped("descriptor %d is a terminal", i);
	read(fd, text, sizeof text - 1);
	close(fd);
	after = strrchr(text, ')');
	if (after != NULL && sscanf(after, ") %*c %*d %*d %*d %d", &terminal) == 1 && terminal != 0)
		escaped("has a controlling terminal, number %d", terminal);
}

int main(void)
{
	look();
	if (fork() == 0) {
		setsid();
		look();
		_exit(0);
	}
	wait(NULL);
	return contained();
}

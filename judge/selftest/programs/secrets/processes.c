// claim: it looks for other processes, and at what they were started with, have open and hold
// layer: pids
// expect: contained
// without: pids

#include "attack.h"
#include <dirent.h>

/* Its parts are divided by zero bytes. */
static void show(const char *path)
{
	char data[8192];
	int fd = open(path, O_RDONLY | O_NONBLOCK);
	ssize_t got = fd < 0 ? -1 : read(fd, data, sizeof data);

	close(fd);
	for (ssize_t i = 0; i < got; i++)
		putchar(data[i] == '\0' ? ' ' : data[i]);
	putchar('\n');
	fflush(stdout);
}

static void look(const char *pid)
{
	const char *const files[] = {
		"cmdline", "environ", "mem", "maps", "smaps", "auxv", "stack", "io", "syscall",
		"cwd/.", "root/etc/hostname", "exe", "fd/0", "fd/3", "ns/mnt", "map_files/.",
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char path[128];
		int fd;

		snprintf(path, sizeof path, "/proc/%s/%s", pid, files[i]);
		fd = open(path, O_RDONLY | O_NONBLOCK);
		if (fd >= 0)
			escaped("opened %s", path);
		close(fd);
		show(path);
	}
}

int main(void)
{
	const char *const names[] = { "pid", "judge_pid" };
	char self[64] = "";
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int seen = 0;

	readlink("/proc/self", self, sizeof self - 1);
	while (proc != NULL && (entry = readdir(proc)) != NULL) {
		int number = atoi(entry->d_name);

		/* The first one has a program of its own that looks at it. */
		if (number <= 1 || strcmp(entry->d_name, self) == 0 || seen++ > 9)
			continue;
		escaped("sees process %d", number);
		look(entry->d_name);
	}
	for (int i = 0; i < 2; i++) {
		const char *pid = bait(names[i]);

		/* A small number may be our own in here. */
		if (pid != NULL && strcmp(pid, "1") != 0 && strcmp(pid, self) != 0)
			look(pid);
	}
	return contained();
}

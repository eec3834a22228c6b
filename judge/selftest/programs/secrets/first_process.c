// claim: it reads what the first process inside was started with, has open and remembers
// layer: init
// expect: contained
// without: init

#include "attack.h"
#include <dirent.h>

static const char *const files[] = {
	"environ", "mem", "maps", "smaps", "numa_maps", "pagemap", "auxv", "stack", "syscall", "io",
	"root/.", "cwd/.", "exe", "fd/.", "fdinfo/.", "map_files/.", "ns/mnt", "ns/user", "ns/net",
};

int main(void)
{
	char path[64], target[4096], line[4096];
	const char *home = bait("home");
	ssize_t got;
	int fd;

	for (int thread = 0; thread < 2; thread++)
		for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
			snprintf(path, sizeof path, "/proc/1/%s%s", thread ? "task/1/" : "", files[i]);
			fd = open(path, O_RDONLY);
			if (fd >= 0)
				escaped("opened %s", path);
			close(fd);
			got = readlink(path, target, sizeof target - 1);
			if (got > 0)
				escaped("%s is %.*s", path, (int)got, target);
		}
	for (int number = 0; number < 256; number++) {
		snprintf(path, sizeof path, "/proc/1/fd/%d", number);
		if (open(path, O_RDWR | O_NONBLOCK) >= 0 || open(path, O_RDONLY | O_NONBLOCK) >= 0)
			escaped("has descriptor %d of the first process", number);
	}
	REFUSED(open("/proc/1/mem", O_RDWR));
	/* This one may be read by all, so it must not name places of the host. */
	fd = open("/proc/1/cmdline", O_RDONLY);
	got = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
	for (ssize_t i = 0; i < got; i++)
		if (line[i] == '\0')
			line[i] = ' ';
	line[got > 0 ? got : 0] = '\0';
	if (strstr(line, "judge-box-") != NULL || (strlen(home) > 1 && strstr(line, home) != NULL))
		escaped("the first process names the host's folders: %s", line);
	return contained();
}

// claim: it tells its own end in the words of the first process, on every descriptor that it finds
// layer: init inherited
// expect: RTE
// cause: exit-code
// without: init

#include "attack.h"
#include <dirent.h>
#include <sys/ptrace.h>

static const char words[] = "\nended 0\n{\"exit-code\": 0}\n";

static void tell(const char *folder)
{
	DIR *listed = opendir(folder);
	char path[512];

	for (struct dirent *entry; listed && (entry = readdir(listed)) != NULL;) {
		int fd;

		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.')
			continue;
		fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
		if (fd >= 0 && strstr(folder, "/1/") != NULL)
			escaped("opened %s", path);
		if (fd >= 0)
			write(fd, words, sizeof words - 1);
	}
	if (listed)
		closedir(listed);
}

int main(void)
{
	int first = (int)syscall(SYS_pidfd_open, 1, 0);

	for (int fd = 0; fd < 1024; fd++)
		write(fd, words, sizeof words - 1);
	tell("/proc/self/fd");
	tell("/proc/1/fd");
	tell("/proc/1/task/1/fd");
	for (int fd = 0; fd < 64; fd++) {
		int theirs = (int)syscall(SYS_pidfd_getfd, first, fd, 0);

		if (theirs >= 0) {
			escaped("took descriptor %d of the first process", fd);
			write(theirs, words, sizeof words - 1);
		}
	}
	REFUSED(ptrace(PTRACE_SEIZE, 1, NULL, NULL));
	REFUSED(open("/proc/1/mem", O_RDWR));
	REFUSED(open("/proc/1/stat", O_WRONLY));
	return 3;
}

// claim: it crashes so that its memory lands in a file, or the host's collector of crashes
// layer: core_file syscalls
// expect: contained
// without: core_file syscalls

#include "attack.h"
#include <dirent.h>

int main(void)
{
	const char *const places[] = { "/tmp", "/box", "/" };
	int status;

	for (size_t i = 0; i < 2 * sizeof places / sizeof *places; i++) {
		/* Not even for a limit of 0 does the kernel leave the collector alone. */
		struct rlimit most = { i % 2 ? 0 : RLIM_INFINITY, i % 2 ? 0 : RLIM_INFINITY };
		const char *place = places[i / 2];
		pid_t child = fork();
		struct dirent *entry;
		DIR *folder;

		if (child == 0) {
			setrlimit(RLIMIT_CORE, &most);
			prlimit(getppid(), RLIMIT_CORE, &most, NULL);
			prlimit(1, RLIMIT_CORE, &most, NULL);
			chdir(place);
			abort();
		}
		waitpid(child, &status, 0);
		if (WCOREDUMP(status))
			escaped("left a core file, of a process in %s", place);
		folder = opendir(place);
		while (folder != NULL && (entry = readdir(folder)) != NULL)
			if (strncmp(entry->d_name, "core", 4) == 0)
				escaped("left %s in %s", entry->d_name, place);
		if (folder != NULL)
			closedir(folder);
	}
	return contained();
}

// claim: it makes and runs programs that are to belong to somebody with more rights
// layer: user syscalls
// expect: contained
// without: user

#include "attack.h"
#include <dirent.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

static void copy(const char *from, const char *to)
{
	int source = open(from, O_RDONLY), target = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	while (sendfile(target, source, NULL, 1 << 20) > 0)
		;
	close(source);
	close(target);
}

/* What it is after it was executed, by whatever way. */
static int second(void)
{
	char line[256];
	FILE *status = fopen("/proc/self/status", "r");

	if (getuid() != geteuid() || getuid() == 0 || geteuid() == 0 || getegid() == 0)
		escaped("runs as %d:%d", geteuid(), getegid());
	while (status != NULL && fgets(line, sizeof line, status) != NULL)
		if ((strncmp(line, "CapPrm:", 7) == 0 || strncmp(line, "CapEff:", 7) == 0) && strtoull(line + 7, NULL, 16) != 0)
			escaped("has capabilities: %s", line);
	return 0;
}

static void execute(const char *path)
{
	pid_t child = fork();

	if (child == 0) {
		execl(path, path, "second", (char *)NULL);
		_exit(1);
	}
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	/* A file's capabilities as the kernel keeps them: all that are permitted, and effective. */
	const uint32_t rights[] = { 0x02000001, 0xffffffff, 0, 0x1ff, 0 };
	const char *const places[] = { "/tmp", "/usr", "/box", "/proc", "/dev/shm" };
	struct statvfs mounted;

	if (argc > 1 && strcmp(argv[1], "second") == 0)
		return second();
	copy("/proc/self/exe", "/tmp/program");
	REFUSED(chown("/tmp/program", 0, 0));
	REFUSED(chown("/tmp/program", 1, 1));
	chmod("/tmp/program", 06755);
	execute("/tmp/program");
	REFUSED(setxattr("/tmp/program", "security.capability", rights, sizeof rights, 0));
	REFUSED(setxattr("/tmp/program", "trusted.mine", "x", 1, 0));
	execute("/tmp/program");
	execute("/proc/self/exe");
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (statvfs(places[i], &mounted) == 0 && !(mounted.f_flag & ST_NOSUID))
			escaped("set-user-id programs in %s have a meaning", places[i]);
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		escaped("may get new privileges by executing");
	return contained();
}

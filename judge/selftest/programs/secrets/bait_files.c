// claim: it reads files of the host by their paths, straight and by every detour
// layer: files
// expect: contained
// without: files

#include "attack.h"

static const char *const detours[] = {
	"", "/proc/self/root", "/proc/self/cwd/..", "/proc/1/root", "/proc/1/cwd/../..",
	"/proc/self/task/../root", "/tmp/../..", "/dev/fd/../../root", "/tmp/top",
};

static void look(const char *path)
{
	char way[8192];

	for (size_t i = 0; i < sizeof detours / sizeof *detours; i++) {
		struct stat status;
		int fd;

		snprintf(way, sizeof way, "%s%s", detours[i], path);
		if (lstat(way, &status) == 0)
			escaped("%s is there", way);
		if (leak(way))
			escaped("%s can be read", way);
		fd = open(way, O_PATH | O_NOFOLLOW);
		if (fd >= 0)
			escaped("%s can be held", way);
		close(fd);
	}
	REFUSED(link(path, "/tmp/link"));
	REFUSED(rename(path, "/tmp/moved"));
	unlink("/tmp/soft");
	if (symlink(path, "/tmp/soft") == 0 && leak("/tmp/soft"))
		escaped("%s can be read through a link", path);
}

int main(void)
{
	const char *const names[] = { "secret_file", "open_file", "cache_file", "shm_file" };
	const char *const paths[] = {
		"/etc/passwd", "/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/machine-id",
		"/etc/hostname", "/etc/resolv.conf", "/etc/fstab", "/etc/ssh/ssh_host_ed25519_key",
		"/root/.bash_history", "/root/.ssh/id_ed25519", "/var/log/wtmp", "/run/utmp",
	};

	symlink("/", "/tmp/top");
	for (int i = 0; i < 4; i++)
		if (bait(names[i]) != NULL)
			look(bait(names[i]));
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		look(paths[i]);
	return contained();
}

// claim: it looks for devices, and makes those that are missing: disks, memory, terminals
// layer: files syscalls user
// expect: contained
// without: syscalls

#include "attack.h"
#include <dirent.h>
#include <sys/sysmacros.h>

static const struct {
	const char *name;
	mode_t kind;
	int major, minor;
} missing[] = {
	{ "disk", S_IFBLK, 8, 0 },    { "virtual", S_IFBLK, 254, 0 }, { "nvme", S_IFBLK, 259, 0 },
	{ "loop", S_IFBLK, 7, 0 },    { "mem", S_IFCHR, 1, 1 },       { "port", S_IFCHR, 1, 4 },
	{ "kmsg", S_IFCHR, 1, 11 },   { "console", S_IFCHR, 5, 1 },   { "fuse", S_IFCHR, 10, 229 },
	{ "kvm", S_IFCHR, 10, 232 },  { "tun", S_IFCHR, 10, 200 },    { "whiteout", S_IFCHR, 0, 0 },
};

static void walk(const char *path, int depth)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		char inner[4096];
		struct stat status;
		int fd;

		snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] == '.' || lstat(inner, &status) != 0)
			continue;
		if (S_ISDIR(status.st_mode) && depth < 4)
			walk(inner, depth + 1);
		if (!S_ISBLK(status.st_mode) && !S_ISCHR(status.st_mode))
			continue;
		/* null, zero, full, random and urandom are what everybody may have. */
		if (S_ISCHR(status.st_mode) && major(status.st_rdev) == 1 && strchr("\3\5\7\10\11", (int)minor(status.st_rdev)))
			continue;
		fd = open(inner, O_RDONLY | O_NONBLOCK | O_NOCTTY);
		if (fd >= 0)
			escaped("opened the device %s", inner);
		close(fd);
	}
	if (folder != NULL)
		closedir(folder);
}

int main(void)
{
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
		char path[64];
		dev_t device = makedev((unsigned)missing[i].major, (unsigned)missing[i].minor);

		snprintf(path, sizeof path, "/tmp/%s", missing[i].name);
		if (mknod(path, missing[i].kind | 0600, device) == 0)
			escaped("made the device %s", missing[i].name);
		snprintf(path, sizeof path, "/dev/%s", missing[i].name);
		if (mknodat(AT_FDCWD, path, missing[i].kind | 0600, device) == 0)
			escaped("made the device %s in /dev", missing[i].name);
	}
	walk("/dev", 0);
	walk("/tmp", 0);
	REFUSED(open("/dev/tty", O_RDWR));
	REFUSED(open("/dev/ptmx", O_RDWR | O_NOCTTY));
	REFUSED(open("/dev/net/tun", O_RDWR));
	return contained();
}

// claim: it makes read-only folders writable, looks beneath what covers others, covers them itself
// layer: syscalls user
// expect: contained
// without: syscalls user

#include "attack.h"
#include <sys/mount.h>

static const char *const folders[] = { "/", "/usr", "/box", "/etc/alternatives", "/proc", "/proc/sys", "/dev", "/tmp" };

static void try(const char *folder)
{
	char file[128];
	int fd;

	REFUSED(mount(NULL, folder, NULL, MS_REMOUNT | MS_BIND, NULL));
	REFUSED(mount("none", folder, NULL, MS_REMOUNT, "size=1g,nr_inodes=0"));
	REFUSED(mount("none", folder, NULL, MS_SHARED | MS_REC, NULL));
	REFUSED(mount(folder, folder, NULL, MS_BIND | MS_REC, NULL));
	REFUSED(mount("tmpfs", folder, "tmpfs", 0, "size=4k"));
	REFUSED(mount("proc", folder, "proc", 0, NULL));
	REFUSED(mount("sysfs", folder, "sysfs", 0, NULL));
	REFUSED(mount("overlay", folder, "overlay", 0, "lowerdir=/usr,upperdir=/tmp/upper,workdir=/tmp/work"));
	REFUSED(umount2(folder, MNT_DETACH));
	REFUSED(umount2(folder, MNT_FORCE | UMOUNT_NOFOLLOW));
	snprintf(file, sizeof file, "%s/judge-selftest-made", folder);
	fd = strcmp(folder, "/tmp") == 0 ? -1 : open(file, O_WRONLY | O_CREAT, 0600);
	if (fd >= 0)
		escaped("may write to %s", folder);
	close(fd);
	unlink(file);
}

int main(void)
{
	mkdir("/tmp/upper", 0700);
	mkdir("/tmp/work", 0700);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		try(folders[i]);
	REFUSED(chroot("/tmp/upper"));
	REFUSED(syscall(SYS_pivot_root, "/tmp", "/tmp/work"));
	return contained();
}

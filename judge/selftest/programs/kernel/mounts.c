// claim: it mounts, by the old calls and the new, with and without a file system's help
// layer: syscalls user
// expect: contained
// without: syscalls user

#include "attack.h"
#include <sys/mount.h>

/* By their numbers, which are the same everywhere: older headers do not know them. */
enum { OPEN_TREE = 428, MOVE_MOUNT, FSOPEN, FSCONFIG, FSMOUNT, FSPICK };
enum { MOUNT_SETATTR = 442, STATMOUNT = 457, LISTMOUNT };

static void old(const char *kind)
{
	REFUSED(mount(kind, "/tmp/place", kind, 0, NULL));
	REFUSED(mount(kind, "/tmp/place", kind, MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, ""));
}

static void new(const char *kind)
{
	long context = syscall(FSOPEN, kind, 0);
	long mounted;

	if (context < 0)
		return;
	escaped("fsopen(%s)", kind);
	syscall(FSCONFIG, context, 6 /* create */, NULL, NULL, 0);
	mounted = syscall(FSMOUNT, context, 0, 0);
	if (mounted >= 0 && syscall(MOVE_MOUNT, mounted, "", AT_FDCWD, "/tmp/place", 4) == 0)
		escaped("mounted %s", kind);
}

int main(void)
{
	const char *const kinds[] = {
		"tmpfs", "ramfs", "proc", "sysfs", "cgroup2", "cgroup", "devpts", "mqueue", "devtmpfs", "overlay",
		"fuse", "ext4", "9p", "binfmt_misc", "bpf", "debugfs", "securityfs", "tracefs",
	};
	uint64_t writable[4] = { 0, 1 /* read-only */, 0, 0 }, root[3] = { 24, ~0ULL, 0 }, found[64];

	mkdir("/tmp/place", 0700);
	mkdir("/tmp/other", 0700);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		old(kinds[i]);
		new(kinds[i]);
	}
	REFUSED(mount("/", "/tmp/place", NULL, MS_BIND | MS_REC, NULL));
	REFUSED(mount("/tmp/other", "/tmp/place", NULL, MS_MOVE, NULL));
	REFUSED(mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL));
	REFUSED(syscall(OPEN_TREE, AT_FDCWD, "/", 1 /* a copy */ | AT_RECURSIVE));
	REFUSED(syscall(OPEN_TREE, AT_FDCWD, "/tmp", 0));
	REFUSED(syscall(FSPICK, AT_FDCWD, "/usr", 0));
	REFUSED(syscall(MOUNT_SETATTR, AT_FDCWD, "/usr", AT_RECURSIVE, writable, sizeof writable));
	REFUSED(syscall(MOUNT_SETATTR, AT_FDCWD, "/", 0, writable, sizeof writable));
	REFUSED(syscall(LISTMOUNT, root, found, 64, 0));
	root[1] = 1;
	REFUSED(syscall(STATMOUNT, root, found, sizeof found, 0));
	REFUSED(chroot("/tmp/place"));
	REFUSED(syscall(SYS_pivot_root, "/tmp/place", "/tmp/place"));
	REFUSED(umount2("/tmp/place", MNT_DETACH));
	REFUSED(umount2("/proc", MNT_DETACH));
	return contained();
}

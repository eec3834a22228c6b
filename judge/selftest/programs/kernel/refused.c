// claim: it asks the kernel for what no program of a contest needs, one call after another
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"

/* The filter says that this is not permitted, or that there is no such call. Any other
 * answer is the kernel's own: the call has come through, whatever has become of it. */
static void try(const char *name, long number, long first, long second, long third, long fourth)
{
	long result;

	errno = 0;
	result = syscall(number, first, second, third, fourth, 0L, 0L);
	if (result >= 0 || (errno != EPERM && errno != ENOSYS))
		escaped("%s has come through: %ld, %s", name, result, strerror(errno));
}

/* What is handed over is nothing, or lies nowhere: no call may do anything. */
#define TRY(name, ...) try(#name, SYS_##name, __VA_ARGS__)

int main(void)
{
	TRY(bpf, 0, 1, 16, 0);
	TRY(bpf, 5, 1, 128, 0);
	TRY(perf_event_open, 1, 0, -1, -1);
	TRY(userfaultfd, 1, 0, 0, 0);
	TRY(userfaultfd, -1, 0, 0, 0);
	TRY(kcmp, getpid(), getpid(), 0, 0);
	TRY(process_vm_readv, getpid(), 0, 0, 0);
	TRY(process_vm_writev, getpid(), 0, 0, 0);
	TRY(name_to_handle_at, AT_FDCWD, (long)"/", 1, 1);
	TRY(open_by_handle_at, AT_FDCWD, 1, O_RDONLY, 0);
	TRY(fanotify_init, 0, 0, 0, 0);
	TRY(fanotify_init, 0x200, 0, 0, 0);
	TRY(fanotify_mark, -1, 0, 0, -1);
	TRY(quotactl, -1, 0, 0, 0);
	TRY(acct, 1, 0, 0, 0);
	TRY(swapon, 1, 0, 0, 0);
	TRY(swapoff, 1, 0, 0, 0);
	TRY(reboot, 0, 0, 0, 0);
	TRY(kexec_load, 0, 0, 1, -1);
	TRY(init_module, 0, 0, 1, 0);
	TRY(finit_module, -1, 1, -1, 0);
	TRY(delete_module, 1, 0, 0, 0);
	TRY(syslog, 3, 1, 1, 0);
	TRY(syslog, 10, 0, 0, 0);
	TRY(vhangup, 0, 0, 0, 0);
	TRY(lookup_dcookie, 0, 1, 1, 0);
	TRY(move_pages, 0, 0, 0, 0);
	TRY(migrate_pages, 0, 0, 0, 0);
	TRY(remap_file_pages, 0, 0, 0, 0);
	TRY(nfsservctl, 0, 0, 0, 0);
	TRY(setns, -1, 0, 0, 0);
	TRY(mount, 1, 1, 1, 0);
	TRY(umount2, 1, -1, 0, 0);
	TRY(pivot_root, 1, 1, 0, 0);
	TRY(chroot, 1, 0, 0, 0);
	TRY(sethostname, 1, -1, 0, 0);
	TRY(setdomainname, 1, -1, 0, 0);
	TRY(mknodat, AT_FDCWD, 1, S_IFREG, 0);
	TRY(ptrace, 0x4200, getpid(), 0, 0);
	TRY(seccomp, 2, 0, 1, 0);
	TRY(io_setup, 1, 1, 0, 0);
	TRY(clock_adjtime, CLOCK_REALTIME, 1, 0, 0);
#ifdef SYS_kexec_file_load
	TRY(kexec_file_load, -1, -1, 0, 0);
#endif
#ifdef __x86_64__
	TRY(modify_ldt, 0, 1, 16, 0);
	TRY(iopl, 4, 0, 0, 0);
	TRY(ioperm, -1, 1, 1, 0);
	TRY(uselib, 1, 0, 0, 0);
	TRY(ustat, 0, 1, 0, 0);
	TRY(sysfs, 3, 0, 0, 0);
	TRY(_sysctl, 1, 0, 0, 0);
	TRY(mknod, 1, S_IFREG, 0, 0);
	TRY(set_thread_area, 1, 0, 0, 0);
#endif
	/* By their numbers: older headers do not know them. */
	try("pidfd_getfd", 438, -1, -1, 0, 0);
	try("process_madvise", 440, -1, 0, 0, 0);
	try("landlock_create_ruleset", 444, 0, 0, 1, 0);
	try("memfd_secret", 447, 0, 0, 0, 0);
	try("process_mrelease", 448, -1, 0, 0, 0);
	try("cachestat", 451, -1, 0, 0, 0);
	return contained();
}

/* expect: exit 0 */
#include "check.h"
#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
/* A call of which headers may be too old to know; these numbers are the same everywhere. */
enum { QUOTACTL_FD = 443, LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF,
	MEMFD_SECRET, PROCESS_MRELEASE, CACHESTAT = 451, STATMOUNT = 457, LISTMOUNT, LSM_GET_SELF_ATTR,
	LSM_SET_SELF_ATTR, LSM_LIST_MODULES, SETXATTRAT = 463, OPEN_TREE_ATTR = 467,
	FILE_GETATTR, FILE_SETATTR, LISTNS, RSEQ_SLICE_YIELD };
int main(void)
{
	char zeros[4096] = { 0 };
	/* other processes */
	REFUSED(EPERM, ptrace(PTRACE_TRACEME, 0, 0, 0));
	REFUSED(EPERM, ptrace(PTRACE_SEIZE, 1, 0, 0));
	REFUSED(EPERM, syscall(SYS_process_vm_readv, 1, zeros, 1, zeros, 1, 0));
	REFUSED(EPERM, syscall(SYS_process_vm_writev, 1, zeros, 1, zeros, 1, 0));
	REFUSED(EPERM, syscall(SYS_process_madvise, 3, zeros, 1, 4, 0));
	REFUSED(EPERM, syscall(PROCESS_MRELEASE, 3, 0));
	REFUSED(EPERM, syscall(SYS_pidfd_getfd, 3, 0, 0));
	REFUSED(EPERM, syscall(SYS_kcmp, 1, 1, 0, 0, 0));
	REFUSED(EPERM, syscall(SYS_get_robust_list, 1, zeros, zeros));
	/* mounts and namespaces */
	REFUSED(EPERM, mount("none", "/tmp", "tmpfs", 0, NULL));
	REFUSED(EPERM, umount2("/tmp", MNT_DETACH));
	REFUSED(EPERM, syscall(SYS_pivot_root, "/tmp", "/tmp"));
	REFUSED(EPERM, syscall(SYS_fsopen, "tmpfs", 0));
	REFUSED(EPERM, syscall(SYS_fsconfig, 3, 0, "a", "b", 0));
	REFUSED(EPERM, syscall(SYS_fsmount, 3, 0, 0));
	REFUSED(EPERM, syscall(SYS_fspick, -100, "/", 0));
	REFUSED(EPERM, syscall(SYS_move_mount, 3, "", -100, "/tmp", 4));
	REFUSED(EPERM, syscall(SYS_open_tree, -100, "/", 1));
	REFUSED(EPERM, syscall(OPEN_TREE_ATTR, -100, "/", 1, zeros, 32));
	REFUSED(EPERM, syscall(SYS_mount_setattr, -100, "/", 0, zeros, 32));
	REFUSED(EPERM, syscall(STATMOUNT, zeros, zeros, sizeof zeros, 0));
	REFUSED(EPERM, syscall(LISTMOUNT, zeros, zeros, 1, 0));
	REFUSED(EPERM, syscall(LISTNS, zeros, zeros, 1, 0));
	REFUSED(EPERM, chroot("/tmp"));
	REFUSED(EPERM, syscall(SYS_setns, 0, 0));
	/* keys, programs in the kernel, and other machinery */
	REFUSED(EPERM, syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, -3, 0));
	REFUSED(EPERM, syscall(SYS_add_key, "user", "a", "b", 1, -3));
	REFUSED(EPERM, syscall(SYS_request_key, "user", "a", "b", -3));
	REFUSED(EPERM, syscall(SYS_bpf, BPF_MAP_CREATE, zeros, 128));
	REFUSED(EPERM, syscall(SYS_perf_event_open, zeros, 0, -1, -1, 0));
	REFUSED(EPERM, syscall(SYS_userfaultfd, 0));
	REFUSED(EPERM, syscall(SYS_seccomp, 0, 0, NULL));
	REFUSED(EPERM, syscall(LANDLOCK_CREATE_RULESET, zeros, 8, 0));
	REFUSED(EPERM, syscall(LANDLOCK_ADD_RULE, 3, 1, zeros, 0));
	REFUSED(EPERM, syscall(LANDLOCK_RESTRICT_SELF, 3, 0));
	REFUSED(EPERM, syscall(LSM_GET_SELF_ATTR, 100, zeros, zeros, 0));
	REFUSED(EPERM, syscall(LSM_SET_SELF_ATTR, 100, zeros, 8, 0));
	REFUSED(EPERM, syscall(LSM_LIST_MODULES, zeros, zeros, 0));
	REFUSED(EPERM, syscall(SYS_io_setup, 1, zeros));
	REFUSED(EPERM, syscall(MEMFD_SECRET, 0));
	REFUSED(EPERM, syscall(SYS_remap_file_pages, zeros, 4096, 0, 0, 0));
	REFUSED(EPERM, syscall(SYS_set_mempolicy, 0, NULL, 0));
	REFUSED(EPERM, syscall(SYS_mbind, zeros, 4096, 0, NULL, 0, 0));
	REFUSED(EPERM, syscall(SYS_move_pages, 0, 0, NULL, NULL, NULL, 0));
	REFUSED(EPERM, syscall(SYS_migrate_pages, 0, 0, NULL, NULL));
	REFUSED(EPERM, syscall(RSEQ_SLICE_YIELD));
	/* files behind the back, and what others do with theirs */
	REFUSED(EPERM, syscall(SYS_open_by_handle_at, 0, zeros, 0));
	REFUSED(EPERM, syscall(SYS_name_to_handle_at, -100, "/", zeros, zeros, 0));
	REFUSED(EPERM, syscall(SYS_fanotify_init, 0, 0));
	REFUSED(EPERM, syscall(SYS_fanotify_mark, 3, 1, 1, -100, "/"));
	REFUSED(EPERM, syscall(SYS_inotify_add_watch, 3, "/usr/bin", 0xfff));
	REFUSED(EPERM, syscall(CACHESTAT, 0, zeros, zeros, 0));
	REFUSED(EPERM, syscall(SYS_sync));
	REFUSED(EPERM, syscall(SYS_syncfs, 0));
	REFUSED(EPERM, syscall(SYS_mknodat, -100, "/tmp/node", 0020666, 0x103));
	REFUSED(EPERM, syscall(SETXATTRAT, -100, "/tmp", 0, "user.a", zeros, 16));
	REFUSED(EPERM, syscall(FILE_GETATTR, -100, "/tmp", zeros, 24, 0));
	REFUSED(EPERM, syscall(FILE_SETATTR, -100, "/tmp", zeros, 24, 0));
	REFUSED(EPERM, syscall(SYS_ioprio_set, 1, 0, 0));
	/* the machine */
	REFUSED(EPERM, syscall(SYS_sethostname, "a", 1));
	REFUSED(EPERM, syscall(SYS_setdomainname, "a", 1));
	REFUSED(EPERM, syscall(SYS_init_module, zeros, 0, ""));
	REFUSED(EPERM, syscall(SYS_finit_module, 0, "", 0));
	REFUSED(EPERM, syscall(SYS_delete_module, "a", 0));
	REFUSED(EPERM, syscall(SYS_kexec_load, 0, 0, NULL, 0));
	REFUSED(EPERM, syscall(SYS_kexec_file_load, 0, 0, 0, NULL, 0));
	REFUSED(EPERM, syscall(SYS_reboot, 0, 0, 0, NULL));
	REFUSED(EPERM, syscall(SYS_swapon, "/tmp/x", 0));
	REFUSED(EPERM, syscall(SYS_swapoff, "/tmp/x"));
	REFUSED(EPERM, syscall(SYS_syslog, 3, zeros, 1));
	REFUSED(EPERM, syscall(SYS_quotactl, 0, NULL, 0, NULL));
	REFUSED(EPERM, syscall(QUOTACTL_FD, 0, 0, 0, NULL));
	REFUSED(EPERM, syscall(SYS_acct, NULL));
	REFUSED(EPERM, syscall(SYS_vhangup));
	REFUSED(EPERM, syscall(SYS_settimeofday, NULL, NULL));
	REFUSED(EPERM, syscall(SYS_clock_settime, 0, zeros));
	REFUSED(EPERM, syscall(SYS_adjtimex, zeros));
	REFUSED(EPERM, syscall(SYS_clock_adjtime, 0, zeros));
	REFUSED(EPERM, syscall(SYS_capset, zeros, zeros));
	REFUSED(EPERM, syscall(SYS_setgroups, 0, NULL));
#ifdef __x86_64__
	REFUSED(EPERM, syscall(SYS_mknod, "/tmp/node", 0020666, 0x103));
	REFUSED(EPERM, syscall(SYS_modify_ldt, 0, zeros, 16));
	REFUSED(EPERM, syscall(SYS_iopl, 0));
	REFUSED(EPERM, syscall(SYS_ioperm, 0, 1, 0));
#endif
	return failures;
}

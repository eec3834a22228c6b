/* expect: exit 0 */
#include "check.h"
#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#ifndef SYS_userfaultfd
#define SYS_userfaultfd 323
#endif
int main(void)
{
	char zeros[4096] = { 0 };
	REFUSED(EPERM, ptrace(PTRACE_TRACEME, 0, 0, 0));
	REFUSED(EPERM, ptrace(PTRACE_SEIZE, 1, 0, 0));
	REFUSED(EPERM, syscall(SYS_process_vm_readv, 1, zeros, 1, zeros, 1, 0));
	REFUSED(EPERM, syscall(SYS_pidfd_getfd, 3, 0, 0));
	REFUSED(EPERM, syscall(SYS_kcmp, 1, 1, 0, 0, 0));
	REFUSED(EPERM, mount("none", "/tmp", "tmpfs", 0, NULL));
	REFUSED(EPERM, umount2("/tmp", MNT_DETACH));
	REFUSED(EPERM, syscall(SYS_pivot_root, "/tmp", "/tmp"));
	REFUSED(EPERM, syscall(SYS_fsopen, "tmpfs", 0));
	REFUSED(EPERM, syscall(SYS_open_tree, -100, "/", 1));
	REFUSED(EPERM, syscall(SYS_mount_setattr, -100, "/", 0, zeros, 32));
	REFUSED(EPERM, chroot("/tmp"));
	REFUSED(EPERM, syscall(SYS_setns, 0, 0));
	REFUSED(EPERM, syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, -3, 0));
	REFUSED(EPERM, syscall(SYS_add_key, "user", "a", "b", 1, -3));
	REFUSED(EPERM, syscall(SYS_request_key, "user", "a", "b", -3));
	REFUSED(EPERM, syscall(SYS_bpf, BPF_MAP_CREATE, zeros, 128));
	REFUSED(EPERM, syscall(SYS_perf_event_open, zeros, 0, -1, -1, 0));
	REFUSED(EPERM, syscall(SYS_userfaultfd, 0));
	REFUSED(EPERM, syscall(SYS_open_by_handle_at, 0, zeros, 0));
	REFUSED(EPERM, syscall(SYS_name_to_handle_at, -100, "/", zeros, zeros, 0));
	REFUSED(EPERM, syscall(SYS_fanotify_init, 0, 0));
	REFUSED(EPERM, syscall(SYS_seccomp, 0, 0, NULL));
	REFUSED(EPERM, syscall(SYS_mknodat, -100, "/tmp/node", 0020666, 0x103));
	REFUSED(EPERM, syscall(SYS_sethostname, "a", 1));
	REFUSED(EPERM, syscall(SYS_init_module, zeros, 0, ""));
	REFUSED(EPERM, syscall(SYS_kexec_load, 0, 0, NULL, 0));
	REFUSED(EPERM, syscall(SYS_reboot, 0, 0, 0, NULL));
	REFUSED(EPERM, syscall(SYS_swapon, "/tmp/x", 0));
	REFUSED(EPERM, syscall(SYS_syslog, 3, zeros, 1));
	REFUSED(EPERM, syscall(SYS_quotactl, 0, NULL, 0, NULL));
	REFUSED(EPERM, syscall(SYS_acct, NULL));
	REFUSED(EPERM, syscall(SYS_vhangup));
	return failures;
}

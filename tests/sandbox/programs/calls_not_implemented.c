/* expect: exit 0 */
#include "check.h"
#include <linux/sched.h>
int main(void)
{
	struct clone_args none = { 0 };
	char zeros[256] = { 0 };
	/* EPERM would make the C library give up where it can do without. */
	REFUSED(ENOSYS, syscall(SYS_clone3, &none, sizeof none));
	REFUSED(ENOSYS, syscall(SYS_io_uring_setup, 8, zeros));
	REFUSED(ENOSYS, syscall(SYS_io_uring_enter, 0, 0, 0, 0, NULL, 0));
	REFUSED(ENOSYS, syscall(SYS_io_uring_register, 0, 0, NULL, 0));
	/* newer than the table */
	REFUSED(ENOSYS, syscall(472));
	REFUSED(ENOSYS, syscall(511));
	REFUSED(ENOSYS, syscall(1000));
	REFUSED(ENOSYS, syscall(0x3fffffff));
	/* never given out */
	REFUSED(ENOSYS, syscall(400));
	/* x32's own numbers, ptrace and execveat, without the bit: older kernels took them */
	REFUSED(ENOSYS, syscall(521, 0, 0, 0, 0));
	REFUSED(ENOSYS, syscall(545, -1, "", NULL, NULL, 0x1000));
	return failures;
}

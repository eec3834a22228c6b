/* expect: exit 0 */
#include "check.h"
#include <sys/ioctl.h>
int main(void)
{
	unsigned long typing[] = { 0x5412 /* TIOCSTI */, 0x541C /* TIOCLINUX */ };
	char letter = 'x';
	for (int n = 0; n < 2; n++) {
		REFUSED(EPERM, syscall(SYS_ioctl, 0, typing[n], &letter));
		/* The kernel drops what is above 32 bits: a filter must too. */
		REFUSED(EPERM, syscall(SYS_ioctl, 0, typing[n] | 1UL << 32, &letter));
		REFUSED(EPERM, syscall(SYS_ioctl, 0, typing[n] | 0xdeadbeefUL << 32, &letter));
	}
	CHECK(open("/dev/tty", O_RDWR) < 0);
	CHECK(getsid(0) != 0 && tcgetpgrp(0) < 0);
	return failures;
}

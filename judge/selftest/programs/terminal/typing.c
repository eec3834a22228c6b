// claim: it types into a terminal that it shares with whoever started it
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"
#include <sys/ioctl.h>

#define LINUX_CONSOLE 0x541c

/* There is no terminal in a test: it is enough that the kernel would be asked. */
static void ask(const char *what, int fd, unsigned long request)
{
	char key = 0;

	errno = 0;
	if (syscall(SYS_ioctl, fd, request, &key) == 0 || errno == ENOTTY || errno == EINVAL)
		escaped("%s reaches the kernel on descriptor %d", what, fd);
}

int main(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		ask("TIOCSTI", fd, TIOCSTI);
		ask("TIOCSTI with high bits", fd, TIOCSTI | (unsigned long)1 << 32);
		ask("TIOCSTI with a sign", fd, TIOCSTI | ~(unsigned long)0 << 32);
		ask("TIOCLINUX", fd, LINUX_CONSOLE);
		ask("TIOCLINUX with high bits", fd, LINUX_CONSOLE | (unsigned long)7 << 40);
		ask("TIOCSCTTY", fd, TIOCSCTTY);
		ask("TIOCCONS", fd, TIOCCONS);
		ask("TIOCSETD", fd, TIOCSETD);
	}
	return contained();
}

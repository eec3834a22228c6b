/* expect: exit 0 */
#include "check.h"
int main(void)
{
#ifdef __x86_64__
	long result;
	REFUSED(EPERM, syscall(0x40000000 | SYS_getpid));
	/* i386's getpid. A kernel without i386 calls answers with a signal. */
	if (fork() == 0) {
		__asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
		_exit(result == -EPERM ? 0 : 1);
	}
	int status;
	wait(&status);
	CHECK(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
#endif
	return failures;
}

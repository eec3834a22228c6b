/* expect: exit 0 */
#include "check.h"
#ifdef __x86_64__
static void i386(long number, int answer)
{
	long result;
	int status;

	/* A kernel without i386 calls answers with a signal. */
	if (fork() == 0) {
		__asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory");
		_exit(result == -answer ? 0 : 1);
	}
	wait(&status);
	CHECK(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
}
#endif
int main(void)
{
#ifdef __x86_64__
	REFUSED(EPERM, syscall(0x40000000 | SYS_getpid));
	REFUSED(EPERM, syscall(0x40000000 | 520)); /* execve */
	REFUSED(EPERM, syscall(0x40000000 | 521)); /* ptrace */
	REFUSED(EPERM, syscall(0x7fffffff));
	i386(20, EPERM); /* getpid */
	i386(26, EPERM); /* ptrace */
	i386(102, EPERM); /* socketcall */
	i386(500, ENOSYS);
#endif
	return failures;
}

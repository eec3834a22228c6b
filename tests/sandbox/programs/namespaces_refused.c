/* expect: exit 0 */
#include "check.h"
#include <sched.h>
static const int namespaces[] = { CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP, 0x80 /* CLONE_NEWTIME */ };
int main(void)
{
	for (size_t n = 0; n < sizeof namespaces / sizeof *namespaces; n++) {
		REFUSED(EPERM, unshare(namespaces[n]));
		/* clone takes the low byte for a signal, so the time namespace is not its. */
		if (namespaces[n] != 0x80)
			REFUSED(EPERM, syscall(SYS_clone, namespaces[n] | SIGCHLD, 0, 0, 0, 0));
	}
	REFUSED(EPERM, unshare(CLONE_NEWUSER | CLONE_FS));
	return failures;
}

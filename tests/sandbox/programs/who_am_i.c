/* expect: exit 0 */
#include "check.h"
#include <sys/prctl.h>
#include <sys/utsname.h>
int main(void)
{
	struct utsname name;
	sigset_t blocked;
	CHECK(getuid() == 65534 && geteuid() == 65534 && getgid() == 65534 && getegid() == 65534);
	CHECK(setuid(0) != 0);
	CHECK(setgid(0) != 0);
	CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	CHECK(uname(&name) == 0 && strcmp(name.nodename, "sandbox") == 0);
	CHECK(getpid() < 10);
	CHECK(sigprocmask(SIG_BLOCK, NULL, &blocked) == 0);
	for (int n = 1; n < 32; n++) {
		struct sigaction action;
		CHECK(!sigismember(&blocked, n));
		CHECK(sigaction(n, NULL, &action) == 0 && action.sa_handler == SIG_DFL);
	}
	return failures;
}

/* expect: exit 0 */
#include "check.h"
#include <sys/resource.h>
int main(void)
{
	/* The kernel starts a host's collector of core files unless the limit is just 1. */
	const rlim_t wanted[] = { 0, 2, RLIM_INFINITY };
	struct rlimit now;

	for (int i = 0; i < 3; i++) {
		struct rlimit other = { wanted[i], wanted[i] };

		CHECK(setrlimit(RLIMIT_CORE, &other) == 0);
		CHECK(prlimit(0, RLIMIT_CORE, &other, NULL) == 0);
		CHECK(syscall(SYS_setrlimit, RLIMIT_CORE, &other) == 0);
		CHECK(getrlimit(RLIMIT_CORE, &now) == 0);
		CHECK(now.rlim_cur == 1 && now.rlim_max == 1);
	}
	return failures;
}

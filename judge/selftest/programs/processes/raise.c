// claim: it raises its own limit on processes, by any call that can
// layer: processes user
// expect: contained
// limits: processes=16
// without: processes

#include "attack.h"

int main(void)
{
	struct rlimit most = { RLIM_INFINITY, RLIM_INFINITY }, now;
	int count = 0;

	setrlimit(RLIMIT_NPROC, &most);
	prlimit(0, RLIMIT_NPROC, &most, NULL);
	prlimit(1, RLIMIT_NPROC, &most, NULL);
	getrlimit(RLIMIT_NPROC, &now);
	now.rlim_cur = now.rlim_max;
	setrlimit(RLIMIT_NPROC, &now);
	/* The user's processes are counted: be another one. */
	setuid(0);
	setresuid(1, 1, 1);
	while (count < 100 && started(fork()))
		count++;
	if (count > 16)
		escaped("has %d processes where 16 are allowed", count);
	return contained();
}

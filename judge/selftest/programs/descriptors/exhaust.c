// claim: it opens files until the host has no more descriptors for anybody
// layer: descriptors
// expect: contained
// without: descriptors

#include "attack.h"

int main(void)
{
	struct rlimit most = { 1 << 20, 1 << 20 }, now;
	int count = 0;

	setrlimit(RLIMIT_NOFILE, &most);
	getrlimit(RLIMIT_NOFILE, &now);
	now.rlim_cur = now.rlim_max;
	setrlimit(RLIMIT_NOFILE, &now);
	while (count < 3000 && dup(0) >= 0)
		count++;
	if (count > 1024)
		escaped("has %d descriptors where 1024 are allowed", count);
	return contained();
}

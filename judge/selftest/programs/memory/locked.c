// claim: it locks its memory, so that no limit could take it away again
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include "attack.h"

int main(void)
{
	struct rlimit most = { RLIM_INFINITY, RLIM_INFINITY };

	setrlimit(RLIMIT_MEMLOCK, &most);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	for (int i = 0; i < 96; i++) {
		char *piece = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);

		if (piece == MAP_FAILED) {
			munlockall();
			piece = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		}
		mlock(piece, MIB);
		touch(piece, MIB);
	}
	escaped("has 96 MiB of locked memory under a limit of 32 MiB");
	return contained();
}

// claim: memory shared between processes is counted by none of them
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include "attack.h"

int main(void)
{
	for (int i = 0; i < 12; i++) {
		char *piece = mmap(NULL, 8 * MIB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

		if (piece == MAP_FAILED)
			return 1;
		/* A child touches it and goes; it stays. */
		if (fork() == 0) {
			touch(piece, 8 * MIB);
			_exit(0);
		}
		wait(NULL);
	}
	escaped("has 96 MiB of shared memory under a limit of 32 MiB");
	return contained();
}

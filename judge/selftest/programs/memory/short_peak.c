// claim: it takes the memory only for a moment and gives it back before anybody looks
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include "attack.h"

int main(void)
{
	for (int i = 0; i < 20; i++) {
		char *memory = mmap(NULL, 64 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (memory == MAP_FAILED)
			return 1;
		touch(memory, 64 * MIB);
		munmap(memory, 64 * MIB);
	}
	escaped("had 64 MiB for a moment under a limit of 32 MiB");
	return contained();
}

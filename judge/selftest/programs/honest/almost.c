// claim: it uses 80 % of its memory, again and again
// expect: AC
// limits: memory=128M cpu_time=20
// prints: 102

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define MIB ((size_t)1 << 20)

int main(void)
{
	size_t size = 102 * MIB;

	for (int round = 0; round < 3; round++) {
		volatile char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
					     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (memory == MAP_FAILED)
			return 1;
		for (size_t i = 0; i < size; i += 4096)
			memory[i] = 1;
		munmap((void *)memory, size);
	}
	/* More than there is: refused or not, it is no crime to ask. */
	free(malloc(4096 * MIB));
	printf("%zu\n", size / MIB);
	return 0;
}

// claim: it makes the kernel keep page tables for memory that it never has
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=16M
// without: memory

#include "attack.h"

int main(void)
{
	size_t size = (size_t)32 << 30, step = 2 * MIB, sum = 0;
	char *memory = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		return 1;
	madvise(memory, size, MADV_NOHUGEPAGE);
	/* Reading finds the one page of zeros, which is everybody's. */
	for (size_t at = 0; at < size; at += step)
		sum += (size_t)((volatile char *)memory)[at];
	escaped("has 64 MiB of page tables under a limit of 16 MiB (%zu)", sum);
	return contained();
}

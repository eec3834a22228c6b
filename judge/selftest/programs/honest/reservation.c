// claim: it reserves 64 GiB of addresses and uses a little of them
// expect: AC
// limits: memory=32M
// prints: 64 256

#include <stdio.h>
#include <sys/mman.h>

int main(void)
{
	size_t size = (size_t)64 << 30;
	volatile char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	void *none = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int sum = 0;

	if (memory == MAP_FAILED || none == MAP_FAILED)
		return 1;
	if (mprotect(none, 4096, PROT_READ | PROT_WRITE) != 0)
		return 2;
	for (size_t i = 0; i < 256; i++)
		memory[i * (size / 256)] = 1;
	for (size_t i = 0; i < 256; i++)
		sum += memory[i * (size / 256)];
	printf("%zu %d\n", size >> 30, sum);
	return 0;
}

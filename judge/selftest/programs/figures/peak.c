// claim: it clears the peak of its memory, and gives memory back before anybody looks
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=64M
// without: memory

#include "attack.h"

static void clear(void)
{
	const char *const requests[] = { "1", "3", "4", "5" };

	for (int i = 0; i < 4; i++) {
		int fd = open("/proc/self/clear_refs", O_WRONLY);

		write(fd, requests[i], 1);
		close(fd);
	}
}

int main(void)
{
	size_t size = 100 * MIB;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (size_t i = 0; i < size; i += MIB) {
		touch(memory + i, MIB);
		if (i % (32 * MIB) == 0)
			clear();
	}
	escaped("has %zu MiB under a limit of 64 MiB", size / MIB);
	madvise(memory, size, MADV_FREE);
	madvise(memory, size, MADV_DONTNEED);
	munmap(memory, size);
	clear();
	return contained();
}

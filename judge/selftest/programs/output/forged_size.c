// claim: it truncates, seeks, maps and reads back what it printed, to lie about its size
// layer: output
// expect: contained
// unproved: its output would have to be a file, which no way of running it has

#include "attack.h"

int main(void)
{
	for (int fd = 1; fd <= 2; fd++) {
		char path[32];
		void *memory;
		int again;

		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		REFUSED(lseek(fd, 1 << 30, SEEK_SET));
		REFUSED(lseek(fd, 0, SEEK_END));
		REFUSED(ftruncate(fd, 0));
		REFUSED(ftruncate(fd, 1 << 30));
		REFUSED(truncate(path, 0));
		REFUSED(pwrite(fd, "x", 1, 1 << 20));
		REFUSED(fallocate(fd, 0, 0, 1 << 20));
		memory = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
		if (memory != MAP_FAILED)
			escaped("maps descriptor %d", fd);
		again = open(path, O_WRONLY | O_TRUNC);
		if (again >= 0)
			REFUSED(lseek(again, 0, SEEK_CUR));
		REFUSED(unlink(path));
	}
	return contained();
}

// claim: a file that is all holes claims a disk's worth of room, in /tmp and in /dev/shm
// layer: file_size
// expect: contained
// without: file_size

#include "attack.h"

int main(void)
{
	const char *const paths[] = { "/tmp/holes", "/dev/shm/holes" };

	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < 2; i++) {
		int file = open(paths[i], O_RDWR | O_CREAT, 0600);
		struct stat status;

		for (off_t at = 1 << 20; at < (off_t)1 << 32; at <<= 1)
			pwrite(file, "x", 1, at);
		ftruncate(file, (off_t)1 << 40);
		if (fstat(file, &status) == 0 && status.st_size > 2 * (off_t)MIB)
			escaped("%s claims %ld bytes", paths[i], (long)status.st_size);
	}
	return contained();
}

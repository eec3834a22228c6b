// claim: it goes from its standard input to the file that the test's input came from
// layer: stdin
// expect: contained
// without: stdin

#include "attack.h"

int main(void)
{
	const char *const ways[] = { "/proc/self/fd/0", "/dev/stdin", "/dev/fd/0", "/proc/thread-self/fd/0" };
	const char *file = bait("input_file");

	for (int i = 0; i < 4; i++) {
		const int modes[] = { O_WRONLY, O_RDWR, O_WRONLY | O_TRUNC, O_WRONLY | O_APPEND };

		for (int j = 0; j < 4; j++) {
			int fd = open(ways[i], modes[j]);

			if (fd >= 0 && write(fd, "9\n", 2) == 2)
				escaped("wrote to %s", ways[i]);
			if (fd >= 0)
				close(fd);
		}
		REFUSED(truncate(ways[i], 0));
		if (chmod(ways[i], 0666) == 0) {
			int fd = open(ways[i], O_WRONLY);

			if (fd >= 0 && write(fd, "8\n", 2) == 2)
				escaped("wrote to %s after chmod", ways[i]);
		}
	}
	REFUSED(ftruncate(0, 0));
	REFUSED(fallocate(0, 0, 0, 1 << 16));
	if (pwrite(0, "7\n", 2, 0) == 2)
		escaped("wrote to descriptor 0");
	if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, 0, 0) != MAP_FAILED)
		escaped("mapped standard input for writing");
	if (file != NULL)
		REFUSED(open(file, O_RDONLY));
	return contained();
}

// claim: it prints through whatever leads to its output: /proc, /dev, children, splice, sendfile
// layer: output
// expect: OLE
// limits: output=64K
// without: output

#include "attack.h"
#include <sys/sendfile.h>

int main(void)
{
	static char data[4096];
	const char *const ways[] = { "/proc/self/fd/1", "/dev/stdout", "/proc/1/fd/1", "/dev/fd/1" };
	int file = open("/tmp/data", O_RDWR | O_CREAT, 0600), ends[2];
	off_t start = 0;

	memset(data, 'x', sizeof data);
	for (int i = 0; i < 4; i++) {
		int way = open(ways[i], O_WRONLY | O_APPEND);

		for (int j = 0; way >= 0 && j < 6; j++)
			write(way, data, sizeof data);
	}
	write(file, data, sizeof data);
	for (int i = 0; i < 10; i++, start = 0)
		sendfile(1, file, &start, sizeof data);
	pipe(ends);
	for (int i = 0; i < 10; i++) {
		write(ends[1], data, sizeof data);
		splice(ends[0], NULL, 1, NULL, sizeof data, 0);
	}
	for (int i = 0; i < 4; i++) {
		if (fork() == 0) {
			setsid();
			for (int j = 0; j < 10; j++)
				write(i % 2 ? 2 : 1, data, sizeof data);
			_exit(0);
		}
		wait(NULL);
	}
	return contained();
}


// claim: it keeps what it has no memory for in /tmp and /dev/shm
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M output=1G
// without: memory

#include "attack.h"

static int fill(const char *folder)
{
	static char data[1 << 20];
	char path[64];

	memset(data, 1, sizeof data);
	for (int i = 0; i < 48; i++) {
		int file;

		snprintf(path, sizeof path, "%s/%d", folder, i + (folder[1] == 'd') * 100);
		file = open(path, O_CREAT | O_WRONLY, 0600);
		if (file < 0 || write(file, data, sizeof data) != (ssize_t)sizeof data)
			return 0;
		if (i % 2)
			unlink(path); /* it is still there as long as it is open */
		else
			close(file);
	}
	return 1;
}

int main(void)
{
	if (!fill("/tmp") || !fill("/dev/shm"))
		return 1;
	escaped("has 96 MiB in temporary files under a limit of 32 MiB");
	return contained();
}

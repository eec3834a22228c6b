// claim: it looks for descriptors that whoever started it has left open
// layer: inherited
// expect: contained
// without: inherited

#include "attack.h"

int main(void)
{
	char path[64], target[4096];

	for (int fd = 3; fd < 70000; fd++)
		if (fcntl(fd, F_GETFD) >= 0) {
			ssize_t length;

			snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
			length = readlink(path, target, sizeof target - 1);
			target[length > 0 ? length : 0] = '\0';
			escaped("descriptor %d is open: %s", fd, target);
		}
	return contained();
}

// claim: it opens its output for reading, and its error stream, to hear what others say there
// layer: output
// expect: contained
// runs: 2
// unproved: a pipe of its own holds nothing of others, whatever is switched off

#include "attack.h"

int main(void)
{
	for (int fd = 1; fd <= 2; fd++) {
		char path[32], data[4096];
		int back;
		ssize_t got;

		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		back = open(path, O_RDONLY | O_NONBLOCK);
		got = back < 0 ? -1 : read(back, data, sizeof data);
		if (got > 0)
			escaped("heard %zd bytes on descriptor %d", got, fd);
	}
	return contained();
}

// claim: it changes, moves and locks its standard input for the run that comes after
// layer: stdin
// expect: contained
// runs: 2
// without: stdin

#include "attack.h"
#include <sys/file.h>

int main(void)
{
	struct flock region = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 1 };
	char first[8];
	int fd;

	if (pread(0, first, 4, 0) == 4 && memcmp(first, "MINE", 4) == 0)
		escaped("an earlier run's input is still there");
	if (lseek(0, 0, SEEK_CUR) != 0)
		escaped("an earlier run's position is still there");
	fd = open("/proc/self/fd/0", O_RDWR);
	if (fd >= 0 && pwrite(fd, "MINE", 4, 0) == 4)
		escaped("wrote to standard input");
	lseek(0, 4, SEEK_SET);
	fcntl(0, F_SETLK, &region);
	flock(0, LOCK_EX);
	fcntl(0, F_SETFL, O_NONBLOCK | O_APPEND);
	return contained();
}

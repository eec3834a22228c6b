// claim: a file without a name that is larger than files may be
// layer: file_size
// expect: contained
// limits: output=64K
// without: file_size

#include "attack.h"

int main(void)
{
	static char data[128 * 1024];
	int file = memfd_create("large", 0);
	ssize_t wrote;

	signal(SIGXFSZ, SIG_IGN);
	wrote = write(file, data, sizeof data);
	wrote += write(file, data, sizeof data);
	if (wrote > 64 * 1024)
		escaped("wrote %zd bytes to a file in memory where 65536 are allowed", wrote);
	if (ftruncate(file, 1 << 30) == 0)
		escaped("made a file of 1 GiB in memory where 65536 bytes are allowed");
	return contained();
}

// claim: it keeps data in the buffers of hundreds of pipes
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=16M
// without: memory

#include "attack.h"

int main(void)
{
	static char data[65536];
	size_t kept = 0;

	for (int i = 0; i < 480 && kept < 30 * MIB; i++) {
		int ends[2];
		ssize_t now;

		if (pipe2(ends, O_NONBLOCK) != 0)
			break;
		fcntl(ends[1], F_SETPIPE_SZ, (int)MIB);
		while ((now = write(ends[1], data, sizeof data)) > 0)
			kept += (size_t)now;
	}
	if (kept < 24 * MIB)
		return 1; /* the kernel's limit for one user was lower */
	escaped("has %zu MiB in pipes under a limit of 16 MiB", kept / MIB);
	return contained();
}

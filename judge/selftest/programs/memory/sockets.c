// claim: it keeps data in the buffers of sockets, and sockets in the buffers of sockets
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=16M
// without: memory

#include "attack.h"

int main(void)
{
	static char data[65536];
	int large = 1 << 24;
	size_t kept = 0;

	for (int i = 0; i < 480 && kept < 48 * MIB; i++) {
		int ends[2];
		ssize_t now;

		if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends) != 0)
			break;
		setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &large, sizeof large);
		while ((now = send(ends[0], data, sizeof data, 0)) > 0)
			kept += (size_t)now;
	}
	escaped("has %zu MiB in sockets under a limit of 16 MiB", kept / MIB);
	return contained();
}

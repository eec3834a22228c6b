// claim: it asks for a socket of every family, type and protocol, and for pairs of them
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"

int main(void)
{
	const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, 6, 10 };
	const int protocols[] = { 0, 1, 6, 17, 58, 132, 255, 262, 768 };

	/* Those that are left out, 1, talk to what is inside alone. */
	for (long family = 0; family < 64; family++)
		for (size_t i = 0; i < sizeof types / sizeof *types && family != AF_UNIX; i++)
			for (size_t j = 0; j < sizeof protocols / sizeof *protocols; j++) {
				const long asked[] = { family, family | 1L << 32, family | (long)(1UL << 63) };
				int pair[2];

				for (int k = 0; k < 3; k++)
					if (syscall(SYS_socket, asked[k], types[i] | SOCK_CLOEXEC, protocols[j]) >= 0 ||
					    syscall(SYS_socketpair, asked[k], types[i], protocols[j], pair) >= 0) {
						escaped("has socket(%#lx, %d, %d)", asked[k], types[i], protocols[j]);
						/* More of them would have the host load what it never uses. */
						return contained();
					}
			}
	for (long family = 0x10001; family < 0x7fff0000; family += 0x1000000)
		REFUSED(syscall(SYS_socket, family, SOCK_STREAM, 0));
	REFUSED(syscall(SYS_socket, -1L, SOCK_STREAM, 0));
	return contained();
}

// claim: it keeps a secret in the kernel's keyrings, which outlive every run, and looks for others'
// layer: syscalls
// expect: contained
// runs: 2
// without: syscalls

#include "attack.h"

#define SEARCH 10
#define UNLINK 9

int main(void)
{
	/* The keyrings of the thread, the process, the session, the user, and the user's session. */
	const int rings[] = { -1, -2, -3, -4, -5, -6, -7 };
	const char *name = bait("abstract_socket");

	for (size_t i = 0; i < sizeof rings / sizeof *rings; i++) {
		long key = syscall(SYS_keyctl, SEARCH, rings[i], "user", name, 0);

		if (key >= 0) {
			escaped("an earlier run's key is still there");
			syscall(SYS_keyctl, UNLINK, key, rings[i]);
			continue;
		}
		key = syscall(SYS_add_key, "user", name, "secret", 6, rings[i]);
		if (key >= 0) {
			escaped("keeps a key in keyring %d", rings[i]);
			syscall(SYS_keyctl, 15 /* let it end by itself */, key, 30);
		}
		REFUSED(syscall(SYS_keyctl, 0, rings[i], 0, 0, 0));
		REFUSED(syscall(SYS_keyctl, 6, rings[i], NULL, 0, 0));
		REFUSED(syscall(SYS_keyctl, 11, rings[i], NULL, 0, 0));
	}
	/* A helper of the host would be started for it, were it let through with what it says here. */
	REFUSED(syscall(SYS_request_key, "user", name, NULL, 0));
	REFUSED(syscall(SYS_keyctl, 1, NULL, 0, 0, 0));
	return contained();
}

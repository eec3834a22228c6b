// claim: it calls the kernel by the entries for 32 bits and for x32, where numbers mean other calls
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"

#ifdef __x86_64__
static void interrupt(void)
{
	const struct {
		const char *name;
		int number;
	} calls[] = {
		{ "getpid", 20 }, { "gettid", 224 },   { "getuid", 199 }, { "pause, a moment", 158 },
		{ "fork", 2 },    { "ptrace", 26 },    { "mount", 21 },   { "unshare", 310 },
		{ "keyctl", 288 }, { "personality", 136 }, { "clone", 120 }, { "io_uring_setup", 425 },
	};

	if (!in_a_child())
		return;
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		long result = in_32_bits(calls[i].number, 0, 0, 0);

		if (result == 0 && strcmp(calls[i].name, "fork") == 0)
			_exit(0);
		if (result != -EPERM && result != -ENOSYS)
			escaped("%s by interrupt 80 answers %ld", calls[i].name, result);
	}
	_exit(0);
}

/* Numbers of x32, and those above all that there are. */
static void extended(void)
{
	const long bits[] = { 0x40000000, 0x80000000, 0x100000000, 0xc0000000 };

	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		for (long number = 0; number < 600; number++) {
			long result;

			/* The kernel looks at the low half alone, and so leaves these what they are. */
			if (bits[i] == 0x100000000 && number != SYS_ptrace && number != SYS_mount && number != SYS_keyctl)
				continue;
			errno = 0;
			result = syscall(bits[i] | number, -1L, -1L, -1L, -1L, -1L, -1L);
			if (result >= 0 || (errno != EPERM && errno != ENOSYS))
				escaped("call %#lx answers %ld, %s", bits[i] | number, result, strerror(errno));
		}
}
#else
static void interrupt(void) {}

static void extended(void)
{
	for (long number = 0; number < 600; number++)
		REFUSED(syscall(0x40000000 | number, -1L, -1L, -1L, -1L, -1L, -1L));
}
#endif

int main(void)
{
	interrupt();
	extended();
	return contained();
}

// claim: it calls by numbers that are newer than the filter, or belong to nothing at all
// layer: syscalls
// expect: contained
// unproved: a kernel that does not know a call says the same

#include "attack.h"

int main(void)
{
	const long wild[] = { -1, -2, 1000, 1024, 4096, 0xffff, 0x7fffffff, -0x7fffffff - 1, 0x10000000 };

	/* What the C library knows another way for has to look as if it did not exist. */
	for (long number = 472; number < 512; number++) {
		long result;

		errno = 0;
		result = syscall(number, -1L, -1L, -1L, -1L, -1L, -1L);
		if (result >= 0 || errno != ENOSYS)
			escaped("call %ld answers %ld, %s", number, result, strerror(errno));
	}
	for (long number = 512; number < 1024; number++) {
		errno = 0;
		if (syscall(number, -1L, -1L, -1L, -1L, -1L, -1L) >= 0 || (errno != EPERM && errno != ENOSYS))
			escaped("call %ld answers: %s", number, strerror(errno));
	}
	for (size_t i = 0; i < sizeof wild / sizeof *wild; i++) {
		errno = 0;
		if (syscall(wild[i], -1L, -1L, -1L, -1L, -1L, -1L) >= 0 || (errno != EPERM && errno != ENOSYS))
			escaped("call %ld answers: %s", wild[i], strerror(errno));
	}
	return contained();
}

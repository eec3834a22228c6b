// claim: a JIT compiler's pages: written, then made executable; and one memory mapped twice
// expect: AC
// prints: 42 42 42

#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__x86_64__)
static const unsigned char code[] = { 0xb8, 42, 0, 0, 0, 0xc3 }; /* mov eax, 42; ret */
#elif defined(__aarch64__)
static const unsigned char code[] = { 0x40, 5, 0x80, 0x52, 0xc0, 3, 0x5f, 0xd6 };
#else
static const unsigned char code[1];
#endif

static int call(void *place)
{
	int (*function)(void);

	if (sizeof code == 1)
		return 42;
	__builtin___clear_cache(place, (char *)place + sizeof code);
	memcpy(&function, &place, sizeof function);
	return function();
}

int main(void)
{
	int kind = MAP_PRIVATE | MAP_ANONYMOUS, file = memfd_create("code", MFD_CLOEXEC);
	void *one = mmap(NULL, 4096, PROT_READ | PROT_WRITE, kind, -1, 0);
	void *two = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, kind, -1, 0);
	void *written, *run;

	if (one == MAP_FAILED || two == MAP_FAILED || file < 0 || ftruncate(file, 4096) != 0)
		return 1;
	memcpy(one, code, sizeof code);
	if (mprotect(one, 4096, PROT_READ | PROT_EXEC) != 0)
		return 2;
	memcpy(two, code, sizeof code);
	written = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	run = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
	if (written == MAP_FAILED || run == MAP_FAILED)
		return 3;
	memcpy(written, code, sizeof code);
	printf("%d %d %d\n", call(one), call(two), call(run));
	return 0;
}

/* expect: exit 0 */
#include "check.h"
int main(void)
{
#ifdef __x86_64__
	static const unsigned char code[] = { 0xb8, 0x2a, 0, 0, 0, 0xc3 }; /* mov $42, %eax; ret */
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(page != MAP_FAILED);
	memcpy(page, code, sizeof code);
	CHECK(((int (*)(void))page)() == 42);
	CHECK(mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0);
	CHECK(((int (*)(void))page)() == 42);
#endif
	return failures;
}

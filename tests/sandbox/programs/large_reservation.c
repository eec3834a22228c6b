/* expect: exit 0 */
#include "check.h"
int main(void)
{
	char *all = mmap(NULL, 64UL << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	CHECK(all != MAP_FAILED);
	all[0] = all[63UL << 30] = 1;
	return failures;
}

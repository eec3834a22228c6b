/* expect: memory */
/* limits: memory=33554432 */
#include "check.h"
int main(void)
{
	touch(mmap(NULL, 128 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), 128 << 20);
	return 0;
}

/* expect: memory */
/* limits: memory=33554432 output=268435456 */
#include "check.h"
int main(void)
{
	int file = memfd_create("large", 0);
	if (ftruncate(file, 128 << 20) != 0)
		return 1;
	touch(mmap(NULL, 128 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), 128 << 20);
	return 0;
}

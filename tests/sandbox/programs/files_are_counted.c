/* expect: exit 0 */
/* starter: helper */
/* limits: inodes=500 */
#include "check.h"
int main(void)
{
	char name[64];
	int count = 0;
	do
		sprintf(name, "/tmp/%d", count++);
	while (symlink("nowhere", name) == 0);
	CHECK(errno == ENOSPC);
	CHECK(count <= 500);
	return failures;
}

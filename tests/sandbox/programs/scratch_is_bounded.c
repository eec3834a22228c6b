/* expect: exit 0 */
/* limits: scratch=4194304 */
#include "check.h"
int main(void)
{
	static char piece[65536];
	int file = open("/tmp/large", O_WRONLY | O_CREAT, 0600), count = 0;
	while (write(file, piece, sizeof piece) > 0)
		count++;
	CHECK(errno == ENOSPC);
	CHECK(count <= 64);
	REFUSED(ENOSPC, write(open("/dev/shm/other", O_WRONLY | O_CREAT, 0600), piece, sizeof piece));
	return failures;
}

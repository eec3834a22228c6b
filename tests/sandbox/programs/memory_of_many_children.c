/* expect: memory */
/* limits: memory=50331648 */
#include "check.h"
int main(void)
{
	/* Each is within the limit; their sum is not. */
	for (int n = 0; n < 4; n++)
		if (fork() == 0) {
			touch(malloc(20 << 20), 20 << 20);
			pause();
		}
	wait(NULL);
	return 0;
}

/* expect: cpu-time */
/* limits: cpu_time=0.3 */
#include "check.h"
int main(void)
{
	/* Each is within the limit; their sum is not. Nobody waits for them. */
	for (int n = 0; n < 5; n++)
		if (fork() == 0) {
			burn(0.1);
			_exit(0);
		}
	pause();
	return 0;
}

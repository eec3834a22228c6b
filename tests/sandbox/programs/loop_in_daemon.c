/* expect: cpu-time */
/* limits: cpu_time=0.2 */
#include "check.h"
int main(void)
{
	if (fork() == 0) {
		setsid();
		if (fork() == 0)
			burn_forever();
		_exit(0);
	}
	wait(NULL);
	pause();
	return 0;
}

// claim: it lets the first process inside get no CPU, so that it could not die when it is killed
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.5
// without: cpu_time

#include "attack.h"

int main(void)
{
	struct sched_param least = { 0 };
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	setpriority(PRIO_PROCESS, 1, 19);
	sched_setaffinity(1, sizeof first, &first);
	sched_setscheduler(1, SCHED_IDLE, &least);
	sched_setaffinity(0, sizeof first, &first);
	for (int i = 0; i < 40; i++)
		if (fork() == 0)
			break;
	for (;;)
		;
}

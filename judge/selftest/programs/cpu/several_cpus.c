// claim: two threads ask for a CPU each, to compute twice as much in the same time
// layer: cpus
// expect: contained
// limits: cpu_time=8 wall_time=30
// without: cpus
// evidence: throttled
// runs: 4

#include "attack.h"
#include <pthread.h>

static volatile int stop;

static void *work(void *number)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((size_t)number, &one);
	sched_setaffinity(0, sizeof one, &one);
	while (!stop)
		;
	return NULL;
}

int main(void)
{
	cpu_set_t all;
	pthread_t threads[CPU_SETSIZE];
	double best = 0;
	size_t count = 0;

	memset(&all, 0xff, sizeof all);
	sched_setaffinity(0, sizeof all, &all);
	sched_getaffinity(0, sizeof all, &all);
	for (size_t i = 0; i < CPU_SETSIZE && count < 8; i++)
		if (CPU_ISSET(i, &all))
			pthread_create(&threads[count++], NULL, work, (void *)i);
	for (int window = 0; window < 3; window++) {
		double wall = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
		double share;

		usleep(250000);
		share = (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (seconds_of(CLOCK_MONOTONIC) - wall);
		best = share > best ? share : best;
	}
	stop = 1;
	for (size_t i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	if (best > 1.35)
		escaped("had %.2f CPUs at once", best);
	return contained();
}

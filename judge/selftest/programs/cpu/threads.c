// claim: CPU time is spread over threads
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"
#include <pthread.h>

static void *work(void *unused)
{
	burn(0.4);
	return unused;
}

int main(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	escaped("four threads used 1.6 s of CPU time under a limit of 0.4 s");
	return contained();
}

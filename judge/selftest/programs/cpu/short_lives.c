// claim: thousands of children, each too short-lived to be measured by sampling
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"

int main(void)
{
	struct rusage used;

	do {
		if (fork() == 0)
			_exit(0);
		wait(NULL);
		getrusage(RUSAGE_CHILDREN, &used);
	} while (seconds_of(CLOCK_PROCESS_CPUTIME_ID) + (double)used.ru_stime.tv_sec +
			 (double)used.ru_stime.tv_usec / 1e6 <
		 1.6);
	escaped("short lives used 1.6 s of CPU time under a limit of 0.4 s");
	return contained();
}

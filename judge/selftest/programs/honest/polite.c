// claim: it yields, takes a lower priority and tighter limits, and asks what it may
// expect: AC
// prints: cpus nice limit usage name

#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

int main(void)
{
	struct rlimit few = { 10, 10 };
	struct rusage usage;
	char name[16] = "";
	cpu_set_t set;
	int extra = 0;

	for (int i = 0; i < 100; i++)
		sched_yield();
	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) == 0 && sched_setaffinity(0, sizeof set, &set) == 0)
		if (CPU_COUNT(&set) > 0 && sysconf(_SC_NPROCESSORS_ONLN) > 0)
			printf("cpus ");
	if (nice(5) == 5 && getpriority(PRIO_PROCESS, 0) == 5)
		printf("nice ");
	setrlimit(RLIMIT_NOFILE, &few);
	while (dup(0) >= 0)
		extra++;
	if (extra == 7)
		printf("limit ");
	if (getrusage(RUSAGE_SELF, &usage) == 0 && usage.ru_maxrss > 0)
		printf("usage ");
	prctl(PR_SET_NAME, "other");
	if (prctl(PR_GET_NAME, name) == 0 && strcmp(name, "other") == 0)
		puts("name");
	return 0;
}

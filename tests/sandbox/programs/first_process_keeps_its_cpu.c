/* expect: exit 0 */
#include "check.h"
#include <sched.h>
#include <sys/resource.h>
int main(void)
{
	struct sched_param least = { 0 };
	cpu_set_t cpus;

	CHECK(sched_getaffinity(0, sizeof cpus, &cpus) == 0);
	CHECK(sched_setaffinity(0, sizeof cpus, &cpus) == 0);
	CHECK(sched_setaffinity(getpid(), sizeof cpus, &cpus) == 0);
	CHECK(sched_setaffinity(1, sizeof cpus, &cpus) == -1 && errno == EPERM);
	CHECK(syscall(SYS_sched_setaffinity, 1L | 1L << 32, sizeof cpus, &cpus) == -1 && errno == EPERM);
	CHECK(sched_setscheduler(1, SCHED_IDLE, &least) == -1 && errno == EPERM);
	CHECK(sched_setparam(1, &least) == -1 && errno == EPERM);
	CHECK(setpriority(PRIO_PROCESS, 1, 19) == -1 && errno == EPERM);
	CHECK(setpriority(PRIO_PGRP, 0, 19) == -1 && errno == EPERM);
	CHECK(setpriority(PRIO_USER, 0, 19) == -1 && errno == EPERM);
	CHECK(setpriority(PRIO_PROCESS, 0, 5) == 0);
	CHECK(sched_setscheduler(0, SCHED_BATCH, &least) == 0);
	return failures;
}

// claim: it asks for real time, deadlines, and a better place before everybody else
// layer: privileges
// expect: contained
// unproved: with the right to, it would take the machine's CPUs from everybody else

#include "attack.h"

struct attributes {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

int main(void)
{
	struct attributes deadline = { sizeof deadline, 6, 0, 0, 0, 10000000, 30000000, 30000000 };
	struct sched_param first = { .sched_priority = 99 }, low = { .sched_priority = 1 };

	REFUSED(sched_setscheduler(0, SCHED_FIFO, &first));
	REFUSED(sched_setscheduler(0, SCHED_RR, &low));
	REFUSED(sched_setscheduler(0, SCHED_FIFO | 0x40000000, &low));
	REFUSED(syscall(SYS_sched_setattr, 0, &deadline, 0));
	REFUSED(setpriority(PRIO_PROCESS, 0, -20));
	REFUSED(setpriority(PRIO_USER, 0, -1));
	REFUSED(syscall(SYS_ioprio_set, 1, 0, 1 << 13));
	/* Giving it away and taking it back is a way as well. */
	setpriority(PRIO_PROCESS, 0, 10);
	REFUSED(setpriority(PRIO_PROCESS, 0, 0));
	return contained();
}

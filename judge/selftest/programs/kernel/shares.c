// claim: it takes all the pending signals, timers, queues and locked memory that its user may have
// layer: shares
// expect: contained
// without: shares

#include "attack.h"
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/shm.h>

static int signals(void)
{
	sigset_t blocked;
	int count = 0;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	while (count < 2000 && sigqueue(getpid(), SIGRTMIN, (union sigval){ 0 }) == 0)
		count++;
	return count;
}

static int timers(void)
{
	struct sigevent none = { .sigev_notify = SIGEV_NONE };
	timer_t timer;
	int count = 0;

	while (count < 2000 && timer_create(CLOCK_MONOTONIC, &none, &timer) == 0)
		count++;
	return count;
}

static int queues(void)
{
	char name[32];
	int count = 0;

	do
		snprintf(name, sizeof name, "/%d", count);
	while (count < 100 && mq_open(name, O_CREAT | O_RDWR, 0600, NULL) != (mqd_t)-1 && ++count);
	return count;
}

static void lock_memory(void)
{
	struct rlimit most = { MIB, MIB };
	char *area = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int segment = shmget(IPC_PRIVATE, MIB, IPC_CREAT | 0600);

	setrlimit(RLIMIT_MEMLOCK, &most);
	if (mlock(area, MIB) == 0)
		escaped("has locked a MiB of memory");
	if (shmctl(segment, SHM_LOCK, NULL) == 0)
		escaped("has locked a MiB of shared memory");
	shmctl(segment, IPC_RMID, NULL);
}

int main(void)
{
	int count;

	if ((count = timers()) > 1000)
		escaped("has %d timers", count);
	if ((count = signals()) > 1000)
		escaped("has %d signals on their way", count);
	if ((count = queues()) > 2)
		escaped("has %d message queues, where a host usually allows 9", count);
	lock_memory();
	return contained();
}
